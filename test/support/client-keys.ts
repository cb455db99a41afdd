import { type CryptoKey, exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';
import type { JsonObject } from '../../src/model/json.js';
import type { AsymmetricAlg } from '../../src/model/server/signing-key.js';

/** Claims as a test makes them up; `undefined` leaves one out. */
export type MadeClaims = Record<string, unknown>;

/** A key pair of a client, which signs as the client would. */
export interface ClientKey {
  readonly kid: string;
  readonly alg: AsymmetricAlg;
  readonly publicJwk: JsonObject;
  readonly privateKey: CryptoKey;
  sign(claims: MadeClaims, header?: Record<string, unknown>): Promise<string>;
}

export async function makeClientKey(alg: AsymmetricAlg, kid: string = alg): Promise<ClientKey> {
  const { publicKey, privateKey } = await generateKeyPair(alg, { extractable: true });
  const publicJwk = { ...((await exportJWK(publicKey)) as JsonObject), kid, alg, use: 'sig' };
  return {
    kid,
    alg,
    publicJwk,
    privateKey,
    sign: (claims, header = {}) =>
      new SignJWT(claims as JWTPayload).setProtectedHeader({ alg, kid, ...header }).sign(privateKey),
  };
}

/** As a client signs with its secret: the key is the UTF-8 bytes of the string. */
export function signWithSecret(secret: string, claims: MadeClaims, header: Record<string, unknown> = {}) {
  return new SignJWT(claims as JWTPayload)
    .setProtectedHeader({ alg: 'HS256', ...header })
    .sign(new TextEncoder().encode(secret));
}
