import { changeRecord } from '../../model/change-record.js';
import type { Deps } from '../../model/deps.js';
import { AdminError } from '../../model/errors.js';
import { OWNERS_ID, type Owners } from '../../model/people/owners.js';
import type { User } from '../../model/people/user.js';
import type { Changes } from '../../model/record-store.js';

/** The record of the owners; made here where the start has not. */
export async function readOwners(deps: Deps): Promise<Owners> {
  const owners = await deps.store.owners.find(OWNERS_ID);
  if (owners !== undefined) return owners;
  const empty: Owners = { id: OWNERS_ID, version: 1, userIds: [] };
  return (await deps.store.owners.insert(empty)) ? empty : readOwners(deps);
}

/** Until an owner has a passkey, the first owner's links are good. */
export async function hasNoOwner(deps: Deps): Promise<boolean> {
  return (await readOwners(deps)).userIds.length === 0;
}

/** Makes this user the first owner, if there is none: of several claims exactly one answers `true`. */
export async function claimOwnership(deps: Deps, { id }: Pick<User, 'id'>): Promise<boolean> {
  const { after } = await changeOwners(deps, ({ userIds }) => (userIds.length > 0 ? undefined : { userIds: [id] }));
  return after.userIds.includes(id);
}

function countsAsOwner(user: User | undefined): boolean {
  return user?.enabled === true && user.adminRole === 'OWNER' && user.passkeyIds.length > 0;
}

/**
 * Takes a user off the owners' record, before whatever else makes them none: killed in between, they are less. The
 * record is never empty once it was not: `CONFLICT`.
 */
export async function delistOwner(deps: Deps, userId: string): Promise<void> {
  await changeOwners(deps, (owners) => {
    if (!owners.userIds.includes(userId)) return undefined;
    const userIds = owners.userIds.filter((id) => id !== userId);
    if (userIds.length === 0) {
      throw new AdminError('CONFLICT', 'This is the last owner. Make somebody else an owner, with a passkey, first.');
    }
    return { userIds };
  });
}

function changeOwners(deps: Deps, change: (owners: Owners) => Changes<Owners> | undefined) {
  const store = { find: () => readOwners(deps), update: deps.store.owners.update };
  return changeRecord(store, OWNERS_ID, () => new Error('The record of the owners is missing.'), change);
}

/**
 * Brings the owners' record to what the user's own says now, after that was written: lists an enabled owner with a
 * passkey, and takes off whoever is none, but for the last one.
 */
export async function settleOwner(deps: Deps, userId: string): Promise<void> {
  const [owners, user] = await Promise.all([readOwners(deps), deps.store.users.find(userId)]);
  const listed = owners.userIds.includes(userId);
  if (listed === countsAsOwner(user)) return;
  const userIds = listed ? owners.userIds.filter((id) => id !== userId) : [...owners.userIds, userId];
  if (userIds.length === 0) return;
  await deps.store.owners.update(owners, { userIds });
  // Whoever changed either record meanwhile may have left before this write: look again.
  await settleOwner(deps, userId);
}

/** Makes a change that may end ownership; when it is refused after the record was written, the record is put right. */
export async function settlingOwner<T>(deps: Deps, userId: string, change: () => Promise<T>): Promise<T> {
  try {
    return await change();
  } finally {
    await settleOwner(deps, userId);
  }
}
