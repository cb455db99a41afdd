import { newSecret, sha256 } from '../../keys/secrets.js';
import type { Deps } from '../../model/deps.js';
import type { Challenge } from '../../model/passkeys/challenge.js';
import { secondsAfter } from '../../model/time.js';

/** Milliseconds that the browser is asked to wait for the person (WebAuthn Level 3 §15.1 has five minutes). */
export const CEREMONY_TIMEOUT = 300_000;

/**
 * A fresh challenge of 32 random bytes, as text; of its record only the hash tells which it is.
 * `lifetime`: seconds.
 */
export async function makeChallenge(
  deps: Deps,
  bound: Pick<Challenge, 'ceremony' | 'browserHash' | 'interactionId' | 'registration'>,
  lifetime: number,
): Promise<string> {
  const challenge = newSecret(deps.random);
  const now = deps.clock.now();
  await deps.store.challenges.insert({
    ...bound,
    id: sha256(challenge),
    createdAt: now,
    expiresAt: secondsAfter(now, lifetime),
  });
  return challenge;
}
