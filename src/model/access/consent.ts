import type { Page, PageRequest, VersionedStore } from '../record-store.js';

/**
 * The scopes and claims that a user allowed a client to receive. Each consent has a new, time-ordered id. A wider consent
 * keeps its id, so that grants from before it stay alive.
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
  /** Updates the last-used time without raising `version`. No guard depends on it. */
  touch(id: string, lastUsedAt: Date): Promise<void>;
  /** All consents, newest first, for the sweep. */
  page(request: PageRequest): Promise<Page<Consent>>;
  pageOfUser(userId: string, request: PageRequest): Promise<Page<Consent>>;
  countOfUser(userId: string): Promise<number>;
  deleteOfClient(clientGeneration: string): Promise<number>;
  deleteOfUser(userId: string): Promise<number>;
}

export function consentKey(client: { readonly generation: string }, userId: string): string {
  return `${client.generation}:${userId}`;
}
