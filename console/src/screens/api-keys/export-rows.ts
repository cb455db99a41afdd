import { ApiKeys, type ApiKeysQuery } from '../../generated/api-keys.js';
import type { Connection } from '../../server/connection.js';

const PAGE = 100;

/** Reads all API keys, on all pages, as rows of a file. */
export async function exportedKeys(connection: Connection): Promise<object[]> {
  const rows: object[] = [];
  let after: string | null = null;
  for (;;) {
    const { apiKeys }: ApiKeysQuery = await connection.request(ApiKeys, { first: PAGE, after });
    for (const { node } of apiKeys.edges) {
      const { id, name, permissions, owner, maker, createdAt, expiresAt, lastUsedAt } = node;
      rows.push({
        id,
        name,
        permissions: permissions.join(' '),
        owner: owner?.username ?? null,
        madeBy: maker.kind,
        createdAt,
        expiresAt,
        lastUsedAt,
      });
    }
    if (!apiKeys.pageInfo.hasNextPage) return rows;
    after = apiKeys.pageInfo.endCursor;
  }
}
