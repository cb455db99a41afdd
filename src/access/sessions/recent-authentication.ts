import type { Session } from '../../model/access/session.js';
import type { AuditEntry, Caller, Deps } from '../../model/deps.js';
import { CeremonyError } from '../../model/errors.js';
import type { User } from '../../model/people/user.js';
import { hasPassed, secondsAfter } from '../../model/time.js';
import type { ActiveSession } from './session.js';

/** Seconds after which somebody who is signed in shows their passkey again before they change what lets them in. */
export const RECENT_AUTHENTICATION = 300;

/** @throws CeremonyError `authentication_required` */
export function requireRecentAuthentication(deps: Deps, { authenticatedAt }: Pick<Session, 'authenticatedAt'>): void {
  if (hasPassed(secondsAfter(authenticatedAt, RECENT_AUTHENTICATION), deps.clock.now())) {
    throw authenticationRequired('Please sign in again: it has been more than five minutes.');
  }
}

/**
 * In the guard of a write on one's own record: the session that asks for it was not ended meanwhile.
 *
 * @throws CeremonyError `authentication_required`
 */
export function requireStillSignedIn({ session }: Pick<ActiveSession, 'session'>, user: User): void {
  if (!user.enabled || user.sessionEpoch !== session.sessionEpoch) {
    throw authenticationRequired('Please sign in again.');
  }
}

export function authenticationRequired(message: string): CeremonyError {
  return new CeremonyError('authentication_required', message, { status: 401 });
}

/** Somebody else's is not there, like one that nobody has. */
export function notFound(noun: string): CeremonyError {
  return new CeremonyError('not_found', `There is no such ${noun}.`, { status: 404 });
}

/** What happens to somebody's own account, in the audit log: they did it. */
export function recordOwn(
  deps: Deps,
  { user, session }: ActiveSession,
  { ipAddress }: Caller,
  what: Pick<AuditEntry, 'type' | 'resource' | 'resourceId' | 'clientId' | 'detail'>,
): Promise<void> {
  return deps.audit.record({
    ...what,
    actorKind: 'USER',
    actorId: user.id,
    userId: user.id,
    sessionId: session.id,
    ipAddress,
  });
}
