import type { UserGroup, UserRole } from '../../model/access/live.js';

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

/**
 * Returns SQL for a subquery whose result is a JSON list of the roles of a user and of the user's groups. The SQL must
 * build the same values as the function `roleHolder`.
 */
export function userRolesSubquery(userId: string): string {
  const assigned = `select aa.roleGeneration from roleAssignments aa where aa.holder = 'user:' || ${userId} union all
    select aa.roleGeneration from memberships mm
    join groups oo on oo._id = mm.groupId and oo.incarnation = mm.groupIncarnation
    join roleAssignments aa on aa.holder = 'group:' || oo.incarnation where mm.userId = ${userId}`;
  return `(select json_group_array(json_array(rr.name, rr.clientGeneration, rr.resource, json(rr.scopes))) from roles rr
    where rr.generation in (${assigned}))`;
}

/** Reads the result of the subquery. */
export function readUserRoles(value: unknown): UserRole[] {
  const rows = JSON.parse(String(value)) as [string, string | null, string | null, string[]][];
  return rows.map(([name, clientGeneration, resource, scopes]) => ({
    name,
    ...(clientGeneration !== null && { clientGeneration }),
    ...(resource !== null && { resource }),
    scopes,
  }));
}
