import { type Change, update } from '../../model/change-set.js';
import type { Deps } from '../../model/deps.js';
import { AdminError } from '../../model/errors.js';
import { OWNERS_ID, type Owners } from '../../model/people/owners.js';
import type { User } from '../../model/people/user.js';

/** Whether the server has no owner. Links for the first owner are valid only while the server has no owner. */
export async function hasNoOwner(deps: Deps): Promise<boolean> {
  return (await getOwners(deps)).userIds.length === 0;
}

/**
 * Returns how the record of the owners must change if the user becomes `after`: a user who is an enabled owner with a
 * passkey is added, any other user is removed. `after` is absent if the user is deleted. Commit this change in the same
 * change set as the change of the user, with a condition on the version of the user's record.
 * @throws AdminError `CONFLICT` if the user is the last owner and would not stay one
 */
export async function ownersChange(deps: Deps, userId: string, after: User | undefined): Promise<Change[]> {
  const owners = await getOwners(deps);
  const isListed = owners.userIds.includes(userId);
  if (isListed === isQualified(after)) return [];
  if (!isListed) return [update('owners', owners, { userIds: [...owners.userIds, userId] })];
  if (owners.userIds.length === 1) throw lastOwner();
  return [update('owners', owners, { userIds: owners.userIds.filter((id) => id !== userId) })];
}

/**
 * Returns the change that makes a user the first owner, or `undefined` if the server already has an owner. If several
 * users race, exactly one of their change sets succeeds.
 */
export async function firstOwnerChange(deps: Deps, userId: string): Promise<Change | undefined> {
  const owners = await getOwners(deps);
  return owners.userIds.length > 0 ? undefined : update('owners', owners, { userIds: [userId] });
}

function isQualified(user: User | undefined): boolean {
  return user?.enabled === true && user.adminRole === 'OWNER' && user.passkeyIds.length > 0;
}

async function getOwners(deps: Deps): Promise<Owners> {
  const owners = await deps.store.owners.find(OWNERS_ID);
  if (owners === undefined) throw missing();
  return owners;
}

/**
 * The error for a missing record of the owners. Without this record, no user can become an owner. The server creates
 * the record when it starts.
 */
function missing(): Error {
  return new Error('The database has no record that lists the owners. Restart the server, which creates this record.');
}

function lastOwner(): AdminError {
  return new AdminError('CONFLICT', 'This user is the last owner. First make another user with a passkey an owner.');
}
