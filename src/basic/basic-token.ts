import { claimsOfScopes, claimsOfUser, knownScopes } from '../access/claims.js';
import type { ActiveSession } from '../access/sessions/session.js';
import { subjectOf } from '../access/subject.js';
import { signWithClientSecret } from '../keys/client-secrets.js';
import { newUuid } from '../keys/secrets.js';
import type { Client } from '../model/clients/client.js';
import { type Issuer, issuerUrl } from '../model/clients/issuer.js';
import type { Deps } from '../model/deps.js';
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
  { session, user }: ActiveSession,
  redirectUri: string,
): Promise<string> {
  const now = numericDate(deps.clock.now());
  const subject = subjectOf(issuer, client, user);
  return signWithClientSecret(deps, client, {
    ...claimsOfUser(user, claimsOfScopes(await knownScopes(deps), client.scopes)),
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
  });
}

/**
 * Returns the host and port of the URI. A private-use URI has no host, so its scheme is returned instead (RFC 8252
 * §7.1).
 */
function audienceOf(redirectUri: string): string {
  const { host, protocol } = new URL(redirectUri);
  return host === '' ? protocol.slice(0, -1) : host;
}
