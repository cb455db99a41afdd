import { endSessionsOfPasskey } from '../../access/sessions/end-sessions.js';
import { changeRecord } from '../../model/change-record.js';
import type { Deps } from '../../model/deps.js';
import type { Passkey } from '../../model/passkeys/passkey.js';
import type { User } from '../../model/people/user.js';
import { delistOwner, settlingOwner } from './owners.js';

/** The passkeys of a user that count, of those that their record lists; oldest first. */
export function passkeysOf(user: User, listed: readonly (Passkey | undefined)[]): Passkey[] {
  return listed
    .filter((passkey) => passkey !== undefined)
    .filter(({ userId }) => userId === user.id)
    .sort((a, b) => a.createdAt.getTime() - b.createdAt.getTime());
}

/** What whoever removes it has to say: that it is not there, and, of its user as they are at the write, that they may not. */
export interface Removal {
  readonly absent: () => Error;
  readonly guard: (user: User) => void;
  /** The session that removes it, and goes on. */
  readonly sessionId?: string;
}

/**
 * Removes a passkey. From the write that takes it off its user's list it signs nobody in; the sessions that it began
 * are ended after that, and then its record goes.
 * An owner without passkeys is none: they leave the owners' record before, unless they are the last one.
 *
 * @throws AdminError `CONFLICT` where it is the last passkey of the last owner
 */
export async function removePasskey(
  deps: Deps,
  { id, userId }: Pick<Passkey, 'id' | 'userId'>,
  { absent, guard, sessionId }: Removal,
): Promise<void> {
  const change = () =>
    changeRecord(deps.store.users, userId, absent, async (seen) => {
      const passkeyIds = seen.passkeyIds.filter((other) => other !== id);
      if (passkeyIds.length === seen.passkeyIds.length) throw absent();
      guard(seen);
      if (passkeyIds.length === 0) await delistOwner(deps, seen.id);
      return { passkeyIds };
    });
  await settlingOwner(deps, userId, change);
  await endSessionsOfPasskey(deps, { id, userId }, sessionId);
  await deps.store.passkeys.delete(id);
}
