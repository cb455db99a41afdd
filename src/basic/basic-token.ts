import { subjectOfSession } from '../access/claims/claim-subject.js';
import { knownScopes } from '../access/claims/known-scopes.js';
import { makeClaims } from '../access/claims/make-claims.js';
import { sidOf, subjectOf } from '../access/names/subject.js';
import { scopesOfUser } from '../access/role-scopes.js';
import type { ActiveSession } from '../access/sessions/session.js';
import { verifyClientJwt } from '../keys/client-jwt.js';
import { signWithClientSecret } from '../keys/client-secrets.js';
import { newUuid } from '../keys/secrets.js';
import type { Client } from '../model/clients/client.js';
import { type Issuer, issuerUrl } from '../model/clients/issuer.js';
import type { Deps } from '../model/deps.js';
import type { JsonObject } from '../model/json.js';
import { numericDate } from '../model/time.js';

const LIFETIME_SECONDS = 300;

/**
 * Makes the token for the application: a JWT signed with the client's secret (HS256). Its audience is the host of the
 * redirect URI.
 */
export async function basicToken(
  deps: Deps,
  issuer: Issuer,
  client: Client,
  active: ActiveSession,
  redirectUri: string,
): Promise<string> {
  return signWithClientSecret(deps, client, await basicTokenClaims(deps, issuer, client, { ...active, redirectUri }));
}

/** Returns the claims of the token. Has no effect, so that an administrator can see them before a sign-in. */
export async function basicTokenClaims(
  deps: Deps,
  issuer: Issuer,
  client: Client,
  { redirectUri, ...active }: ActiveSession & { readonly redirectUri: string },
): Promise<JsonObject> {
  const now = numericDate(deps.clock.now());
  const { session, user } = active;
  const subject = subjectOf(issuer, client, user);
  const about = subjectOfSession(client, active);
  const scopes = scopesOfUser(await knownScopes(deps), client, about.roles, client.scopes);
  return {
    ...(await makeClaims(deps, about, { place: 'BASIC', scopes })),
    iss: issuerUrl(deps.config.issuer, issuer),
    sub: subject,
    userId: subject,
    clientId: client.id,
    aud: audienceOf(redirectUri),
    iat: now,
    exp: now + LIFETIME_SECONDS,
    jti: newUuid(deps.random),
    auth_time: numericDate(session.authenticatedAt),
    username: user.username,
    sid: sidOf(issuer, client, session.id),
  };
}

/**
 * Whether the client received this token when the user signed in with this session. The token may have expired, because
 * tokens expire after five minutes and most users sign out later.
 */
export async function isTokenOfSession(
  deps: Deps,
  client: Client,
  { session, user }: Pick<ActiveSession, 'session' | 'user'>,
  token: string | undefined,
): Promise<boolean> {
  const issuer = await deps.store.issuers.find(client.issuerId);
  if (token === undefined || issuer === undefined) return false;
  const verified = await verifyClientJwt(deps, client, token, ['HS256']);
  // RFC 8725 §3.11, §3.12: other JWTs that are signed with the client secret are rejected, because they have another
  // typ or have no clientId.
  if ('problem' in verified || verified.header.typ !== 'JWT') return false;
  const { iss, sub, clientId, sid } = verified.claims;
  return (
    iss === issuerUrl(deps.config.issuer, issuer) &&
    clientId === client.id &&
    sub === subjectOf(issuer, client, user) &&
    sid === sidOf(issuer, client, session.id)
  );
}

/**
 * Returns the host and port of the URI. A private-use URI has no host, so its scheme is returned instead (RFC 8252
 * §7.1).
 */
function audienceOf(redirectUri: string): string {
  const { host, protocol } = new URL(redirectUri);
  return host === '' ? protocol.slice(0, -1) : host;
}
