import type { Deps } from '../model/deps.js';
import { AdminError } from '../model/errors.js';
import type { User } from '../model/user.js';
import { readOwners } from '../webauthn/owners.js';

const countsAsOwner = (user: User | undefined): boolean =>
  user?.enabled === true && user.adminRole === 'OWNER' && user.passkeyIds.length > 0;

/**
 * Takes a user off the owners' record, before whatever else makes them none: killed in between, they are less. The
 * record is never empty once it was not: `CONFLICT`.
 */
export const delistOwner = async (deps: Deps, userId: string): Promise<void> => {
  const owners = await readOwners(deps);
  if (!owners.userIds.includes(userId)) return;
  const userIds = owners.userIds.filter((id) => id !== userId);
  if (userIds.length === 0) {
    throw new AdminError('CONFLICT', 'This is the last owner. Make somebody else an owner, with a passkey, first.');
  }
  if (!(await deps.store.owners.update(owners, { userIds }))) await delistOwner(deps, userId);
};

/**
 * Brings the owners' record to what the user's own says now, after that was written: lists an enabled owner with a
 * passkey, and takes off whoever is none, but for the last one.
 */
export const settleOwner = async (deps: Deps, userId: string): Promise<void> => {
  const [owners, user] = await Promise.all([readOwners(deps), deps.store.users.find(userId)]);
  const listed = owners.userIds.includes(userId);
  if (listed === countsAsOwner(user)) return;
  const userIds = listed ? owners.userIds.filter((id) => id !== userId) : [...owners.userIds, userId];
  if (userIds.length === 0) return;
  await deps.store.owners.update(owners, { userIds });
  // Whoever changed either record meanwhile may have left before this write: look again.
  await settleOwner(deps, userId);
};

/** Makes a change that may end ownership; when it is refused after the record was written, the record is put right. */
export const settlingOwner = async <T>(deps: Deps, userId: string, change: () => Promise<T>): Promise<T> => {
  try {
    return await change();
  } finally {
    await settleOwner(deps, userId);
  }
};
