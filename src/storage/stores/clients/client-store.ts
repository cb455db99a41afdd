/*
 * This folder implements the stores of `model/clients`. Each method is one statement. The cache for these stores is in
 * `cached-store.ts`. To understand this folder, read this file first.
 */

import type { ClientStore } from '../../../model/clients/client-store.js';
import { after } from '../../../model/conditions.js';
import type { Database } from '../../database.js';
import { clients, timeKey } from '../../entities/clients/clients.js';
import { openLists } from '../../lists/open-lists.js';
import { NEWEST_FIRST_BY_ORDER, openTable, versionedStore } from '../../table.js';
import { clientQuery } from './client-list.js';

export function openClientStore(database: Database): ClientStore {
  const table = openTable(database, clients);
  const lists = openLists(database, clients, table);
  return {
    ...versionedStore(table),
    findMany: table.findMany,
    touch: async ({ id, generation }, lastUsedAt) => {
      await table.change({ id, generation }, { lastUsedAt });
    },
    page: (request, list = {}) => lists.page(request, clientQuery(list)),
    count: (list = {}) => lists.count(clientQuery(list)),
    idsForAllUsers: ({ first, after: last = '' }) =>
      table.distinct('id', { where: { accessPolicy: 'ALL_USERS', enabled: true, id: after(last) }, limit: first }),
    expiringSecrets: (now, limit) =>
      table.findAll({
        where: { secretsEndKey: after(timeKey(now.getTime())) },
        orderBy: { secretsEndKey: 'asc' },
        limit,
      }),
    pageOfIssuer: (issuerId, request) => table.page(request, { issuerId }, NEWEST_FIRST_BY_ORDER),
    countOfIssuer: (issuerId) => table.count({ issuerId }),
  };
}
