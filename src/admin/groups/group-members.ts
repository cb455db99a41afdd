import { newOrderedId } from '../../keys/secrets.js';
import type { Deps } from '../../model/deps.js';
import { type Group, membershipKey } from '../../model/people/group.js';

/** Adds a user to a group. Returns `false` if the user is already a member. */
export async function addMember(deps: Deps, group: Group, userId: string): Promise<boolean> {
  return deps.store.memberships.insert({
    id: newOrderedId(deps.clock, deps.random),
    key: membershipKey(group, userId),
    groupId: group.id,
    groupGeneration: group.generation,
    userId,
  });
}

/**
 * Removes a user from a group, which invalidates the grants that depend on the membership. Returns `false` if the user
 * was not a member.
 */
export async function removeMember(deps: Deps, group: Group, userId: string): Promise<boolean> {
  const membership = await deps.store.memberships.findByKey(membershipKey(group, userId));
  return membership !== undefined && (await deps.store.memberships.delete(membership.id));
}
