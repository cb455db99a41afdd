/*
 * This folder grants and revokes permissions, which allow users or groups to sign in to a client. `src/access` checks
 * permissions at each sign-in. A permission that is granted again gets a new id, so grants that depended on the revoked
 * permission stay revoked.
 */

import { z } from 'zod';
import { newOrderedId } from '../../keys/secrets.js';
import { type Permission, permissionKey } from '../../model/access/permission.js';
import { commitPlan } from '../../model/change-record.js';
import { type Change, deletionIf, insertion } from '../../model/change-set.js';
import type { Client } from '../../model/clients/client.js';
import type { Deps } from '../../model/deps.js';
import type { Group } from '../../model/people/group.js';
import type { AdminCaller } from '../admin-caller.js';
import {
  checkPermission,
  checkStrengthOverClient,
  checkStrengthOverGroup,
  checkStrengthOverUser,
} from '../authorization.js';
import { givenId, notFound, parseInput } from '../input-parser.js';
import { eventOf } from '../record-change.js';

const permissionInput = z
  .object({ clientId: givenId, userId: givenId.nullish(), groupId: givenId.nullish() })
  .refine(
    ({ userId, groupId }) => (userId == null) !== (groupId == null),
    'must have either userId or groupId, but not both',
  );
export type PermissionInput = z.input<typeof permissionInput>;

/**
 * Allows a user, or the members of a group, to sign in to a client. If the user or group already has the permission,
 * returns the existing permission.
 */
export async function grantPermission(deps: Deps, caller: AdminCaller, input: PermissionInput): Promise<Permission> {
  checkPermission(caller, 'permissions:write');
  return commitPlan(deps.store, async () => {
    const holder = await getHolder(deps, caller, input);
    const present = await deps.store.permissions.findByKey(holder.key);
    if (present !== undefined) return { changes: [], result: present };
    const permission = makePermission(deps, holder);
    const changes = [
      insertion('permissions', permission),
      permissionEvent(deps, caller, 'CREATED', permission, holder),
    ];
    return { changes, result: permission };
  });
}

function makePermission(deps: Deps, { key, client, userId, group }: Holder): Permission {
  return {
    id: newOrderedId(deps.clock, deps.random),
    key,
    clientId: client.id,
    clientGeneration: client.generation,
    userId,
    groupId: group?.id,
    groupGeneration: group?.generation,
    createdAt: deps.clock.now(),
  };
}

/**
 * Revokes a permission to sign in to a client. Grants that depend on the permission are rejected when a client next
 * uses them.
 */
export async function revokePermission(deps: Deps, caller: AdminCaller, input: PermissionInput): Promise<void> {
  checkPermission(caller, 'permissions:write');
  const holder = await getHolder(deps, caller, input);
  const permission = await deps.store.permissions.findByKey(holder.key);
  if (permission === undefined) throw notFound('permission');
  const removal = deletionIf('permissions', { id: permission.id });
  const event = permissionEvent(deps, caller, 'DELETED', permission, holder);
  if (!(await deps.store.commit([removal, event]))) throw notFound('permission');
}

/** The client, and the user or group that may sign in to the client. */
interface Holder {
  readonly key: string;
  readonly client: Client;
  readonly userId?: string;
  readonly group?: Group;
}

async function getHolder(deps: Deps, caller: AdminCaller, input: PermissionInput): Promise<Holder> {
  const { clientId, userId, groupId } = parseInput(permissionInput, input);
  const client = await deps.store.clients.find(clientId);
  if (client === undefined) throw notFound('client', 'clientId');
  checkStrengthOverClient(caller, client, 'clientId');
  if (groupId != null) {
    const group = await deps.store.groups.find(groupId);
    if (group === undefined) throw notFound('group', 'groupId');
    await checkStrengthOverGroup(deps, caller, group, 'groupId');
    return { key: permissionKey(client, { group }), client, group };
  }
  const user = await deps.store.users.find(userId ?? '');
  if (user === undefined) throw notFound('user', 'userId');
  checkStrengthOverUser(caller, user, 'userId');
  return { key: permissionKey(client, { userId: user.id }), client, userId: user.id };
}

function permissionEvent(
  deps: Deps,
  caller: AdminCaller,
  type: 'CREATED' | 'DELETED',
  { id }: Permission,
  { client, userId, group }: Holder,
): Change {
  const detail = group === undefined ? {} : { groupId: group.id, group: group.name };
  return eventOf(deps, caller, { type, resource: 'permission', resourceId: id, clientId: client.id, userId, detail });
}
