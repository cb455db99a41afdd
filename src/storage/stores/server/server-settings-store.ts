import type { ServerSettingsStore } from '../../../model/server/server-settings.js';
import type { Database } from '../../database.js';
import { serverSettings } from '../../entities/server/server-settings.js';
import { openTable, versionedStore } from '../../table.js';

export function openServerSettingsStore(database: Database): ServerSettingsStore {
  return versionedStore(openTable(database, serverSettings));
}
