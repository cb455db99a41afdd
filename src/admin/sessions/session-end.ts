/*
 * With the functions in this folder, administrators end the sessions of users. Users end their own sessions with the
 * functions in `src/account`. The rules for the start and the expiry of sessions are in `src/access/sessions`.
 */

import { z } from 'zod';
import { activeNow } from '../../access/sessions/active-sessions.js';
import { endSessionsBefore } from '../../access/sessions/end-sessions.js';
import { endSession, isActive } from '../../access/sessions/session.js';
import { changeRecord } from '../../model/change-record.js';
import type { Deps } from '../../model/deps.js';
import type { AdminCaller } from '../admin-caller.js';
import { checkPermission, checkStrengthOverUser } from '../authorization.js';
import { givenId, notFound, parseInput } from '../input-parser.js';
import { recordChange } from '../record-change.js';

const revokeSessionInput = z.object({ id: givenId });

/** Ends a user's session. Grants that are bound to the session are rejected when a client next uses them. */
export async function revokeSession(
  deps: Deps,
  caller: AdminCaller,
  input: z.input<typeof revokeSessionInput>,
): Promise<void> {
  checkPermission(caller, 'sessions:write');
  const { id } = parseInput(revokeSessionInput, input);
  const absent = () => notFound('session', 'id');
  const session = await deps.store.sessions.find(id);
  const user = session && (await deps.store.users.find(session.userId));
  if (session === undefined || user === undefined) throw absent();
  checkStrengthOverUser(caller, user);
  if (!isActive(deps, session, user) || !(await endSession(deps, session))) throw absent();
  await recordChange(deps, caller, {
    type: 'SESSION_REVOKED',
    resource: 'session',
    resourceId: id,
    userId: user.id,
    sessionId: id,
  });
}

const revokeUserSessionsInput = z.object({ userId: givenId });

/**
 * Ends all sessions of a user with one write to the user's record, then marks each session as ended. Returns the number
 * of sessions that were active.
 */
export async function revokeUserSessions(
  deps: Deps,
  caller: AdminCaller,
  input: z.input<typeof revokeUserSessionsInput>,
): Promise<number> {
  checkPermission(caller, 'sessions:write');
  const { userId } = parseInput(revokeUserSessionsInput, input);
  const absent = () => notFound('user', 'userId');
  const { after } = await changeRecord(deps.store.users, userId, absent, (user) => {
    checkStrengthOverUser(caller, user);
    return { sessionEpoch: user.sessionEpoch + 1 };
  });
  const count = await endSessionsBefore(deps, after, { active: activeNow(deps) });
  await recordChange(deps, caller, {
    type: 'SESSION_REVOKED',
    resource: 'user',
    resourceId: userId,
    userId,
    detail: { count },
  });
  return count;
}
