import { calculateJwkThumbprint, importJWK, type JWK } from 'jose';
import type { JsonObject } from '../model/json.js';
import type { AsymmetricAlg } from '../model/server/signing-key.js';
import { algsOfKey, namedAlg, publicKeyProblem } from './client-jwks.js';
import { CRIT_PROBLEM, findJwtHeader, verifySignature } from './signed-jwt.js';

/** A DPoP proof whose signature has been verified with the key in its header. The claims have not been checked yet. */
export interface DpopProof {
  /** The thumbprint (RFC 7638) of the public key in the proof's header. */
  readonly jkt: string;
  readonly claims: JsonObject;
}

/**
 * Verifies the header and the signature of a DPoP proof, which are checks 2 to 7 of
 * {@link https://www.rfc-editor.org/rfc/rfc9449#section-4.3 | RFC 9449 §4.3}.
 *
 * @returns the proof, or a `problem` that completes a sentence beginning with `The DPoP proof`
 */
export async function verifyDpopProof(
  proof: string,
  algs: readonly AsymmetricAlg[],
): Promise<DpopProof | { readonly problem: string }> {
  const header = findJwtHeader(proof);
  if (header === undefined) return { problem: 'must be a single, well-formed JWT' };
  if (header.typ !== 'dpop+jwt') return { problem: 'must have dpop+jwt as its typ header' };
  const alg = algs.find((name) => name === namedAlg(header.alg));
  if (alg === undefined) return { problem: `must be signed with ${algs.join(' or ')}` };
  if (header.crit !== undefined) return { problem: CRIT_PROBLEM };
  const jwk = header.jwk as JsonObject | undefined;
  // RFC 9449 §4.3, check 7: the jwk must not contain a private key.
  if (jwk === undefined || publicKeyProblem(jwk) !== undefined)
    return { problem: 'must have a public key as its jwk header' };
  if (!algsOfKey(jwk).includes(alg)) return { problem: 'has a jwk header with a key that does not fit its alg header' };
  const claims = await verifySignature(proof, importJWK(jwk as JWK, alg), alg);
  return claims === undefined
    ? { problem: 'has a signature that does not match the key in its jwk header' }
    : { jkt: await calculateJwkThumbprint(jwk as JWK), claims };
}
