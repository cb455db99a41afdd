import type { ActorKind } from '../model/log/audit-event.js';
import type { AdminPermission } from '../model/server/administration.js';
import type { Maker } from '../model/server/maker.js';

/**
 * The caller of an administration function, with the caller's permissions. For requests, `authenticateCaller` makes it
 * from the credentials; commands that run on the server use `systemCaller`.
 */
export interface AdminCaller {
  /** Absent if the caller is a command that runs on the server. */
  readonly kind?: ActorKind | undefined;
  readonly id?: string | undefined;
  /** The records on which the API keys and enrolment links that the caller makes depend. */
  readonly maker?: Maker | undefined;
  /** The time at which the credentials of the caller expire for good. API keys that the caller makes expire by then. */
  readonly expiresAt?: Date | undefined;
  readonly permissions: readonly AdminPermission[];
  readonly ipAddress?: string | undefined;
}
