import type { VersionedStore } from '../record-store.js';
import type { AdminRole, User } from './user.js';

/**
 * The one record that decides who is OWNER: the enabled owners with a passkey. It is written last when one
 * comes and first when one goes, and is never empty once it was not.
 */
export interface Owners {
  readonly id: typeof OWNERS_ID;
  readonly version: number;
  readonly userIds: readonly string[];
}

export const OWNERS_ID = 'owners';

/** Made at start, if absent, with nobody in it. */
export type OwnersStore = VersionedStore<Owners>;

/** The role that counts now. Whoever is meant to be OWNER, but is not listed, has none. */
export function presentRole(user: User, owners: Owners): AdminRole | undefined {
  if (!user.enabled) return undefined;
  if (user.adminRole !== 'OWNER') return user.adminRole;
  return owners.userIds.includes(user.id) ? 'OWNER' : undefined;
}
