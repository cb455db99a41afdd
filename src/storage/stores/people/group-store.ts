import type { GroupStore } from '../../../model/people/group.js';
import type { Database } from '../../database.js';
import { groups } from '../../entities/people/groups.js';
import { openLists } from '../../lists/open-lists.js';
import { openTable, versionedStore } from '../../table.js';
import { sortByName } from '../clients/client-list.js';

export function openGroupStore(database: Database): GroupStore {
  const table = openTable(database, groups);
  const lists = openLists(database, groups, table);
  return {
    ...versionedStore(table),
    findMany: table.findMany,
    page: (request, { search, order } = {}) =>
      lists.page(request, { search, sort: sortByName(order), isSorted: order !== undefined }),
    count: ({ search } = {}) => lists.count({ search }),
  };
}
