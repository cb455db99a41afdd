import type { ApiKey, ApiKeyStore } from '../../../model/server/api-key.js';
import type { Database } from '../../database.js';
import { describeEntity, instant, key, structure, text } from '../../entity.js';
import { NEWEST_FIRST_BY_ORDER, openTable, recordStore } from '../../table.js';

export const apiKeys = describeEntity<ApiKey>('api_keys', {
  fields: {
    id: key(),
    order: text(),
    name: text(),
    hint: text(),
    secretHash: text(),
    permissions: structure(),
    userId: text(),
    clientId: text(),
    clientGeneration: text('clientIncarnation'),
    createdAt: instant(),
    expiresAt: instant(),
    lastUsedAt: instant(),
  },
  indexes: [['order'], ['userId', 'order']],
});

export function openApiKeyStore(database: Database): ApiKeyStore {
  const table = openTable(database, apiKeys);
  return {
    ...recordStore(table),
    touch: async (id, lastUsedAt) => {
      await table.change({ id }, { lastUsedAt });
    },
    page: (request) => table.page(request, {}, NEWEST_FIRST_BY_ORDER),
    pageOfUser: (userId, request) => table.page(request, { userId }, NEWEST_FIRST_BY_ORDER),
    count: () => table.count({}),
  };
}
