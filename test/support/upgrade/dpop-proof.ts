import { createHash, randomUUID } from 'node:crypto';
import { importJWK, type JWK, SignJWT } from 'jose';
import type { Clock } from '../../../src/model/deps.js';

/** A proof of possession (RFC 9449 §4.2) with a key of ES256 that is kept as a private JWK. */
export async function makeDpopProof(
  clock: Clock,
  privateJwk: JWK,
  request: { readonly method: string; readonly url: string; readonly accessToken?: string },
): Promise<string> {
  const { d: _, ...jwk } = privateJwk;
  const ath = request.accessToken && createHash('sha256').update(request.accessToken).digest('base64url');
  const claims = { jti: randomUUID(), htm: request.method, htu: request.url, ...(ath !== undefined && { ath }) };
  return new SignJWT(claims)
    .setProtectedHeader({ alg: 'ES256', typ: 'dpop+jwt', jwk })
    .setIssuedAt(clock.now())
    .sign(await importJWK(privateJwk, 'ES256'));
}
