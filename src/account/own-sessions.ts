import { activeSessionsOf } from '../access/sessions/active-sessions.js';
import { notFound, ownEvent } from '../access/sessions/recent-authentication.js';
import { type ActiveSession, endSession, isActive } from '../access/sessions/session.js';
import type { Session } from '../model/access/session.js';
import type { Caller, Deps } from '../model/deps.js';

/**
 * Ends one of the user's sessions.
 *
 * @throws CeremonyError `not_found`, even if the session exists but belongs to another user
 */
export async function endOwnSession(deps: Deps, active: ActiveSession, id: string, caller: Caller): Promise<void> {
  const session = await deps.store.sessions.find(id);
  if (session?.userId !== active.user.id || !isActive(deps, session, active.user)) throw notFound('session');
  if (!(await endAndRecord(deps, active, session, caller))) throw notFound('session');
}

/** Ends all sessions of the user except the current one. Returns how many sessions were ended. */
export async function endOtherSessions(deps: Deps, active: ActiveSession, caller: Caller): Promise<number> {
  const others = (await activeSessionsOf(deps, active.user)).filter(({ id }) => id !== active.session.id);
  let ended = 0;
  for (const session of others) if (await endAndRecord(deps, active, session, caller)) ended += 1;
  return ended;
}

function endAndRecord(deps: Deps, active: ActiveSession, { id }: Session, caller: Caller): Promise<boolean> {
  const event = ownEvent(deps, active, caller, { type: 'SESSION_REVOKED', resource: 'session', resourceId: id });
  return endSession(deps, { id }, [event]);
}
