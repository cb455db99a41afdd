import type { SessionRecords } from '../model/access/live.js';
import type { Client } from '../model/clients/client.js';
import type { AccessBasis } from '../model/tokens/grant.js';

/**
 * What lets the user of these records in to the client: its policy, a permission of their own, or one of a group
 * they are in. `undefined`: they may not use it.
 */
export function findAccessBasis(
  client: Client,
  { user, permissions, memberships, groups }: SessionRecords,
): AccessBasis | undefined {
  if (user === undefined || !user.enabled || !client.enabled) return undefined;
  if (client.accessPolicy === 'ALL_USERS') return { by: 'policy' };
  const ofClient = permissions.filter(({ clientGeneration }) => clientGeneration === client.generation);
  const own = ofClient.find(({ userId }) => userId === user.id);
  if (own !== undefined) return { by: 'user', permissionId: own.id };
  for (const permission of ofClient) {
    const group = groups.find(({ generation }) => generation === permission.groupGeneration);
    const membership = memberships.find(
      ({ userId, groupGeneration }) => userId === user.id && groupGeneration === group?.generation,
    );
    if (group !== undefined && membership !== undefined) {
      return { by: 'group', permissionId: permission.id, membershipId: membership.id, groupId: group.id };
    }
  }
  return undefined;
}
