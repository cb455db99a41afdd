import type { Deps } from '../model/deps.js';
import { StoreUnavailableError } from '../model/errors.js';
import type { Job } from './start-jobs.js';

const RELOAD_SECONDS = 1;

/**
 * Applies the server settings that another process has stored. A change reaches every process within two seconds, like
 * a change of a client.
 */
export function settingsJob(deps: Pick<Deps, 'reloadSettings'>): Job {
  return { name: 'server-settings', everySeconds: RELOAD_SECONDS, run: () => reload(deps) };
}

/** While the database is unavailable, the settings stay as they are. The jobs that lose work then report the trouble. */
async function reload({ reloadSettings }: Pick<Deps, 'reloadSettings'>): Promise<void> {
  try {
    await reloadSettings();
  } catch (error) {
    if (!(error instanceof StoreUnavailableError)) throw error;
  }
}
