import { between } from '../../../model/conditions.js';
import type { ApiKeyStore } from '../../../model/server/api-key.js';
import type { Database } from '../../database.js';
import { apiKeys } from '../../entities/server/api-keys.js';
import { NEWEST_FIRST_BY_ORDER, openTable, recordStore } from '../../table.js';

export function openApiKeyStore(database: Database): ApiKeyStore {
  const table = openTable(database, apiKeys);
  return {
    ...recordStore(table),
    touch: async (id, lastUsedAt) => {
      await table.change({ id }, { lastUsedAt });
    },
    findMany: table.findMany,
    page: (request) => table.page(request, {}, NEWEST_FIRST_BY_ORDER),
    pageOfUser: (userId, request) => table.page(request, { userId }, NEWEST_FIRST_BY_ORDER),
    pageOfClient: (clientId, request) => table.page(request, { clientId }, NEWEST_FIRST_BY_ORDER),
    pageOfMaker: (makerKeyId, request) => table.page(request, { makerKeyId }, NEWEST_FIRST_BY_ORDER),
    expiringBetween: (from, to) => table.findAll({ where: { expiresAt: between({ $gt: from, $lte: to }) } }),
    count: () => table.count({}),
  };
}
