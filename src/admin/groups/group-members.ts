import { newOrderedId } from '../../keys/secrets.js';
import type { Deps } from '../../model/deps.js';
import { type Group, membershipKey } from '../../model/people/group.js';

/** Puts a user in a group; `false` where they were in it. */
export async function addMember(deps: Deps, group: Group, userId: string): Promise<boolean> {
  return deps.store.memberships.insert({
    id: newOrderedId(deps.clock, deps.random),
    key: membershipKey(group, userId),
    groupId: group.id,
    groupGeneration: group.generation,
    userId,
  });
}

/** Takes a user out of a group, and ends the grants that it let in; `false` where they were not in it. */
export async function removeMember(deps: Deps, group: Group, userId: string): Promise<boolean> {
  const membership = await deps.store.memberships.findByKey(membershipKey(group, userId));
  return membership !== undefined && (await deps.store.memberships.delete(membership.id));
}
