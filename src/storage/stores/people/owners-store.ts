import type { Owners, OwnersStore } from '../../../model/people/owners.js';
import type { Database } from '../../database.js';
import { describeEntity, key, number, structure } from '../../entity.js';
import { openTable, versionedStore } from '../../table.js';

export const owners = describeEntity<Owners>('owners', {
  fields: { id: key(), version: number(), userIds: structure() },
});

export function openOwnersStore(database: Database): OwnersStore {
  return versionedStore(openTable(database, owners));
}
