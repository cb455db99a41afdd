/*
 * This folder decides which permissions for the administration API a user, a client, an API key or the maker of an
 * enrolment link has at present. It must not know requests or credentials, which `src/admin` checks. To understand this
 * folder, read this file first.
 */

import type { Client } from '../../model/clients/client.js';
import type { Deps } from '../../model/deps.js';
import { OWNERS_ID, presentRole } from '../../model/people/owners.js';
import type { AdminRole, User } from '../../model/people/user.js';
import {
  ADMIN_PERMISSIONS,
  ADMIN_RESOURCES,
  type AdminPermission,
  type AdminResource,
  isAdminPermission,
} from '../../model/server/administration.js';

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

export function hasPermissions(held: readonly AdminPermission[], wanted: readonly AdminPermission[]): boolean {
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
 * Returns the permissions of the user's role, even if the user is not an owner yet. A user with the role OWNER is an
 * owner only after registering a passkey, but is protected like an owner from the beginning.
 */
export function permissionsOfUser(user: Pick<User, 'adminRole'>): readonly AdminPermission[] {
  return user.adminRole === undefined ? [] : ROLE_PERMISSIONS[user.adminRole];
}

/** Returns the permissions of a client, which are the administration scopes in its settings. */
export function permissionsOfClient(client: Pick<Client, 'scopes'>): readonly AdminPermission[] {
  return client.scopes.filter(isAdminPermission);
}

/**
 * Returns the permissions that the user can use at present. A user with the role OWNER who has not registered a passkey
 * yet does not have the permissions of an owner, and a user with fewer passkeys than `administratorMinimum` has no permissions.
 */
export async function permissionsOfRole(
  { store, config }: Pick<Deps, 'store' | 'config'>,
  user: User,
): Promise<readonly AdminPermission[]> {
  const owners = await store.owners.find(OWNERS_ID);
  const role = owners && presentRole(user, owners, config.administratorMinimum);
  return role === undefined ? [] : ROLE_PERMISSIONS[role];
}
