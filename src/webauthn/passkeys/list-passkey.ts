/**
 * The passkeys of a user and the record of the owners. A passkey counts only while its user lists it, so adding and
 * removing one are a compare-and-set of the user. An owner is an enabled user with the role and a passkey: see `owners.ts`.
 */
import { type Changed, changeRecord } from '../../model/change-record.js';
import type { Deps } from '../../model/deps.js';
import { AdminError, CeremonyError } from '../../model/errors.js';
import type { Passkey } from '../../model/passkeys/passkey.js';
import type { User } from '../../model/people/user.js';
import type { Changes } from '../../model/record-store.js';
import { invalidCredential } from '../ceremony/ceremony-errors.js';

/**
 * More than anyone has devices, and few enough to show. Links and recovery codes may exceed it by one each, because a
 * locked-out user must not be refused.
 */
export const MAX_PASSKEYS = 20;

/** Stores the record of a passkey. It has no effect until its user lists it. */
export async function storePasskey(deps: Deps, passkey: Passkey): Promise<void> {
  if (!(await deps.store.passkeys.insert(passkey))) throw invalidCredential('credential is registered');
}

export interface Listing {
  /** The error if the user does not exist. */
  readonly absent: () => Error;
  /** Throws if the user may not have the passkey; returns what the same write changes. Runs again after a lost race. */
  readonly guard: (user: User) => Changes<User>;
}

/** Stores the passkey and lists it. Removes it if the guard refuses. */
export async function listPasskey(deps: Deps, passkey: Passkey, { absent, guard }: Listing): Promise<Changed<User>> {
  await storePasskey(deps, passkey);
  try {
    return await changeRecord(deps.store.users, passkey.userId, absent, (user) => ({
      ...guard(user),
      passkeyIds: [...user.passkeyIds, passkey.id],
      updatedAt: deps.clock.now(),
    }));
  } catch (error) {
    if (isRefusal(error)) await deps.store.passkeys.delete(passkey.id);
    throw error;
  }
}

/** The passkey was certainly not listed. After any other error it may have been. */
export function isRefusal(error: unknown): boolean {
  return error instanceof CeremonyError || error instanceof AdminError;
}

/**
 * The user as the new session needs them. The epoch is that of `verifiedAs`, raised only by this write: if it was raised
 * in between, the session is invalid from the start.
 */
export function userToSignIn({ before, after }: Changed<User>, verifiedAs: User): User {
  return { ...after, sessionEpoch: verifiedAs.sessionEpoch + after.sessionEpoch - before.sessionEpoch };
}
