import type { Page, PageRequest, VersionedStore } from '../record-store.js';
import type { Branding } from '../server/branding.js';

/**
 * An OpenID Connect issuer with its own URL and signing keys. One server can have several issuers, which share users
 * and sessions.
 */
export interface Issuer {
  readonly id: string;
  readonly version: number;
  readonly order: string;
  /**
   * A random value. The clients and key rings of this issuer contain it. So if the issuer is deleted and another one is
   * created with its id, they do not belong to the new issuer.
   */
  readonly generation: string;
  /** The part of the issuer's URL after `/i/`. No two issuers have the same slug. The default issuer has no slug. */
  readonly slug?: string | undefined;
  /** A random value from which the pairwise `sub` values of this issuer are computed. */
  readonly pairwiseSalt: string;
  /** How the pages of this issuer look. The default issuer has none, because its pages look like those of the server. */
  readonly branding?: Branding | undefined;
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
