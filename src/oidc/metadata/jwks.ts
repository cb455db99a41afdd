import type { Issuer } from '../../model/clients/issuer.js';
import type { Deps } from '../../model/deps.js';
import type { JsonObject } from '../../model/json.js';

/**
 * Returns the public keys with which clients verify the issuer's signatures.
 * {@link https://www.rfc-editor.org/rfc/rfc7517#section-5 | RFC 7517 §5}
 */
export async function jwks(deps: Deps, issuer: Issuer): Promise<{ keys: JsonObject[] }> {
  const keySet = await deps.keys.jwks(issuer);
  if (keySet.keys.some(({ alg }) => alg === 'RS256')) return keySet;
  await deps.keys.ensureRing(issuer, 'RS256');
  return deps.keys.jwks(issuer);
}
