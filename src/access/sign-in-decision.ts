import type { SessionRecords } from '../model/access/live.js';
import type { Client } from '../model/clients/client.js';
import { isSameGeneration } from '../model/generation.js';
import type { User } from '../model/people/user.js';
import type { AccessBasis } from '../model/tokens/grant.js';

/**
 * Whether the user needs no permission: every user may sign in to the client, or the client is a part of the server and
 * the user is an administrator.
 */
export function isAllowedByPolicy({ accessPolicy, isBuiltIn }: Client, { adminRole }: User): boolean {
  return accessPolicy === 'ALL_USERS' || (isBuiltIn === true && adminRole !== undefined);
}

/**
 * Finds the reason why the user can use the client: the client's access policy, a permission of the user, or a
 * permission of one of the user's groups. Returns `undefined` if the user has no access.
 */
export function findAccessBasis(
  client: Client,
  { user, permissions, memberships, groups }: SessionRecords,
): AccessBasis | undefined {
  if (user === undefined || !user.enabled || !client.enabled) return undefined;
  if (isAllowedByPolicy(client, user)) return { by: 'policy' };
  const ofClient = permissions.filter(({ clientGeneration }) => isSameGeneration(clientGeneration, client.generation));
  const own = ofClient.find(({ userId }) => userId === user.id);
  if (own !== undefined) return { by: 'user', permissionId: own.id };
  for (const permission of ofClient) {
    const group = groups.find(({ generation }) => isSameGeneration(generation, permission.groupGeneration));
    const membership = memberships.find(
      ({ userId, groupGeneration }) => userId === user.id && isSameGeneration(groupGeneration, group?.generation),
    );
    if (group !== undefined && membership !== undefined) {
      return { by: 'group', permissionId: permission.id, membershipId: membership.id, groupId: group.id };
    }
  }
  return undefined;
}
