import { type Changed, changeRecord } from '../../model/change-record.js';
import type { Deps } from '../../model/deps.js';
import { AdminError } from '../../model/errors.js';
import { OWNERS_ID, type Owners } from '../../model/people/owners.js';
import type { User } from '../../model/people/user.js';

/** While this is true, the links of the first owner are valid. */
export async function hasNoOwner(deps: Deps): Promise<boolean> {
  const owners = await deps.store.owners.find(OWNERS_ID);
  if (owners === undefined) throw missing();
  return owners.userIds.length === 0;
}

/** Makes the user the first owner, if there is none. Of several parallel claims exactly one returns `true`. */
export async function claimOwnership(deps: Deps, { id }: Pick<User, 'id'>): Promise<boolean> {
  const { after } = await changeOwners(deps, ({ userIds }) => (userIds.length > 0 ? undefined : [id]));
  return after.userIds.includes(id);
}

/**
 * Removes a user from the record of the owners, before another write ends the ownership: a crash in between leaves the
 * user with less. Throws `CONFLICT` for the last owner.
 */
export async function delistOwner(deps: Deps, userId: string): Promise<void> {
  await changeOwners(deps, ({ userIds }) => {
    if (!userIds.includes(userId)) return undefined;
    if (userIds.length === 1) throw lastOwner();
    return userIds.filter((id) => id !== userId);
  });
}

/** More than the parallel changes of one user. */
const MAX_ROUNDS = 20;

/**
 * Updates the record of the owners after a change of a user: lists an enabled owner with a passkey and removes anyone
 * else, except for the last owner. Repeats until nothing changes, because the user may change after it was read.
 */
export async function settleOwner(deps: Deps, userId: string): Promise<void> {
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const { before, after } = await changeOwners(deps, async ({ userIds }) => {
      const listed = userIds.includes(userId);
      if (listed === isQualified(await deps.store.users.find(userId))) return undefined;
      if (!listed) return [...userIds, userId];
      return userIds.length === 1 ? undefined : userIds.filter((id) => id !== userId);
    });
    if (before === after) return;
  }
  throw new AdminError('CONFLICT', 'The user was changed by several requests at once. Please try again.');
}

/** Makes a change that may end an ownership. If it fails after `delistOwner`, the user is listed again. */
export async function settlingOwner<T>(deps: Deps, userId: string, change: () => Promise<T>): Promise<T> {
  try {
    return await change();
  } finally {
    await settleOwner(deps, userId);
  }
}

function isQualified(user: User | undefined): boolean {
  return user?.enabled === true && user.adminRole === 'OWNER' && user.passkeyIds.length > 0;
}

type OwnerIds = readonly string[] | undefined;

/** A compare-and-set of the record. `undefined`: no change. */
function changeOwners(deps: Deps, change: (owners: Owners) => OwnerIds | Promise<OwnerIds>): Promise<Changed<Owners>> {
  return changeRecord(deps.store.owners, OWNERS_ID, missing, async (owners) => {
    const userIds = await change(owners);
    return userIds && { userIds };
  });
}

/** The start creates the record. Without it, no one can become an owner. */
function missing(): Error {
  return new Error('The database has no record that lists the owners. Restart the server, which creates this record.');
}

function lastOwner(): AdminError {
  return new AdminError('CONFLICT', 'This user is the last owner. First make another user with a passkey an owner.');
}
