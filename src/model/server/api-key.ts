import type { Page, PageRequest, RecordStore } from '../record-store.js';
import type { AdminPermission } from './administration.js';

/** A key for scripts. Its text is `pg_id.secret`. */
export interface ApiKey {
  readonly id: string;
  /** Time-ordered key of lists. */
  readonly order: string;
  readonly name: string;
  readonly hint: string;
  readonly secretHash: string;
  /** `resource:action`, or `*`. */
  readonly permissions: readonly AdminPermission[];
  /** The user who made the key. The key can do no more than the user's present role. */
  readonly userId?: string | undefined;
  /** The client that made the key. The key can do no more than the client's present scopes. */
  readonly clientId?: string | undefined;
  readonly clientGeneration?: string | undefined;
  readonly createdAt: Date;
  readonly expiresAt?: Date | undefined;
  readonly lastUsedAt?: Date | undefined;
}

export interface ApiKeyStore extends RecordStore<ApiKey> {
  touch(id: string, lastUsedAt: Date): Promise<void>;
  page(request: PageRequest): Promise<Page<ApiKey>>;
  pageOfUser(userId: string, request: PageRequest): Promise<Page<ApiKey>>;
  count(): Promise<number>;
}
