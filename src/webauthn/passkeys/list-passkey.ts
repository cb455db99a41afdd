/**
 * This folder manages the passkeys of users and the record of the owners. A passkey is valid only while its id is in
 * its user's `passkeyIds`, so passkeys are added and removed by a compare-and-set write of the user. An owner is an
 * enabled user with the role `OWNER` and at least one passkey: see `owners.ts`.
 */
import { type Changed, changeRecord } from '../../model/change-record.js';
import type { Deps } from '../../model/deps.js';
import { AdminError, CeremonyError } from '../../model/errors.js';
import type { Passkey } from '../../model/passkeys/passkey.js';
import { withPasskey } from '../../model/people/passkey-list.js';
import type { User } from '../../model/people/user.js';
import type { Changes } from '../../model/record-store.js';
import { invalidCredential } from '../ceremony/ceremony-errors.js';

/**
 * The number of passkeys that a signed-in user may have. Enrolment links and recovery codes may add more, because a
 * user who is locked out must not be refused.
 */
export const MAX_PASSKEYS = 20;

/**
 * Stores a passkey. The passkey has no effect until its user lists it. Throws if the credential id is already
 * registered.
 */
export async function storePasskey(deps: Deps, passkey: Passkey): Promise<void> {
  if (!(await deps.store.passkeys.insert(passkey))) throw invalidCredential('credential is registered');
}

export interface Listing {
  /** Makes the error to throw if the user does not exist. */
  readonly absent: () => Error;
  /**
   * Throws if the user may not have the passkey. Returns further changes of the user for the same write. If another
   * request changes the user at the same time, `guard` is called again with the new record.
   */
  readonly guard: (user: User) => Changes<User>;
}

/** Stores a passkey and adds it to the user's list. If `guard` throws, the passkey is deleted again. */
export async function listPasskey(deps: Deps, passkey: Passkey, { absent, guard }: Listing): Promise<Changed<User>> {
  await storePasskey(deps, passkey);
  try {
    return await changeRecord(deps.store.users, passkey.userId, absent, (user) => ({
      ...guard(user),
      ...withPasskey(user, passkey),
      updatedAt: deps.clock.now(),
    }));
  } catch (error) {
    if (isRefusal(error)) await deps.store.passkeys.delete(passkey.id);
    throw error;
  }
}

/**
 * Returns the user's epochs, each increased by one, for an enrolment by link or recovery code. They invalidate the
 * user's earlier sessions, grants, API keys and enrolment links, because another person may have them.
 */
export function epochsAfterEnrolment(user: User): Changes<User> {
  return {
    sessionEpoch: user.sessionEpoch + 1,
    grantEpoch: user.grantEpoch + 1,
    enrolmentEpoch: user.enrolmentEpoch + 1,
    keyEpoch: (user.keyEpoch ?? 0) + 1,
  };
}

/**
 * Whether the error proves that the passkey was not listed, so that it can be deleted. After any other error, for
 * example a lost connection, the write may have succeeded.
 */
export function isRefusal(error: unknown): boolean {
  return error instanceof CeremonyError || error instanceof AdminError;
}

/**
 * Returns the user record for the new session. `verifiedAs` is the user as read before the verification. If another
 * request has raised the session epoch since then, the new session gets an old epoch and is invalid from the start.
 */
export function userToSignIn({ before, after }: Changed<User>, verifiedAs: User): User {
  return { ...after, sessionEpoch: verifiedAs.sessionEpoch + after.sessionEpoch - before.sessionEpoch };
}
