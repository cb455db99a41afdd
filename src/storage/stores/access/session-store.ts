import type { Session, SessionFilter, SessionStore } from '../../../model/access/session.js';
import { after, between, lists, type Where } from '../../conditions.js';
import type { Database } from '../../database.js';
import { describeEntity, instant, key, number, renamedStructure, structure, text } from '../../entity.js';
import { NEWEST_FIRST_BY_ID, openTable, recordStore, updateVersion } from '../../table.js';

export const sessions = describeEntity<Session>('sessions', {
  fields: {
    id: key(),
    version: number(),
    secretHash: text(),
    userId: text(),
    sessionEpoch: number(),
    passkeyId: text(),
    amr: structure(),
    acr: text(),
    clients: renamedStructure('generation', 'incarnation'),
    ipAddress: text(),
    userAgent: text(),
    createdAt: instant(),
    authenticatedAt: instant(),
    lastUsedAt: instant(),
    expiresAt: instant(),
    endedAt: instant(),
    endToTell: instant(),
    keptUntil: instant(),
  },
  indexes: [['userId', 'id'], ['endToTell']],
  expiry: 'keptUntil',
});

function matching({ active, ...filter }: SessionFilter): Where {
  return {
    ...(active && { endedAt: null, expiresAt: after(active.at), lastUsedAt: after(active.usedAfter) }),
    ...(filter.clientId === undefined ? {} : { clients: lists(filter.clientId) }),
    ...(filter.userId === undefined ? {} : { userId: filter.userId }),
  };
}

export function openSessionStore(database: Database): SessionStore {
  const table = openTable(database, sessions);
  return {
    ...recordStore(table),
    update: (seen, changes) => updateVersion(table, seen, changes, { endedAt: null }),
    end: (id, endedAt) => table.change({ id, endedAt: null }, { endedAt, endToTell: endedAt }),
    findEndsToTell: (now, limit) =>
      table.findAll({ where: { endToTell: between({ $lte: now }) }, orderBy: { endToTell: 'asc' }, limit }),
    endTold: (id) => table.change({ id }, { endToTell: undefined }),
    findMany: table.findMany,
    page: (request, filter) => table.page(request, matching(filter), NEWEST_FIRST_BY_ID),
    count: (filter) => table.count(matching(filter)),
  };
}
