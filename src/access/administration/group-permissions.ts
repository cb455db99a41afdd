import type { Role } from '../../model/access/role.js';
import { roleHolder } from '../../model/access/role.js';
import type { Client } from '../../model/clients/client.js';
import type { Deps } from '../../model/deps.js';
import { everyRecord } from '../../model/every-record.js';
import { type Group, membershipKey } from '../../model/people/group.js';
import type { AdminPermission } from '../../model/server/administration.js';
import { hasPermission, hasPermissions, permissionsOfClient, permissionsOfUser } from './admin-permissions.js';

/**
 * Returns the permissions that a caller needs to change the group, one list for each administrator in the group and each
 * client that its members may use. Lists that `held` includes may be left out.
 */
export async function* permissionsOfGroup(
  { store }: Pick<Deps, 'store'>,
  { generation }: Pick<Group, 'generation'>,
  held: readonly AdminPermission[],
): AsyncGenerator<readonly AdminPermission[]> {
  const administrators = await store.users.findAdministrators();
  const stronger = administrators.filter((user) => !hasPermissions(held, permissionsOfUser(user)));
  const memberships = await Promise.all(
    stronger.map(({ id }) => store.memberships.findByKey(membershipKey({ generation }, id))),
  );
  for (const [index, user] of stronger.entries()) {
    if (memberships[index] !== undefined) yield permissionsOfUser(user);
  }
  if (hasPermission(held, '*')) return;
  const permissions = everyRecord((request) => store.permissions.pageOfGroup(generation, request));
  for await (const { clientId, clientGeneration } of permissions) {
    const client = await store.clients.find(clientId);
    if (client?.generation === clientGeneration) yield permissionsOfClient(client);
  }
}

/** A role that the members of a group have. `client` is absent if the role is a role of an API. */
export interface RoleOfGroup {
  readonly role: Role;
  readonly client: Client | undefined;
}

/** Returns the roles of the group. A role that was deleted, or whose client was deleted, is left out. */
export async function* rolesOfGroup(
  { store }: Pick<Deps, 'store'>,
  group: Pick<Group, 'generation'>,
): AsyncGenerator<RoleOfGroup> {
  const assignments = everyRecord((request) => store.roleAssignments.pageOfHolder(roleHolder({ group }), request));
  for await (const { roleId, roleGeneration } of assignments) {
    const role = await store.roles.find(roleId);
    if (role?.generation !== roleGeneration) continue;
    const client = role.clientId === undefined ? undefined : await store.clients.find(role.clientId);
    if (role.clientId === undefined || client?.generation === role.clientGeneration) yield { role, client };
  }
}

/** Whether a caller with the permissions `held` may add a user who does not exist yet to the group. */
export async function mayAddNewUser(
  deps: Pick<Deps, 'store'>,
  group: Pick<Group, 'generation'>,
  held: readonly AdminPermission[],
): Promise<boolean> {
  if (!hasPermission(held, 'groups:write')) return false;
  for await (const needed of permissionsOfGroup(deps, group, held)) if (!hasPermissions(held, needed)) return false;
  for await (const { client } of rolesOfGroup(deps, group)) {
    if (!hasPermission(held, 'permissions:write')) return false;
    if (client !== undefined && !hasPermissions(held, permissionsOfClient(client))) return false;
  }
  return true;
}
