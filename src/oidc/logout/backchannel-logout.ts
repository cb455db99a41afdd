import { subjectOf } from '../../access/subject.js';
import { newSecret } from '../../keys/secrets.js';
import type { Session, SessionClient } from '../../model/access/session.js';
import type { Client } from '../../model/clients/client.js';
import { type Issuer, issuerUrl } from '../../model/clients/issuer.js';
import type { Deps } from '../../model/deps.js';
import type { JsonObject } from '../../model/json.js';
import type { Delivery } from '../../model/server/delivery.js';
import { numericDate, secondsAfter } from '../../model/time.js';
import { isOfIssuer } from '../protocol/client-of-issuer.js';
import { signForClient } from '../protocol/sign-for-client.js';

/** §2.4: preferably at most two minutes in the future (seconds). */
const LIFETIME = 120;
/** Milliseconds that a client has to answer. */
const PATIENCE = 5_000;
/** Seconds after the end of a session that its clients are told; its record is kept as long. */
const TOLD_FOR = 86_400;
/** Sessions at a time. */
const BATCH = 100;

/** A type, not an interface: it is stored as JSON. */
type LogoutFacts = { readonly userId: string; readonly sessionId: string };

/**
 * Plans a delivery to each client of the sessions that ended, which has somewhere to be told. An end says by itself
 * that it is to be told, and a delivery has one name: nothing is lost in a crash, and nothing planned twice.
 */
export async function planLogouts(deps: Deps): Promise<void> {
  for (const session of await deps.store.sessions.findEndsToTell(deps.clock.now(), BATCH)) {
    for (const client of session.clients) await planLogout(deps, session, client);
    await deps.store.sessions.endTold(session.id);
  }
}

async function planLogout(deps: Deps, session: Session, { id, generation }: SessionClient): Promise<void> {
  const client = await deps.store.clients.find(id);
  if (client?.generation !== generation || client.backchannel_logout_uri === undefined) return;
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
    expiresAt: secondsAfter(session.endedAt ?? now, TOLD_FOR),
  });
}

/**
 * Tells a client that a session has ended.
 * {@link https://openid.net/specs/openid-connect-backchannel-1_0.html#BCRequest | Back-Channel Logout §2.5}
 *
 * Rejects where it was not told.
 */
export async function sendLogout(deps: Deps, { target, targetGeneration, facts }: Delivery): Promise<void> {
  const client = await deps.store.clients.find(target);
  if (client?.generation !== targetGeneration || client.backchannel_logout_uri === undefined) return;
  const issuer = await deps.store.issuers.find(client.issuerId);
  if (issuer === undefined || !isOfIssuer(client, issuer)) return;
  const logout_token = await makeLogoutToken(deps, issuer, client, facts as LogoutFacts);
  const response = await deps.fetch(client.backchannel_logout_uri, {
    method: 'POST',
    headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ logout_token }).toString(),
    redirect: 'error',
    signal: AbortSignal.timeout(PATIENCE),
  });
  await response.body?.cancel();
  // §2.8: 200, and 204 where a framework makes that of it.
  if (response.status !== 200 && response.status !== 204) throw new Error(`It was answered with ${response.status}.`);
}

/**
 * {@link https://openid.net/specs/openid-connect-backchannel-1_0.html#LogoutToken | Back-Channel Logout §2.4}: a nonce
 * MUST NOT be in it; the type is explicit, as RECOMMENDED, so that it passes for no other JWT.
 */
function makeLogoutToken(deps: Deps, issuer: Issuer, client: Client, facts: LogoutFacts): Promise<string> {
  const now = numericDate(deps.clock.now());
  const claims: JsonObject = {
    iss: issuerUrl(deps.config.issuer, issuer),
    sub: subjectOf(issuer, client, { id: facts.userId }),
    aud: client.id,
    iat: now,
    exp: now + LIFETIME,
    jti: newSecret(deps.random),
    events: { 'http://schemas.openid.net/event/backchannel-logout': {} },
    sid: facts.sessionId,
  };
  return signForClient(deps, issuer, { client }, client.id_token_signed_response_alg, claims, 'logout+jwt');
}
