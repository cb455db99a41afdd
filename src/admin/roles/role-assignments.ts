import { z } from 'zod';
import { newOrderedId } from '../../keys/secrets.js';
import { type Role, type RoleAssignment, roleAssignmentKey, roleHolder } from '../../model/access/role.js';
import { commitPlan } from '../../model/change-record.js';
import { type Change, check, deletionIf, insertion, update } from '../../model/change-set.js';
import type { Deps } from '../../model/deps.js';
import type { Group } from '../../model/people/group.js';
import type { User } from '../../model/people/user.js';
import type { AdminCaller } from '../admin-caller.js';
import { checkPermission, checkStrengthOverGroup, checkStrengthOverUser } from '../authorization.js';
import { givenId, notFound, parseInput } from '../input-parser.js';
import { eventOf } from '../record-change.js';
import { checkNotOneself, checkNotOwnGroup } from './role-guard.js';
import { checkRoleOwner } from './role-owner.js';

const assignmentInput = z
  .object({ roleId: givenId, userId: givenId.nullish(), groupId: givenId.nullish() })
  .refine(
    ({ userId, groupId }) => (userId == null) !== (groupId == null),
    'must have either userId or groupId, but not both',
  );
export type RoleAssignmentInput = z.input<typeof assignmentInput>;

/** Gives a role to a user or to the members of a group. If they already have it, returns the existing assignment. */
export async function assignRole(deps: Deps, caller: AdminCaller, input: RoleAssignmentInput): Promise<RoleAssignment> {
  checkPermission(caller, 'permissions:write');
  return commitPlan(deps.store, async () => {
    const target = await getTarget(deps, caller, input);
    const { key, role, user, group } = target;
    const present = await deps.store.roleAssignments.findByKey(key);
    if (present !== undefined) return { changes: [], result: present };
    if (user !== undefined) await checkNotOneself(deps, caller, [user.id], 'userId');
    if (group !== undefined) await checkNotOwnGroup(deps, caller, group, 'groupId');
    const assignment = makeAssignment(deps, target);
    const changes = [
      insertion('roleAssignments', assignment),
      check('roles', { id: role.id, generation: role.generation }),
      // This changes the version of the group, and so does a new member. If the caller joins the group at the same
      // moment, the second of the two change sets fails.
      ...(group === undefined ? [] : [update('groups', group, {})]),
      assignmentEvent(deps, caller, 'CREATED', target, assignment),
    ];
    return { changes, result: assignment };
  });
}

/** Takes a role from a user or from the members of a group. Scopes that require the role end at once. */
export async function unassignRole(deps: Deps, caller: AdminCaller, input: RoleAssignmentInput): Promise<void> {
  checkPermission(caller, 'permissions:write');
  const target = await getTarget(deps, caller, input);
  const assignment = await deps.store.roleAssignments.findByKey(target.key);
  if (assignment === undefined) throw notFound('role assignment');
  const removal = deletionIf('roleAssignments', { id: assignment.id });
  const event = assignmentEvent(deps, caller, 'DELETED', target, assignment);
  if (!(await deps.store.commit([removal, event]))) throw notFound('role assignment');
}

/** The role, and the user or group that has it or gets it. */
interface Target {
  readonly key: string;
  readonly holder: string;
  readonly role: Role;
  readonly user?: User;
  readonly group?: Group;
}

async function getTarget(deps: Deps, caller: AdminCaller, input: RoleAssignmentInput): Promise<Target> {
  const { roleId, userId, groupId } = parseInput(assignmentInput, input);
  const role = await deps.store.roles.find(roleId);
  if (role === undefined) throw notFound('role', 'roleId');
  await checkRoleOwner(deps, caller, role, 'roleId');
  if (groupId != null) {
    const group = await deps.store.groups.find(groupId);
    if (group === undefined) throw notFound('group', 'groupId');
    await checkStrengthOverGroup(deps, caller, group, 'groupId');
    return { key: roleAssignmentKey(role, { group }), holder: roleHolder({ group }), role, group };
  }
  const user = await deps.store.users.find(userId ?? '');
  if (user === undefined) throw notFound('user', 'userId');
  checkStrengthOverUser(caller, user, 'userId');
  const holder = { userId: user.id };
  return { key: roleAssignmentKey(role, holder), holder: roleHolder(holder), role, user };
}

function makeAssignment(deps: Deps, { key, holder, role, user, group }: Target): RoleAssignment {
  return {
    id: newOrderedId(deps.clock, deps.random),
    key,
    holder,
    roleId: role.id,
    roleGeneration: role.generation,
    userId: user?.id,
    groupId: group?.id,
    groupGeneration: group?.generation,
    createdAt: deps.clock.now(),
  };
}

function assignmentEvent(
  deps: Deps,
  caller: AdminCaller,
  type: 'CREATED' | 'DELETED',
  { role, user, group }: Target,
  { id }: RoleAssignment,
): Change {
  return eventOf(deps, caller, {
    type,
    resource: 'roleAssignment',
    resourceId: id,
    clientId: role.clientId,
    userId: user?.id,
    detail: { roleId: role.id, role: role.name, ...(group !== undefined && { groupId: group.id, group: group.name }) },
  });
}
