import { type Configuration, type UserEntry, usernameKey } from '../configuration/configuration.js';
import type { Path } from '../configuration/read-configuration.js';
import type { ServerState } from '../configuration/server-state.js';
import { CONFIRMED_MEMBERS } from '../generated/configuration-members.js';
import { type User, UserOrigin } from '../generated/operations.js';
import type { FieldChange, Plan } from './plan-step.js';

type Problems = Plan['problems'];

/**
 * Returns a problem if a visitor may have registered the account with this username, because the account may then
 * belong to another person than the author of the file expects. The author can confirm the account by `id` or `adopt`.
 */
export function ownerProblems(
  { users = [] }: Configuration,
  state: ServerState,
  username: string,
  path: Path,
): Problems {
  const key = usernameKey(username);
  const user = state.users.get(key);
  if (user === undefined || !isChosenByVisitor(user)) return [];
  const entry = users.find((one) => usernameKey(one.username) === key);
  if (entry?.adopt === true || entry?.id === user.id) return [];
  return [{ path, message: `concerns the account ${describe(user)}. ${ADVICE}` }];
}

/** Whether a visitor or an invited person may have chosen the username of the account. */
function isChosenByVisitor({ origin }: User): boolean {
  return origin === null || origin === UserOrigin.REGISTRATION || origin === UserOrigin.INVITATION;
}

const ADVICE =
  'An account that a visitor may have registered gets no role, group, permission, claims or verified address from a file. Check whose account it is, then add its id, or adopt: true, to its entry in users';

function describe({ username, id, createdAt, origin }: User): string {
  return `${username} (id ${id}, created ${createdAt}, ${howMade(origin)})`;
}

function howMade(origin: User['origin']): string {
  if (origin === null) return 'created before version 0.2, perhaps by a visitor';
  return origin === UserOrigin.INVITATION ? 'created with an invitation' : 'registered by a visitor';
}

/**
 * Whether the changes give the account values that applications trust: a role, claims, or a verified e-mail address or
 * phone number.
 */
export function givesTrust(current: User, entry: UserEntry, fields: readonly FieldChange[]): boolean {
  const changed = new Map(fields.map(({ name, to }) => [name, to]));
  return (
    changed.get('adminRole') != null ||
    Object.keys(changed.get('claims') ?? {}).length > 0 ||
    CONFIRMED_MEMBERS.some(
      ({ flag, value }) =>
        (entry[flag] ?? current[flag]) && (changed.has(flag) || (changed.has(value) && changed.get(value) != null)),
    )
  );
}

/** Returns a problem if the id or subject in the file is not the id of the account with this username. */
export function idProblems({ users }: ServerState, { id, subject, username }: UserEntry, path: Path): Problems {
  const current = users.get(usernameKey(username));
  const another = `but the account with the username ${username} has the id ${current?.id}`;
  const missing = `but there is no account with the username ${username}. Remove the id to create one`;
  return [
    ...(id === undefined || id === current?.id
      ? []
      : [{ path: [...path, 'id'], message: `is ${id}, ${current === undefined ? missing : another}` }]),
    ...(subject === undefined || current === undefined || subject === current.id
      ? []
      : [
          { path: [...path, 'subject'], message: `is ${subject}, ${another}. The subject of a user cannot be changed` },
        ]),
  ];
}
