import { constants, createHmac, type KeyObject, sign } from 'node:crypto';
import { promisify } from 'node:util';
import type { JsonObject } from '../../model/json.js';
import type { AsymmetricAlg } from '../../model/server/signing-key.js';

const signInThreadPool = promisify(sign);

/**
 * Signs a compact JWS (RFC 7515 §7.1). Signatures with elliptic curves are made at once, because they take less time
 * than the way to another thread. RSA takes long, so another thread does it.
 */
export async function signJwt(
  key: KeyObject,
  alg: AsymmetricAlg,
  claims: JsonObject,
  header: { readonly kid: string; readonly typ?: string },
): Promise<string> {
  const input = signingInput({ alg, ...header }, claims);
  const bytes = Buffer.from(input);
  return `${input}.${(await signatureOf(key, alg, bytes)).toString('base64url')}`;
}

/** Signs a compact JWS with HMAC-SHA-256 (RFC 7518 §3.2). */
export function signJwtWithSecret(
  secret: string,
  claims: JsonObject,
  header: { readonly kid?: string; readonly typ: string },
): string {
  const input = signingInput({ alg: 'HS256', ...header }, claims);
  return `${input}.${createHmac('sha256', secret).update(input).digest('base64url')}`;
}

function signingInput(header: JsonObject, claims: JsonObject): string {
  return `${base64urlOf(header)}.${base64urlOf(claims)}`;
}

function base64urlOf(value: JsonObject): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

/** RFC 7518 §3.3–3.5 and RFC 8037 §3.1 define the parameters of the algorithms. */
function signatureOf(key: KeyObject, alg: AsymmetricAlg, bytes: Buffer): Buffer | Promise<Buffer> {
  switch (alg) {
    case 'ES256':
      return sign('sha256', bytes, { key, dsaEncoding: 'ieee-p1363' });
    case 'EdDSA':
      return sign(null, bytes, key);
    case 'RS256':
      return signInThreadPool('sha256', bytes, key);
    case 'PS256':
      return signInThreadPool('sha256', bytes, {
        key,
        padding: constants.RSA_PKCS1_PSS_PADDING,
        saltLength: constants.RSA_PSS_SALTLEN_DIGEST,
      });
  }
}
