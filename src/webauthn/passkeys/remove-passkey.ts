import { endSessionsOfPasskeys } from '../../access/sessions/end-sessions.js';
import { planNotice } from '../../mail/notices.js';
import { commitPlan } from '../../model/change-record.js';
import { type Change, deletionIf, recordAfter, update } from '../../model/change-set.js';
import type { Deps } from '../../model/deps.js';
import type { Passkey } from '../../model/passkeys/passkey.js';
import type { AccountNews } from '../../model/people/account-news.js';
import { type PasskeyList, withoutPasskey } from '../../model/people/passkey-list.js';
import type { User } from '../../model/people/user.js';
import type { Changes } from '../../model/record-store.js';
import type { Occurrence } from '../../model/server/mail.js';
import { ownersChange } from './owners.js';

/**
 * Returns the user's passkeys, oldest first. `listed` has one element for each id in `user.passkeyIds`: the passkey
 * with this id, or `undefined` if it does not exist.
 */
export function passkeysOf(user: User, listed: readonly (Passkey | undefined)[]): Passkey[] {
  return listed
    .filter((passkey) => passkey !== undefined)
    .filter(({ userId }) => userId === user.id)
    .sort((a, b) => a.createdAt.getTime() - b.createdAt.getTime());
}

export interface Removal {
  /** Makes the error that is thrown if the user's list does not contain the passkey. */
  readonly absent: () => Error;
  /** Throws if the user may not remove the passkey. Called with the current record of the user. */
  readonly guard: (user: User) => void;
  /** Returns the audit event to store together with the removal of the passkey. */
  readonly event: (passkey: RemovedPasskey) => Change;
  /** When and where the passkey was removed, for the mail to the user. */
  readonly occurrence: (user: User) => Occurrence;
  /** Other changes of the user, for the same change set. */
  readonly further?: Changes<User>;
}

export type RemovedPasskey = Pick<Passkey, 'id' | 'userId' | 'name'>;

/**
 * Removes a passkey. This invalidates the sessions that began with the passkey, and all grants and tokens that clients
 * got by a sign-in with the passkey. An owner without a passkey is no longer an owner.
 * @throws AdminError `CONFLICT` for the last passkey of the last owner
 */
export async function removePasskey(
  deps: Deps,
  passkey: RemovedPasskey,
  { absent, guard, ...removal }: Removal,
): Promise<void> {
  const { id, userId } = passkey;
  await commitPlan(deps.store, async () => {
    const user = await deps.store.users.find(userId);
    if (user === undefined || !user.passkeyIds.includes(id)) throw absent();
    guard(user);
    return { changes: await planRemoval(deps, user, [passkey], removal), result: undefined };
  });
  await endSessionsOfPasskeys(deps, userId, [id]);
}

/**
 * Returns the changes that remove passkeys of a user, with the audit event and the mail about each. End the
 * sessions of the passkeys after the commit.
 * @throws AdminError `CONFLICT` if the last owner would have no passkey
 */
export async function planRemoval(
  deps: Deps,
  user: User,
  passkeys: readonly RemovedPasskey[],
  { event, occurrence, further }: Omit<Removal, 'absent' | 'guard'>,
): Promise<Change[]> {
  const ids = passkeys.map(({ id }) => id);
  const list = ids.length === 0 ? {} : ids.reduce<PasskeyList>(withoutPasskey, user);
  const changes = { ...further, ...list, ...(await newsWithout(deps, user, ids)) };
  const removals = passkeys.map(async (passkey) => [
    deletionIf('passkeys', { id: passkey.id, userId: user.id }),
    event(passkey),
    ...(await planNotice(deps, user, { kind: 'PASSKEY_REMOVED', passkey: passkey.name, ...occurrence(user) })),
  ]);
  return [
    update('users', user, changes),
    ...(await ownersChange(deps, user, recordAfter(user, changes))),
    ...(await Promise.all(removals)).flat(),
  ];
}

/**
 * Removes the news about the passkeys, and about the browsers that signed in with them: their sessions end. After a later
 * sign-in, the session does not say with which passkey it was new, so that news stays.
 */
async function newsWithout({ store }: Deps, user: User, passkeyIds: readonly string[]): Promise<Pick<User, 'news'>> {
  if (user.news === undefined) return {};
  const ids = user.news.flatMap(({ kind, sessionId }) => (kind === 'NEW_BROWSER' && sessionId ? [sessionId] : []));
  const sessions = ids.length === 0 ? [] : await store.sessions.findMany(ids);
  const ended = sessions.filter((session) => passkeyIds.includes(session.passkeyId));
  const isFrom = ({ kind, at, sessionId }: AccountNews) =>
    kind === 'NEW_BROWSER' &&
    ended.some(({ id, authenticatedAt }) => id === sessionId && authenticatedAt.getTime() === at);
  const isOfRemoved = ({ passkeyId }: AccountNews) => passkeyId !== undefined && passkeyIds.includes(passkeyId);
  return { news: user.news.filter((one) => !isOfRemoved(one) && !isFrom(one)) };
}
