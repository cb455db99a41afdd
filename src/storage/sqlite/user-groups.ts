import type { UserGroup } from '../../model/access/live.js';

/**
 * Returns SQL for a subquery whose result is a JSON list of the groups of a user. `userId` and `generation` are SQL for
 * the user and for the generation of the client to which `isPermitted` refers. The SQL must build the same keys as the
 * function `permissionKey`.
 */
export function userGroupsSubquery(userId: string, generation: string): string {
  const isPermitted = `exists (select 1 from permissions pp
    where pp.key = ${generation} || ':group:' || mm.groupIncarnation)`;
  return `(select json_group_array(json_array(oo._id, oo.name, oo.incarnation, ${isPermitted}))
    from memberships mm join groups oo on oo._id = mm.groupId and oo.incarnation = mm.groupIncarnation
    where mm.userId = ${userId})`;
}

/** Reads the result of the subquery. */
export function readUserGroups(value: unknown): UserGroup[] {
  const rows = JSON.parse(String(value)) as [string, string, string, number][];
  return rows.map(([id, name, generation, isPermitted]) => ({ id, name, generation, isPermitted: isPermitted === 1 }));
}
