import type { Session } from '../../model/access/session.js';
import type { AuditEntry, Caller, Deps } from '../../model/deps.js';
import { CeremonyError } from '../../model/errors.js';
import { hasPasskey } from '../../model/people/passkey-list.js';
import type { User } from '../../model/people/user.js';
import { hasPassed, secondsAfter } from '../../model/time.js';
import type { ActiveSession } from './session.js';

/** Users can change passkeys, recovery codes and API keys only for this many seconds after they signed in. */
const RECENT_AUTHENTICATION_SECONDS = 300;

/**
 * Throws if the user signed in more than five minutes ago.
 * @throws CeremonyError `authentication_required`
 */
export function checkRecentAuthentication(deps: Deps, { authenticatedAt }: Pick<Session, 'authenticatedAt'>): void {
  if (hasPassed(secondsAfter(authenticatedAt, RECENT_AUTHENTICATION_SECONDS), deps.clock.now())) {
    throw authenticationRequired('Please sign in again: your last sign-in was more than five minutes ago.');
  }
}

/**
 * Throws if, after the session was read, it was revoked or the passkey of its sign-in was removed. Call this function
 * in the guard of a conditional write to the user's record, so that the write fails after a revocation.
 *
 * @throws CeremonyError `authentication_required`
 */
export function checkStillSignedIn({ session }: Pick<ActiveSession, 'session'>, user: User): void {
  if (!user.enabled || user.sessionEpoch !== session.sessionEpoch || !hasPasskey(user, session)) {
    throw authenticationRequired('Please sign in again.');
  }
}

export function authenticationRequired(message: string): CeremonyError {
  return new CeremonyError('authentication_required', message, { status: 401 });
}

/**
 * The error for a record that does not exist or belongs to another user. Both get the same error, so that a user cannot
 * find out whether another user's record exists.
 */
export function notFound(record: string): CeremonyError {
  return new CeremonyError('not_found', `This account has no ${record} with this id.`, { status: 404 });
}

/** Writes an audit entry for a change that a user made to their own account. */
export function recordOwn(
  deps: Deps,
  { user, session }: ActiveSession,
  { ipAddress }: Caller,
  event: Pick<AuditEntry, 'type' | 'resource' | 'resourceId' | 'clientId' | 'detail'>,
): Promise<void> {
  return deps.audit.record({
    ...event,
    actorKind: 'USER',
    actorId: user.id,
    userId: user.id,
    sessionId: session.id,
    ipAddress,
  });
}
