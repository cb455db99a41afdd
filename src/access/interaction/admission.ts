import type { SessionRecords } from '../../model/access/live.js';
import type { Change } from '../../model/change-set.js';
import type { Client } from '../../model/clients/client.js';
import type { Caller, Deps } from '../../model/deps.js';
import { isAheadOfClock } from '../../model/time.js';
import type { AccessBasis } from '../../model/tokens/grant.js';
import { type ActiveSession, findActiveSession } from '../sessions/session.js';
import { findAccessBasis } from '../sign-in-decision.js';

/** Whether a user can use a client. `signInRequired` means that the browser has no session that can be used. */
export type Admission =
  | { readonly state: 'signInRequired' }
  | { readonly state: 'denied'; readonly active: ActiveSession }
  | Admitted;

export interface Admitted {
  readonly state: 'admitted';
  readonly active: ActiveSession;
  readonly accessBasis: AccessBasis;
}

/** The session of a browser, and how recently its user must have signed in. */
export interface Visitor {
  readonly sessionCookie: string | undefined;
  /** The records of the session, if they have just been read. */
  readonly session?: SessionRecords | undefined;
  /** If set, the user must have signed in at this time or later. */
  readonly authenticateAfter?: Date | undefined;
}

/**
 * Decides whether the signed-in user can use the client. This is decided for every request, so a change of permissions
 * takes effect at once. If `authenticateAfter` is set (`prompt=login`, `max_age`, another account), the user must have
 * signed in at this time or later.
 */
export async function admit(
  deps: Deps,
  client: Client,
  { sessionCookie, session, authenticateAfter }: Visitor,
): Promise<Admission> {
  const active = await findActiveSession(deps, sessionCookie, client, session);
  return decideAdmission(deps, client, active, authenticateAfter);
}

/** The decision of `admit`, from the active session and the records in it. */
export function decideAdmission(
  { clock }: Pick<Deps, 'clock'>,
  client: Client,
  active: ActiveSession | undefined,
  authenticateAfter?: Date,
): Admission {
  if (active === undefined) return { state: 'signInRequired' };
  const { authenticatedAt } = active.session;
  const isRecent = (earliest: Date) => authenticatedAt >= earliest && !isAheadOfClock(authenticatedAt, clock.now());
  if (authenticateAfter !== undefined && !isRecent(authenticateAfter)) return { state: 'signInRequired' };
  const accessBasis = findAccessBasis(client, active.records);
  return accessBasis === undefined ? { state: 'denied', active } : { state: 'admitted', active, accessBasis };
}

/**
 * Returns the change that writes the audit event ACCESS_DENIED: a user is signed in, but has no permission to use the
 * client.
 */
export function denialEvent(deps: Deps, client: Client, { session, user }: ActiveSession, caller: Caller): Change {
  return deps.audit.insertion({
    type: 'ACCESS_DENIED',
    outcome: 'FAILURE',
    actorKind: 'USER',
    actorId: user.id,
    userId: user.id,
    clientId: client.id,
    sessionId: session.id,
    ipAddress: caller.ipAddress,
  });
}
