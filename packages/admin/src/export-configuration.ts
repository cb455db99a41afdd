import { stringify } from 'yaml';
import type { AdminClient } from './admin-client.js';
import { type Configuration, configuration } from './configuration.js';
import { everyNode } from './every-node.js';
import { collect, readState } from './server-state.js';

/** The YAML of everything that a configuration file may have, as it is on the server, in an order that stays. */
export async function exportConfiguration(admin: AdminClient): Promise<string> {
  const groupIds = (await collect(everyNode((page) => admin.groups(page)))).map(({ id, name }) => ({ id, name }));
  const asked = { scopes: [], issuers: [], clients: [], users: [], permissions: [] };
  const groups = groupIds.map((group) => ({ ...group, members: [] }));
  const state = await readState(admin, { ...asked, groups }, { whole: () => true });
  const named = (id: string) => state.usernames.get(id) ?? [];
  const whole = {
    scopes: inOrder(state.scopes.map((scope) => membersOf('scopes', scope))),
    issuers: inOrder(state.issuers.map((issuer) => membersOf('issuers', issuer))),
    clients: inOrder(state.clients.map((client) => membersOf('clients', client))),
    groups: inOrder(
      state.groups.map((group) => ({
        ...membersOf('groups', group),
        members: (state.members.get(group.id) ?? []).flatMap(named).toSorted(),
      })),
    ),
    users: inOrder([...state.users.values()].map((user) => membersOf('users', user))),
    permissions: inOrder(
      state.permissions.map(({ clientId, groupId, userId }) => ({
        clientId,
        ...(groupId !== null && { groupId }),
        ...(userId !== null && { username: state.usernames.get(userId) }),
      })),
    ),
  };
  return stringify(whole, { aliasDuplicateObjects: false, lineWidth: 0 });
}

/** Of a noun, what the file may say of it and is not empty, in the order of the schema. */
function membersOf(kind: keyof Configuration, noun: object): Record<string, unknown> {
  const names = Object.keys(configuration.shape[kind].unwrap().element.shape);
  const values = noun as Record<string, unknown>;
  return Object.fromEntries(names.filter((name) => values[name] != null).map((name) => [name, values[name]]));
}

/** By what they are found by, which comes first. */
function inOrder<T extends object>(entries: readonly T[]): T[] {
  return entries.toSorted((a, b) => (JSON.stringify(Object.values(a)) < JSON.stringify(Object.values(b)) ? -1 : 1));
}
