import { type Change, update } from '../../model/change-set.js';
import type { Deps } from '../../model/deps.js';
import { AdminError } from '../../model/errors.js';
import { OWNERS_ID, type Owners, presentRole } from '../../model/people/owners.js';
import type { User } from '../../model/people/user.js';

/** Whether the server has no owner. Links for the first owner are valid only while the server has no owner. */
export async function hasNoOwner(deps: Deps): Promise<boolean> {
  return (await getOwners(deps)).userIds.length === 0;
}

/**
 * Returns how the record of the owners must change if the user `before` becomes `after`: a user who is an enabled owner
 * with a passkey is added, any other user is removed. `after` is absent if the user is deleted. Commit this change in
 * the same change set as the change of the user, with a condition on the version of the user's record.
 * @throws AdminError `CONFLICT` if the user is the last owner and would not stay one
 */
export async function ownersChange(deps: Deps, before: User, after: User | undefined): Promise<Change[]> {
  const { administratorMinimum: minimum } = deps.config;
  const owners = await getOwners(deps);
  const next = ownersWith(owners, before.id, after, minimum);
  if (owners.userIds.length > 0 && next.userIds.length === 0) throw lastOwner();
  const wasOwner = presentRole(before, owners, minimum) === 'OWNER';
  const isOwner = after !== undefined && presentRole(after, next, minimum) === 'OWNER';
  if (wasOwner && !isOwner && minimum > 1 && !(await hasPresentOwner(deps, next, before.id))) throw lastOwner(minimum);
  const isSame = next.userIds.length === owners.userIds.length && next.exemptUserId === owners.exemptUserId;
  // A change of who can use the role is written too, so that two last owners who lose it at once cannot both succeed.
  return isSame && wasOwner === isOwner
    ? []
    : [update('owners', owners, { userIds: next.userIds, exemptUserId: next.exemptUserId })];
}

/**
 * Like `ownersChange`, but never adds an owner: a user who adds a passkey to the own account does not become one.
 */
export async function changeOfPresentOwner(deps: Deps, before: User, after: User): Promise<Change[]> {
  const { userIds } = await getOwners(deps);
  return userIds.includes(before.id) ? ownersChange(deps, before, after) : [];
}

function ownersWith(
  { userIds, exemptUserId, ...record }: Owners,
  userId: string,
  after: User | undefined,
  minimum: number,
): Owners {
  const others = userIds.filter((id) => id !== userId);
  const listed = !isQualified(after) ? others : userIds.includes(userId) ? userIds : [...others, userId];
  const isExempt = exemptUserId === userId && listed.includes(userId) && (after?.passkeyIds.length ?? 0) < minimum;
  return { ...record, userIds: listed, exemptUserId: exemptUserId === userId && !isExempt ? undefined : exemptUserId };
}

/** Whether a user other than `userId` can use the role of an owner at present. */
async function hasPresentOwner({ store, config }: Deps, owners: Owners, userId: string): Promise<boolean> {
  const others = await store.users.findMany(owners.userIds.filter((id) => id !== userId));
  return others.some((user) => presentRole(user, owners, config.administratorMinimum) === 'OWNER');
}

/**
 * Returns the change that makes a user the first owner, or `undefined` if the server already has an owner. If several
 * users race, exactly one of their change sets succeeds.
 */
export async function firstOwnerChange(deps: Deps, userId: string): Promise<Change | undefined> {
  const owners = await getOwners(deps);
  const exemptUserId = deps.config.administratorMinimum > 1 ? userId : undefined;
  return owners.userIds.length > 0 ? undefined : update('owners', owners, { userIds: [userId], exemptUserId });
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

function lastOwner(minimum = 1): AdminError {
  const passkeys = minimum === 1 ? 'a passkey' : `${minimum} passkeys`;
  return new AdminError('CONFLICT', `This user is the last owner. First make another user with ${passkeys} an owner.`);
}
