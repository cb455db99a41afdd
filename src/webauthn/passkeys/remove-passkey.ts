import { endSessionsOfPasskey } from '../../access/sessions/end-sessions.js';
import { changeRecord } from '../../model/change-record.js';
import type { Deps } from '../../model/deps.js';
import type { Passkey } from '../../model/passkeys/passkey.js';
import type { User } from '../../model/people/user.js';
import { delistOwner, settlingOwner } from './owners.js';

/** The user's passkeys, oldest first. `listed`: the records of `user.passkeyIds`. */
export function passkeysOf(user: User, listed: readonly (Passkey | undefined)[]): Passkey[] {
  return listed
    .filter((passkey) => passkey !== undefined)
    .filter(({ userId }) => userId === user.id)
    .sort((a, b) => a.createdAt.getTime() - b.createdAt.getTime());
}

export interface Removal {
  /** The error if the user does not list the passkey. */
  readonly absent: () => Error;
  /** Throws if the user may not remove the passkey. Runs in the write, on the current user. */
  readonly guard: (user: User) => void;
  /** The session that removes the passkey; it stays. */
  readonly sessionId?: string;
}

/**
 * Removes a passkey from its user's list, which ends sign-ins with it at once; then ends its sessions and deletes its
 * record. An owner who loses the last passkey is no owner.
 *
 * @throws AdminError `CONFLICT` for the last passkey of the last owner
 */
export async function removePasskey(
  deps: Deps,
  { id, userId }: Pick<Passkey, 'id' | 'userId'>,
  { absent, guard, sessionId }: Removal,
): Promise<void> {
  const change = () =>
    changeRecord(deps.store.users, userId, absent, async (user) => {
      const passkeyIds = user.passkeyIds.filter((other) => other !== id);
      if (passkeyIds.length === user.passkeyIds.length) throw absent();
      guard(user);
      if (passkeyIds.length === 0) await delistOwner(deps, user.id);
      return { passkeyIds };
    });
  await settlingOwner(deps, userId, change);
  await endSessionsOfPasskey(deps, { id, userId }, sessionId);
  await deps.store.passkeys.delete(id);
}
