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

/** `write` includes `read`; only `*` includes `*`. */
export function holds(held: readonly AdminPermission[], wanted: AdminPermission): boolean {
  return (
    held.includes('*') ||
    held.includes(wanted) ||
    (wanted.endsWith(':read') && held.includes(wanted.replace(/:read$/, ':write') as AdminPermission))
  );
}

export function holdsAll(held: readonly AdminPermission[], wanted: readonly AdminPermission[]): boolean {
  return wanted.every((permission) => holds(held, permission));
}

/** What is left of `held` for somebody who may do no more than `limit`. */
export function limitedTo(held: readonly AdminPermission[], limit: readonly AdminPermission[]): AdminPermission[] {
  const both = ADMIN_PERMISSIONS.filter((permission) => holds(held, permission) && holds(limit, permission));
  if (both.includes('*')) return ['*'];
  return both.filter((permission) => {
    const write = permission.replace(/:read$/, ':write') as AdminPermission;
    return permission === write || !both.includes(write);
  });
}

/** The first line of every verb of administration. */
export function requirePermission(caller: AdminCaller, permission: AdminPermission): void {
  if (!holds(caller.permissions, permission)) {
    throw new AdminError('FORBIDDEN', `This takes the permission ${permission}.`);
  }
}

/**
 * Nobody acts on, or grants, what holds permissions that they lack: or whoever may change users could make
 * themselves, or a friend, an owner.
 */
export function requireStrength(caller: AdminCaller, held: readonly AdminPermission[], field?: string): void {
  const lacking = held.find((permission) => !holds(caller.permissions, permission));
  if (lacking !== undefined) {
    throw new AdminError('FORBIDDEN', `This concerns somebody or something with the permission ${lacking}.`, field);
  }
}

/** What a user's role holds, whether it counts at present or not: it may count tomorrow. */
export function permissionsOfUser(user: Pick<User, 'adminRole'>): readonly AdminPermission[] {
  return user.adminRole === undefined ? [] : ROLE_PERMISSIONS[user.adminRole];
}

/** What access tokens of a client can hold. */
export function permissionsOfClient(client: Pick<Client, 'scopes'>): readonly AdminPermission[] {
  return client.scopes.filter(isAdminPermission);
}

export function requireStrengthOverUser(caller: AdminCaller, user: Pick<User, 'adminRole'>, field?: string): void {
  requireStrength(caller, permissionsOfUser(user), field);
}

export function requireStrengthOverClient(caller: AdminCaller, client: Pick<Client, 'scopes'>, field?: string): void {
  requireStrength(caller, permissionsOfClient(client), field);
}

/**
 * A group is as strong as its strongest member, and as the strongest client that it lets its members in to: or whoever
 * may not grant a permission for that client could put people in the group instead.
 */
export async function requireStrengthOverGroup(
  deps: Deps,
  caller: AdminCaller,
  group: Pick<Group, 'generation'>,
  field?: string,
): Promise<void> {
  const administrators = await deps.store.users.findAdministrators();
  const stronger = administrators.filter((user) => !holdsAll(caller.permissions, permissionsOfUser(user)));
  const memberships = await Promise.all(
    stronger.map(({ id }) => deps.store.memberships.findByKey(membershipKey(group, id))),
  );
  for (const [index, user] of stronger.entries()) {
    if (memberships[index] !== undefined) requireStrengthOverUser(caller, user, field);
  }
  if (holds(caller.permissions, '*')) return;
  const permissions = everyRecord((request) => deps.store.permissions.pageOfGroup(group.generation, request));
  for await (const { clientId, clientGeneration } of permissions) {
    const client = await deps.store.clients.find(clientId);
    if (client?.generation === clientGeneration) requireStrengthOverClient(caller, client, field);
  }
}
