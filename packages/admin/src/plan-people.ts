import { type Configuration, type GroupEntry, type UserEntry, usernameKey } from './configuration.js';
import { CONFIRMED_MEMBERS } from './generated/configuration-members.js';
import type { Group, User } from './generated/operations.js';
import { changedFields, givenFields, type Plan, type Step, type Taking, valuesOf } from './plan-step.js';
import type { ServerState } from './server-state.js';

export function planGroups({ groups }: Configuration, state: ServerState): Plan {
  const current = new Map(state.groups.map((group) => [group.id, group]));
  const named = new Set(groups?.map(({ id }) => id));
  const gone = groups === undefined ? [] : state.groups.filter(({ id }) => !named.has(id));
  return {
    steps: (groups ?? []).flatMap((entry, index) => groupStep(current.get(entry.id), entry, index)),
    deletions: gone.map(({ id }) => ({
      verb: 'delete',
      what: `group ${id}`,
      take: ({ admin }) => admin.deleteGroup({ id }),
    })),
    problems: [],
  };
}

function groupStep(current: Group | undefined, { members: _, ...entry }: GroupEntry, index: number): Step[] {
  const [what, path] = [`group ${entry.id}`, ['groups', index]];
  const fields = current === undefined ? givenFields(entry) : changedFields(current, entry);
  if (fields.length === 0) return [];
  const take = ({ admin }: Taking) => (current === undefined ? admin.createGroup(entry) : admin.updateGroup(entry));
  return [{ verb: current === undefined ? 'create' : 'update', what, path, fields, take }];
}

/** `users` of the state are all there are where somebody may be deleted. */
export function planUsers({ users }: Configuration, state: ServerState): Plan {
  const named = new Set(users?.map(({ username }) => usernameKey(username)));
  const gone = users === undefined ? [] : [...state.users].filter(([key]) => !named.has(key));
  return {
    steps: (users ?? []).flatMap((entry, index) =>
      userSteps(state.users.get(usernameKey(entry.username)), entry, index),
    ),
    deletions: gone.map(([, { id, username }]) => ({
      verb: 'delete',
      what: `user ${username}`,
      take: ({ admin }) => admin.deleteUser({ id }),
    })),
    problems: (users ?? []).flatMap((entry, index) => [
      ...CONFIRMED_MEMBERS.flatMap((member) => verifiedNothing(state, entry, index, member)),
    ]),
  };
}

function userSteps(current: User | undefined, entry: UserEntry, index: number): Step[] {
  const [what, path] = [`user ${entry.username}`, ['users', index]];
  if (current === undefined) {
    return [{ verb: 'create', what, path, fields: givenFields(entry), take: (taking) => createUser(taking, entry) }];
  }
  const fields = changedFields(current, entry);
  const take = ({ admin }: Taking) => updateUser({ admin }, current, valuesOf(fields));
  return fields.length === 0 ? [] : [{ verb: 'update', what, path, fields, take }];
}

/** Nobody signs in as them before they have a passkey, and nothing here makes a link to register one. */
async function createUser({ admin, userIds }: Taking, { enabled = true, ...entry }: UserEntry): Promise<void> {
  const { user } = await admin.createUser(entry);
  userIds.set(usernameKey(user.username), user.id);
  if (!enabled) await admin.setUserEnabled({ id: user.id, enabled });
}

/** What takes access away comes first, and what gives it last. */
async function updateUser(
  { admin }: Pick<Taking, 'admin'>,
  { id }: User,
  { enabled, ...values }: { readonly enabled?: boolean },
): Promise<void> {
  if (enabled === false) await admin.setUserEnabled({ id, enabled });
  if (Object.keys(values).length > 0) await admin.updateUser({ id, ...values });
  if (enabled === true) await admin.setUserEnabled({ id, enabled });
}

/** The server does not verify a missing value, so it could never match such an entry. */
function verifiedNothing(
  state: ServerState,
  entry: UserEntry,
  index: number,
  { flag, value: field }: (typeof CONFIRMED_MEMBERS)[number],
): Plan['problems'] {
  const current = state.users.get(usernameKey(entry.username));
  const value = entry[field] === undefined ? current?.[field] : entry[field];
  return entry[flag] === true && value == null ? [{ path: ['users', index, flag], message: `takes ${field}` }] : [];
}
