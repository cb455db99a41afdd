import type { Deps } from '../model/deps.js';
import { hasPassed, secondsAfter } from '../model/time.js';
import { loadAuthenticatorMetadata } from '../webauthn/credential/authenticator-metadata.js';
import type { Job } from './start-jobs.js';

const CHECK_SECONDS = 600;
const METADATA_LIFETIME_SECONDS = 86_400;

const WITHOUT_METADATA =
  'ATTESTATION=direct: the metadata of the authenticators cannot be fetched, so most new passkeys are rejected. The next attempt is in ten minutes.';

/** If attestation is required, fetches the certificates of authenticator manufacturers at the start and once a day. */
export function metadataJobs(deps: Deps): Job[] {
  if (deps.config.attestation === 'none') return [];
  return [{ name: 'authenticator-metadata', everySeconds: CHECK_SECONDS, atOnce: true, run: metadataReader(deps) }];
}

/** If fetching fails, this function logs a warning and does not throw. The next run tries again. */
function metadataReader(deps: Deps): () => Promise<void> {
  let readAt: Date | undefined;
  return async () => {
    const now = deps.clock.now();
    if (readAt !== undefined && !hasPassed(secondsAfter(readAt, METADATA_LIFETIME_SECONDS), now)) return;
    try {
      await loadAuthenticatorMetadata(deps);
      readAt = now;
    } catch (error) {
      deps.log.warn({ reason: error instanceof Error ? error.message : String(error) }, WITHOUT_METADATA);
    }
  };
}
