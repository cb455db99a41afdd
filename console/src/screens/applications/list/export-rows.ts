import {
  Applications,
  type ApplicationsQuery,
  type ApplicationsQueryVariables,
} from '../../../generated/applications.js';
import type { Connection } from '../../../server/connection.js';

const PAGE = 100;

/** Reads every application that the list shows, on all pages, as rows of a file. */
export async function exportedRows(
  connection: Connection,
  choice: Pick<ApplicationsQueryVariables, 'search' | 'filter' | 'order'>,
): Promise<object[]> {
  const rows: object[] = [];
  let after: string | null = null;
  for (;;) {
    const { clients }: ApplicationsQuery = await connection.request(Applications, { ...choice, first: PAGE, after });
    for (const { node } of clients.edges) {
      const { id, name, enabled, accessPolicy, integrations, createdAt, lastUsedAt, health } = node;
      const refusals = (health?.refusals ?? []).reduce((sum, { count }) => sum + count, 0);
      rows.push({
        id,
        name,
        enabled,
        accessPolicy,
        integrations: integrations.join(' '),
        createdAt,
        lastUsedAt,
        refusalsInSevenDays: refusals,
      });
    }
    if (!clients.pageInfo.hasNextPage) return rows;
    after = clients.pageInfo.endCursor;
  }
}
