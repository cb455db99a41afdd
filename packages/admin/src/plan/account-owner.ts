import { type Configuration, type UserEntry, usernameKey } from '../configuration/configuration.js';
import type { Path } from '../configuration/read-configuration.js';
import type { ServerState } from '../configuration/server-state.js';
import { CONFIRMED_MEMBERS } from '../generated/configuration-members.js';
import { type User, UserOrigin } from '../generated/operations.js';
import type { FieldChange, Plan } from './plan-step.js';

type Problems = Plan['problems'];

/**
 * Returns a problem if a visitor may have registered the account with this username, because then the account can
 * belong to another person than the file means. The author of the file can confirm the account by its `id` or by
 * `adopt`.
 */
export function ownerProblems(
  { users = [] }: Configuration,
  state: ServerState,
  username: string,
  path: Path,
): Problems {
  const key = usernameKey(username);
  const user = state.users.get(key);
  if (user === undefined || user.origin === UserOrigin.ADMINISTRATION || user.origin === UserOrigin.FIRST_OWNER) {
    return [];
  }
  const entry = users.find((one) => usernameKey(one.username) === key);
  if (entry?.adopt === true || entry?.id === user.id) return [];
  return [{ path, message: `concerns the account ${describe(user)}. ${ADVICE}` }];
}

const ADVICE =
  'An account that a visitor may have registered gets no role, group, permission, claims or verified address from a file. Check whose account it is, then add its id, or adopt: true, to its entry in users';

function describe({ username, id, createdAt, origin }: User): string {
  const how = origin === null ? 'created before version 0.2, perhaps by a visitor' : 'registered by a visitor';
  return `${username} (id ${id}, created ${createdAt}, ${how})`;
}

/**
 * Whether the changes give the account a role, claims, or a verified e-mail address or phone number. Applications trust
 * these values.
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

/** Returns a problem if the id in the file is not the id of the account with this username. */
export function idProblems({ users }: ServerState, { id, username }: UserEntry, path: Path): Problems {
  const current = users.get(usernameKey(username));
  if (id === undefined || id === current?.id) return [];
  const message =
    current === undefined
      ? `is ${id}, but there is no account with the username ${username}. Remove the id to create one`
      : `is ${id}, but the account with the username ${username} has the id ${current.id}`;
  return [{ path: [...path, 'id'], message }];
}
