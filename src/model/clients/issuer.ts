import type { Page, PageRequest, VersionedStore } from '../record-store.js';

/** An authorization server with a URL and keys of its own. Users and sessions are shared by all. */
export interface Issuer {
  readonly id: string;
  readonly version: number;
  readonly order: string;
  /** Random; what hangs on the issuer carries it, and counts for nothing under another. */
  readonly generation: string;
  /** Absent for the server's own issuer. Unique. */
  readonly slug?: string | undefined;
  /** Salt of pairwise subjects, base64url. */
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

/** The `iss` of its tokens and the base of its endpoints. */
export function issuerUrl(serverUrl: string, issuer: Pick<Issuer, 'slug'>): string {
  return issuer.slug === undefined ? serverUrl : `${serverUrl}/i/${issuer.slug}`;
}
