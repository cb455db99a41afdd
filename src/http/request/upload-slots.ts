import type { Deps } from '../../model/deps.js';
import { AdminError, CeremonyError } from '../../model/errors.js';

/** The most uploads that are received or converted at the same time, because each needs memory. */
const MAX_UPLOADS = 16;

/** Counts the uploads in progress. */
export interface Uploads {
  /**
   * Does the work of an upload, which includes receiving the file. `key` names who sends it.
   *
   * @throws AdminError `RATE_LIMITED` if the same sender has another upload in progress, or too many are in progress
   * @throws CeremonyError `rate_limited` if the sender has uploaded too many images in an hour
   */
  run<T>(deps: Pick<Deps, 'limits'>, key: string, work: () => Promise<T>): Promise<T>;
}

export function makeUploads(): Uploads {
  const senders = new Set<string>();
  return {
    run: async (deps, key, work) => {
      if (senders.has(key)) throw tooMany('Another image is being uploaded for you. Wait until it is stored.');
      if (senders.size >= MAX_UPLOADS) throw tooMany('Too many images are being uploaded. Try again in a minute.');
      senders.add(key);
      try {
        if (!(await deps.limits.take('picture', key))) throw tooManyInAnHour();
        return await work();
      } finally {
        senders.delete(key);
      }
    },
  };
}

function tooManyInAnHour(): CeremonyError {
  const message = 'You have uploaded too many images. Wait one hour, then try again.';
  return new CeremonyError('rate_limited', message, { status: 429, limit: 'picture' });
}

function tooMany(message: string): AdminError {
  return new AdminError('RATE_LIMITED', message);
}
