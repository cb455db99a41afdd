import {
  type Configuration,
  type RoleAssignmentEntry,
  type RoleEntry,
  usernameKey,
} from '../configuration/configuration.js';
import type { ServerState } from '../configuration/server-state.js';
import type { Role, RoleAssignment } from '../generated/operations.js';
import { ownerProblems } from './account-owner.js';
import { idOf, type KeptSubjects, missingSubjects } from './plan-access.js';
import { changedFields, givenFields, type Plan, type Step, type StepContext } from './plan-step.js';

/** Plans the changes to the roles of applications and APIs. */
export function planRoles({ roles }: Configuration, state: ServerState, kept: KeptSubjects): Plan {
  const current = new Map(state.roles.map((role) => [role.id, role]));
  const named = new Set(roles?.map(({ id }) => id));
  const gone = roles === undefined ? [] : state.roles.filter(({ id }) => !named.has(id));
  return {
    steps: (roles ?? []).flatMap((entry, index) => roleStep(current.get(entry.id), entry, index)),
    deletions: gone.map(({ id }) => ({
      verb: 'delete',
      subject: `role ${id}`,
      run: ({ admin }) => admin.deleteRole({ id }),
    })),
    problems: (roles ?? []).flatMap((entry, index) => [
      ...missingSubjects({ clientId: entry.clientId }, ['roles', index], kept),
      ...movedProblems(current.get(entry.id), entry, index),
    ]),
  };
}

function roleStep(current: Role | undefined, entry: RoleEntry, index: number): Step[] {
  const [subject, path] = [`role ${entry.id}`, ['roles', index]];
  const fields = current === undefined ? givenFields(entry) : changedFields(current, entry);
  const { description, scopes } = current ?? {};
  // The mutation replaces the whole role, so the request contains what the entry omits.
  const run = ({ admin }: StepContext) => admin.putRole({ description, scopes, ...entry });
  const verb = current === undefined ? 'create' : 'update';
  return fields.length === 0 ? [] : [{ verb, subject, path, fields, run }];
}

function movedProblems(current: Role | undefined, entry: RoleEntry, index: number): Plan['problems'] {
  if (current === undefined) return [];
  const { clientId, resource } = current;
  if (clientId === (entry.clientId ?? null) && resource === (entry.resource ?? null)) return [];
  const owner = clientId === null ? `the API ${resource}` : `the client ${clientId}`;
  const message = `is a role of ${owner}, which cannot be changed. Choose another id, or delete the role first`;
  return [{ path: ['roles', index, 'id'], message }];
}

/** Plans which roles to assign to users and groups, and which to take from them. */
export function planRoleAssignments(
  file: Configuration,
  state: ServerState,
  kept: KeptSubjects & { readonly roles: ReadonlySet<string> },
): Plan {
  const { roleAssignments } = file;
  const entries = roleAssignments ?? [];
  const keyOf = ({ roleId, groupId, userId }: Partial<RoleAssignment>) => JSON.stringify([roleId, groupId, userId]);
  const keyOfEntry = ({ roleId, groupId, username }: RoleAssignmentEntry) => {
    const userId = username === undefined ? null : (state.users.get(usernameKey(username))?.id ?? username);
    return keyOf({ roleId, groupId: groupId ?? null, userId });
  };
  const present = new Set(state.roleAssignments.map(keyOf));
  const wanted = new Set(entries.map(keyOfEntry));
  const gone = roleAssignments === undefined ? [] : state.roleAssignments.filter((one) => !wanted.has(keyOf(one)));
  return {
    steps: entries.flatMap((entry, index) => (present.has(keyOfEntry(entry)) ? [] : [assign(entry, index)])),
    deletions: gone.map(({ roleId, groupId, userId }) => ({
      verb: 'delete',
      subject: assignmentText(roleId, groupId, userId === null ? null : (state.usernames.get(userId) ?? userId)),
      run: ({ admin }) => admin.unassignRole({ roleId, groupId, userId }),
    })),
    problems: entries.flatMap((entry, index) => {
      const path = ['roleAssignments', index];
      const { roleId, groupId, username } = entry;
      const message = `names the role ${roleId}, which does not exist`;
      return [
        ...(kept.roles.has(roleId) ? [] : [{ path: [...path, 'roleId'], message }]),
        ...missingSubjects({ groupId, username }, path, kept),
        ...(present.has(keyOfEntry(entry)) || username === undefined
          ? []
          : ownerProblems(file, state, username, [...path, 'username'])),
      ];
    }),
  };
}

function assignmentText(roleId: string, groupId: string | null, username: string | null): string {
  return `role ${roleId} of ${groupId === null ? `user ${username}` : `group ${groupId}`}`;
}

function assign({ roleId, groupId, username }: RoleAssignmentEntry, index: number): Step {
  return {
    verb: 'create',
    subject: assignmentText(roleId, groupId ?? null, username ?? null),
    path: ['roleAssignments', index],
    run: ({ admin, userIds }: StepContext) =>
      admin.assignRole({ roleId, groupId, userId: username === undefined ? undefined : idOf(userIds, username) }),
  };
}
