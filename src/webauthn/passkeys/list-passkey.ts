import { type Changed, changeRecordIf } from '../../model/change-record.js';
import type { Deps } from '../../model/deps.js';
import type { Passkey } from '../../model/passkeys/passkey.js';
import type { User } from '../../model/people/user.js';
import type { Changes } from '../../model/record-store.js';
import { refusal } from '../ceremony/refusal.js';

/**
 * How many passkeys somebody may add to their own: more than anybody's devices, and few enough to show and to send.
 * A link and a recovery code go beyond it, each by one: a way back in is not refused.
 */
export const MOST_PASSKEYS = 20;

/** Keeps the record of a passkey: it is worth nothing until its user lists it. */
export async function keepPasskey(deps: Deps, passkey: Passkey): Promise<void> {
  if (!(await deps.store.passkeys.insert(passkey))) throw refusal('credential is registered');
}

/** What else is written with the list; `undefined` where the user may not have the passkey after all. */
export type Guard = (user: User) => Changes<User> | undefined;

/** The user before and after the passkey was listed. */
export type Listed = Changed<User>;

/** Keeps the passkey and lists it, as long as the guard lets it; else it is removed again. */
export async function listPasskey(deps: Deps, passkey: Passkey, guard: Guard): Promise<Listed | undefined> {
  await keepPasskey(deps, passkey);
  const listed = await changeRecordIf(deps.store.users, passkey.userId, (seen) => {
    const further = guard(seen);
    return further && { ...further, passkeyIds: [...seen.passkeyIds, passkey.id], updatedAt: deps.clock.now() };
  });
  if (listed === undefined) await deps.store.passkeys.delete(passkey.id);
  return listed;
}

/**
 * The user whom this write signs in, with the epoch that their session carries: what else was ended since `before`
 * ends this sign-in too.
 */
export function signedInBy({ before: seen, after }: Listed, before: User): User {
  return {
    ...after,
    sessionEpoch: before.sessionEpoch + after.sessionEpoch - seen.sessionEpoch,
  };
}
