import type { Page, PageRequest, RecordStore } from '../record-store.js';
import type { AdminPermission } from './administration.js';
import type { Maker } from './maker.js';

/** A key with which a script uses the administration API. The script sends it as `pg_id.secret`. */
export interface ApiKey extends Maker {
  readonly id: string;
  /** A time-ordered key, by which lists of API keys are sorted. */
  readonly order: string;
  readonly name: string;
  readonly hint: string;
  readonly secretHash: string;
  /** The permissions of the key, each as `resource:action`, or `*` for all. */
  readonly permissions: readonly AdminPermission[];
  /**
   * The user's id and a number that no other API key of this user has. Only a few numbers are allowed, which limits how
   * many keys a user can create at `/account`. Absent in keys that were not created there.
   */
  readonly place?: string | undefined;
  readonly createdAt: Date;
  readonly expiresAt?: Date | undefined;
  readonly lastUsedAt?: Date | undefined;
}

export interface ApiKeyStore extends RecordStore<ApiKey> {
  touch(id: string, lastUsedAt: Date): Promise<void>;
  findMany(ids: readonly string[]): Promise<ApiKey[]>;
  page(request: PageRequest): Promise<Page<ApiKey>>;
  pageOfUser(userId: string, request: PageRequest): Promise<Page<ApiKey>>;
  /** Returns a page of the keys that a client made, for itself or with an access token of a user. */
  pageOfClient(clientId: string, request: PageRequest): Promise<Page<ApiKey>>;
  /** Returns a page of the keys that another key made. */
  pageOfMaker(makerKeyId: string, request: PageRequest): Promise<Page<ApiKey>>;
  /** Returns the keys that expire after `from` and not after `to`. */
  expiringBetween(from: Date, to: Date): Promise<ApiKey[]>;
  count(): Promise<number>;
}
