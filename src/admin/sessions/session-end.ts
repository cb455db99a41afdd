/*
 * With the functions in this folder, administrators end the sessions of users. Users end their own sessions with the
 * functions in `src/account`. The rules for the start and the expiry of sessions are in `src/access/sessions`.
 */

import { z } from 'zod';
import { activeNow } from '../../access/sessions/active-sessions.js';
import { endSessionsBefore } from '../../access/sessions/end-sessions.js';
import { endSession, isActive } from '../../access/sessions/session.js';
import { commitPlan } from '../../model/change-record.js';
import { recordAfter, update } from '../../model/change-set.js';
import type { Deps } from '../../model/deps.js';
import type { AdminCaller } from '../admin-caller.js';
import { checkPermission, checkStrengthOverUser } from '../authorization.js';
import { givenId, notFound, parseInput } from '../input-parser.js';
import { eventOf } from '../record-change.js';

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
  const event = eventOf(deps, caller, {
    type: 'SESSION_REVOKED',
    resource: 'session',
    resourceId: id,
    userId: user.id,
    sessionId: id,
  });
  if (!isActive(deps, session, user) || !(await endSession(deps, session, [event]))) throw absent();
}

const revokeUserSessionsInput = z.object({ userId: givenId });

/**
 * Ends all sessions of a user by increasing the user's `sessionEpoch`, because a session is valid only with the current
 * value. Then marks each session as ended. Returns the number of sessions that were active.
 */
export async function revokeUserSessions(
  deps: Deps,
  caller: AdminCaller,
  input: z.input<typeof revokeUserSessionsInput>,
): Promise<number> {
  checkPermission(caller, 'sessions:write');
  const { userId } = parseInput(revokeUserSessionsInput, input);
  const { user, count } = await commitPlan(deps.store, async () => {
    const seen = await deps.store.users.find(userId);
    if (seen === undefined) throw notFound('user', 'userId');
    checkStrengthOverUser(caller, seen);
    const active = await deps.store.sessions.count({ userId, active: activeNow(deps) });
    const changes = { sessionEpoch: seen.sessionEpoch + 1 };
    const about = { resource: 'user', resourceId: userId, userId, detail: { count: active } };
    const event = eventOf(deps, caller, { type: 'SESSION_REVOKED', ...about });
    return {
      changes: [update('users', seen, changes), event],
      result: { user: recordAfter(seen, changes), count: active },
    };
  });
  await endSessionsBefore(deps, user);
  return count;
}
