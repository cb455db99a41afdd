import type { Session } from '../../model/access/session.js';
import type { Change } from '../../model/change-set.js';
import type { AuditEntry, Caller, Deps } from '../../model/deps.js';
import { CeremonyError } from '../../model/errors.js';
import { hasPasskey } from '../../model/people/passkey-list.js';
import type { User } from '../../model/people/user.js';
import { hasPassed, isAheadOfClock, secondsAfter } from '../../model/time.js';
import type { ActiveSession } from './session.js';

/** Users can change passkeys, recovery codes and API keys only for this many seconds after they signed in. */
const RECENT_AUTHENTICATION_SECONDS = 300;

/**
 * Throws if the user signed in more than five minutes ago.
 * @throws CeremonyError `authentication_required`
 */
export function checkRecentAuthentication(deps: Deps, { authenticatedAt }: Pick<Session, 'authenticatedAt'>): void {
  const now = deps.clock.now();
  const end = secondsAfter(authenticatedAt, RECENT_AUTHENTICATION_SECONDS);
  if (hasPassed(end, now) || isAheadOfClock(authenticatedAt, now)) {
    throw authenticationRequired('Please sign in again: your last sign-in was more than five minutes ago.');
  }
}

/**
 * Throws if the user's session was revoked, or the passkey of the session was removed, after the session was read. The
 * caller must commit its changes with a condition on the version of `user`, so that the commit fails after a later
 * revocation.
 *
 * @throws CeremonyError `authentication_required`
 */
export function checkStillSignedIn({ session }: Pick<ActiveSession, 'session'>, user: User): void {
  if (!user.enabled || user.sessionEpoch !== session.sessionEpoch || !hasPasskey(user, session)) {
    throw authenticationRequired('Please sign in again.');
  }
}

/**
 * Reads the user of a session again, for a change of the user's own account, and checks the session as
 * `checkStillSignedIn` does.
 *
 * @throws CeremonyError `authentication_required`
 */
export async function presentUser({ store }: Pick<Deps, 'store'>, active: ActiveSession): Promise<User> {
  const user = await store.users.find(active.user.id);
  if (user === undefined) throw authenticationRequired('Please sign in again.');
  checkStillSignedIn(active, user);
  return user;
}

export function authenticationRequired(message: string): CeremonyError {
  return new CeremonyError('authentication_required', message, { status: 401 });
}

/**
 * The error for a record that does not exist or belongs to another user. The error is the same in both cases, so that a
 * user cannot find out whether another user's record exists.
 */
export function notFound(record: string): CeremonyError {
  return new CeremonyError('not_found', `This account has no ${record} with this id.`, { status: 404 });
}

/** Returns the change that writes an audit event: a user has changed their own account. */
export function ownEvent(
  deps: Deps,
  { user, session }: ActiveSession,
  { ipAddress }: Caller,
  event: Pick<AuditEntry, 'type' | 'resource' | 'resourceId' | 'clientId' | 'detail'>,
): Change {
  return deps.audit.insertion({
    ...event,
    actorKind: 'USER',
    actorId: user.id,
    userId: user.id,
    sessionId: session.id,
    ipAddress,
  });
}
