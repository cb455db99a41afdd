import type { Permission, PermissionStore } from '../../../model/access/permission.js';
import type { Database } from '../../database.js';
import { describeEntity, instant, key, text, unique } from '../../entity.js';
import { NEWEST_FIRST_BY_ID, openTable, recordStore } from '../../table.js';

export const permissions = describeEntity<Permission>('permissions', {
  fields: {
    id: key(),
    key: unique(),
    clientId: text(),
    clientGeneration: text('clientIncarnation'),
    userId: text(),
    groupId: text(),
    groupGeneration: text('groupIncarnation'),
    createdAt: instant(),
  },
  indexes: [
    ['clientGeneration', 'id'],
    ['userId', 'id'],
    ['groupGeneration', 'id'],
  ],
});

export function openPermissionStore(database: Database): PermissionStore {
  const table = openTable(database, permissions);
  return {
    ...recordStore(table),
    findMany: table.findMany,
    page: (request) => table.page(request, {}, NEWEST_FIRST_BY_ID),
    findByKey: (key) => table.findOne({ key }),
    pageOfClient: (clientGeneration, request) => table.page(request, { clientGeneration }, NEWEST_FIRST_BY_ID),
    pageOfUser: (userId, request) => table.page(request, { userId }, NEWEST_FIRST_BY_ID),
    pageOfGroup: (groupGeneration, request) => table.page(request, { groupGeneration }, NEWEST_FIRST_BY_ID),
    countOfClient: (clientGeneration) => table.count({ clientGeneration }),
    countOfUser: (userId) => table.count({ userId }),
    countOfGroup: (groupGeneration) => table.count({ groupGeneration }),
    deleteOfClient: (clientGeneration) => table.deleteAll({ clientGeneration }),
    deleteOfUser: (userId) => table.deleteAll({ userId }),
    deleteOfGroup: (groupGeneration) => table.deleteAll({ groupGeneration }),
  };
}
