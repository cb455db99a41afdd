import type { PermissionHolders, PermissionStore } from '../../../model/access/permission.js';
import { after, among, type Where } from '../../../model/conditions.js';
import type { Database } from '../../database.js';
import { permissions } from '../../entities/access/permissions.js';
import { NEWEST_FIRST_BY_ID, openTable, recordStore } from '../../table.js';

function heldBy({ userId, groupGenerations }: PermissionHolders): Where {
  return groupGenerations.length === 0
    ? { userId }
    : { $or: [{ userId }, { groupGeneration: among(groupGenerations) }] };
}

export function openPermissionStore(database: Database): PermissionStore {
  const table = openTable(database, permissions);
  return {
    ...recordStore(table),
    findMany: table.findMany,
    page: (request) => table.page(request, {}, NEWEST_FIRST_BY_ID),
    findByKey: (key) => table.findOne({ key }),
    findByKeys: async (keys) => (keys.length === 0 ? [] : table.findAll({ where: { key: among(keys) } })),
    clientIdsOf: (holders, { first, after: last = '' }) =>
      table.distinct('clientId', { where: { ...heldBy(holders), clientId: after(last) }, limit: first }),
    findOf: async (holders, clientIds) =>
      clientIds.length === 0 ? [] : table.findAll({ where: { ...heldBy(holders), clientId: among(clientIds) } }),
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
