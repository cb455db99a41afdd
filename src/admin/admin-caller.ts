import type { ActorKind } from '../model/log/audit-event.js';
import type { AdminPermission } from '../model/server/administration.js';

/** Who administers, and what they may do. Made by `authenticateCaller`, or on the machine itself. */
export interface AdminCaller {
  /** Absent for the machine itself. */
  readonly kind?: ActorKind | undefined;
  readonly id?: string | undefined;
  /** The user in whose name: themselves, or who made the API key. What they make is theirs as well. */
  readonly userId?: string | undefined;
  /** The client in whose name: itself, or whose token made the API key. What it makes is its own as well. */
  readonly client?: { readonly id: string; readonly generation: string } | undefined;
  /** When what they call with expires: a key that it makes is gone by then, too. */
  readonly expiresAt?: Date | undefined;
  readonly permissions: readonly AdminPermission[];
  readonly ipAddress?: string | undefined;
}
