import { type ClientJwt, verifyClientJwt } from '../../keys/client-jwt.js';
import { type ClaimRules, claimProblem } from '../../keys/jwt-claims.js';
import { unverifiedClaim } from '../../keys/signed-jwt.js';
import type { Client } from '../../model/clients/client.js';
import { type Issuer, issuerUrl } from '../../model/clients/issuer.js';
import type { Deps } from '../../model/deps.js';
import type { JsonObject } from '../../model/json.js';
import type { SigningAlg } from '../../model/server/signing-key.js';
import { type Endpoint, endpointUrl } from '../protocol/endpoints.js';
import { isFapi2, keyAlgs } from '../protocol/security-profile.js';
import { onceKey } from '../protocol/used-once.js';

export const ASSERTION_TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

const CLOCK_SKEW_SECONDS = 30;
/**
 * The `exp` claim of an assertion can be at most this far in the future. RFC 7523 §3 allows the server to reject an
 * assertion with a later `exp`.
 */
const MAX_LIFETIME_SECONDS = 3600;

/** Reads the `sub` claim of an assertion that is not verified yet. Use the claim only to look up the client. */
export function claimedClientId(assertion: string): string | undefined {
  const sub = unverifiedClaim(assertion, 'sub');
  return typeof sub === 'string' ? sub : undefined;
}

/** The algorithms with which the client is allowed to sign its assertions. */
function assertionAlgs(client: Client): readonly SigningAlg[] {
  return client.token_endpoint_auth_method === 'client_secret_jwt' ? ['HS256'] : keyAlgs(client);
}

/**
 * Verifies a client assertion, checks its claims and stores its `jti` as used, with one database operation.
 * {@link https://www.rfc-editor.org/rfc/rfc7523#section-3 | RFC 7523 §3},
 * {@link https://openid.net/specs/openid-connect-core-1_0.html#ClientAuthentication | OpenID Connect Core §9}
 *
 * @returns the verified JWT, or a `problem` that completes a sentence beginning with `The client assertion`
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
  const rules = assertionRules(client, acceptedAudiences(deps, issuer, client, endpoint));
  const problem = claimProblem(verified.claims, rules, deps.clock.now());
  if (problem !== undefined) return { problem };
  return (await consumeJti(deps, client, verified.claims))
    ? verified
    : { problem: 'has a jti that was used before; make a new assertion for every request' };
}

/** RFC 7523 §3: an assertion must contain `iss`, `sub`, `aud` and `exp`. OpenID Connect Core §9 also requires `jti`. */
function assertionRules(client: Client, anyOf: readonly string[]): ClaimRules {
  return {
    equal: [
      { claim: 'iss', value: client.id, name: 'the client_id' },
      { claim: 'sub', value: client.id, name: 'the client_id' },
    ],
    // FAPI 2.0 Security Profile §5.3.2.1: the audience is one string. Other clients may send a list of one (RFC 7519 §4.1.3).
    audience: { anyOf, form: isFapi2(client) ? 'string' : 'single' },
    jti: { required: true },
    times: {
      required: ['exp'],
      expSkewSeconds: CLOCK_SKEW_SECONDS,
      futureSkewSeconds: CLOCK_SKEW_SECONDS,
      maxExpAheadSeconds: MAX_LIFETIME_SECONDS,
    },
  };
}

/**
 * Returns the accepted audiences of an assertion: the issuer and the URL of the endpoint. FAPI 2.0 Security Profile
 * §5.3.2.1 accepts only the issuer.
 */
function acceptedAudiences(deps: Deps, issuer: Issuer, client: Client, endpoint: Endpoint): string[] {
  const url = issuerUrl(deps.config.issuer, issuer);
  return isFapi2(client) ? [url] : [url, endpointUrl(deps, issuer, endpoint)];
}

/**
 * Stores the `jti`, so that an assertion cannot be replayed (RFC 7523 §3). Returns `false` if the `jti` was used
 * before.
 */
function consumeJti(deps: Deps, client: Client, { jti, exp }: JsonObject): Promise<boolean> {
  const expiresAt = new Date((Number(exp) + CLOCK_SKEW_SECONDS) * 1000);
  return deps.store.usedOnce.take(onceKey('client_assertion', client, String(jti)), expiresAt);
}
