import type { JsonObject } from '../json.js';
import type { Page, PageRequest, VersionedStore } from '../record-store.js';
import type { SealedSecret } from './sealed-secret.js';

export const ASYMMETRIC_ALGS = ['RS256', 'PS256', 'ES256', 'EdDSA'] as const;
export type AsymmetricAlg = (typeof ASYMMETRIC_ALGS)[number];
export const SIGNING_ALGS = [...ASYMMETRIC_ALGS, 'HS256'] as const;
/** JWS `alg` values (RFC 7518 §3.1, RFC 8037 §3.1). */
export type SigningAlg = (typeof SIGNING_ALGS)[number];

export type SigningKeyStatus = 'NEXT' | 'ACTIVE' | 'RETIRED';

/** Times are epoch milliseconds, because the ring is stored as JSON. */
export interface SigningKey {
  readonly kid: string;
  readonly status: SigningKeyStatus;
  readonly publicJwk: JsonObject;
  readonly privateJwk: SealedSecret;
  readonly createdAt: number;
  readonly activeFrom?: number | undefined;
  readonly retiredAt?: number | undefined;
}

/** Seconds for which relying parties may cache a key set. */
export const KEY_SET_AGE = 300;

/** Seconds for which a key signs before it is rotated: 90 days. */
export const SIGNING_KEY_AGE = 7_776_000;

/** Seconds. Nothing that a key signs is valid for longer, except access tokens, whose lifetime is configured. */
export const ID_TOKEN_LIFETIME = 3600;

/**
 * The keys of one issuer for one algorithm: at most one NEXT and exactly one ACTIVE. They are one record, so that a
 * rotation is one compare-and-set.
 */
export interface KeyRing {
  /** `keyRingId(issuer, alg)` */
  readonly id: string;
  readonly version: number;
  readonly issuerId: string;
  readonly issuerGeneration: string;
  readonly alg: AsymmetricAlg;
  readonly keys: readonly SigningKey[];
}

export interface KeyRingStore extends VersionedStore<KeyRing> {
  /** All rings, in order of id, for the sweep. */
  page(request: PageRequest): Promise<Page<KeyRing>>;
  findOfIssuer(issuerGeneration: string): Promise<KeyRing[]>;
}

export function keyRingId(issuer: { readonly generation: string }, alg: AsymmetricAlg): string {
  return `${issuer.generation}:${alg}`;
}
