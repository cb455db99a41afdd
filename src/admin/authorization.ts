/*
 * This folder has the functions behind the administration API, in one subfolder for each kind of record. A function
 * checks the caller's permission (this file), then the input (`input-parser.ts`), then changes records and writes to
 * the audit log (`record-change.ts`). The folder must not know GraphQL, HTTP or a database. Read this file first,
 * because it decides what an administrator may do, and then `clients/client-create.ts` as an example.
 */

import type { Client } from '../model/clients/client.js';
import type { Deps } from '../model/deps.js';
import { AdminError } from '../model/errors.js';
import { everyRecord } from '../model/every-record.js';
import { type Group, membershipKey } from '../model/people/group.js';
import type { AdminRole, User } from '../model/people/user.js';
import {
  ADMIN_PERMISSIONS,
  ADMIN_RESOURCES,
  type AdminPermission,
  type AdminResource,
  isAdminPermission,
} from '../model/server/administration.js';
import type { AdminCaller } from './admin-caller.js';

function allBut(...writes: readonly AdminResource[]): AdminPermission[] {
  return ADMIN_RESOURCES.map((resource) => `${resource}:${writes.includes(resource) ? 'read' : 'write'}` as const);
}

export const ROLE_PERMISSIONS: Readonly<Record<AdminRole, readonly AdminPermission[]>> = {
  OWNER: ['*'],
  ADMIN: allBut('apiKeys', 'issuers'),
  USER_MANAGER: ['users:write', 'groups:write', 'permissions:write', 'sessions:write', 'tokens:write'],
  AUDITOR: allBut(...ADMIN_RESOURCES),
};

/**
 * Whether the permissions in `held` include the permission `wanted`. A `write` permission includes the `read`
 * permission for the same resource. `*` includes every permission, and no other permission includes `*`.
 */
export function hasPermission(held: readonly AdminPermission[], wanted: AdminPermission): boolean {
  return (
    held.includes('*') ||
    held.includes(wanted) ||
    (wanted.endsWith(':read') && held.includes(wanted.replace(/:read$/, ':write') as AdminPermission))
  );
}

function hasPermissions(held: readonly AdminPermission[], wanted: readonly AdminPermission[]): boolean {
  return wanted.every((permission) => hasPermission(held, permission));
}

/**
 * Returns the permissions that both lists include. A `read` permission is left out if the result has the `write`
 * permission for the same resource.
 */
export function intersectPermissions(
  one: readonly AdminPermission[],
  other: readonly AdminPermission[],
): AdminPermission[] {
  const both = ADMIN_PERMISSIONS.filter(
    (permission) => hasPermission(one, permission) && hasPermission(other, permission),
  );
  if (both.includes('*')) return ['*'];
  return both.filter((permission) => {
    const write = permission.replace(/:read$/, ':write') as AdminPermission;
    return permission === write || !both.includes(write);
  });
}

/**
 * Throws `FORBIDDEN` if the caller does not have the permission. Every administration function must call this first.
 */
export function checkPermission(caller: AdminCaller, permission: AdminPermission): void {
  if (!hasPermission(caller.permissions, permission)) {
    throw new AdminError(
      'FORBIDDEN',
      `This action requires the permission ${permission}, which the caller does not have.`,
    );
  }
}

/**
 * Throws if the user, client or key to change has a permission that the caller does not have. Without this check, a
 * caller with `users:write` could make any user an owner.
 */
export function checkStrength(caller: AdminCaller, held: readonly AdminPermission[], field?: string): void {
  const lacking = held.find((permission) => !hasPermission(caller.permissions, permission));
  if (lacking !== undefined) {
    throw new AdminError(
      'FORBIDDEN',
      `The caller needs the permission ${lacking}, because this request changes or creates a user, client, group or API key with that permission.`,
      field,
    );
  }
}

/**
 * Returns the permissions of the user's role, even if the role takes effect only later. A user who will become an owner
 * is protected like an owner.
 */
function permissionsOfUser(user: Pick<User, 'adminRole'>): readonly AdminPermission[] {
  return user.adminRole === undefined ? [] : ROLE_PERMISSIONS[user.adminRole];
}

/** Returns the permissions of a client, which are the administration scopes in its settings. */
export function permissionsOfClient(client: Pick<Client, 'scopes'>): readonly AdminPermission[] {
  return client.scopes.filter(isAdminPermission);
}

export function checkStrengthOverUser(caller: AdminCaller, user: Pick<User, 'adminRole'>, field?: string): void {
  checkStrength(caller, permissionsOfUser(user), field);
}

export function checkStrengthOverClient(caller: AdminCaller, client: Pick<Client, 'scopes'>, field?: string): void {
  checkStrength(caller, permissionsOfClient(client), field);
}

/**
 * Throws if an administrator in the group, or a client that the group may use, has a permission that the caller lacks.
 * Without this check, a caller could give users access to such a client by adding them to the group.
 */
export async function checkStrengthOverGroup(
  deps: Deps,
  caller: AdminCaller,
  group: Pick<Group, 'generation'>,
  field?: string,
): Promise<void> {
  const administrators = await deps.store.users.findAdministrators();
  const stronger = administrators.filter((user) => !hasPermissions(caller.permissions, permissionsOfUser(user)));
  const memberships = await Promise.all(
    stronger.map(({ id }) => deps.store.memberships.findByKey(membershipKey(group, id))),
  );
  for (const [index, user] of stronger.entries()) {
    if (memberships[index] !== undefined) checkStrengthOverUser(caller, user, field);
  }
  if (hasPermission(caller.permissions, '*')) return;
  const permissions = everyRecord((request) => deps.store.permissions.pageOfGroup(group.generation, request));
  for await (const { clientId, clientGeneration } of permissions) {
    const client = await deps.store.clients.find(clientId);
    if (client?.generation === clientGeneration) checkStrengthOverClient(caller, client, field);
  }
}
