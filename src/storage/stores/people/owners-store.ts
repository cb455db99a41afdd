import type { OwnersStore } from '../../../model/people/owners.js';
import type { Database } from '../../database.js';
import { owners } from '../../entities/people/owners.js';
import { openTable, versionedStore } from '../../table.js';

export function openOwnersStore(database: Database): OwnersStore {
  return versionedStore(openTable(database, owners));
}
