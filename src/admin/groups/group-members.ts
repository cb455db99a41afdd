import type { Deps } from '../../model/deps.js';
import { type Group, type Membership, membershipKey } from '../../model/people/group.js';

/** Returns the memberships in the group, but only those of the given users. */
export async function membersAmong(deps: Deps, group: Group, userIds: readonly string[]): Promise<Membership[]> {
  const keys = [...new Set(userIds)].map((userId) => membershipKey(group, userId));
  const found = await Promise.all(keys.map((key) => deps.store.memberships.findByKey(key)));
  return found.filter((membership) => membership !== undefined);
}
