/**
 * This folder reads and writes configuration files, and changes a server to match a file. It must not read the
 * environment or print anything; `configuration-commands.ts` does both. To understand this folder, read the schema
 * `configuration` first.
 */

import * as z from 'zod';
import { clientMembers, serverSettingMembers, userMembers } from '../generated/configuration-members.js';
import type { PutRoleInput, PutScopeInput } from '../generated/operations.js';

const id = z.string().min(1);
/**
 * The name of a record. The server trims names, so an untrimmed name in the file would differ from the server's name on
 * every run.
 */
const title = z.string().trim().min(1);
const texts = z.array(z.string());

const scope = z.strictObject({
  name: id,
  description: title.nullish(),
  claims: texts.optional(),
  resource: z.string().nullish(),
  requiresRole: z.boolean().optional(),
} satisfies Record<keyof PutScopeInput, z.ZodType>);

const permission = z
  .strictObject({ clientId: id, username: id.optional(), groupId: id.optional() })
  .refine(({ username, groupId }) => (username === undefined) !== (groupId === undefined), {
    error: 'must have either username or groupId, but not both',
  });

const role = z
  .strictObject({
    id,
    clientId: id.optional(),
    resource: id.optional(),
    name: title,
    description: title.nullish(),
    scopes: texts.optional(),
  } satisfies Record<keyof PutRoleInput, z.ZodType>)
  .refine(({ clientId, resource }) => (clientId === undefined) !== (resource === undefined), {
    error: 'must have either clientId or resource, but not both',
  });

const roleAssignment = z
  .strictObject({ roleId: id, username: id.optional(), groupId: id.optional() })
  .refine(({ username, groupId }) => (username === undefined) !== (groupId === undefined), {
    error: 'must have either username or groupId, but not both',
  });

/**
 * The settings of a user in a configuration file. An entry can also have `id` and `adopt`. They only confirm which
 * account the entry means, so `export` omits them. `subject` is the id that a new user gets; `export` writes it for users
 * whose subject was imported.
 */
export const userSettings = { ...userMembers, enabled: z.boolean().optional() };

/** How the pages of an issuer look. `null` removes a value. */
const branding = z.strictObject({
  name: z.string().nullish(),
  logo: z.string().nullish(),
  logoDark: z.string().nullish(),
  color: z.string().nullish(),
  colorDark: z.string().nullish(),
  termsUrl: z.string().nullish(),
  privacyUrl: z.string().nullish(),
  supportContact: z.string().nullish(),
});

/**
 * The schema of a configuration file. If a file has a list of clients, for example, `apply --delete` deletes all
 * clients that the list omits. A field that an entry omits keeps its value. The schema checks only types; the server
 * checks the values.
 */
export const configuration = z.strictObject({
  serverSettings: z.strictObject(serverSettingMembers).optional(),
  scopes: z.array(scope).optional(),
  issuers: z.array(z.strictObject({ id, slug: z.string(), branding: branding.nullish() })).optional(),
  clients: z.array(z.strictObject({ id, issuerId: id.optional(), ...clientMembers })).optional(),
  groups: z
    .array(z.strictObject({ id, name: title, description: title.nullish(), members: z.array(id).optional() }))
    .optional(),
  users: z
    .array(
      z.strictObject({ ...userSettings, id: id.optional(), subject: id.optional(), adopt: z.boolean().optional() }),
    )
    .optional(),
  permissions: z.array(permission).optional(),
  roles: z.array(role).optional(),
  roleAssignments: z.array(roleAssignment).optional(),
});

export type Configuration = z.output<typeof configuration>;
/** The kinds of records that a file lists. The server settings are a single record. */
export type Kind = Exclude<keyof Configuration, 'serverSettings'>;
type Entries<K extends Kind> = NonNullable<Configuration[K]>;
export type ScopeEntry = Entries<'scopes'>[number];
export type IssuerEntry = Entries<'issuers'>[number];
export type ClientEntry = Entries<'clients'>[number];
export type GroupEntry = Entries<'groups'>[number];
export type UserEntry = Entries<'users'>[number];
export type PermissionEntry = Entries<'permissions'>[number];
export type RoleEntry = Entries<'roles'>[number];
export type RoleAssignmentEntry = Entries<'roleAssignments'>[number];

/** Returns the form in which usernames are compared. Upper and lower case make no difference, as on the server. */
export function usernameKey(username: string): string {
  return username.normalize('NFKC').toLowerCase();
}

export const KEYS: { readonly [K in Kind]: (entry: Entries<K>[number]) => string } = {
  scopes: ({ name }) => name,
  issuers: ({ id }) => id,
  clients: ({ id }) => id,
  groups: ({ id }) => id,
  users: ({ username }) => usernameKey(username),
  permissions: ({ clientId, groupId, username }) =>
    JSON.stringify([clientId, groupId ?? null, username === undefined ? null : usernameKey(username)]),
  roles: ({ id }) => id,
  roleAssignments: ({ roleId, groupId, username }) =>
    JSON.stringify([roleId, groupId ?? null, username === undefined ? null : usernameKey(username)]),
};
