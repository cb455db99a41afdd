import { sessionIdOf, subjectOf } from '../../access/names/subject.js';
import { type ActiveSession, isActive } from '../../access/sessions/session.js';
import type { Issuer } from '../../model/clients/issuer.js';
import type { Deps } from '../../model/deps.js';
import { isSameGeneration } from '../../model/generation.js';
import type { CheckedLogout } from './logout-request.js';

type SignedIn = Pick<ActiveSession, 'session' | 'user'>;

/**
 * Whether the `id_token_hint` was issued to the client in the session.
 * {@link https://openid.net/specs/openid-connect-rpinitiated-1_0.html#RPLogout | RP-Initiated Logout §2}
 */
export function isHintOfSession(issuer: Issuer, { client, hint }: CheckedLogout, { session, user }: SignedIn): boolean {
  return (
    client !== undefined &&
    hint?.sub === subjectOf(issuer, client, user) &&
    sessionIdOf(issuer, client, hint.sid) === session.id
  );
}

/**
 * Finds the active session in which the `id_token_hint` was issued. The logout endpoint ends this session if the
 * browser sent no session cookie.
 */
export async function findHintedSession(
  deps: Deps,
  issuer: Issuer,
  checked: CheckedLogout,
): Promise<SignedIn | undefined> {
  const { client, hint } = checked;
  const sessionId = client && sessionIdOf(issuer, client, hint?.sid);
  if (client === undefined || sessionId === undefined) return undefined;
  const records = await deps.store.readSession(sessionId);
  if (records?.user === undefined) return undefined;
  const { session, user } = records;
  // A client whose ID tokens are signed with HS256 can forge a hint, so the session record must show that the user
  // signed in to this client.
  const isOfClient = session.clients.some(({ generation }) => isSameGeneration(generation, client.generation));
  if (!isOfClient || !isHintOfSession(issuer, checked, { session, user })) return undefined;
  return isActive(deps, session, user) ? { session, user } : undefined;
}
