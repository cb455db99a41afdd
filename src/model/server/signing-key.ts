import type { JsonObject } from '../json.js';
import type { Page, PageRequest, VersionedStore } from '../record-store.js';
import type { SealedSecret } from './sealed-secret.js';

export const ASYMMETRIC_ALGS = ['RS256', 'PS256', 'ES256', 'EdDSA'] as const;
export type AsymmetricAlg = (typeof ASYMMETRIC_ALGS)[number];
export const SIGNING_ALGS = [...ASYMMETRIC_ALGS, 'HS256'] as const;
/** Values of the JWS parameter `alg` that the server supports (RFC 7518 §3.1, RFC 8037 §3.1). */
export type SigningAlg = (typeof SIGNING_ALGS)[number];

export type SigningKeyStatus = 'NEXT' | 'ACTIVE' | 'RETIRED';

/**
 * A key pair that signs tokens. Its times are milliseconds since 1970, because keys are stored as JSON, which has no
 * dates.
 */
export interface SigningKey {
  readonly kid: string;
  readonly status: SigningKeyStatus;
  readonly publicJwk: JsonObject;
  readonly privateJwk: SealedSecret;
  readonly createdAt: number;
  readonly activeFrom?: number | undefined;
  readonly retiredAt?: number | undefined;
}

/** The seconds for which relying parties may cache the key set of an issuer. */
export const KEY_SET_AGE = 300;

/** The age, in seconds, at which an active key is replaced: 90 days. */
export const SIGNING_KEY_AGE = 7_776_000;

/**
 * The lifetime of ID tokens in seconds. Of all that the server signs, only access tokens can have a longer lifetime.
 */
export const ID_TOKEN_LIFETIME = 3600;

/**
 * The signing keys of one issuer for one algorithm: exactly one is active, and at most one is next. All of them are
 * stored in one record, so that one conditional write can replace the active key.
 */
export interface KeyRing {
  /** The result of `keyRingId(issuer, alg)`. */
  readonly id: string;
  readonly version: number;
  readonly issuerId: string;
  readonly issuerGeneration: string;
  readonly alg: AsymmetricAlg;
  readonly keys: readonly SigningKey[];
}

export interface KeyRingStore extends VersionedStore<KeyRing> {
  /** Returns a page of all key rings, in order of id. A job uses it to find key rings whose issuer was deleted. */
  page(request: PageRequest): Promise<Page<KeyRing>>;
  findOfIssuer(issuerGeneration: string): Promise<KeyRing[]>;
}

export function keyRingId(issuer: { readonly generation: string }, alg: AsymmetricAlg): string {
  return `${issuer.generation}:${alg}`;
}
