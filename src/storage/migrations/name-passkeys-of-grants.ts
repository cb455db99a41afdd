import { sessions } from '../entities/access/sessions.js';
import { grants } from '../entities/tokens/grants.js';
import { openTable } from '../table.js';
import type { Migration } from './migration.js';

/**
 * Stores in each grant of version 0.1 the passkey of its sign-in, so that the grant ends when the user removes the
 * passkey. The passkey is taken from the session, if the session's latest sign-in has the same time as the grant's.
 * Otherwise the passkey is unknown, and the grant stays valid without one.
 */
export const namePasskeysOfGrants: Migration = {
  id: '0001-name-passkeys-of-grants',
  run: ({ database, eachRecord }) => {
    const sessionTable = openTable(database, sessions);
    const grantTable = openTable(database, grants);
    return eachRecord(grants, async ({ id, sessionId, passkeyId, authTime }) => {
      if (sessionId === undefined || passkeyId !== undefined) return;
      const session = await sessionTable.find(sessionId);
      if (session === undefined || session.authenticatedAt.getTime() !== authTime.getTime()) return;
      await grantTable.change({ id, passkeyId: null }, { passkeyId: session.passkeyId });
    });
  },
};
