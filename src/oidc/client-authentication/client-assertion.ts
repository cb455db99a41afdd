import { type ClientJwt, unverifiedClaim, verifyClientJwt } from '../../keys/client-jwt.js';
import type { Client } from '../../model/clients/client.js';
import { type Issuer, issuerUrl } from '../../model/clients/issuer.js';
import type { Deps } from '../../model/deps.js';
import type { JsonObject } from '../../model/json.js';
import type { SigningAlg } from '../../model/server/signing-key.js';
import { numericDate } from '../../model/time.js';
import { type Endpoint, endpointUrl } from '../protocol/endpoints.js';
import { isFapi2, keyAlgs } from '../protocol/security-profile.js';
import { onceKey } from '../protocol/used-once.js';

export const ASSERTION_TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

/** Seconds that clocks may differ. */
const SKEW = 30;
/** Seconds: RFC 7523 §3 lets an `exp` that is unreasonably far in the future be rejected. */
const LONGEST = 3600;

/** The client that an assertion says it comes from, before anything is verified. */
export function claimedClientId(assertion: string): string | undefined {
  const sub = unverifiedClaim(assertion, 'sub');
  return typeof sub === 'string' ? sub : undefined;
}

export function assertionAlgs(client: Client): readonly SigningAlg[] {
  return client.token_endpoint_auth_method === 'client_secret_jwt' ? ['HS256'] : keyAlgs(client);
}

/**
 * Holds an assertion to its rules, and takes its `jti`: one round trip.
 * {@link https://www.rfc-editor.org/rfc/rfc7523#section-3 | RFC 7523 §3},
 * {@link https://openid.net/specs/openid-connect-core-1_0.html#ClientAuthentication | OpenID Connect Core §9}
 *
 * @returns what verified it, or the end of a sentence that begins with `client_assertion`
 */
export async function verifyAssertion(
  deps: Deps,
  issuer: Issuer,
  client: Client,
  assertion: string,
  endpoint: Endpoint,
): Promise<ClientJwt | { readonly problem: string }> {
  const verified = await verifyClientJwt(deps, client, assertion, assertionAlgs(client));
  if ('problem' in verified) return verified;
  const problem = claimProblem(verified.claims, client, audiences(deps, issuer, client, endpoint), deps.clock.now());
  if (problem !== undefined) return { problem };
  return (await takeJti(deps, client, verified.claims)) ? verified : { problem: 'has a jti that was used before' };
}

/** The issuer, or the URL that it is sent to; FAPI 2.0 Security Profile §5.3.2.1: the issuer alone. */
function audiences(deps: Deps, issuer: Issuer, client: Client, endpoint: Endpoint): string[] {
  const url = issuerUrl(deps.config.issuer, issuer);
  return isFapi2(client) ? [url] : [url, endpointUrl(deps, issuer, endpoint)];
}

/** RFC 7523 §3: each of these claims MUST be there, and be right. */
function claimProblem(claims: JsonObject, client: Client, aud: readonly string[], now: Date): string | undefined {
  const { exp, nbf, iat } = claims;
  const seconds = numericDate(now);
  if (claims.iss !== client.id) return 'must have the client_id as iss';
  if (claims.sub !== client.id) return 'must have the client_id as sub';
  if (typeof claims.aud !== 'string' || !aud.includes(claims.aud)) return 'must have the issuer as aud, one string';
  if (typeof exp !== 'number') return 'must have exp';
  if (exp <= seconds - SKEW) return 'has expired';
  if (exp > seconds + LONGEST + SKEW) return 'has an exp too far in the future';
  if (nbf !== undefined && !(typeof nbf === 'number' && nbf <= seconds + SKEW)) return 'has an nbf in the future';
  if (iat !== undefined && !(typeof iat === 'number' && iat <= seconds + SKEW)) return 'has an iat in the future';
  if (typeof claims.jti !== 'string' || claims.jti === '') return 'must have a jti';
  return undefined;
}

function takeJti(deps: Deps, client: Client, { jti, exp }: JsonObject): Promise<boolean> {
  return deps.store.usedOnce.take(
    onceKey('client_assertion', client, String(jti)),
    new Date((Number(exp) + SKEW) * 1000),
  );
}
