import type { ActorKind } from '../model/log/audit-event.js';
import type { AdminPermission } from '../model/server/administration.js';

/**
 * The caller of an administration function, with its permissions. `authenticateCaller` makes it from the credentials of
 * a request; `systemCaller` is for commands on the server.
 */
export interface AdminCaller {
  /** Absent for commands on the server. */
  readonly kind?: ActorKind | undefined;
  readonly id?: string | undefined;
  /**
   * The calling user, or the user who created the API key. API keys that the caller creates depend on this user, too.
   */
  readonly userId?: string | undefined;
  /** The calling client, or the client that created the API key. API keys that the caller creates depend on it, too. */
  readonly client?: { readonly id: string; readonly generation: string } | undefined;
  /** When the API key of the caller expires. API keys that it creates expire no later. */
  readonly expiresAt?: Date | undefined;
  readonly permissions: readonly AdminPermission[];
  readonly ipAddress?: string | undefined;
}
