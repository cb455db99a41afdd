import type { JsonObject } from '../json.js';
import type { Page, PageRequest, VersionedStore } from '../record-store.js';
import type { SealedSecret } from './sealed-secret.js';

export const ASYMMETRIC_ALGS = ['RS256', 'PS256', 'ES256', 'EdDSA'] as const;
export type AsymmetricAlg = (typeof ASYMMETRIC_ALGS)[number];
export const SIGNING_ALGS = [...ASYMMETRIC_ALGS, 'HS256'] as const;
/** JWS `alg` values (RFC 7518 §3.1, RFC 8037 §3.1). */
export type SigningAlg = (typeof SIGNING_ALGS)[number];

export type SigningKeyStatus = 'NEXT' | 'ACTIVE' | 'RETIRED';

/** Times are epoch milliseconds: the ring is stored as JSON, which has no dates. */
export interface SigningKey {
  readonly kid: string;
  readonly status: SigningKeyStatus;
  readonly publicJwk: JsonObject;
  readonly privateJwk: SealedSecret;
  readonly createdAt: number;
  readonly activeFrom?: number | undefined;
  readonly retiredAt?: number | undefined;
}

/** Seconds that relying parties may keep a key set before they ask again. */
export const KEY_SET_AGE = 300;

/** Seconds that a key signs before it is rotated: 90 days. */
export const SIGNING_KEY_AGE = 7_776_000;

/** Seconds. But for access tokens, which live as long as is configured, nothing that a key signs lives longer. */
export const ID_TOKEN_LIFETIME = 3600;

/** The keys of one issuer for one algorithm: at most one NEXT, exactly one ACTIVE. One record, so that rotation is one compare-and-set. */
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
  /** All that there are, by id: for the sweep. */
  page(request: PageRequest): Promise<Page<KeyRing>>;
  findOfIssuer(issuerGeneration: string): Promise<KeyRing[]>;
}

export function keyRingId(issuer: { readonly generation: string }, alg: AsymmetricAlg): string {
  return `${issuer.generation}:${alg}`;
}
