import { activeSessionsOf } from '../access/sessions/active-sessions.js';
import { notFound, recordOwn } from '../access/sessions/recent-authentication.js';
import { type ActiveSession, endSession, isActive } from '../access/sessions/session.js';
import type { Session } from '../model/access/session.js';
import type { Caller, Deps } from '../model/deps.js';

/**
 * Ends another session of the user.
 *
 * @throws CeremonyError `not_found`, also for the session of another user
 */
export async function endOwnSession(deps: Deps, active: ActiveSession, id: string, caller: Caller): Promise<void> {
  const session = await deps.store.sessions.find(id);
  if (session?.userId !== active.user.id || !isActive(deps, session, active.user)) throw notFound('session');
  if (!(await endAndRecord(deps, active, session, caller))) throw notFound('session');
}

/** Ends all other sessions of the user and returns their number. If the process stops, the user can repeat it. */
export async function endOtherSessions(deps: Deps, active: ActiveSession, caller: Caller): Promise<number> {
  const others = (await activeSessionsOf(deps, active.user)).filter(({ id }) => id !== active.session.id);
  let ended = 0;
  for (const session of others) if (await endAndRecord(deps, active, session, caller)) ended += 1;
  return ended;
}

async function endAndRecord(deps: Deps, active: ActiveSession, session: Session, caller: Caller): Promise<boolean> {
  if (!(await endSession(deps, session))) return false;
  await recordOwn(deps, active, caller, { type: 'SESSION_REVOKED', resource: 'session', resourceId: session.id });
  return true;
}
