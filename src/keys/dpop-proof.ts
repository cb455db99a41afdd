import { calculateJwkThumbprint, compactVerify, decodeProtectedHeader, importJWK, type JWK } from 'jose';
import type { JsonObject } from '../model/json.js';
import type { AsymmetricAlg } from '../model/server/signing-key.js';
import { algNames, algsOfKey, namedAlg, publicKeyProblem } from './client-jwks.js';

/** A proof whose signature is right by the key that it carries. Its claims are the caller's business. */
export interface DpopProof {
  /** RFC 7638 thumbprint of that key. */
  readonly jkt: string;
  readonly claims: JsonObject;
}

/**
 * Verifies a DPoP proof by itself.
 * {@link https://www.rfc-editor.org/rfc/rfc9449#section-4.3 | RFC 9449 §4.3}, checks 2 to 7
 *
 * @returns the proof, or the end of a sentence that begins with what it was
 */
export async function verifyDpopProof(
  proof: string,
  algs: readonly AsymmetricAlg[],
): Promise<DpopProof | { readonly problem: string }> {
  const header = headerOf(proof);
  if (header === undefined) return { problem: 'is not one well-formed JWT' };
  if (header.typ !== 'dpop+jwt') return { problem: 'must have dpop+jwt as typ' };
  const alg = algs.find((name) => name === namedAlg(header.alg));
  if (alg === undefined) return { problem: `must be signed with ${algs.join(', ')}` };
  // RFC 7515 §4.1.11: what is critical, and not understood, MUST be rejected; no extension is understood.
  if (header.crit !== undefined) return { problem: 'has crit, of which nothing is supported' };
  const jwk = header.jwk as JsonObject | undefined;
  // The jwk MUST NOT contain a private key.
  const unfit = publicKeyProblem(jwk);
  if (jwk === undefined || unfit !== undefined) return { problem: 'must have a public key as jwk' };
  if (!algsOfKey(jwk).includes(alg)) return { problem: 'has a jwk that is not of its alg' };
  const claims = await verifiedClaims(proof, jwk, alg);
  return claims === undefined
    ? { problem: 'has a signature that its jwk does not verify' }
    : { jkt: await calculateJwkThumbprint(jwk as JWK), claims };
}

function headerOf(proof: string): JsonObject | undefined {
  if (!/^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$/.test(proof)) return undefined;
  try {
    return decodeProtectedHeader(proof) as JsonObject;
  } catch {
    return undefined;
  }
}

async function verifiedClaims(proof: string, jwk: JsonObject, alg: AsymmetricAlg): Promise<JsonObject | undefined> {
  try {
    const { payload } = await compactVerify(proof, await importJWK(jwk as JWK, alg), { algorithms: algNames([alg]) });
    const claims: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(payload));
    return typeof claims === 'object' && claims !== null && !Array.isArray(claims) ? (claims as JsonObject) : undefined;
  } catch {
    return undefined;
  }
}
