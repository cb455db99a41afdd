import type { Page, PageRequest, RecordStore } from '../record-store.js';
import type { AdminPermission } from './administration.js';

/** A key for automation. Its text is `pg_id.secret`. */
export interface ApiKey {
  readonly id: string;
  /** Time-ordered key of lists. */
  readonly order: string;
  readonly name: string;
  readonly hint: string;
  readonly secretHash: string;
  /** `resource:action`, or `*`. */
  readonly permissions: readonly AdminPermission[];
  /** The user who made it: it counts only as far as their present role goes. */
  readonly userId?: string | undefined;
  /** The client whose token made it: it counts only as far as the client's present scopes go. */
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
