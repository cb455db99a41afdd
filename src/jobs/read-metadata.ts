import type { Deps } from '../model/deps.js';
import { hasPassed, secondsAfter } from '../model/time.js';
import { loadAuthenticatorMetadata } from '../webauthn/credential/authenticator-metadata.js';
import type { Job } from './start-jobs.js';

/** How often the job looks whether attestation has become required. */
const CHECK_SECONDS = 10;
const RETRY_SECONDS = 600;
const METADATA_LIFETIME_SECONDS = 86_400;

const WITHOUT_METADATA =
  'Attestation is required, but the metadata of the authenticators cannot be fetched, so most new passkeys are rejected. The next attempt is in ten minutes.';

/**
 * While attestation is required, fetches the certificates of authenticator manufacturers when it begins to be required
 * and once a day.
 */
export function metadataJob(deps: Deps): Job {
  return { name: 'authenticator-metadata', everySeconds: CHECK_SECONDS, atOnce: true, run: metadataReader(deps) };
}

/** If fetching fails, this function logs a warning and does not throw. It tries again after ten minutes. */
function metadataReader(deps: Deps): () => Promise<void> {
  let nextAttemptAt: Date | undefined;
  return async () => {
    const now = deps.clock.now();
    if (deps.config.attestation === 'none') return;
    if (nextAttemptAt !== undefined && !hasPassed(nextAttemptAt, now)) return;
    try {
      await loadAuthenticatorMetadata(deps);
      nextAttemptAt = secondsAfter(now, METADATA_LIFETIME_SECONDS);
    } catch (error) {
      nextAttemptAt = secondsAfter(now, RETRY_SECONDS);
      deps.log.warn({ reason: error instanceof Error ? error.message : String(error) }, WITHOUT_METADATA);
    }
  };
}
