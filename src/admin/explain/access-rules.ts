import type { ActiveSession } from '../../access/sessions/session.js';
import { findAccessBasis, isAllowedByPolicy } from '../../access/sign-in-decision.js';
import type { Permission } from '../../model/access/permission.js';
import type { Client } from '../../model/clients/client.js';
import type { Deps } from '../../model/deps.js';
import { isSameGeneration } from '../../model/generation.js';

/** A rule that could give the user access to the client. */
export interface AccessRule {
  readonly kind: 'POLICY' | 'USER_PERMISSION' | 'GROUP_PERMISSION';
  /** The group whose permission this is. */
  readonly groupId?: string;
  readonly applies: boolean;
  /** Whether this is the rule that the sign-in would rest on. */
  readonly decides: boolean;
  readonly text: string;
}

/** The most groups with a permission of which the user is not a member that are listed. */
const MAX_OTHER_GROUPS = 50;

/**
 * Lists the rules that could let the user in: the access policy of the client, the user's own permission, and the
 * permissions of groups.
 */
export async function listAccessRules(deps: Deps, client: Client, active: ActiveSession): Promise<AccessRule[]> {
  const basis = findAccessBasis(client, active.records);
  const { permissions, userGroups } = active.records;
  const own = permissions.find(({ userId }) => userId === active.user.id);
  const groupPermissions = permissions.filter(({ groupId }) => groupId !== undefined);
  const memberships = groupPermissions.map((permission): AccessRule => {
    const name = userGroups.find(({ generation }) => isSameGeneration(generation, permission.groupGeneration))?.name;
    return {
      kind: 'GROUP_PERMISSION',
      groupId: permission.groupId ?? '',
      applies: true,
      decides: basis?.by === 'group' && basis.permissionId === permission.id,
      text: `The user is a member of the group ${name ?? permission.groupId}, which has a permission for the client.`,
    };
  });
  return [
    {
      kind: 'POLICY',
      applies: isAllowedByPolicy(client, active.user),
      decides: basis?.by === 'policy',
      text: policyText(client),
    },
    {
      kind: 'USER_PERMISSION',
      applies: own !== undefined,
      decides: basis?.by === 'user',
      text:
        own === undefined
          ? 'The user has no permission of their own for the client.'
          : 'The user has a permission for the client.',
    },
    ...memberships,
    ...(await otherGroups(deps, client, groupPermissions)),
  ];
}

function policyText({ isBuiltIn, accessPolicy }: Client): string {
  if (isBuiltIn === true)
    return 'The client is a part of the server, so every user with an administration role may sign in.';
  return accessPolicy === 'ALL_USERS'
    ? 'The accessPolicy of the client is ALL_USERS, so every enabled user may sign in.'
    : 'The accessPolicy of the client is PERMITTED_USERS, so a user needs a permission.';
}

/** Lists groups that have a permission for the client, but of which the user is not a member. */
async function otherGroups(deps: Deps, client: Client, known: readonly Permission[]): Promise<AccessRule[]> {
  const { items } = await deps.store.permissions.pageOfClient(client.generation, { first: 100 });
  const others = items
    .map(({ record }) => record)
    .filter(({ id, groupId }) => groupId !== undefined && !known.some((one) => one.id === id))
    .slice(0, MAX_OTHER_GROUPS);
  const groups = await deps.store.groups.findMany(others.map(({ groupId }) => groupId ?? ''));
  return others.flatMap(({ groupGeneration }): AccessRule[] => {
    const group = groups.find(({ generation }) => isSameGeneration(generation, groupGeneration));
    if (group === undefined) return [];
    const text = `Members of the group ${group.name} may sign in, but the user is not a member.`;
    return [{ kind: 'GROUP_PERMISSION', groupId: group.id, applies: false, decides: false, text }];
  });
}
