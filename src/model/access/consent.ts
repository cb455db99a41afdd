import type { Page, PageRequest, VersionedStore } from '../record-store.js';

/**
 * The scopes and claims that a user allowed a client to receive. If the user later allows more, this record is updated
 * and keeps its id, so that earlier grants, which refer to that id, stay valid.
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
  /** Updates the last-used time. It does not increase `version`, because no decision depends on this time. */
  touch(id: string, lastUsedAt: Date): Promise<void>;
  /** All consents, newest first. A job uses the list to find consents whose user or client was deleted. */
  page(request: PageRequest): Promise<Page<Consent>>;
  pageOfUser(userId: string, request: PageRequest): Promise<Page<Consent>>;
  /** The ids of up to `first` clients that the user gave consent to, in order of id, after the client `after`. */
  clientIdsOfUser(userId: string, request: PageRequest): Promise<string[]>;
  countOfUser(userId: string): Promise<number>;
  deleteOfClient(clientGeneration: string): Promise<number>;
  deleteOfUser(userId: string): Promise<number>;
}

export function consentKey(client: { readonly generation: string }, userId: string): string {
  return `${client.generation}:${userId}`;
}
