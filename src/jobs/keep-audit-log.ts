import { writeCheckpoint } from '../audit/checkpoint.js';
import type { Deps } from '../model/deps.js';
import { StoreUnavailableError } from '../model/errors.js';
import { AUDIT_KEY_RING_ID } from '../model/log/audit-key.js';
import { hasPassed, secondsAfter } from '../model/time.js';
import { abortable } from './abortable.js';
import type { Job } from './start-jobs.js';

const NUMBER_SECONDS = 0.2;
const COUNT_SECONDS = 5;
const CHECK_SECONDS = 60;
const CHECKPOINT_SECONDS = 3600;
/** After a long retention ends, a run can have millions of events to delete. */
const DELETE_LIMIT_SECONDS = 600;

/**
 * Jobs of the audit log, which run in all processes. On MongoDB, one gives new events their sequence, and another
 * process continues if the one that does this dies. On SQLite, events get their sequence when they are inserted. Another
 * job counts the events that have one. `owner` is a random value of this process.
 */
export function auditLogJobs(deps: Deps, owner: string): Job[] {
  const number = (signal: AbortSignal) =>
    abortable(deps, signal).store.auditEvents.numberEvents(owner, deps.clock.now());
  return [
    ...(deps.config.database.kind === 'mongodb'
      ? [{ name: 'audit-numbers', everySeconds: NUMBER_SECONDS, atOnce: true, run: number }]
      : []),
    { name: 'audit-counts', everySeconds: COUNT_SECONDS, run: (signal) => countAll(abortable(deps, signal)) },
    {
      name: 'audit-checkpoint',
      everySeconds: CHECK_SECONDS,
      limitSeconds: DELETE_LIMIT_SECONDS,
      run: (signal) => keepAuditLog(abortable(deps, signal)),
    },
  ];
}

const COUNTED_BATCHES = 20;

async function countAll({ store }: Deps): Promise<void> {
  while (!(await store.auditEvents.countEvents(COUNTED_BATCHES)));
}

/**
 * Writes a checkpoint if the last one is an hour old, and deletes the events that it does not keep. Before that, looks
 * for events of a server of the version before, which can run beside this one for some time during an upgrade.
 */
export async function keepAuditLog(deps: Deps): Promise<void> {
  const last = await deps.store.auditKeyRings.find(AUDIT_KEY_RING_ID);
  const isDue =
    last === undefined || hasPassed(secondsAfter(last.checkpointedAt, CHECKPOINT_SECONDS), deps.clock.now());
  if (isDue) {
    await deps.store.auditEvents.numberStrayEvents();
    await writeCheckpoint(deps);
  }
  const ring = isDue ? await deps.store.auditKeyRings.find(AUDIT_KEY_RING_ID) : last;
  if (ring !== undefined) await deps.store.auditEvents.deleteBefore(ring.firstSequence);
}

/** Writes a checkpoint before the process stops. An error must not prevent the stop, so it is only logged. */
export async function finishAuditLog(deps: Deps, owner: string): Promise<void> {
  const number = () => deps.store.auditEvents.numberEvents(owner, deps.clock.now());
  try {
    await number();
    await writeCheckpoint(deps);
    await number();
  } catch (err) {
    const level = err instanceof StoreUnavailableError ? 'warn' : 'error';
    deps.log[level]({ err }, 'no checkpoint of the audit log was written before the stop');
  }
}
