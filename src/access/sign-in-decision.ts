import type { SessionRecords } from '../model/access/live.js';
import type { Client } from '../model/clients/client.js';
import type { LetIn } from '../model/tokens/grant.js';

/**
 * What lets the user of these records in to the client: its policy, a permission of their own, or one of a group
 * they are in. `undefined`: they may not use it.
 */
export const letInBy = (
  client: Client,
  { user, permissions, memberships, groups }: SessionRecords,
): LetIn | undefined => {
  if (user === undefined || !user.enabled || !client.enabled) return undefined;
  if (client.accessPolicy === 'ALL_USERS') return { by: 'policy' };
  const ofClient = permissions.filter(({ clientIncarnation }) => clientIncarnation === client.incarnation);
  const own = ofClient.find(({ userId }) => userId === user.id);
  if (own !== undefined) return { by: 'user', permissionId: own.id };
  for (const permission of ofClient) {
    const group = groups.find(({ incarnation }) => incarnation === permission.groupIncarnation);
    const membership = memberships.find(
      ({ userId, groupIncarnation }) => userId === user.id && groupIncarnation === group?.incarnation,
    );
    if (group !== undefined && membership !== undefined) {
      return { by: 'group', permissionId: permission.id, membershipId: membership.id, groupId: group.id };
    }
  }
  return undefined;
};
