import { after, type Where } from '../../../model/conditions.js';
import type { GrantFilter, GrantStore } from '../../../model/tokens/grant.js';
import type { Database } from '../../database.js';
import { grants } from '../../entities/tokens/grants.js';
import { NEWEST_FIRST_BY_ID, openTable, recordStore } from '../../table.js';

function matching({ standingAt, ...filter }: GrantFilter): Where {
  return {
    ...(standingAt && { revokedAt: null, expiresAt: after(standingAt) }),
    ...(filter.userId === undefined ? {} : { userId: filter.userId }),
    ...(filter.clientId === undefined ? {} : { clientId: filter.clientId }),
  };
}

export function openGrantStore(database: Database): GrantStore {
  const table = openTable(database, grants);
  return {
    ...recordStore(table),
    touch: async (id, lastUsedAt) => {
      await table.change({ id }, { lastUsedAt });
    },
    revoke: (id, revokedAt) => table.change({ id, revokedAt: null }, { revokedAt }),
    page: (request, filter) => table.page(request, matching(filter), NEWEST_FIRST_BY_ID),
    clientIdsOfUser: (userId, { first, after: last = '', standingAt }) =>
      table.distinct('clientId', {
        where: { ...matching({ userId, standingAt }), clientId: after(last) },
        limit: first,
      }),
    count: (filter) => table.count(matching(filter)),
  };
}
