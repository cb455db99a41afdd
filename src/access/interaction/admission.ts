import type { Client } from '../../model/clients/client.js';
import type { Caller, Deps } from '../../model/deps.js';
import type { AccessBasis } from '../../model/tokens/grant.js';
import { type ActiveSession, readSession } from '../sessions/session.js';
import { findAccessBasis } from '../sign-in-decision.js';

/** Where somebody stands with a client: to be signed in, not allowed, or let in. */
export type Admission =
  | { readonly state: 'signInRequired'; readonly active?: ActiveSession | undefined }
  | { readonly state: 'denied'; readonly active: ActiveSession }
  | { readonly state: 'admitted'; readonly active: ActiveSession; readonly accessBasis: AccessBasis };

/**
 * The sign-in decision, made again at every authorization. `authenticateAfter`: an older authentication does not do
 * (`prompt=login`, `max_age`, a change of account).
 */
export async function admit(
  deps: Deps,
  client: Client,
  sessionCookie: string | undefined,
  authenticateAfter?: Date,
): Promise<Admission> {
  const active = await readSession(deps, sessionCookie, client);
  if (active === undefined) return { state: 'signInRequired' };
  if (authenticateAfter !== undefined && active.session.authenticatedAt < authenticateAfter) {
    return { state: 'signInRequired', active };
  }
  const accessBasis = findAccessBasis(client, active.records);
  return accessBasis === undefined ? { state: 'denied', active } : { state: 'admitted', active, accessBasis };
}

/** That somebody signed in was not let in, in the audit log. */
export function recordDenial(
  deps: Deps,
  client: Client,
  { session, user }: ActiveSession,
  caller: Caller,
): Promise<void> {
  return deps.audit.record({
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
