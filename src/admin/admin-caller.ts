import type { AdminPermission } from '../model/administration.js';
import type { ActorKind } from '../model/audit-event.js';

/** Who administers, and what they may do. Made by `authenticateCaller`, or on the machine itself. */
export interface AdminCaller {
  /** Absent for the machine itself. */
  readonly kind?: ActorKind | undefined;
  readonly id?: string | undefined;
  /** The user in whose name: themselves, or who made the API key. What they make is theirs as well. */
  readonly userId?: string | undefined;
  readonly permissions: readonly AdminPermission[];
  readonly ipAddress?: string | undefined;
}
