import type { MembershipStore } from '../../../model/people/group.js';
import type { Database } from '../../database.js';
import { memberships } from '../../entities/people/memberships.js';
import { NEWEST_FIRST_BY_ID, openTable, recordStore } from '../../table.js';

export function openMembershipStore(database: Database): MembershipStore {
  const table = openTable(database, memberships);
  return {
    ...recordStore(table),
    findMany: table.findMany,
    page: (request) => table.page(request, {}, NEWEST_FIRST_BY_ID),
    findByKey: (key) => table.findOne({ key }),
    pageOfGroup: (groupGeneration, request) => table.page(request, { groupGeneration }, NEWEST_FIRST_BY_ID),
    pageOfUser: (userId, request) => table.page(request, { userId }, NEWEST_FIRST_BY_ID),
    countOfGroup: (groupGeneration) => table.count({ groupGeneration }),
    countOfUser: (userId) => table.count({ userId }),
    deleteOfGroup: (groupGeneration) => table.deleteAll({ groupGeneration }),
    deleteOfUser: (userId) => table.deleteAll({ userId }),
  };
}
