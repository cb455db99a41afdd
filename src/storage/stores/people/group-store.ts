import type { Group, GroupStore } from '../../../model/people/group.js';
import { beginsWith, searchKey, type Where } from '../../conditions.js';
import type { Database } from '../../database.js';
import { describeEntity, key, number, text } from '../../entity.js';
import { openTable, searchable, versionedStore } from '../../table.js';

export const groups = describeEntity<Group>('groups', {
  fields: { id: key(), version: number(), order: text(), generation: text('incarnation'), name: text() },
  derived: { nameKey: { from: 'name', as: searchKey } },
  indexes: [['order'], ['nameKey']],
});

function found(search: string): Where {
  return {
    $or: [{ id: beginsWith(search) }, { nameKey: beginsWith(searchKey(search)) }],
  };
}

export function openGroupStore(database: Database): GroupStore {
  const table = openTable(database, groups);
  return {
    ...versionedStore(table),
    findMany: table.findMany,
    ...searchable(table, found),
  };
}
