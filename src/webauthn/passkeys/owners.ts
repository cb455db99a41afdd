import { type Changed, changeRecord } from '../../model/change-record.js';
import type { Deps } from '../../model/deps.js';
import { AdminError } from '../../model/errors.js';
import { OWNERS_ID, type Owners } from '../../model/people/owners.js';
import type { User } from '../../model/people/user.js';

/** Whether the server has no owner. Links for the first owner are valid only as long as this returns `true`. */
export async function hasNoOwner(deps: Deps): Promise<boolean> {
  const owners = await deps.store.owners.find(OWNERS_ID);
  if (owners === undefined) throw missing();
  return owners.userIds.length === 0;
}

/**
 * Makes a user the first owner. Returns `false` if the server has another owner. If several users race, exactly one
 * gets `true`.
 */
export async function claimOwnership(deps: Deps, { id }: Pick<User, 'id'>): Promise<boolean> {
  const { after } = await changeOwners(deps, ({ userIds }) => (userIds.length > 0 ? undefined : [id]));
  return after.userIds.includes(id);
}

/**
 * Removes a user from the record of the owners. Call it before the write that ends the ownership, so that after a crash
 * the user has less access, never more.
 *
 * @throws AdminError `CONFLICT` if the user is the last owner
 */
export async function delistOwner(deps: Deps, userId: string): Promise<void> {
  await changeOwners(deps, ({ userIds }) => {
    if (!userIds.includes(userId)) return undefined;
    if (userIds.length === 1) throw lastOwner();
    return userIds.filter((id) => id !== userId);
  });
}

/** How often to try again if other requests change the user at the same time. */
const MAX_ROUNDS = 20;

/**
 * Adds the user to the record of the owners, if the user is an enabled owner with a passkey. Otherwise removes the
 * user, but never the last owner. Repeats until nothing changes, because another request may change the user meanwhile.
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

/**
 * Runs a change that may end the ownership of a user, then updates the record of the owners. If the change fails after
 * `delistOwner` has removed the user from that record, the update adds the user again.
 */
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

/** Changes the record of the owners by compare-and-set. If `change` returns `undefined`, nothing is written. */
function changeOwners(deps: Deps, change: (owners: Owners) => OwnerIds | Promise<OwnerIds>): Promise<Changed<Owners>> {
  return changeRecord(deps.store.owners, OWNERS_ID, missing, async (owners) => {
    const userIds = await change(owners);
    return userIds && { userIds };
  });
}

/**
 * The error for a missing record of the owners. The server creates this record when it starts, and no user can become
 * an owner without it.
 */
function missing(): Error {
  return new Error('The database has no record that lists the owners. Restart the server, which creates this record.');
}

function lastOwner(): AdminError {
  return new AdminError('CONFLICT', 'This user is the last owner. First make another user with a passkey an owner.');
}
