import type { ActorKind } from '../model/log/audit-event.js';
import type { AdminPermission } from '../model/server/administration.js';

/**
 * The caller of an administration function, with the caller's permissions. For requests, `authenticateCaller` makes it
 * from the credentials; commands that run on the server use `systemCaller`.
 */
export interface AdminCaller {
  /** Absent if the caller is a command that runs on the server. */
  readonly kind?: ActorKind | undefined;
  readonly id?: string | undefined;
  /**
   * The calling user, or the user who created the calling API key. If this user is disabled or deleted, the API keys
   * that the caller has created become invalid.
   */
  readonly userId?: string | undefined;
  /**
   * The calling client, or the client that created the calling API key. If this client is disabled or deleted, the API
   * keys that the caller has created become invalid.
   */
  readonly client?: { readonly id: string; readonly generation: string } | undefined;
  /** The time at which the calling API key expires. A key that the caller creates cannot expire later. */
  readonly expiresAt?: Date | undefined;
  readonly permissions: readonly AdminPermission[];
  readonly ipAddress?: string | undefined;
}
