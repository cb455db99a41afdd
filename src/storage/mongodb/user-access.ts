import type { UserGroup, UserRole } from '../../model/access/live.js';
import type { Permission } from '../../model/access/permission.js';
import { type Role, type RoleAssignment, roleHolder } from '../../model/access/role.js';
import type { Group, Membership } from '../../model/people/group.js';
import type { CodecOf } from '../codec.js';
import type { Row } from '../database.js';
import { permissions } from '../entities/access/permissions.js';
import { roleAssignments } from '../entities/access/role-assignments.js';
import { roles } from '../entities/access/roles.js';
import { groups } from '../entities/people/groups.js';
import { memberships } from '../entities/people/memberships.js';
import { listed, lookup, type Stage } from './lookup.js';

/**
 * Returns the stages that look up the groups and roles of a user, and the permissions of the user and the groups for one
 * client. `generation` is an expression for the generation of the client, and `userId` the path of the user's id. The
 * stages must build the same values as the functions `permissionKey` and `roleHolder`.
 */
export function userAccess(generation: unknown, userId: string): Stage[] {
  const ofEach = (list: string, value: unknown) => ({ $map: { input: list, as: 'one', in: value } });
  const ownAndOfGroups = (...start: unknown[]) => ({
    $concatArrays: [
      [{ $concat: [...start, 'user:', `$${userId}`] }],
      ofEach('$memberships', { $concat: [...start, 'group:', '$$one.groupIncarnation'] }),
    ],
  });
  return [
    lookup(memberships, 'memberships', userId, 'userId'),
    {
      $addFields: {
        groupIds: ofEach('$memberships', '$$one.groupId'),
        permissionKeys: ownAndOfGroups(generation, ':'),
        holders: ownAndOfGroups(),
      },
    },
    lookup(permissions, 'permissions', 'permissionKeys', 'key'),
    lookup(groups, 'groups', 'groupIds'),
    lookup(roleAssignments, 'roleAssignments', 'holders', 'holder'),
    { $addFields: { roleGenerations: ofEach('$roleAssignments', '$$one.roleGeneration') } },
    lookup(roles, 'roles', 'roleGenerations', 'generation'),
  ];
}

/** Makes the groups and roles of the user from the results of the lookups. */
export function userAccessIn(
  codecOf: CodecOf,
  found: Row,
  userId: string | undefined,
): { readonly userGroups: UserGroup[]; readonly userRoles: UserRole[] } {
  const userGroups = userGroupsOf(
    listed(codecOf, found, memberships, 'memberships'),
    listed(codecOf, found, groups, 'groups'),
    listed(codecOf, found, permissions, 'permissions'),
  );
  const assignments = listed(codecOf, found, roleAssignments, 'roleAssignments');
  const all = listed(codecOf, found, roles, 'roles');
  return { userGroups, userRoles: userRolesOf(userId ?? '', userGroups, { assignments, roles: all }) };
}

/** Returns the groups of a user from the user's memberships, their groups and the permissions for one client. */
function userGroupsOf(
  ofUser: readonly Membership[],
  stored: readonly Group[],
  permitting: readonly Permission[],
): UserGroup[] {
  const present = new Map(stored.map((group) => [group.generation, group]));
  const permitted = new Set(permitting.map(({ groupGeneration }) => groupGeneration));
  return ofUser.flatMap(({ groupGeneration }) => {
    const group = present.get(groupGeneration);
    if (group === undefined) return [];
    const { id, name, generation } = group;
    return [{ id, name, generation, isPermitted: permitted.has(generation) }];
  });
}

/** Returns the roles of a user: those of the user, and those of the groups that the user is a member of. */
function userRolesOf(
  userId: string,
  ofUser: readonly UserGroup[],
  { assignments, roles: all }: { readonly assignments: readonly RoleAssignment[]; readonly roles: readonly Role[] },
): UserRole[] {
  const holders = new Set([roleHolder({ userId }), ...ofUser.map((group) => roleHolder({ group }))]);
  const assigned = new Set(
    assignments.filter(({ holder }) => holders.has(holder)).map(({ roleGeneration }) => roleGeneration),
  );
  return all
    .filter(({ generation }) => assigned.has(generation))
    .map(({ name, clientGeneration, resource, scopes }) => ({
      name,
      ...(clientGeneration !== undefined && { clientGeneration }),
      ...(resource !== undefined && { resource }),
      scopes,
    }));
}
