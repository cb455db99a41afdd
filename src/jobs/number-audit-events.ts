import { newSecret } from '../keys/secrets.js';
import type { Deps } from '../model/deps.js';
import type { Job } from './start-jobs.js';

const INTERVAL_SECONDS = 0.2;

/**
 * Gives new audit events their sequence on MongoDB, in all processes: one does the work, and another one continues if
 * it dies. On SQLite, events get their sequence when they are inserted.
 */
export function auditNumberJobs(deps: Deps): Job[] {
  if (deps.config.database.kind === 'sqlite') return [];
  const owner = newSecret(deps.random);
  const run = () => deps.store.auditEvents.numberEvents(owner, deps.clock.now());
  return [{ name: 'audit-numbers', everySeconds: INTERVAL_SECONDS, atOnce: true, run }];
}
