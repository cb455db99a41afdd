import { stringify } from 'yaml';
import type { AdminClient } from '../client/admin-client.js';
import { everyNode } from '../client/every-node.js';
import { serverSettingMembers } from '../generated/configuration-members.js';
import { type User, UserOrigin } from '../generated/operations.js';
import { configuration, type Kind, userSettings } from './configuration.js';
import { collect, readState } from './server-state.js';

/**
 * Returns the server's configuration as YAML. Entries are sorted, so that a text comparison of two exports shows only
 * real changes.
 */
export async function exportConfiguration(admin: AdminClient): Promise<string> {
  const groupIds = (await collect(everyNode((page) => admin.groups(page)))).map(({ id, name }) => ({ id, name }));
  const access = { permissions: [], roles: [], roleAssignments: [] };
  const asked = { serverSettings: {}, scopes: [], issuers: [], clients: [], users: [], ...access };
  const groups = groupIds.map((group) => ({ ...group, members: [] }));
  const state = await readState(admin, { ...asked, groups }, { whole: () => true });
  const named = (id: string) => state.usernames.get(id) ?? [];
  const holder = ({ groupId, userId }: { readonly groupId: string | null; readonly userId: string | null }) => ({
    ...(groupId !== null && { groupId }),
    ...(userId !== null && { username: state.usernames.get(userId) }),
  });
  const whole = {
    serverSettings: valuesOf(Object.keys(serverSettingMembers), state.serverSettings),
    scopes: inOrder(state.scopes.map((scope) => membersOf('scopes', scope))),
    issuers: inOrder(
      state.issuers.map((issuer) => {
        const branding = valuesOf(Object.keys(issuer.branding), issuer.branding);
        return { id: issuer.id, slug: issuer.slug, ...(Object.keys(branding).length > 0 && { branding }) };
      }),
    ),
    clients: inOrder(state.clients.map((client) => membersOf('clients', client))),
    groups: inOrder(
      state.groups.map((group) => ({
        ...membersOf('groups', group),
        members: (state.members.get(group.id) ?? []).flatMap(named).toSorted(),
      })),
    ),
    users: inOrder(
      [...state.users.values()].map((user) => ({ ...valuesOf(Object.keys(userSettings), user), ...subjectOf(user) })),
    ),
    permissions: inOrder(state.permissions.map((one) => ({ clientId: one.clientId, ...holder(one) }))),
    roles: inOrder(state.roles.map((role) => membersOf('roles', role))),
    roleAssignments: inOrder(state.roleAssignments.map((one) => ({ roleId: one.roleId, ...holder(one) }))),
  };
  return stringify(whole, { aliasDuplicateObjects: false, lineWidth: 0 });
}

/** The subject of an imported user is exported, so that another server gives the user the same one. */
function subjectOf({ id, origin }: User): { subject?: string } {
  return origin === UserOrigin.IMPORT ? { subject: id } : {};
}

/**
 * Returns the fields of a record that belong in a configuration file: the fields that the file's schema allows and that
 * have a value.
 */
function membersOf(kind: Kind, record: object): Record<string, unknown> {
  return valuesOf(Object.keys(configuration.shape[kind].unwrap().element.shape), record);
}

function valuesOf(names: readonly string[], record: object): Record<string, unknown> {
  const values = record as Record<string, unknown>;
  return Object.fromEntries(names.filter((name) => values[name] != null).map((name) => [name, values[name]]));
}

/** Sorts the entries by their first field, which is an id or a name, and then by their other fields. */
function inOrder<T extends object>(entries: readonly T[]): T[] {
  return entries.toSorted((a, b) => (JSON.stringify(Object.values(a)) < JSON.stringify(Object.values(b)) ? -1 : 1));
}
