import { newOrderedId } from '../../keys/secrets.js';
import type { Deps } from '../../model/deps.js';
import { type Group, type Membership, membershipKey } from '../../model/people/group.js';

/** Makes the record that a user is a member of a group. The record is not stored yet. */
export function makeMembership(deps: Deps, group: Group, userId: string): Membership {
  return {
    id: newOrderedId(deps.clock, deps.random),
    key: membershipKey(group, userId),
    groupId: group.id,
    groupGeneration: group.generation,
    userId,
  };
}

/** Returns the memberships in the group, but only those of the given users. */
export async function membersAmong(deps: Deps, group: Group, userIds: readonly string[]): Promise<Membership[]> {
  const keys = [...new Set(userIds)].map((userId) => membershipKey(group, userId));
  const found = await Promise.all(keys.map((key) => deps.store.memberships.findByKey(key)));
  return found.filter((membership) => membership !== undefined);
}
