import { createPublicKey } from 'node:crypto';

const EDDSA = -8;
const ES256 = -7;
const RS256 = -257;

/** COSE algorithm identifiers (RFC 9053, RFC 8812), in the order of preference. */
export const COSE_ALGORITHMS = [EDDSA, ES256, RS256] as const;

/** Labels of a COSE_Key (RFC 9052 §7, RFC 9053 §7, RFC 8230 §4). */
const KTY = 1;
const ALG = 3;
const CURVE = -1;
const X = -2;
const Y = -3;
const RSA_N = -1;
const RSA_E = -2;

type CoseKey = { readonly size: number; get(label: number): unknown };

/** The algorithm of a credential public key, if it is one of those offered and the key is fit for it. */
export async function algorithmOf(publicKey: Uint8Array): Promise<number | undefined> {
  const { decodeCredentialPublicKey } = await import('@simplewebauthn/server/helpers');
  // The library's type leaves out that it is a map.
  const key = decodeCredentialPublicKey(Uint8Array.from(publicKey)) as unknown as CoseKey;
  const alg = COSE_ALGORITHMS.find((offered) => offered === key.get(ALG));
  return alg !== undefined && FITS[alg](key) ? alg : undefined;
}

/**
 * WebAuthn Level 3 §5.8.5: the curve that goes with the algorithm; §6.5.1.1: the key MUST NOT contain any other
 * OPTIONAL parameters. A key that anybody could forge under, or that nobody can verify with, is none.
 */
const FITS: Record<(typeof COSE_ALGORITHMS)[number], (key: CoseKey) => boolean> = {
  [EDDSA]: (key) => key.size === 4 && key.get(KTY) === 1 && key.get(CURVE) === 6 && isCoordinate(key.get(X)),
  [ES256]: (key) => key.size === 5 && key.get(KTY) === 2 && key.get(CURVE) === 1 && isPoint(key.get(X), key.get(Y)),
  [RS256]: (key) =>
    key.size === 4 && key.get(KTY) === 3 && isStrongModulus(key.get(RSA_N)) && isCommonExponent(key.get(RSA_E)),
};

/** On the curve, which the operating system's library verifies when it reads it. */
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

/** 256 bits, whole: a point is not compressed (§5.8.5). */
function isCoordinate(coordinate: unknown): coordinate is Uint8Array {
  return coordinate instanceof Uint8Array && coordinate.length === 32;
}

/** 2048 to 4096 bits. */
function isStrongModulus(n: unknown): boolean {
  return n instanceof Uint8Array && n.length >= 256 && n.length <= 512;
}

function isCommonExponent(e: unknown): boolean {
  return e instanceof Uint8Array && Buffer.from(e).toString('hex') === '010001';
}

/**
 * WebAuthn Level 3 §6.5.5: a signature of ES256 is the DER of two integers, with nothing behind it. The library takes
 * what comes before; the other algorithms' signatures have one length, which verifying them verifies.
 */
export function isWholeSignature(alg: number, signature: Uint8Array): boolean {
  if (alg !== ES256) return true;
  const [, length = 0, , lengthOfR = 0] = signature;
  const lengthOfS = signature[5 + lengthOfR] ?? 0;
  return length + 2 === signature.length && 6 + lengthOfR + lengthOfS === signature.length;
}
