import {
  type Configuration,
  type GroupEntry,
  type PermissionEntry,
  usernameKey,
} from '../configuration/configuration.js';
import type { Path } from '../configuration/read-configuration.js';
import type { ServerState } from '../configuration/server-state.js';
import type { Permission } from '../generated/operations.js';
import { ownerProblems } from './account-owner.js';
import type { Plan, Step, StepContext } from './plan-step.js';

/** The clients, groups and users that will exist after the plan has run. */
export interface KeptSubjects {
  readonly clients: ReadonlySet<string>;
  readonly groups: ReadonlySet<string>;
  /** The values of `usernameKey(username)` of these users. */
  readonly users: ReadonlySet<string>;
}

/** Plans the changes to group memberships. If the file has no `members` for a group, the group keeps its members. */
export function planMembers(file: Configuration, state: ServerState, kept: KeptSubjects): Plan {
  const parts = (file.groups ?? []).map((group, index) => {
    const path = ['groups', index, 'members'];
    const plan = membersOf(group, path, state, kept);
    return { ...plan, problems: [...plan.problems, ...newMemberProblems(file, state, group, path)] };
  });
  return {
    steps: parts.flatMap(({ steps }) => steps),
    deletions: parts.flatMap(({ deletions }) => deletions),
    problems: parts.flatMap(({ problems }) => problems),
  };
}

/** The most members that one request to the API can add or remove. */
const MAX_MEMBERS = 100;

function membersOf({ id, members = [] }: GroupEntry, path: Path, state: ServerState, kept: KeptSubjects): Plan {
  const current = new Set(state.members.get(id));
  const isIn = (name: string) => current.has(state.users.get(usernameKey(name))?.id ?? '');
  const wanted = new Set(members.map((name) => state.users.get(usernameKey(name))?.id));
  const missing = members.filter((name) => !isIn(name));
  const surplus = [...current].filter((userId) => !wanted.has(userId));
  return {
    steps: slices(missing).map((slice) => ({
      verb: 'create',
      subject: `membership of ${slice.join(', ')} in group ${id}`,
      path,
      run: ({ admin, userIds }) => admin.updateGroup({ id, addMemberIds: slice.map((name) => idOf(userIds, name)) }),
    })),
    deletions: slices(surplus).map((slice) => ({
      verb: 'delete',
      subject: `membership of ${slice.map((userId) => state.usernames.get(userId) ?? userId).join(', ')} in group ${id}`,
      run: ({ admin }) => admin.updateGroup({ id, removeMemberIds: slice }),
    })),
    problems: members.flatMap((name, at) =>
      kept.users.has(usernameKey(name))
        ? []
        : [{ path: [...path, at], message: `names the user ${name}, which does not exist` }],
    ),
  };
}

function newMemberProblems(
  file: Configuration,
  state: ServerState,
  { id, members = [] }: GroupEntry,
  path: Path,
): Plan['problems'] {
  const current = new Set(state.members.get(id));
  return members.flatMap((name, at) =>
    current.has(state.users.get(usernameKey(name))?.id ?? '') ? [] : ownerProblems(file, state, name, [...path, at]),
  );
}

function slices<T>(values: readonly T[]): T[][] {
  return Array.from({ length: Math.ceil(values.length / MAX_MEMBERS) }, (_, index) =>
    values.slice(index * MAX_MEMBERS, (index + 1) * MAX_MEMBERS),
  );
}

export function idOf(userIds: ReadonlyMap<string, string>, username: string): string {
  return userIds.get(usernameKey(username)) ?? username;
}

/** Plans the permissions to grant and revoke. A permission allows a user or a group to sign in to a client. */
export function planPermissions(file: Configuration, state: ServerState, kept: KeptSubjects): Plan {
  const { permissions } = file;
  const entries = permissions ?? [];
  const keyOf = ({ clientId, groupId, userId }: Partial<Permission>) => JSON.stringify([clientId, groupId, userId]);
  const keyOfEntry = ({ clientId, groupId, username }: PermissionEntry) => {
    const userId = username === undefined ? null : (state.users.get(usernameKey(username))?.id ?? username);
    return keyOf({ clientId, groupId: groupId ?? null, userId });
  };
  const present = new Set(state.permissions.map(keyOf));
  const wanted = new Set(entries.map(keyOfEntry));
  const gone = permissions === undefined ? [] : state.permissions.filter((one) => !wanted.has(keyOf(one)));
  return {
    steps: entries.flatMap((entry, index) => (present.has(keyOfEntry(entry)) ? [] : [grant(entry, index)])),
    deletions: gone.map(({ clientId, groupId, userId }) => ({
      verb: 'delete',
      subject: permissionText(clientId, groupId, userId === null ? null : (state.usernames.get(userId) ?? userId)),
      run: ({ admin }) => admin.revokePermission({ clientId, groupId, userId }),
    })),
    problems: entries.flatMap((entry, index) => [
      ...missingSubjects(entry, ['permissions', index], kept),
      ...(present.has(keyOfEntry(entry)) || entry.username === undefined
        ? []
        : ownerProblems(file, state, entry.username, ['permissions', index, 'username'])),
    ]),
  };
}

function permissionText(clientId: string, groupId: string | null, username: string | null): string {
  return `permission of ${groupId === null ? `user ${username}` : `group ${groupId}`} for client ${clientId}`;
}

function grant({ clientId, groupId, username }: PermissionEntry, index: number): Step {
  return {
    verb: 'create',
    subject: permissionText(clientId, groupId ?? null, username ?? null),
    path: ['permissions', index],
    run: ({ admin, userIds }: StepContext) =>
      admin.grantPermission({
        clientId,
        groupId,
        userId: username === undefined ? undefined : idOf(userIds, username),
      }),
  };
}

/** The client, the group and the user that an entry names. */
interface NamedSubjects {
  readonly clientId?: string | undefined;
  readonly groupId?: string | undefined;
  readonly username?: string | undefined;
}

/** Returns a problem for each client, group and user that an entry names and that will not exist. */
export function missingSubjects(
  { clientId, groupId, username }: NamedSubjects,
  path: Path,
  kept: KeptSubjects,
): Plan['problems'] {
  const missing = (field: string, kind: string, name: string) => ({
    path: [...path, field],
    message: `names the ${kind} ${name}, which does not exist`,
  });
  return [
    ...(clientId === undefined || kept.clients.has(clientId) ? [] : [missing('clientId', 'client', clientId)]),
    ...(groupId === undefined || kept.groups.has(groupId) ? [] : [missing('groupId', 'group', groupId)]),
    ...(username === undefined || kept.users.has(usernameKey(username)) ? [] : [missing('username', 'user', username)]),
  ];
}
