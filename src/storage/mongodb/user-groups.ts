import type { UserGroup } from '../../model/access/live.js';
import type { Permission } from '../../model/access/permission.js';
import type { Group, Membership } from '../../model/people/group.js';

/** Returns the groups of a user from the user's memberships, their groups and the permissions for one client. */
export function userGroupsOf(
  memberships: readonly Membership[],
  groups: readonly Group[],
  permissions: readonly Permission[],
): UserGroup[] {
  const present = new Map(groups.map((group) => [group.generation, group]));
  const permitted = new Set(permissions.map(({ groupGeneration }) => groupGeneration));
  return memberships.flatMap(({ groupGeneration }) => {
    const group = present.get(groupGeneration);
    if (group === undefined) return [];
    const { id, name, generation } = group;
    return [{ id, name, generation, isPermitted: permitted.has(generation) }];
  });
}
