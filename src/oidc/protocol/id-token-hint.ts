import { verifyClientJwt } from '../../keys/client-jwt.js';
import type { Client } from '../../model/clients/client.js';
import { type Issuer, issuerUrl } from '../../model/clients/issuer.js';
import type { Deps } from '../../model/deps.js';
import type { JsonObject } from '../../model/json.js';

/**
 * Returns the claims of an `id_token_hint` if this issuer issued the ID token to this client, and otherwise
 * `undefined`. Expired ID tokens, and ID tokens that were signed with a retired key, are accepted.
 * {@link https://openid.net/specs/openid-connect-core-1_0.html#AuthRequest | OpenID Connect Core §3.1.2.1}
 */
export async function verifyIdTokenHint(
  deps: Deps,
  issuer: Issuer,
  client: Client,
  hint: string,
): Promise<JsonObject | undefined> {
  const claims = (await claimsByKey(deps, issuer, hint)) ?? (await claimsBySecret(deps, issuer, client, hint));
  return claims !== undefined && isIdToken(client, claims) ? claims : undefined;
}

/**
 * Whether the claims belong to an ID token for this client. The claim `at_hash` distinguishes an ID token from other
 * JWTs with the same key and audience, for example Basic tokens (RFC 8725 §3.12).
 */
function isIdToken(client: Client, { aud, sub, iat, at_hash }: JsonObject): boolean {
  return aud === client.id && typeof sub === 'string' && typeof iat === 'number' && typeof at_hash === 'string';
}

/**
 * Verifies a hint that was signed with a key of the issuer. A JWT with a `typ` header is rejected, because the issuer
 * signs ID tokens without `typ`, and all its other JWTs with `typ`.
 */
async function claimsByKey(deps: Deps, issuer: Issuer, hint: string): Promise<JsonObject | undefined> {
  const verified = await deps.keys.verifyOwn(issuer, hint);
  return verified?.header.typ === undefined ? verified?.claims : undefined;
}

async function claimsBySecret(
  deps: Deps,
  issuer: Issuer,
  client: Client,
  hint: string,
): Promise<JsonObject | undefined> {
  // RFC 8725 §3.1: HS256 is accepted only if the client's ID tokens are signed with HS256.
  if (client.id_token_signed_response_alg !== 'HS256') return undefined;
  const verified = await verifyClientJwt(deps, client, hint, ['HS256']);
  // RFC 8725 §3.11: reject other JWTs that are signed with the client secret, for example logout tokens. They have a
  // different typ.
  if ('problem' in verified || (verified.header.typ ?? 'JWT') !== 'JWT') return undefined;
  return verified.claims.iss === issuerUrl(deps.config.issuer, issuer) ? verified.claims : undefined;
}
