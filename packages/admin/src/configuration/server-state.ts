import pMap from 'p-map';
import type { AdminClient } from '../client/admin-client.js';
import { everyNode } from '../client/every-node.js';
import type {
  Client,
  Group,
  Issuer,
  Permission,
  Role,
  RoleAssignment,
  Scope,
  StoredServerSettings,
  User,
} from '../generated/operations.js';
import { type Configuration, usernameKey } from './configuration.js';

/** The records of the server that are compared with a configuration file. */
export interface ServerState {
  /** The server settings that are stored. Empty if the file has no server settings. */
  readonly serverSettings: Partial<StoredServerSettings>;
  /** The longest lifetime of access tokens that clients can have now. `undefined` if the file has no server settings. */
  readonly maxAccessTokenLifetime: number | undefined;
  /** The scopes that administrators created. The names of the built-in scopes are in `standardScopes`. */
  readonly scopes: readonly Scope[];
  readonly standardScopes: readonly string[];
  /** All issuers except the default issuer, which a configuration file cannot change. */
  readonly issuers: readonly Issuer[];
  readonly clients: readonly Client[];
  readonly groups: readonly Group[];
  /** Maps the id of each group to the ids of its members. */
  readonly members: ReadonlyMap<string, readonly string[]>;
  /** Maps `usernameKey(username)` to the user. */
  readonly users: ReadonlyMap<string, User>;
  readonly permissions: readonly Permission[];
  readonly roles: readonly Role[];
  readonly roleAssignments: readonly RoleAssignment[];
  /** Maps the id of each user who occurs in `members`, `permissions` or `roleAssignments` to the username. */
  readonly usernames: ReadonlyMap<string, string>;
}

export const DEFAULT_ISSUER = 'default';

const CONCURRENCY = { concurrency: 8 };

/** The kinds of which a server can have very many records. */
export type LargeKind = 'users' | 'permissions' | 'roleAssignments';

/**
 * Reads the records that are compared with the configuration file. If `whole` returns false for a large kind, the
 * function reads only the records of this kind that the file mentions.
 */
export async function readState(
  admin: AdminClient,
  file: Configuration,
  { whole }: { readonly whole: (kind: LargeKind) => boolean },
): Promise<ServerState> {
  const named = <T>(kinds: readonly (keyof Configuration)[], read: () => Promise<T[]>): Promise<T[]> =>
    kinds.some((kind) => file[kind] !== undefined) ? read() : Promise.resolve([]);
  const scopes = await named(['scopes', 'clients', 'roles'], async () => [...(await admin.scopes())]);
  const issuers = await named(['issuers', 'clients'], () => collect(everyNode((page) => admin.issuers(page))));
  const clients = await named(['issuers', 'clients', 'permissions', 'roles'], () =>
    collect(everyNode((page) => admin.clients(page))),
  );
  const groups = await named(['groups', 'permissions', 'roleAssignments'], () =>
    collect(everyNode((page) => admin.groups(page))),
  );
  const users = whole('users') ? await collect(everyNode((page) => admin.users(page))) : await findUsers(admin, file);
  const permitted = whole('permissions')
    ? clients.map(({ id }) => id)
    : clients.map(({ id }) => id).filter((id) => file.permissions?.some(({ clientId }) => clientId === id));
  const permissions = (await pMap(permitted, (id) => readPermissions(admin, id), CONCURRENCY)).flat();
  const roles = await named(['roles', 'roleAssignments'], () => collect(everyNode((page) => admin.roles(page))));
  const assigned = whole('roleAssignments')
    ? roles
    : roles.filter(({ id }) => file.roleAssignments?.some(({ roleId }) => roleId === id));
  const roleAssignments = (await pMap(assigned, ({ id }) => readAssignments(admin, id), CONCURRENCY)).flat();
  const members = await readMembers(admin, file, groups);
  const settings = file.serverSettings === undefined ? undefined : await admin.serverSettings();
  const existing = new Set(scopes.map(({ name }) => name));
  return {
    serverSettings: settings?.stored ?? {},
    maxAccessTokenLifetime: settings?.maxAccessTokenLifetime,
    scopes: scopes.filter(({ standard }) => !standard),
    standardScopes: scopes.filter(({ standard }) => standard).map(({ name }) => name),
    issuers: issuers.filter(({ id }) => id !== DEFAULT_ISSUER),
    // A client may still list a scope that was deleted. Such a scope has no effect, so it is left out of the
    // comparison.
    clients: clients.map((client) => ({ ...client, scopes: client.scopes.filter((name) => existing.has(name)) })),
    groups,
    members: new Map([...members].map(([id, users]) => [id, users.map((user) => user.id)])),
    users: new Map(users.map((user) => [usernameKey(user.username), user])),
    permissions,
    roles: roles.map((role) => ({ ...role, scopes: scopesOfRole(role, scopes, clients) })),
    roleAssignments,
    usernames: await findUsernames(
      admin,
      [...users, ...[...members.values()].flat()],
      [...permissions, ...roleAssignments],
    ),
  };
}

