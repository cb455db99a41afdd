import { activeSessionsOf } from '../access/sessions/active-sessions.js';
import { endSessionsBefore } from '../access/sessions/end-sessions.js';
import { notFound, ownEvent, presentUser } from '../access/sessions/recent-authentication.js';
import { type EndedSession, endReportedSession } from '../access/sessions/reported-session.js';
import { type ActiveSession, endSession, isActive, MAX_AGENT_LENGTH, sessionMove } from '../access/sessions/session.js';
import { tryTouchLastUsed } from '../access/touch-last-used.js';
import { planNotice } from '../mail/notices.js';
import type { Session } from '../model/access/session.js';
import { commitPlan } from '../model/change-record.js';
import { recordAfter, update } from '../model/change-set.js';
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

/**
 * Ends all sessions of the user, the current one included, with one write: a session is valid only with the present
 * `sessionEpoch` of its user. So sign-ins that have just begun end too.
 * @throws CeremonyError `authentication_required`
 */
export async function endAllSessions(deps: Deps, active: ActiveSession, caller: Caller): Promise<void> {
  const { id } = active.user;
  const ended = await commitPlan(deps.store, async () => {
    const user = await presentUser(deps, active);
    const event = ownEvent(deps, active, caller, { type: 'SESSION_REVOKED', resource: 'user', resourceId: id });
    const changes = { sessionEpoch: user.sessionEpoch + 1 };
    return { changes: [update('users', user, changes), event], result: recordAfter(user, changes) };
  });
  await endSessionsBefore(deps, ended);
}

/** Ends the session that the user reported with the link "This wasn't me". See `endReportedSession`. */
export function endSessionByMail(deps: Deps, code: string, caller: Caller): Promise<EndedSession | undefined> {
  const { ipAddress } = caller;
  const userAgent = caller.userAgent?.slice(0, MAX_AGENT_LENGTH);
  return endReportedSession(deps, code, caller, (user) => {
    const where = { username: user.username, at: deps.clock.now().getTime(), ipAddress, userAgent };
    return planNotice(deps, user, { kind: 'DELETION_CANCELLED', isReport: true, ...where });
  });
}

/** Stores the place and device of the current session, if they have changed. Does not throw if that fails. */
export async function updatePlace(deps: Deps, { session }: ActiveSession, caller: Caller): Promise<void> {
  const move = sessionMove(session, caller);
  if (move.length > 0) await tryTouchLastUsed(deps, undefined, () => deps.store.commit(move));
}
