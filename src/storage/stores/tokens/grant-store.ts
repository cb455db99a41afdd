import type { Grant, GrantFilter, GrantStore } from '../../../model/tokens/grant.js';
import { after, type Where } from '../../conditions.js';
import type { Database } from '../../database.js';
import { describeEntity, flag, instant, json, key, number, structure, text } from '../../entity.js';
import { NEWEST_FIRST_BY_ID, openTable, recordStore } from '../../table.js';

export const grants = describeEntity<Grant>('grants', {
  fields: {
    id: key(),
    issuerId: text(),
    issuerGeneration: text('issuerIncarnation'),
    clientId: text(),
    clientGeneration: text('clientIncarnation'),
    clientGrantEpoch: number(),
    userId: text(),
    userGrantEpoch: number(),
    sessionId: text(),
    offline: flag(),
    accessBasis: structure('letIn'),
    consentId: text(),
    scopes: structure(),
    resource: structure(),
    request: json(),
    acr: text(),
    amr: structure(),
    authTime: instant(),
    codeHash: text(),
    codeExpiresAt: instant(),
    codeUsedAt: instant(),
    revokedAt: instant(),
    createdAt: instant(),
    lastUsedAt: instant(),
    expiresAt: instant(),
  },
  indexes: [
    ['userId', 'id'],
    ['clientId', 'id'],
  ],
  expiry: 'expiresAt',
});

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
    redeem: ({ grantId, codeHash, clientId, clientGeneration }, now, expiresAt) =>
      table.change(
        {
          id: grantId,
          codeHash,
          clientId,
          clientGeneration,
          codeExpiresAt: after(now),
          codeUsedAt: null,
          revokedAt: null,
        },
        { codeUsedAt: now, lastUsedAt: now, expiresAt },
      ),
    touch: async (id, lastUsedAt) => {
      await table.change({ id }, { lastUsedAt });
    },
    revoke: (id, revokedAt) => table.change({ id, revokedAt: null }, { revokedAt }),
    page: (request, filter) => table.page(request, matching(filter), NEWEST_FIRST_BY_ID),
    count: (filter) => table.count(matching(filter)),
  };
}
