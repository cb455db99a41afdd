import { newSecret, sha256 } from '../../keys/secrets.js';
import type { Deps } from '../../model/deps.js';
import type { Challenge } from '../../model/passkeys/challenge.js';
import { secondsAfter } from '../../model/time.js';

/** How long the browser waits for the user: five minutes (WebAuthn Level 3 §15.1). */
export const CEREMONY_TIMEOUT_MS = 300_000;

/** Creates a challenge of 32 random bytes and returns it as text. The store has only its hash. */
export async function createChallenge(
  deps: Deps,
  bound: Pick<Challenge, 'ceremony' | 'browserHash' | 'interactionId' | 'registration'>,
  lifetimeSeconds: number,
): Promise<string> {
  const challenge = newSecret(deps.random);
  const now = deps.clock.now();
  await deps.store.challenges.insert({
    ...bound,
    id: sha256(challenge),
    createdAt: now,
    expiresAt: secondsAfter(now, lifetimeSeconds),
  });
  return challenge;
}
