import type { Page, PageRequest, VersionedStore } from '../record-store.js';

/** An authorization server with its own URL and keys. All issuers share users and sessions. */
export interface Issuer {
  readonly id: string;
  readonly version: number;
  readonly order: string;
  /** Random. Records of this issuer carry it and have no effect if a new issuer takes the same id. */
  readonly generation: string;
  /** Unique; absent for the default issuer. */
  readonly slug?: string | undefined;
  /** Salt of pairwise subjects, in base64url. */
  readonly pairwiseSalt: string;
  readonly createdAt: Date;
}

export const DEFAULT_ISSUER_ID = 'default';

export interface IssuerStore extends VersionedStore<Issuer> {
  findMany(ids: readonly string[]): Promise<Issuer[]>;
  findBySlug(slug: string): Promise<Issuer | undefined>;
  page(request: PageRequest): Promise<Page<Issuer>>;
  count(): Promise<number>;
}

/** The `iss` of the issuer's tokens and the base URL of its endpoints. */
export function issuerUrl(serverUrl: string, issuer: Pick<Issuer, 'slug'>): string {
  return issuer.slug === undefined ? serverUrl : `${serverUrl}/i/${issuer.slug}`;
}
