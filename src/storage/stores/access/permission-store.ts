import type { Permission, PermissionStore } from '../../../model/access/permission.js';
import type { Database } from '../../database.js';
import { defineNoun, instant, key, text, unique } from '../../entity.js';
import { NEWEST_FIRST_BY_ID, openTable, recordStore } from '../../table.js';

export const permissions = defineNoun<Permission>('permissions', {
  fields: {
    id: key(),
    key: unique(),
    clientId: text(),
    clientIncarnation: text(),
    userId: text(),
    groupId: text(),
    groupIncarnation: text(),
    createdAt: instant(),
  },
  indexes: [
    ['clientIncarnation', 'id'],
    ['userId', 'id'],
    ['groupIncarnation', 'id'],
  ],
});

export const openPermissionStore = (database: Database): PermissionStore => {
  const table = openTable(database, permissions);
  return {
    ...recordStore(table),
    findMany: table.findMany,
    page: (request) => table.page(request, {}, NEWEST_FIRST_BY_ID),
    findByKey: (key) => table.findOne({ key }),
    pageOfClient: (clientIncarnation, request) => table.page(request, { clientIncarnation }, NEWEST_FIRST_BY_ID),
    pageOfUser: (userId, request) => table.page(request, { userId }, NEWEST_FIRST_BY_ID),
    pageOfGroup: (groupIncarnation, request) => table.page(request, { groupIncarnation }, NEWEST_FIRST_BY_ID),
    countOfClient: (clientIncarnation) => table.count({ clientIncarnation }),
    countOfUser: (userId) => table.count({ userId }),
    countOfGroup: (groupIncarnation) => table.count({ groupIncarnation }),
    deleteOfClient: (clientIncarnation) => table.deleteAll({ clientIncarnation }),
    deleteOfUser: (userId) => table.deleteAll({ userId }),
    deleteOfGroup: (groupIncarnation) => table.deleteAll({ groupIncarnation }),
  };
};
