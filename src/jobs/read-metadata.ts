import type { Deps } from '../model/deps.js';
import { hasPassed, secondsAfter } from '../model/time.js';
import { loadAuthenticatorMetadata } from '../webauthn/credential/authenticator-metadata.js';
import type { Job } from './start-jobs.js';

/** Seconds between two looks, and for which what was read is good. */
const LOOK_EVERY = 600;
const GOOD_FOR = 86_400;

const WITHOUT_METADATA =
  "ATTESTATION=direct: the authenticators' metadata cannot be had, and most new passkeys are refused; tried again in ten minutes";

/** Makers' certificates are needed only where attestation is demanded: they are read at once, and daily. */
export function metadataJobs(deps: Deps): Job[] {
  return deps.config.attestation === 'none'
    ? []
    : [{ name: 'authenticator-metadata', every: LOOK_EVERY, atOnce: true, run: metadataReader(deps) }];
}

/** What cannot be had is told in a sentence, and asked for again. */
function metadataReader(deps: Deps): () => Promise<void> {
  let readAt: Date | undefined;
  return async () => {
    const now = deps.clock.now();
    if (readAt !== undefined && !hasPassed(secondsAfter(readAt, GOOD_FOR), now)) return;
    try {
      await loadAuthenticatorMetadata(deps);
      readAt = now;
    } catch (error) {
      deps.log.warn({ reason: error instanceof Error ? error.message : String(error) }, WITHOUT_METADATA);
    }
  };
}
