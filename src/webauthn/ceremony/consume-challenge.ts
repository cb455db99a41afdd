import { sha256 } from '../../keys/secrets.js';
import type { Deps } from '../../model/deps.js';
import type { Ceremony, Challenge } from '../../model/passkeys/challenge.js';
import { cookiesBlocked, invalidCredential } from './ceremony-errors.js';

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
