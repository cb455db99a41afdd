import type { ActorKind } from '../model/log/audit-event.js';
import type { AdminPermission } from '../model/server/administration.js';

/**
 * Says who calls an administration function, and with which permissions. `authenticateCaller` makes it from the
 * credentials in a request. Commands that run on the server use `systemCaller`.
 */
export interface AdminCaller {
  /** Absent if a command on the server is the caller. */
  readonly kind?: ActorKind | undefined;
  readonly id?: string | undefined;
  /**
   * The calling user, or the user who created the calling API key. An API key that the caller creates becomes invalid
   * with this user.
   */
  readonly userId?: string | undefined;
  /**
   * The calling client, or the client that created the calling API key. An API key that the caller creates becomes
   * invalid with this client.
   */
  readonly client?: { readonly id: string; readonly generation: string } | undefined;
  /** When the calling API key expires. An API key that it creates expires at the same time or earlier. */
  readonly expiresAt?: Date | undefined;
  readonly permissions: readonly AdminPermission[];
  readonly ipAddress?: string | undefined;
}
