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
