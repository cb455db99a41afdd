import type { Page, PageRequest, RecordStore } from './record-store.js';

/** What a user let a client have, remembered. It has a fresh, time-ordered id each time it is made or widened. */
export interface Consent {
  readonly id: string;
  /** `consentKey(client, userId)`: unique. */
  readonly key: string;
  readonly userId: string;
  readonly clientId: string;
  readonly clientIncarnation: string;
  readonly scopes: readonly string[];
  readonly claims: readonly string[];
  readonly createdAt: Date;
  readonly lastUsedAt?: Date | undefined;
}

export interface ConsentStore extends RecordStore<Consent> {
  findMany(ids: readonly string[]): Promise<Consent[]>;
  findByKey(key: string): Promise<Consent | undefined>;
  touch(id: string, lastUsedAt: Date): Promise<void>;
  pageOfUser(userId: string, request: PageRequest): Promise<Page<Consent>>;
  countOfUser(userId: string): Promise<number>;
  deleteOfClient(clientIncarnation: string): Promise<number>;
  deleteOfUser(userId: string): Promise<number>;
}

export const consentKey = (client: { readonly incarnation: string }, userId: string): string =>
  `${client.incarnation}:${userId}`;
