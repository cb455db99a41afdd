import { sidOf, subjectOf } from '../../access/names/subject.js';
import { newSecret } from '../../keys/secrets.js';
import type { Session, SessionClient } from '../../model/access/session.js';
import type { Client } from '../../model/clients/client.js';
import { type Issuer, issuerUrl } from '../../model/clients/issuer.js';
import type { Deps } from '../../model/deps.js';
import { isSameGeneration } from '../../model/generation.js';
import type { JsonObject } from '../../model/json.js';
import type { Delivery } from '../../model/server/delivery.js';
import { numericDate, secondsAfter } from '../../model/time.js';
import { isOfIssuer } from '../protocol/client-of-issuer.js';
import { signForClient } from '../protocol/sign-for-client.js';

/** The lifetime of a logout token. Back-Channel Logout §2.4 recommends at most two minutes. */
const TOKEN_LIFETIME_SECONDS = 120;
const FETCH_TIMEOUT_MS = 5_000;
/**
 * For this long after a session has ended, the server tries to deliver the logout tokens and keeps the session record.
 */
const DELIVERY_PERIOD_SECONDS = 86_400;
const BATCH_SIZE = 100;

type LogoutFacts = { readonly userId: string; readonly sessionId: string };

/**
 * Stores a logout delivery for each ended session and each of its clients with a `backchannel_logout_uri`. If the
 * process crashes, this function runs again for the same session, but stores no delivery twice, because delivery ids
 * are unique.
 */
export async function planLogouts(deps: Deps): Promise<void> {
  for (const session of await deps.store.sessions.findEndsToTell(deps.clock.now(), BATCH_SIZE)) {
    for (const client of session.clients) await planLogout(deps, session, client);
    await deps.store.sessions.endTold(session.id);
  }
}

async function planLogout(deps: Deps, session: Session, { id, generation }: SessionClient): Promise<void> {
  const client = await deps.store.clients.find(id);
  if (!isSameGeneration(client?.generation, generation) || client?.backchannel_logout_uri === undefined) return;
  const now = deps.clock.now();
  const facts: LogoutFacts = { userId: session.userId, sessionId: session.id };
  await deps.store.deliveries.insert({
    id: `logout:${session.id}:${generation}`,
    kind: 'logout',
    target: id,
    targetGeneration: generation,
    facts,
    attempts: 0,
    nextAttemptAt: now,
    createdAt: now,
    expiresAt: secondsAfter(session.endedAt ?? now, DELIVERY_PERIOD_SECONDS),
  });
}

/**
 * Sends a logout token to a client after a session has ended.
 * {@link https://openid.net/specs/openid-connect-backchannel-1_0.html#BCRequest | Back-Channel Logout §2.5}
 *
 * Returns `done` if the client accepted the token or no longer needs one. Returns `refused` if the client rejected the
 * token and would reject it again.
 *
 * @throws if the client did not answer, or if a later attempt may succeed
 */
export async function sendLogout(
  deps: Deps,
  { target, targetGeneration, facts }: Delivery,
): Promise<'done' | 'refused'> {
  const client = await deps.store.clients.find(target);
  if (!isSameGeneration(client?.generation, targetGeneration) || client?.backchannel_logout_uri === undefined) {
    return 'done';
  }
  const issuer = await deps.store.issuers.find(client.issuerId);
  if (issuer === undefined || !isOfIssuer(client, issuer)) return 'done';
  const logout_token = await makeLogoutToken(deps, issuer, client, facts as LogoutFacts);
  const response = await deps.fetch(client.backchannel_logout_uri, {
    method: 'POST',
    headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ logout_token }).toString(),
    redirect: 'error',
    signal: AbortSignal.timeout(FETCH_TIMEOUT_MS),
  });
  await response.body?.cancel();
  const { status } = response;
  // Back-Channel Logout §2.8: 204 is accepted as well, because some web frameworks send it instead of an empty 200.
  if (status === 200 || status === 204) return 'done';
  if (status >= 400 && status < 500 && !TEMPORARY.has(status)) return 'refused';
  throw new Error(`The backchannel_logout_uri of the client returned status ${status} instead of 200 or 204.`);
}

/**
 * After these 4xx statuses, a later attempt may succeed: Request Timeout (RFC 9110 §15.5.9), Too Early (RFC 8470 §5.2)
 * and Too Many Requests (RFC 6585 §4). After any other 4xx status, the server does not try again.
 */
const TEMPORARY: ReadonlySet<number> = new Set([408, 425, 429]);

/**
 * Makes a logout token. It has no `nonce` claim and has its own `typ` header, so that no client mistakes it for an ID
 * token.
 * {@link https://openid.net/specs/openid-connect-backchannel-1_0.html#LogoutToken | Back-Channel Logout §2.4}
 */
function makeLogoutToken(deps: Deps, issuer: Issuer, client: Client, facts: LogoutFacts): Promise<string> {
  const now = numericDate(deps.clock.now());
  const claims: JsonObject = {
    iss: issuerUrl(deps.config.issuer, issuer),
    sub: subjectOf(issuer, client, { id: facts.userId }),
    aud: client.id,
    iat: now,
    exp: now + TOKEN_LIFETIME_SECONDS,
    jti: newSecret(deps.random),
    events: { 'http://schemas.openid.net/event/backchannel-logout': {} },
    sid: sidOf(issuer, client, facts.sessionId),
  };
  return signForClient(deps, issuer, { client }, client.id_token_signed_response_alg, { claims, typ: 'logout+jwt' });
}
