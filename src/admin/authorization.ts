/*
 * This folder has the functions behind the administration API, in one subfolder for each kind of record. A function
 * checks the caller's permission (this file), then the input (`input-parser.ts`), then changes records and writes to
 * the audit log (`record-change.ts`). The folder must not know GraphQL, HTTP or a database. To understand this folder,
 * read this file first, because it decides what an administrator may do, and then `clients/client-create.ts` as an
 * example.
 */

import { hasPermission, permissionsOfClient, permissionsOfUser } from '../access/administration/admin-permissions.js';
import { permissionsOfGroup } from '../access/administration/group-permissions.js';
import type { Client } from '../model/clients/client.js';
import type { Deps } from '../model/deps.js';
import { AdminError } from '../model/errors.js';
import type { Group } from '../model/people/group.js';
import type { User } from '../model/people/user.js';
import type { AdminPermission } from '../model/server/administration.js';
import type { AdminCaller } from './admin-caller.js';

/**
 * Throws `FORBIDDEN` if the caller does not have the permission. Every administration function must call this first.
 */
export function checkPermission(caller: AdminCaller, permission: AdminPermission): void {
  if (!hasPermission(caller.permissions, permission)) {
    const sentence = `This action requires the permission ${permission}, which the caller does not have.`;
    throw new AdminError('FORBIDDEN', [sentence, caller.lackReason].filter(Boolean).join(' '));
  }
}

/**
 * Throws if the record to change, which is a user, a client or an API key, has a permission that the caller does not
 * have. Without this check, a caller with the permission `users:write` could make any user an owner.
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

export function checkStrengthOverUser(caller: AdminCaller, user: Pick<User, 'adminRole'>, field?: string): void {
  checkStrength(caller, permissionsOfUser(user), field);
}

export function checkStrengthOverClient(caller: AdminCaller, client: Pick<Client, 'scopes'>, field?: string): void {
  checkStrength(caller, permissionsOfClient(client), field);
}

/**
 * Throws if an administrator in the group, or a client that the group's members may use, has a permission that the
 * caller lacks. Without this check, a caller could give users access to such a client by adding them to the group.
 */
export async function checkStrengthOverGroup(
  deps: Deps,
  caller: AdminCaller,
  group: Pick<Group, 'generation'>,
  field?: string,
): Promise<void> {
  for await (const permissions of permissionsOfGroup(deps, group, caller.permissions))
    checkStrength(caller, permissions, field);
}
