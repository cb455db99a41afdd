import type { ActorKind } from '../model/log/audit-event.js';
import type { AdminPermission } from '../model/server/administration.js';
import type { Maker } from '../model/server/maker.js';

/**
 * The caller of an administration function, with the caller's permissions. For a request, `authenticateCaller` makes
 * the caller from the credentials. Commands that run on the server use `systemCaller`.
 */
export interface AdminCaller {
  /** What the caller is: a user, a client or an API key. Absent if the caller is a command that runs on the server. */
  readonly kind?: ActorKind | undefined;
  readonly id?: string | undefined;
  /**
   * The records to which the caller owes its permissions, such as a user or an API key. API keys and enrolment links
   * that the caller creates depend on these records and become invalid together with them.
   */
  readonly maker?: Maker | undefined;
  /**
   * The time at which the caller's API key, or the grant of the caller's access token, expires. API keys that the
   * caller creates expire no later.
   */
  readonly expiresAt?: Date | undefined;
  /** When the user signed in, if the caller is a user: the `auth_time` of the access token. */
  readonly authenticatedAt?: Date | undefined;
  readonly permissions: readonly AdminPermission[];
  /** A sentence that explains why the caller lacks permissions, for error messages. */
  readonly lackReason?: string | undefined;
  readonly ipAddress?: string | undefined;
}
