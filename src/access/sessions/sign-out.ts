import type { Caller, Deps } from '../../model/deps.js';
import type { AuditEvent } from '../../model/log/audit-event.js';
import { type ActiveSession, endSession, findActiveSession } from './session.js';

/** Ends the browser's session, if there is one. */
export async function signOut(deps: Deps, sessionCookie: string | undefined, caller: Caller): Promise<void> {
  const active = await findActiveSession(deps, sessionCookie);
  if (active !== undefined) await signOutUser(deps, active, caller);
}

/**
 * Ends a session at the request of its user. If the user requested the sign-out through an application, `clientId` is
 * the client of this application, for the audit log.
 */
export function signOutUser(
  deps: Deps,
  active: Pick<ActiveSession, 'session' | 'user'>,
  caller: Caller,
  clientId?: string,
): Promise<void> {
  return end(deps, active, caller, { actorKind: 'USER', actorId: active.user.id, clientId });
}

/** Ends a session at the request of a client that does not send the request through the user's browser. */
export function signOutByClient(
  deps: Deps,
  active: Pick<ActiveSession, 'session' | 'user'>,
  caller: Caller,
  clientId: string | undefined,
): Promise<void> {
  return end(deps, active, caller, { actorKind: 'CLIENT', actorId: clientId, clientId });
}

type Actor = Pick<AuditEvent, 'actorKind' | 'actorId' | 'clientId'>;

async function end(
  deps: Deps,
  { user, session }: Pick<ActiveSession, 'session' | 'user'>,
  { ipAddress }: Caller,
  actor: Actor,
): Promise<void> {
  const event = { ...actor, type: 'SIGNED_OUT', userId: user.id, sessionId: session.id, ipAddress } as const;
  await endSession(deps, session, [deps.audit.insertion(event)]);
}
