import type { Page, PageRequest, VersionedStore } from '../record-store.js';

/**
 * An OpenID Connect issuer with its own URL and signing keys. One server can have several issuers, which share users
 * and sessions.
 */
export interface Issuer {
  readonly id: string;
  readonly version: number;
  readonly order: string;
  /**
   * A random value. Clients and key rings of this issuer carry it, so that they do not apply to a new issuer that is
   * created later with the same id.
   */
  readonly generation: string;
  /** The part of the issuer's URL after `/i/`. It is unique. The default issuer has none. */
  readonly slug?: string | undefined;
  /** A random value from which the pairwise `sub` values of this issuer are computed. */
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

/** Returns the URL of the issuer: the `iss` of its tokens and the base URL of its endpoints. */
export function issuerUrl(serverUrl: string, issuer: Pick<Issuer, 'slug'>): string {
  return issuer.slug === undefined ? serverUrl : `${serverUrl}/i/${issuer.slug}`;
}
