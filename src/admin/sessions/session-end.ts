import { z } from 'zod';
import { activeNow } from '../../access/sessions/active-sessions.js';
import { endSessionsBefore } from '../../access/sessions/end-sessions.js';
import { endSession, isActive } from '../../access/sessions/session.js';
import { changeRecord } from '../../model/change-record.js';
import type { Deps } from '../../model/deps.js';
import type { AdminCaller } from '../admin-caller.js';
import { requirePermission, requireStrengthOverUser } from '../authorization.js';
import { givenId, notFound, parseInput } from '../parse-input.js';
import { recordChange } from '../record-change.js';

const revokeSessionInput = z.object({ id: givenId });

/** Ends one session: its user is signed out there, and what is bound to it dies at its next use. */
export async function revokeSession(
  deps: Deps,
  caller: AdminCaller,
  input: z.input<typeof revokeSessionInput>,
): Promise<void> {
  requirePermission(caller, 'sessions:write');
  const { id } = parseInput(revokeSessionInput, input);
  const absent = () => notFound('session', 'id');
  const session = await deps.store.sessions.find(id);
  const user = session && (await deps.store.users.find(session.userId));
  if (session === undefined || user === undefined) throw absent();
  requireStrengthOverUser(caller, user);
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

/** Ends all sessions of a user by one write on their record, and then marks each; answers how many there were. */
export async function revokeUserSessions(
  deps: Deps,
  caller: AdminCaller,
  input: z.input<typeof revokeUserSessionsInput>,
): Promise<number> {
  requirePermission(caller, 'sessions:write');
  const { userId } = parseInput(revokeUserSessionsInput, input);
  const absent = () => notFound('user', 'userId');
  const { after } = await changeRecord(deps.store.users, userId, absent, (user) => {
    requireStrengthOverUser(caller, user);
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
