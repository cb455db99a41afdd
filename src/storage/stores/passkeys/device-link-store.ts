import type { DeviceLinkStore } from '../../../model/passkeys/device-link.js';
import type { Database } from '../../database.js';
import { deviceLinks } from '../../entities/passkeys/device-links.js';
import { openTable, versionedStore } from '../../table.js';

export function openDeviceLinkStore(database: Database): DeviceLinkStore {
  return versionedStore(openTable(database, deviceLinks));
}
