import { sha256 } from '../../keys/secrets.js';
import { type Change, deletionIf } from '../../model/change-set.js';
import { after } from '../../model/conditions.js';
import type { Deps } from '../../model/deps.js';
import { CeremonyError } from '../../model/errors.js';
import type { Ceremony, Challenge } from '../../model/passkeys/challenge.js';
import { hasPassed } from '../../model/time.js';
import { cookiesBlocked, invalidCredential } from './ceremony-errors.js';

/**
 * Checks a challenge that was read together with the passkey: it was issued to this browser for a sign-in, and has not
 * expired.
 */
export function checkChallenge(
  { clock }: Deps,
  challenge: Challenge | undefined,
  browserHash: string | undefined,
): Challenge {
  if (browserHash === undefined) throw cookiesBlocked();
  const isValid =
    challenge?.ceremony === 'authentication' &&
    challenge.browserHash === browserHash &&
    !hasPassed(challenge.expiresAt, clock.now());
  if (!isValid) throw invalidCredential('challenge');
  return challenge;
}

/** Returns the change that consumes a challenge. If several change sets contain it, only one of them succeeds. */
export function challengeConsumption({ clock }: Deps, { id }: Challenge): Change {
  return deletionIf('challenges', { id, expiresAt: after(clock.now()) });
}

/** Calls `work`, which consumes the challenge if it succeeds. A failed verification consumes the challenge too. */
export async function consuming<T>(deps: Deps, { id }: Challenge, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof CeremonyError) await deps.store.challenges.delete(id);
    throw error;
  }
}

/**
 * Finds and deletes a challenge that was issued to this browser for this ceremony. Throws if there is no such challenge
 * or if it has expired. If several requests with the same challenge race, exactly one succeeds.
 * https://www.w3.org/TR/webauthn-3/#sctn-cryptographic-challenges
 */
export async function consumeChallenge(
  deps: Deps,
  ceremony: Ceremony,
  challenge: string,
  browserHash: string | undefined,
): Promise<Challenge> {
  if (browserHash === undefined) throw cookiesBlocked();
  const consumed = await deps.store.challenges.take(sha256(challenge), ceremony, browserHash, deps.clock.now());
  if (consumed === undefined) throw invalidCredential('challenge');
  return consumed;
}
