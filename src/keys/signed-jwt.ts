import { compactVerify, decodeProtectedHeader } from 'jose';
import { isJsonObject, type JsonObject } from '../model/json.js';
import type { SigningAlg } from '../model/server/signing-key.js';
import { algNames } from './client-jwks.js';

/** RFC 7515 §2: a compact JWT has three parts in base64url, which have no padding, white space or other characters. */
const COMPACT_JWT = /^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$/;

/**
 * RFC 7515 §4.1.11: a JWT whose `crit` header names an extension that the recipient does not understand must be
 * rejected.
 */
export const CRIT_PROBLEM = 'has a crit header, but no extension is supported';

export type VerificationKey = Parameters<typeof compactVerify>[1] & (Uint8Array | CryptoKey);

/**
 * Returns the header of a compact JWT, or `undefined` if the text is not a compact JWT. Does not verify the signature.
 */
export function findJwtHeader(jwt: string): JsonObject | undefined {
  if (!COMPACT_JWT.test(jwt)) return undefined;
  try {
    return decodeProtectedHeader(jwt) as JsonObject;
  } catch {
    return undefined;
  }
}

/**
 * Verifies the signature of a JWT and returns the claims, or `undefined` if the signature is invalid or the key cannot
 * be imported. The caller passes the algorithm; the JWT's header must not choose it (RFC 8725 §3.1).
 */
export async function verifySignature(
  jwt: string,
  key: VerificationKey | Promise<VerificationKey>,
  alg: SigningAlg,
): Promise<JsonObject | undefined> {
  try {
    const { payload } = await compactVerify(jwt, await key, { algorithms: algNames([alg]) });
    return objectOf(payload);
  } catch {
    return undefined;
  }
}

/**
 * Reads a claim from a JWT whose signature has not been verified. Use the claim only to find the key that verifies the
 * JWT.
 */
export function unverifiedClaim(jwt: string, name: string): unknown {
  return unverifiedClaims(jwt)?.[name];
}

/** Reads the claims of a JWT whose signature has not been verified. Use them only to explain the JWT. */
export function unverifiedClaims(jwt: string): JsonObject | undefined {
  try {
    return objectOf(Buffer.from(jwt.split('.')[1] ?? '', 'base64url'));
  } catch {
    return undefined;
  }
}

function objectOf(payload: Uint8Array): JsonObject | undefined {
  const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(payload));
  return isJsonObject(value) ? value : undefined;
}
