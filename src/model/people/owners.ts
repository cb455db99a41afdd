import type { VersionedStore } from '../record-store.js';
import type { AdminRole, User } from './user.js';

/**
 * The one record that decides who has the role OWNER. It lists the enabled owners with a passkey. A new owner is added to
 * it last, and a leaving owner is removed from it first. Once it has an owner, it is never empty again.
 */
export interface Owners {
  readonly id: typeof OWNERS_ID;
  readonly version: number;
  readonly userIds: readonly string[];
}

export const OWNERS_ID = 'owners';

/** The start creates the record, without owners, if it is absent. */
export type OwnersStore = VersionedStore<Owners>;

/** The effective role. A user with the role OWNER who is not in the list has none. */
export function presentRole(user: User, owners: Owners): AdminRole | undefined {
  if (!user.enabled) return undefined;
  if (user.adminRole !== 'OWNER') return user.adminRole;
  return owners.userIds.includes(user.id) ? 'OWNER' : undefined;
}
