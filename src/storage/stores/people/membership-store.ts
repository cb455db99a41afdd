import type { Membership, MembershipStore } from '../../../model/people/group.js';
import type { Database } from '../../database.js';
import { defineNoun, key, text, unique } from '../../entity.js';
import { NEWEST_FIRST_BY_ID, openTable, recordStore } from '../../table.js';

export const memberships = defineNoun<Membership>('memberships', {
  fields: { id: key(), key: unique(), groupId: text(), groupIncarnation: text(), userId: text() },
  indexes: [
    ['groupIncarnation', 'id'],
    ['userId', 'id'],
  ],
});

export const openMembershipStore = (database: Database): MembershipStore => {
  const table = openTable(database, memberships);
  return {
    ...recordStore(table),
    findMany: table.findMany,
    page: (request) => table.page(request, {}, NEWEST_FIRST_BY_ID),
    findByKey: (key) => table.findOne({ key }),
    pageOfGroup: (groupIncarnation, request) => table.page(request, { groupIncarnation }, NEWEST_FIRST_BY_ID),
    pageOfUser: (userId, request) => table.page(request, { userId }, NEWEST_FIRST_BY_ID),
    countOfGroup: (groupIncarnation) => table.count({ groupIncarnation }),
    countOfUser: (userId) => table.count({ userId }),
    deleteOfGroup: (groupIncarnation) => table.deleteAll({ groupIncarnation }),
    deleteOfUser: (userId) => table.deleteAll({ userId }),
  };
};
