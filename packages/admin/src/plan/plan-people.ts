import { type Configuration, type GroupEntry, type UserEntry, usernameKey } from '../configuration/configuration.js';
import type { Path } from '../configuration/read-configuration.js';
import type { ServerState } from '../configuration/server-state.js';
import { CONFIRMED_MEMBERS } from '../generated/configuration-members.js';
import type { Group, User } from '../generated/operations.js';
import { givesTrust, idProblems, ownerProblems } from './account-owner.js';
import {
  changedFields,
  type FieldChange,
  givenFields,
  type Plan,
  type Step,
  type StepContext,
  valuesOf,
} from './plan-step.js';

export function planGroups({ groups }: Configuration, state: ServerState): Plan {
  const current = new Map(state.groups.map((group) => [group.id, group]));
  const named = new Set(groups?.map(({ id }) => id));
  const gone = groups === undefined ? [] : state.groups.filter(({ id }) => !named.has(id));
  return {
    steps: (groups ?? []).flatMap((entry, index) => groupStep(current.get(entry.id), entry, index)),
    deletions: gone.map(({ id }) => ({
      verb: 'delete',
      subject: `group ${id}`,
      run: ({ admin }) => admin.deleteGroup({ id }),
    })),
    problems: [],
  };
}

function groupStep(current: Group | undefined, { members: _, ...entry }: GroupEntry, index: number): Step[] {
  const [subject, path] = [`group ${entry.id}`, ['groups', index]];
  const fields = current === undefined ? givenFields(entry) : changedFields(current, entry);
  if (fields.length === 0) return [];
  const run = ({ admin }: StepContext) => (current === undefined ? admin.createGroup(entry) : admin.updateGroup(entry));
  return [{ verb: current === undefined ? 'create' : 'update', subject, path, fields, run }];
}

/** Plans the changes to users. If the file lists users, `--delete` deletes all users that it does not list. */
export function planUsers(file: Configuration, state: ServerState): Plan {
  const { users } = file;
  const named = new Set(users?.map(({ username }) => usernameKey(username)));
  const gone = users === undefined ? [] : [...state.users].filter(([key]) => !named.has(key));
  return {
    steps: (users ?? []).flatMap((entry, index) =>
      userSteps(state.users.get(usernameKey(entry.username)), entry, index),
    ),
    deletions: gone.map(([, { id, username }]) => ({
      verb: 'delete',
      subject: `user ${username}`,
      run: ({ admin }) => admin.deleteUser({ id }),
    })),
    problems: (users ?? []).flatMap((entry, index) => [
      ...verifiedProblems(state, entry, ['users', index]),
      ...idProblems(state, entry, ['users', index]),
      ...trustProblems(file, state, entry, ['users', index]),
    ]),
  };
}

function trustProblems(file: Configuration, state: ServerState, entry: UserEntry, path: Path): Plan['problems'] {
  const current = state.users.get(usernameKey(entry.username));
  const gives = current !== undefined && givesTrust(current, entry, changedFields(current, settingsOf(entry)));
  return gives ? ownerProblems(file, state, entry.username, path) : [];
}

function settingsOf({ id: _id, subject: _subject, adopt: _adopt, ...settings }: UserEntry): UserSettings {
  return settings;
}

type UserSettings = Omit<UserEntry, 'id' | 'subject' | 'adopt'>;

function userSteps(current: User | undefined, given: UserEntry, index: number): Step[] {
  const entry = settingsOf(given);
  const [subject, path] = [`user ${entry.username}`, ['users', index]];
  if (current === undefined) {
    const created = { ...entry, ...(given.subject !== undefined && { subject: given.subject }) };
    return [
      { verb: 'create', subject, path, fields: givenFields(created), run: (context) => createUser(context, created) },
    ];
  }
  const fields = changedFields(current, entry);
  const values = { ...valuesOf(fields), ...verificationOf(entry, fields) };
  const run = ({ admin }: StepContext) => updateUser({ admin }, current, values);
  return fields.length === 0 ? [] : [{ verb: 'update', subject, path, fields, run }];
}

/**
 * Returns what the file says about the verification of a changed e-mail address or phone number. The server would mark
 * the changed value as not verified.
 */
function verificationOf(entry: UserSettings, fields: readonly FieldChange[]) {
  const changed = new Set<string>(fields.map(({ name }) => name));
  const confirmed = CONFIRMED_MEMBERS.filter(({ flag, value }) => changed.has(value) && entry[flag] !== undefined);
  return Object.fromEntries(confirmed.map(({ flag }) => [flag, entry[flag]]));
}

/**
 * Creates a user. If the file says that the new user is disabled, a second request disables the user. Between the two
 * requests, the user cannot sign in, because a new user has no passkey.
 */
async function createUser(
  { admin, userIds }: StepContext,
  { enabled = true, ...entry }: UserSettings & Pick<UserEntry, 'subject'>,
): Promise<void> {
  const { user } = await admin.createUser(entry);
  userIds.set(usernameKey(user.username), user.id);
  if (!enabled) await admin.setUserEnabled({ id: user.id, enabled });
}

/**
 * Changes a user. If the change disables the user, that happens first; if it enables the user, that happens last. So
 * the user never has too much access in between.
 */
async function updateUser(
  { admin }: Pick<StepContext, 'admin'>,
  { id }: User,
  { enabled, ...values }: { readonly enabled?: boolean },
): Promise<void> {
  if (enabled === false) await admin.setUserEnabled({ id, enabled });
  if (Object.keys(values).length > 0) await admin.updateUser({ id, ...values });
  if (enabled === true) await admin.setUserEnabled({ id, enabled });
}

/**
 * Returns a problem if the file says that an e-mail address or phone number is verified, but the user has none. The
 * server would not store that it is verified, so every run of `apply` would find the same difference.
 */
function verifiedProblems(state: ServerState, entry: UserEntry, path: Path): Plan['problems'] {
  const current = state.users.get(usernameKey(entry.username));
  return CONFIRMED_MEMBERS.flatMap(({ flag: verified, value: field }) => {
    const value = entry[field] === undefined ? current?.[field] : entry[field];
    if (entry[verified] !== true || value != null) return [];
    return [{ path: [...path, verified], message: `is true, but ${field} is missing` }];
  });
}
