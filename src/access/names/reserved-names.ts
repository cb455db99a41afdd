/**
 * This folder decides which usernames, verified e-mail addresses, subjects and client ids are free. It must not know who
 * asks for a name. To understand this folder, read this file first: it reserves names in the change set that gives them
 * to a record.
 */

import { sha256 } from '../../keys/secrets.js';
import { type Change, check, insertion } from '../../model/change-set.js';
import type { Deps } from '../../model/deps.js';
import { lookAlikesOf } from '../../model/people/look-alikes.js';
import { isOfficialUsername, type ReservedName } from '../../model/people/reserved-name.js';
import { usernameKey } from '../../model/people/user.js';

type NameDeps = Pick<Deps, 'store' | 'clock'>;

/**
 * Returns the change that gives a new user this subject. The change set fails if the subject is or was the subject of
 * a user or the id of a client.
 */
export function reserveSubject(deps: NameDeps, subject: string): Change {
  return insertion('reservedNames', makeReservation(deps, subjectKey(subject), 'USER'));
}

/** Whether a subject is or was the subject of a user or the id of a client. */
export async function isSubjectReserved({ store }: NameDeps, subject: string): Promise<boolean> {
  return (await store.reservedNames.find(subjectKey(subject))) !== undefined;
}

/**
 * Returns the change that gives a new client this id. A client can have the id of a deleted client. Returns `undefined`
 * if the id is or was the subject of a user.
 */
export async function reserveClientId(deps: NameDeps, id: string): Promise<Change | undefined> {
  const key = subjectKey(id);
  const seen = await deps.store.reservedNames.find(key);
  if (seen === undefined) return insertion('reservedNames', makeReservation(deps, key, 'CLIENT'));
  return seen.reservedFor === 'CLIENT' ? check('reservedNames', { id: key, reservedFor: 'CLIENT' }) : undefined;
}

/** Returns the change that reserves the username of a user who is deleted or renamed. */
export async function reserveFormerUsername(deps: NameDeps, username: string): Promise<Change> {
  const seen = await findFormerUsername(deps, username);
  return seen === undefined
    ? insertion('reservedNames', makeReservation(deps, formerUsernameKey(username), 'FORMER_USERNAME'))
    : check('reservedNames', { id: seen.id, reservedFor: 'FORMER_USERNAME' });
}

export function findFormerUsername(
  { store }: Pick<Deps, 'store'>,
  username: string,
): Promise<ReservedName | undefined> {
  return store.reservedNames.find(formerUsernameKey(username));
}

/**
 * Whether a visitor must not register with this username, because it is official, such as `admin`, or another user had
 * it before. The same applies to names that look the same in another alphabet. Check first whether a user has the name:
 * of a user who is deleted in between, the reservation is then found.
 */
export async function isUsernameReserved(deps: Pick<Deps, 'store'>, username: string): Promise<boolean> {
  if (isOfficialUsername(username)) return true;
  const names = [username, ...lookAlikesOf(username)];
  const former = await Promise.all(names.map((name) => findFormerUsername(deps, name)));
  return former.some((found) => found !== undefined);
}

function makeReservation({ clock }: NameDeps, id: string, reservedFor: ReservedName['reservedFor']): ReservedName {
  return { id, reservedFor, createdAt: clock.now() };
}

/** `nameDigest` in `storage/migrations` computes the same digests. */
function subjectKey(subject: string): string {
  return sha256(JSON.stringify(['subject', subject]));
}

function formerUsernameKey(username: string): string {
  return sha256(JSON.stringify(['former username', usernameKey(username)]));
}
