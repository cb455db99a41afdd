import type { Where } from '../../../model/conditions.js';
import type { GroupStore } from '../../../model/people/group.js';
import { beginsWith, searchKey } from '../../conditions.js';
import type { Database } from '../../database.js';
import { groups } from '../../entities/people/groups.js';
import { openTable, searchable, versionedStore } from '../../table.js';

function matchingSearch(search: string): Where {
  return {
    $or: [{ id: beginsWith(search) }, { nameKey: beginsWith(searchKey(search)) }],
  };
}

export function openGroupStore(database: Database): GroupStore {
  const table = openTable(database, groups);
  return {
    ...versionedStore(table),
    findMany: table.findMany,
    ...searchable(table, matchingSearch),
  };
}
