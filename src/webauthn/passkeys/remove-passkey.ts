import { endSessionsOfPasskey } from '../../access/sessions/end-sessions.js';
import { changeRecord } from '../../model/change-record.js';
import type { Deps } from '../../model/deps.js';
import type { Passkey } from '../../model/passkeys/passkey.js';
import { withoutPasskey } from '../../model/people/passkey-list.js';
import type { User } from '../../model/people/user.js';
import { delistOwner, settlingOwner } from './owners.js';

/**
 * Returns the user's passkeys, oldest first. `listed` has one record for each id in `user.passkeyIds`, or `undefined`
 * if there is none.
 */
export function passkeysOf(user: User, listed: readonly (Passkey | undefined)[]): Passkey[] {
  return listed
    .filter((passkey) => passkey !== undefined)
    .filter(({ userId }) => userId === user.id)
    .sort((a, b) => a.createdAt.getTime() - b.createdAt.getTime());
}

export interface Removal {
  /** Makes the error to throw if the passkey is not on the user's list. */
  readonly absent: () => Error;
  /** Throws if the user may not remove the passkey. It is called within the write, with the user's current record. */
  readonly guard: (user: User) => void;
}

/**
 * Removes a passkey from the user's list. This one write invalidates the passkey's sessions, and all grants and tokens
 * that clients got by a sign-in with the passkey. An owner without a passkey is no longer an owner.
 *
 * @throws AdminError `CONFLICT` for the last passkey of the last owner
 */
export async function removePasskey(
  deps: Deps,
  { id, userId }: Pick<Passkey, 'id' | 'userId'>,
  { absent, guard }: Removal,
): Promise<void> {
  const change = () =>
    changeRecord(deps.store.users, userId, absent, async (user) => {
      if (!user.passkeyIds.includes(id)) throw absent();
      guard(user);
      const remaining = withoutPasskey(user, id);
      if (remaining.passkeyIds.length === 0) await delistOwner(deps, user.id);
      return remaining;
    });
  await settlingOwner(deps, userId, change);
  await endSessionsOfPasskey(deps, { id, userId });
  await deps.store.passkeys.delete(id);
}
