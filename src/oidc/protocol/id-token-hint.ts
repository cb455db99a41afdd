import { verifyClientJwt } from '../../keys/client-jwt.js';
import type { Client } from '../../model/clients/client.js';
import { type Issuer, issuerUrl } from '../../model/clients/issuer.js';
import type { Deps } from '../../model/deps.js';
import type { JsonObject } from '../../model/json.js';

/**
 * The claims of an ID token that this issuer made for this client: good after it has expired, and after its key left
 * the key set. `undefined` where it is not one.
 * {@link https://openid.net/specs/openid-connect-core-1_0.html#AuthRequest | OpenID Connect Core §3.1.2.1}
 */
export async function readIdTokenHint(
  deps: Deps,
  issuer: Issuer,
  client: Client,
  hint: string,
): Promise<JsonObject | undefined> {
  const claims = (await claimsByKey(deps, issuer, hint)) ?? (await claimsBySecret(deps, issuer, client, hint));
  return claims !== undefined && isIdToken(client, claims) ? claims : undefined;
}

/** RFC 8725 §3.12: what else may be signed by the same key for the same client, as Basic's token, has no `at_hash`. */
function isIdToken(client: Client, { aud, sub, iat, at_hash }: JsonObject): boolean {
  return aud === client.id && typeof sub === 'string' && typeof iat === 'number' && typeof at_hash === 'string';
}

/** An ID token has no `typ`, as what else the issuer signs has. */
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
  // RFC 8725 §3.1: only by the algorithm that is the client's; a secret makes no ID tokens for who registered a key.
  if (client.id_token_signed_response_alg !== 'HS256') return undefined;
  const verified = await verifyClientJwt(deps, client, hint, ['HS256']);
  // RFC 8725 §3.11: what else is signed with the secret, as a logout token, has a type of its own.
  if ('problem' in verified || (verified.header.typ ?? 'JWT') !== 'JWT') return undefined;
  return verified.claims.iss === issuerUrl(deps.config.issuer, issuer) ? verified.claims : undefined;
}
