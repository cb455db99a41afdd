import type { Deps } from '../model/deps.js';
import { OWNERS_ID, type Owners } from '../model/owners.js';
import type { User } from '../model/user.js';

/** The record of the owners; made here where the start has not. */
export const readOwners = async (deps: Deps): Promise<Owners> => {
  const owners = await deps.store.owners.find(OWNERS_ID);
  if (owners !== undefined) return owners;
  const empty: Owners = { id: OWNERS_ID, version: 1, userIds: [] };
  return (await deps.store.owners.insert(empty)) ? empty : readOwners(deps);
};

/** Until an owner has a passkey, the first owner's links are good. */
export const hasNoOwner = async (deps: Deps): Promise<boolean> => (await readOwners(deps)).userIds.length === 0;

/**
 * Lists an owner who has a passkey now. Whoever stopped being one while it was written is taken off again, so that
 * the record, which must never run empty, does not count on them.
 */
export const addOwner = async (deps: Deps, { id }: Pick<User, 'id'>): Promise<void> => {
  const owners = await readOwners(deps);
  if (owners.userIds.includes(id)) return;
  if (!(await deps.store.owners.update(owners, { userIds: [...owners.userIds, id] }))) return addOwner(deps, { id });
  const user = await deps.store.users.find(id);
  const isOwner = user?.enabled === true && user.adminRole === 'OWNER' && user.passkeyIds.length > 0;
  if (!isOwner) await removeOwner(deps, id);
};

const removeOwner = async (deps: Deps, id: string): Promise<void> => {
  const owners = await readOwners(deps);
  const userIds = owners.userIds.filter((other) => other !== id);
  if (userIds.length === 0 || userIds.length === owners.userIds.length) return;
  if (!(await deps.store.owners.update(owners, { userIds }))) await removeOwner(deps, id);
};

/** Makes this user the first owner, if there is none: of several claims exactly one answers `true`. */
export const claimOwnership = async (deps: Deps, { id }: Pick<User, 'id'>): Promise<boolean> => {
  const owners = await readOwners(deps);
  if (owners.userIds.length > 0) return owners.userIds.includes(id);
  return (await deps.store.owners.update(owners, { userIds: [id] })) || claimOwnership(deps, { id });
};