function readPermissions(admin: AdminClient, id: string): Promise<Permission[]> {
  return collect(everyNode((page) => admin.clientPermissions({ ...page, id })));
}

/**
 * A role may still list a scope that was deleted, that its client no longer has or that belongs to another API now. Such
 * a scope has no effect, so it is left out of the comparison.
 */
function scopesOfRole(role: Role, scopes: readonly Scope[], clients: readonly Client[]): string[] {
  const existing = scopes.filter(({ resource }) => role.resource === null || role.resource === resource);
  const ofClient = clients.find(({ id }) => id === role.clientId)?.scopes;
  return role.scopes.filter(
    (name) => existing.some((scope) => scope.name === name) && ofClient?.includes(name) !== false,
  );
}

function readAssignments(admin: AdminClient, id: string): Promise<RoleAssignment[]> {
  return collect(everyNode((page) => admin.roleAssignments({ ...page, id })));
}

async function readMembers(
  admin: AdminClient,
  file: Configuration,
  groups: readonly Group[],
): Promise<Map<string, User[]>> {
  const wanted = groups.filter(({ id }) =>
    file.groups?.some((entry) => entry.id === id && entry.members !== undefined),
  );
  const read = async ({ id }: Group): Promise<[string, User[]]> => [
    id,
    await collect(everyNode((page) => admin.groupMembers({ ...page, id }))),
  ];
  return new Map(await pMap(wanted, read, CONCURRENCY));
}

/** Finds the users that the configuration file mentions. */
async function findUsers(admin: AdminClient, file: Configuration): Promise<User[]> {
  const names = [
    ...(file.users ?? []).map(({ username }) => username),
    ...(file.groups ?? []).flatMap(({ members = [] }) => members),
    ...[...(file.permissions ?? []), ...(file.roleAssignments ?? [])].flatMap(({ username }) => username ?? []),
  ];
  const distinct = new Set(names.map(usernameKey));
  const found = await pMap(distinct, (username) => admin.userByUsername({ username }), CONCURRENCY);
  return found.filter((user) => user !== null);
}

/**
 * Maps user ids to usernames, for the users in `known` and for all users who have a permission or role. Requests only
 * users who are not in `known`.
 */
async function findUsernames(
  admin: AdminClient,
  known: readonly User[],
  held: readonly Pick<Permission, 'userId'>[],
): Promise<Map<string, string>> {
  const names = new Map(known.map(({ id, username }) => [id, username]));
  const others = new Set(held.flatMap(({ userId }) => (userId === null || names.has(userId) ? [] : [userId])));
  for (const user of await pMap(others, (id) => admin.user({ id }), CONCURRENCY)) {
    if (user !== null) names.set(user.id, user.username);
  }
  return names;
}

export async function collect<T>(values: AsyncIterable<T>): Promise<T[]> {
  const collected: T[] = [];
  for await (const value of values) collected.push(value);
  return collected;
}
