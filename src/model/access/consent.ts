import type { Page, PageRequest, VersionedStore } from '../record-store.js';

/**
 * What a user let a client have, remembered. It has a fresh, time-ordered id each time it is made; widened it keeps its
 * id, so that what was let in before stands.
 */
export interface Consent {
  readonly id: string;
  readonly version: number;
  /** `consentKey(client, userId)`: unique. */
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
  findByKey(key: string): Promise<Consent | undefined>;
  /** Notes a use without raising `version`: it guards nothing. */
  touch(id: string, lastUsedAt: Date): Promise<void>;
  /** All that there are, newest first: for the sweep. */
  page(request: PageRequest): Promise<Page<Consent>>;
  pageOfUser(userId: string, request: PageRequest): Promise<Page<Consent>>;
  countOfUser(userId: string): Promise<number>;
  deleteOfClient(clientGeneration: string): Promise<number>;
  deleteOfUser(userId: string): Promise<number>;
}

export function consentKey(client: { readonly generation: string }, userId: string): string {
  return `${client.generation}:${userId}`;
}
