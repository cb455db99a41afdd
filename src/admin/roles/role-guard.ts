import { rolesOfGroup } from '../../access/administration/group-permissions.js';
import { type Role, roleAssignmentKey } from '../../model/access/role.js';
import type { Deps } from '../../model/deps.js';
import { AdminError } from '../../model/errors.js';
import { everyRecord } from '../../model/every-record.js';
import { type Group, membershipKey } from '../../model/people/group.js';
import type { User } from '../../model/people/user.js';
import type { AdminCaller } from '../admin-caller.js';
import { checkPermission, checkStrengthOverClient } from '../authorization.js';

/**
 * Throws if the caller would give a role to itself. Only owners and administrators may, because they may change every
 * client and scope anyway. An API key acts for the user who made it.
 */
export async function checkNotOneself(
  deps: Deps,
  caller: AdminCaller,
  userIds: readonly string[],
  field?: string,
): Promise<void> {
  const user = await callingUser(deps, caller);
  if (user !== undefined && userIds.includes(user.id)) throw givesToItself(field);
}

/** Throws if the caller is a member of the group to which it would give a role. */
export async function checkNotOwnGroup(
  deps: Deps,
  caller: AdminCaller,
  group: Pick<Group, 'generation'>,
  field?: string,
): Promise<void> {
  const user = await callingUser(deps, caller);
  if (user === undefined) return;
  const membership = await deps.store.memberships.findByKey(membershipKey(group, user.id));
  if (membership !== undefined) throw givesToItself(field);
}

/** Throws if the caller has the role, of itself or through a group, because a change of the role could give it more. */
export async function checkNotOwnRole(deps: Deps, caller: AdminCaller, role: Role): Promise<void> {
  const user = await callingUser(deps, caller);
  if (user === undefined) return;
  const { memberships, roleAssignments } = deps.store;
  const isHeld = async (key: string) => (await roleAssignments.findByKey(key)) !== undefined;
  if (await isHeld(roleAssignmentKey(role, { userId: user.id }))) throw givesToItself();
  for await (const { groupGeneration } of everyRecord((request) => memberships.pageOfUser(user.id, request))) {
    if (await isHeld(roleAssignmentKey(role, { group: { generation: groupGeneration } }))) throw givesToItself();
  }
}

/**
 * Throws if the caller may not add these users, or a user who does not exist yet, to the group, because the group has
 * roles: a new member gets them, so the rules of `assignRole` apply.
 */
export async function checkJoining(
  deps: Deps,
  caller: AdminCaller,
  group: Pick<Group, 'generation'>,
  joining: readonly string[] | 'NEW_USER',
): Promise<void> {
  if (joining.length === 0) return;
  for await (const { client } of rolesOfGroup(deps, group)) {
    checkPermission(caller, 'permissions:write');
    if (joining !== 'NEW_USER') await checkNotOneself(deps, caller, joining);
    if (client !== undefined) checkStrengthOverClient(caller, client);
  }
}

/** Returns the user for whom the caller acts, unless the user may give roles to itself. */
async function callingUser(deps: Deps, { maker }: AdminCaller): Promise<User | undefined> {
  const user = maker?.userId === undefined ? undefined : await deps.store.users.find(maker.userId);
  return user?.adminRole === 'OWNER' || user?.adminRole === 'ADMIN' ? undefined : user;
}

function givesToItself(field?: string): AdminError {
  return new AdminError(
    'FORBIDDEN',
    'The caller would get the rights of this role itself. Ask an owner or administrator to do this.',
    field,
  );
}
