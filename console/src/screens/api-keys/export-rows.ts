import { ApiKeys } from '../../generated/api-keys.js';
import { everyRow } from '../../parts/list/every-row.js';
import type { Connection } from '../../server/connection.js';

/** Reads all API keys, on all pages, as rows of a file. */
export async function exportedKeys(connection: Connection): Promise<object[]> {
  return everyRow(
    async (page) => (await connection.request(ApiKeys, page)).apiKeys,
    ({ id, name, permissions, owner, maker, createdAt, expiresAt, lastUsedAt }) => ({
      id,
      name,
      permissions: permissions.join(' '),
      owner: owner?.username ?? null,
      madeBy: maker.kind,
      createdAt,
      expiresAt,
      lastUsedAt,
    }),
  );
}
