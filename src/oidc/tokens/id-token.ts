import { hash } from 'node:crypto';
import { makeClaims } from '../../access/claims/make-claims.js';
import type { LiveGrant } from '../../access/live-grant.js';
import { sidOf, subjectOf } from '../../access/names/subject.js';
import { type Issuer, issuerUrl } from '../../model/clients/issuer.js';
import type { Deps } from '../../model/deps.js';
import type { JsonObject } from '../../model/json.js';
import { ID_TOKEN_LIFETIME, type SigningAlg } from '../../model/server/signing-key.js';
import { numericDate } from '../../model/time.js';
import type { AuthenticatedClient } from '../client-authentication/client-authentication.js';
import { acrClaim } from '../protocol/acr.js';
import { signForClient } from '../protocol/sign-for-client.js';
import { requestOf } from './grant.js';

export interface IdTokenFacts {
  readonly issuer: Issuer;
  readonly authenticated: AuthenticatedClient;
  readonly live: LiveGrant;
  readonly scopes: readonly string[];
  readonly accessToken: string;
  readonly refreshed?: true;
}

/** Makes an ID token. {@link https://openid.net/specs/openid-connect-core-1_0.html#IDToken | OpenID Connect Core §2, §3.1.3.6} */
export async function makeIdToken(deps: Deps, facts: IdTokenFacts): Promise<string> {
  const { id_token_signed_response_alg: alg } = facts.authenticated.client;
  return signForClient(deps, facts.issuer, facts.authenticated, alg, { claims: await idTokenClaims(deps, facts) });
}

/** Returns the claims of an ID token. Has no effect, so that an administrator can see them before a sign-in. */
export async function idTokenClaims(
  deps: Deps,
  facts: Omit<IdTokenFacts, 'authenticated'> & { readonly authenticated: Pick<AuthenticatedClient, 'client'> },
): Promise<JsonObject> {
  const { client } = facts.authenticated;
  const { grant, user } = facts.live;
  const { nonce, claims: requested = {} } = requestOf(grant);
  const release = { place: 'ID_TOKEN', scopes: facts.scopes, requested: requested.id_token } as const;
  const alg = client.id_token_signed_response_alg;
  const now = numericDate(deps.clock.now());
  return {
    ...(await makeClaims(deps, { ...facts.live, client }, release)),
    iss: issuerUrl(deps.config.issuer, facts.issuer),
    sub: subjectOf(facts.issuer, client, user),
    aud: client.id,
    iat: now,
    exp: now + ID_TOKEN_LIFETIME,
    auth_time: numericDate(grant.authTime),
    acr: acrClaim(grant.acr, requested.id_token?.acr),
    amr: [...grant.amr],
    at_hash: leftHalfHash(alg, facts.accessToken),
    // OpenID Connect Core §12.2: after a refresh, the ID token should not have a nonce.
    ...(nonce !== undefined && !facts.refreshed && { nonce }),
    ...(grant.sessionId !== undefined && { sid: sidOf(facts.issuer, client, grant.sessionId) }),
  };
}

/**
 * Returns `at_hash`: the left half of the access token's hash, with the hash function of `alg` (OpenID Connect Core
 * §3.1.3.6). For Ed25519, the hash function is SHA-512 (RFC 8032 §5.1).
 */
function leftHalfHash(alg: SigningAlg, text: string): string {
  const digest = hash(alg === 'EdDSA' ? 'sha512' : 'sha256', text, 'buffer');
  return digest.subarray(0, digest.length / 2).toString('base64url');
}
