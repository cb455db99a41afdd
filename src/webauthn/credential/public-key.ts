import { createPublicKey } from 'node:crypto';
import { hasSmallOrder } from '../../keys/small-order.js';

const EDDSA = -8;
const ES256 = -7;
const RS256 = -257;

/**
 * The COSE identifiers of the signature algorithms that our options offer, the preferred one first (RFC 9053, RFC
 * 8812).
 */
export const COSE_ALGORITHMS = [EDDSA, ES256, RS256] as const;

/** The labels that identify the parameters in a COSE_Key (RFC 9052 §7, RFC 9053 §7, RFC 8230 §4). */
const KTY = 1;
const ALG = 3;
const CURVE = -1;
const X = -2;
const Y = -3;
const RSA_N = -1;
const RSA_E = -2;

type CoseKey = { readonly size: number; get(label: number): unknown };

/**
 * Returns the COSE algorithm of a public key. Returns `undefined` if our options do not offer the algorithm, or if the
 * key is weak or malformed.
 */
export async function algorithmOf(publicKey: Uint8Array): Promise<number | undefined> {
  const { decodeCredentialPublicKey } = await import('@simplewebauthn/server/helpers');
  // The library's function returns a `Map`, although its type does not say so.
  const key = decodeCredentialPublicKey(Uint8Array.from(publicKey)) as unknown as CoseKey;
  const alg = COSE_ALGORITHMS.find((offered) => offered === key.get(ALG));
  return alg !== undefined && FITS[alg](key) ? alg : undefined;
}

/** Whether a public key has exactly the parameters that its algorithm requires (WebAuthn Level 3 §5.8.5, §6.5.1.1). */
const FITS: Record<(typeof COSE_ALGORITHMS)[number], (key: CoseKey) => boolean> = {
  [EDDSA]: (key) => key.size === 4 && key.get(KTY) === 1 && key.get(CURVE) === 6 && isEd25519Point(key.get(X)),
  [ES256]: (key) => key.size === 5 && key.get(KTY) === 2 && key.get(CURVE) === 1 && isPoint(key.get(X), key.get(Y)),
  [RS256]: (key) =>
    key.size === 4 && key.get(KTY) === 3 && isStrongModulus(key.get(RSA_N)) && isCommonExponent(key.get(RSA_E)),
};

/** Whether the value is an Ed25519 public key for which only the owner of the private key can make signatures. */
function isEd25519Point(x: unknown): boolean {
  return isCoordinate(x) && !hasSmallOrder(x);
}

/** Whether the two coordinates are a point on the curve P-256. If they are not, OpenSSL throws an error. */
function isPoint(x: unknown, y: unknown): boolean {
  if (!isCoordinate(x) || !isCoordinate(y)) return false;
  const text = (coordinate: Uint8Array) => Buffer.from(coordinate).toString('base64url');
  try {
    createPublicKey({ key: { kty: 'EC', crv: 'P-256', x: text(x), y: text(y) }, format: 'jwk' });
    return true;
  } catch {
    return false;
  }
}

/**
 * Whether a value is a coordinate of 256 bits. A compressed point is refused, because it has only a sign bit instead of
 * its second coordinate (WebAuthn Level 3 §5.8.5).
 */
function isCoordinate(coordinate: unknown): coordinate is Uint8Array {
  return coordinate instanceof Uint8Array && coordinate.length === 32;
}

/** Whether an RSA modulus has 2048 to 4096 bits. */
function isStrongModulus(n: unknown): boolean {
  return n instanceof Uint8Array && n.length >= 256 && n.length <= 512;
}

function isCommonExponent(e: unknown): boolean {
  return e instanceof Uint8Array && Buffer.from(e).toString('hex') === '010001';
}

/**
 * Whether a signature ends where its encoding ends. The library would ignore additional bytes at the end. An ES256
 * signature is the DER encoding of two integers (WebAuthn Level 3 §6.5.5). Signatures of the other algorithms have a
 * fixed length.
 */
export function isWholeSignature(alg: number, signature: Uint8Array): boolean {
  if (alg !== ES256) return true;
  const [, length = 0, , lengthOfR = 0] = signature;
  const lengthOfS = signature[5 + lengthOfR] ?? 0;
  return length + 2 === signature.length && 6 + lengthOfR + lengthOfS === signature.length;
}
