import type { Role, RoleAssignment } from '../model/access/role.js';
import { isSameGeneration } from '../model/generation.js';
import type { Page } from '../model/record-store.js';
import type { Loaders } from './graphql-context.js';
import { livePage } from './live-page.js';

/** Returns the role, or `undefined` if its application was deleted, even if a new client has the same id. */
export async function liveRole(loaders: Loaders, role: Role | undefined): Promise<Role | undefined> {
  if (role?.clientId === undefined) return role;
  const client = await loaders.clients.load(role.clientId);
  return isSameGeneration(client?.generation, role.clientGeneration) ? role : undefined;
}

export function liveRoles(loaders: Loaders, page: Page<Role>): Promise<Page<Role>> {
  return livePage(page, (role) => liveRole(loaders, role));
}

/** Removes assignments whose role, user or group was deleted, even if a new record has the same id. */
export function liveAssignments(loaders: Loaders, page: Page<RoleAssignment>): Promise<Page<RoleAssignment>> {
  return livePage(page, async (assignment) => {
    const { roleId, roleGeneration, userId, groupId, groupGeneration } = assignment;
    const [role, user, group] = await Promise.all([
      loaders.roles.load(roleId).then((found) => liveRole(loaders, found)),
      userId === undefined ? undefined : loaders.users.load(userId),
      groupId === undefined ? undefined : loaders.groups.load(groupId),
    ]);
    if (role?.generation !== roleGeneration) return undefined;
    const holder = userId === undefined ? group?.generation === groupGeneration : user;
    return holder ? assignment : undefined;
  });
}
