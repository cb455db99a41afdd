import { Applications, type ApplicationsQueryVariables } from '../../../generated/applications.js';
import { everyRow } from '../../../parts/list/every-row.js';
import type { Connection } from '../../../server/connection.js';

/** Reads every application that the list shows, on all pages, as rows of a file. */
export async function exportedRows(
  connection: Connection,
  choice: Pick<ApplicationsQueryVariables, 'search' | 'filter' | 'order'>,
): Promise<object[]> {
  return everyRow(
    async (page) => (await connection.request(Applications, { ...choice, ...page })).clients,
    ({ id, name, enabled, accessPolicy, integrations, createdAt, lastUsedAt, health }) => ({
      id,
      name,
      enabled,
      accessPolicy,
      integrations: integrations.join(' '),
      createdAt,
      lastUsedAt,
      refusalsInSevenDays: (health?.refusals ?? []).reduce((sum, { count }) => sum + count, 0),
    }),
  );
}
