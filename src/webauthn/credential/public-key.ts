import { createPublicKey } from 'node:crypto';

const EDDSA = -8;
const ES256 = -7;
const RS256 = -257;

/** COSE algorithm identifiers (RFC 9053, RFC 8812) in order of preference. */
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

/** The algorithm of a credential public key; `undefined` if it was not offered or if the key is weak or malformed. */
export async function algorithmOf(publicKey: Uint8Array): Promise<number | undefined> {
  const { decodeCredentialPublicKey } = await import('@simplewebauthn/server/helpers');
  // The library's type does not say that it is a map.
  const key = decodeCredentialPublicKey(Uint8Array.from(publicKey)) as unknown as CoseKey;
  const alg = COSE_ALGORITHMS.find((offered) => offered === key.get(ALG));
  return alg !== undefined && FITS[alg](key) ? alg : undefined;
}

/**
 * Curve and algorithm belong together (WebAuthn Level 3 §5.8.5), and the key MUST NOT contain any other OPTIONAL
 * parameters (§6.5.1.1).
 */
const FITS: Record<(typeof COSE_ALGORITHMS)[number], (key: CoseKey) => boolean> = {
  [EDDSA]: (key) => key.size === 4 && key.get(KTY) === 1 && key.get(CURVE) === 6 && isCoordinate(key.get(X)),
  [ES256]: (key) => key.size === 5 && key.get(KTY) === 2 && key.get(CURVE) === 1 && isPoint(key.get(X), key.get(Y)),
  [RS256]: (key) =>
    key.size === 4 && key.get(KTY) === 3 && isStrongModulus(key.get(RSA_N)) && isCommonExponent(key.get(RSA_E)),
};

/** OpenSSL rejects a point that is not on the curve. */
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

/** 256 bits. Compressed points are not allowed (§5.8.5). */
function isCoordinate(coordinate: unknown): coordinate is Uint8Array {
  return coordinate instanceof Uint8Array && coordinate.length === 32;
}

/** 2048 to 4096 bits */
function isStrongModulus(n: unknown): boolean {
  return n instanceof Uint8Array && n.length >= 256 && n.length <= 512;
}

function isCommonExponent(e: unknown): boolean {
  return e instanceof Uint8Array && Buffer.from(e).toString('hex') === '010001';
}

/**
 * A signature of ES256 is the DER encoding of two integers and nothing else (WebAuthn Level 3 §6.5.5). The library ignores
 * trailing bytes. The signatures of the other algorithms have a fixed length.
 */
export function isWholeSignature(alg: number, signature: Uint8Array): boolean {
  if (alg !== ES256) return true;
  const [, length = 0, , lengthOfR = 0] = signature;
  const lengthOfS = signature[5 + lengthOfR] ?? 0;
  return length + 2 === signature.length && 6 + lengthOfR + lengthOfS === signature.length;
}
