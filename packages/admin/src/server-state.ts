import type { AdminClient } from './admin-client.js';
import { type Configuration, usernameKey } from './configuration.js';
import { everyNode } from './every-node.js';
import type { Client, Group, Issuer, Permission, Scope, User } from './generated/operations.js';

/** What is on the server, as far as it was asked for. */
export interface ServerState {
  /** Those that were made, and the names of those that are always there. */
  readonly scopes: readonly Scope[];
  readonly standardScopes: readonly string[];
  /** Without the server's own. */
  readonly issuers: readonly Issuer[];
  readonly clients: readonly Client[];
  readonly groups: readonly Group[];
  /** Ids of their members, by the id of the group. */
  readonly members: ReadonlyMap<string, readonly string[]>;
  /** By `usernameKey`. */
  readonly users: ReadonlyMap<string, User>;
  readonly permissions: readonly Permission[];
  /** By id, of everybody whom any of this names. */
  readonly usernames: ReadonlyMap<string, string>;
}

export const DEFAULT_ISSUER = 'default';

/** Reads what the entries of a configuration are compared with; of users only those that it names, unless `whole`. */
export async function readState(
  admin: AdminClient,
  file: Configuration,
  { whole }: { readonly whole: (kind: 'users' | 'permissions') => boolean },
): Promise<ServerState> {
  const named = <T>(kinds: readonly (keyof Configuration)[], read: () => Promise<T[]>): Promise<T[]> =>
    kinds.some((kind) => file[kind] !== undefined) ? read() : Promise.resolve([]);
  const scopes = await named(['scopes', 'clients'], async () => [...(await admin.scopes())]);
  const issuers = await named(['issuers', 'clients'], () => collect(everyNode((page) => admin.issuers(page))));
  const clients = await named(['issuers', 'clients', 'permissions'], () =>
    collect(everyNode((page) => admin.clients(page))),
  );
  const groups = await named(['groups', 'permissions'], () => collect(everyNode((page) => admin.groups(page))));
  const users = whole('users') ? await collect(everyNode((page) => admin.users(page))) : await findUsers(admin, file);
  const permitted = whole('permissions')
    ? clients.map(({ id }) => id)
    : clients.map(({ id }) => id).filter((id) => file.permissions?.some(({ clientId }) => clientId === id));
  const permissions = (await Promise.all(inTurns(permitted, (id) => permissionsOf(admin, id)))).flat();
  const members = await readMembers(admin, file, groups);
  const isThere = new Set(scopes.map(({ name }) => name));
  return {
    scopes: scopes.filter(({ standard }) => !standard),
    standardScopes: scopes.filter(({ standard }) => standard).map(({ name }) => name),
    issuers: issuers.filter(({ id }) => id !== DEFAULT_ISSUER),
    // A scope that was deleted may stand in the list of a client, and counts for nothing.
    clients: clients.map((client) => ({ ...client, scopes: client.scopes.filter((name) => isThere.has(name)) })),
    groups,
    members: new Map([...members].map(([id, users]) => [id, users.map((user) => user.id)])),
    users: new Map(users.map((user) => [usernameKey(user.username), user])),
    permissions,
    usernames: await findUsernames(admin, [...users, ...[...members.values()].flat()], permissions),
  };
}

function permissionsOf(admin: AdminClient, id: string): Promise<Permission[]> {
  return collect(everyNode((page) => admin.clientPermissions({ ...page, id })));
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
  return new Map(await Promise.all(inTurns(wanted, read)));
}

/** Everybody whom the configuration names. */
async function findUsers(admin: AdminClient, file: Configuration): Promise<User[]> {
  const names = [
    ...(file.users ?? []).map(({ username }) => username),
    ...(file.groups ?? []).flatMap(({ members = [] }) => members),
    ...(file.permissions ?? []).flatMap(({ username }) => username ?? []),
  ];
  const distinct = [...new Set(names.map(usernameKey))];
  const found = await Promise.all(inTurns(distinct, (username) => admin.userByUsername({ username })));
  return found.filter((user) => user !== null);
}

/** Of those who are known already, and of those who only have a permission. */
async function findUsernames(
  admin: AdminClient,
  known: readonly User[],
  permissions: readonly Permission[],
): Promise<Map<string, string>> {
  const names = new Map(known.map(({ id, username }) => [id, username]));
  const others = new Set(permissions.flatMap(({ userId }) => (userId === null || names.has(userId) ? [] : [userId])));
  for (const user of await Promise.all(inTurns([...others], (id) => admin.user({ id })))) {
    if (user !== null) names.set(user.id, user.username);
  }
  return names;
}

const AT_ONCE = 8;

/** Reads for each of many, a few at a time. */
function inTurns<T, R>(values: readonly T[], read: (value: T) => Promise<R>): Promise<R>[] {
  const reads: Promise<R>[] = [];
  for (const [index, value] of values.entries()) {
    const before: Promise<unknown> = reads[index - AT_ONCE] ?? Promise.resolve();
    reads.push(before.then(() => read(value)));
  }
  return reads;
}

export async function collect<T>(values: AsyncIterable<T>): Promise<T[]> {
  const collected: T[] = [];
  for await (const value of values) collected.push(value);
  return collected;
}
