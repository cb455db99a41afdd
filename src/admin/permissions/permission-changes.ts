import { z } from 'zod';
import { newOrderedId } from '../../keys/secrets.js';
import { type Permission, permissionKey } from '../../model/access/permission.js';
import type { Client } from '../../model/clients/client.js';
import type { Deps } from '../../model/deps.js';
import type { Group } from '../../model/people/group.js';
import type { AdminCaller } from '../admin-caller.js';
import {
  requirePermission,
  requireStrengthOverClient,
  requireStrengthOverGroup,
  requireStrengthOverUser,
} from '../authorization.js';
import { givenId, notFound, parseInput } from '../parse-input.js';
import { type Change, recordChange } from '../record-change.js';

const permissionInput = z
  .object({ clientId: givenId, userId: givenId.nullish(), groupId: givenId.nullish() })
  .refine(({ userId, groupId }) => (userId == null) !== (groupId == null), 'takes exactly one of userId and groupId');
export type PermissionInput = z.input<typeof permissionInput>;

/** Lets a user, or the members of a group, use a client. Whoever may already has the permission that stands. */
export async function grantPermission(deps: Deps, caller: AdminCaller, input: PermissionInput): Promise<Permission> {
  requirePermission(caller, 'permissions:write');
  const subject = await subjectOf(deps, caller, input);
  const standing = await deps.store.permissions.findByKey(subject.key);
  if (standing !== undefined) return standing;
  const permission: Permission = {
    id: newOrderedId(deps.clock, deps.random),
    key: subject.key,
    clientId: subject.client.id,
    clientGeneration: subject.client.generation,
    userId: subject.userId,
    groupId: subject.group?.id,
    groupGeneration: subject.group?.generation,
    createdAt: deps.clock.now(),
  };
  if (!(await deps.store.permissions.insert(permission))) return grantPermission(deps, caller, input);
  await recordChange(deps, caller, changeOf('CREATED', permission));
  return permission;
}

/** Takes a permission away: the grants that it let in are dead at their next use. */
export async function revokePermission(deps: Deps, caller: AdminCaller, input: PermissionInput): Promise<void> {
  requirePermission(caller, 'permissions:write');
  const subject = await subjectOf(deps, caller, input);
  const permission = await deps.store.permissions.findByKey(subject.key);
  if (permission === undefined || !(await deps.store.permissions.delete(permission.id))) throw notFound('permission');
  await recordChange(deps, caller, changeOf('DELETED', permission));
}

interface Subject {
  readonly key: string;
  readonly client: Client;
  readonly userId?: string;
  readonly group?: Group;
}

async function subjectOf(deps: Deps, caller: AdminCaller, input: PermissionInput): Promise<Subject> {
  const { clientId, userId, groupId } = parseInput(permissionInput, input);
  const client = await deps.store.clients.find(clientId);
  if (client === undefined) throw notFound('client', 'clientId');
  requireStrengthOverClient(caller, client, 'clientId');
  if (groupId != null) {
    const group = await deps.store.groups.find(groupId);
    if (group === undefined) throw notFound('group', 'groupId');
    await requireStrengthOverGroup(deps, caller, group, 'groupId');
    return { key: permissionKey(client, { group }), client, group };
  }
  const user = await deps.store.users.find(userId ?? '');
  if (user === undefined) throw notFound('user', 'userId');
  requireStrengthOverUser(caller, user, 'userId');
  return { key: permissionKey(client, { userId: user.id }), client, userId: user.id };
}

function changeOf(type: 'CREATED' | 'DELETED', { id, clientId, userId, groupId }: Permission): Change {
  return {
    type,
    resource: 'permission',
    resourceId: id,
    clientId,
    userId,
    detail: groupId === undefined ? {} : { groupId },
  };
}
