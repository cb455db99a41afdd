import { sha256 } from '../../keys/secrets.js';
import type { Deps } from '../../model/deps.js';
import type { Ceremony, Challenge } from '../../model/passkeys/challenge.js';
import { refusal } from './refusal.js';

/**
 * The challenge that comes back, if it was made for this ceremony and browser and has not expired. Taken once:
 * of several answers to one challenge exactly one gets this far.
 * https://www.w3.org/TR/webauthn-3/#sctn-cryptographic-challenges
 */
export async function takeChallenge(
  deps: Deps,
  ceremony: Ceremony,
  challenge: string,
  browserHash: string | undefined,
): Promise<Challenge> {
  if (browserHash === undefined) throw refusal('challenge');
  const taken = await deps.store.challenges.take(sha256(challenge), ceremony, browserHash, deps.clock.now());
  if (taken === undefined) throw refusal('challenge');
  return taken;
}
