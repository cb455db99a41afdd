import type { Caller, Deps } from '../../model/deps.js';
import { endSession, findActiveSession } from './session.js';

/**
 * Ends the browser's session, if there is one. `clientId` is the client that requested the sign-out, for the audit log.
 */
export async function signOut(
  deps: Deps,
  sessionCookie: string | undefined,
  { ipAddress }: Caller,
  clientId?: string,
): Promise<void> {
  const active = await findActiveSession(deps, sessionCookie);
  if (active === undefined || !(await endSession(deps, active.session))) return;
  const { user, session } = active;
  await deps.audit.record({
    type: 'SIGNED_OUT',
    actorKind: 'USER',
    actorId: user.id,
    userId: user.id,
    clientId,
    sessionId: session.id,
    ipAddress,
  });
}
