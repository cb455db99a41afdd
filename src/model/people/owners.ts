import type { VersionedStore } from '../record-store.js';
import type { AdminRole, User } from './user.js';

/**
 * The list of enabled owners with a passkey. A user has the rights of an owner only while this list contains the user.
 * After the first owner was added, the list always contains at least one owner, so that a server cannot lose its last
 * owner.
 */
export interface Owners {
  readonly id: typeof OWNERS_ID;
  readonly version: number;
  readonly userIds: readonly string[];
  /** The first owner, if they have never had as many passkeys as `administratorMinimum` demands. */
  readonly exemptUserId?: string | undefined;
}

export const OWNERS_ID = 'owners';

/**
 * This store contains a single record, which lists the users who are owners of the server. The server creates the
 * record with an empty list when it first starts.
 */
export type OwnersStore = VersionedStore<Owners>;

/**
 * Returns the role whose rights the user has now. Returns `undefined` for a disabled user, for a user with the role
 * `OWNER` who is not in the record of owners, and for a user who has fewer passkeys than administrators need. The first
 * owner is exempt from this number until they first have so many passkeys.
 */
export function presentRole(user: User, owners: Owners, minimum: number): AdminRole | undefined {
  if (!user.enabled || lacksPasskeys(user, owners, minimum)) return undefined;
  if (user.adminRole !== 'OWNER') return user.adminRole;
  return owners.userIds.includes(user.id) ? 'OWNER' : undefined;
}

/** Whether the user has a role, but too few passkeys to use it. A single passkey is needed for the sign-in anyway. */
function lacksPasskeys(user: User, owners: Owners, minimum: number): boolean {
  const isShort = user.adminRole !== undefined && minimum > 1 && user.passkeyIds.length < minimum;
  return isShort && owners.exemptUserId !== user.id;
}
