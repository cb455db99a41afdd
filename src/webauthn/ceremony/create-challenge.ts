import { newSecret, sha256 } from '../../keys/secrets.js';
import type { Config } from '../../model/config.js';
import type { Deps } from '../../model/deps.js';
import type { Challenge } from '../../model/passkeys/challenge.js';
import { secondsAfter } from '../../model/time.js';

/** How long the browser waits for the user to finish a ceremony: five minutes (WebAuthn Level 3 §15.1). */
export const CEREMONY_TIMEOUT_MS = 300_000;

/**
 * The kinds of authenticators that the browser should offer, best first (WebAuthn Level 3 §5.8.7). If the server
 * demands certified attestation, security keys come first, because they usually provide it. Otherwise the user's own
 * device comes first.
 */
export function authenticatorHints({ attestation }: Pick<Config, 'attestation'>) {
  return attestation === 'direct'
    ? (['security-key', 'client-device', 'hybrid'] as const)
    : (['client-device', 'hybrid', 'security-key'] as const);
}

/** Creates a challenge and returns it: 32 random bytes as base64url. The store gets only the hash of the challenge. */
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
