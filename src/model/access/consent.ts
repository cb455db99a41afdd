import type { NextPageRequest, Page, PageRequest, VersionedStore } from '../record-store.js';

/**
 * The scopes and claims that a user allowed a client to receive. If the user later allows more, this record is updated
 * and keeps its id. Earlier grants refer to this id, so they stay valid.
 */
export interface Consent {
  readonly id: string;
  readonly version: number;
  /** The result of `consentKey(client, userId)`. It is unique, so a user has at most one consent for each client. */
  readonly key: string;
  readonly userId: string;
  readonly clientId: string;
  readonly clientGeneration: string;
  readonly scopes: readonly string[];
  readonly claims: readonly string[];
  readonly createdAt: Date;
  readonly lastUsedAt?: Date | undefined;
}

export interface ConsentStore extends VersionedStore<Consent> {
  findMany(ids: readonly string[]): Promise<Consent[]>;
  findByKeys(keys: readonly string[]): Promise<Consent[]>;
  findByKey(key: string): Promise<Consent | undefined>;
  /**
   * Updates the last-used time of the consent. The `version` stays the same, because no decision depends on this time.
   */
  touch(id: string, lastUsedAt: Date): Promise<void>;
  /** Returns a page of all consents, newest first. A job uses it to find consents whose user or client was deleted. */
  page(request: PageRequest): Promise<Page<Consent>>;
  pageOfUser(userId: string, request: PageRequest): Promise<Page<Consent>>;
  /**
   * Returns up to `first` ids of clients that the user gave consent to, sorted. With `after`, only ids that follow this
   * id.
   */
  clientIdsOfUser(userId: string, request: NextPageRequest): Promise<string[]>;
  countOfUser(userId: string): Promise<number>;
  deleteOfClient(clientGeneration: string): Promise<number>;
  deleteOfUser(userId: string): Promise<number>;
}

export function consentKey(client: { readonly generation: string }, userId: string): string {
  return `${client.generation}:${userId}`;
}
