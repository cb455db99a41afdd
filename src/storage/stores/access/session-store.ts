/*
 * This folder implements the stores of `model/access`. Each method is one statement, whose conditions guarantee what
 * the interface promises. It does not decide whether a user has access. To understand this folder, read this file
 * first, because sessions have the most conditions.
 */

import type { SessionFilter, SessionStore } from '../../../model/access/session.js';
import { after, between, lists, type Where } from '../../../model/conditions.js';
import type { Database } from '../../database.js';
import { sessions } from '../../entities/access/sessions.js';
import { NEWEST_FIRST_BY_ID, openTable, recordStore, updateVersion } from '../../table.js';

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
    findEndsToTell: (now, limit) =>
      table.findAll({ where: { endToTell: between({ $lte: now }) }, orderBy: { endToTell: 'asc' }, limit }),
    endTold: (id) => table.change({ id }, { endToTell: undefined }),
    findMany: table.findMany,
    page: (request, filter) => table.page(request, matching(filter), NEWEST_FIRST_BY_ID),
    count: (filter) => table.count(matching(filter)),
  };
}
