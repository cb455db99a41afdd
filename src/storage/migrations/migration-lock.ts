import type { Changes, VersionedStore } from '../../model/record-store.js';
import type { MigrationState } from '../entities/server/migration-states.js';

export interface LockTiming {
  /**
   * The milliseconds between two renewals. The process that holds the lock renews it by increasing the version of the
   * lock's record.
   */
  readonly renewMs: number;
  /**
   * If the lock has not been renewed for this many milliseconds, other processes assume that its holder is dead, and
   * one of them takes the lock.
   */
  readonly leaseMs: number;
}

/** The lock on the migrations. Only the process that holds it may migrate the database. */
export interface Lock {
  state(): MigrationState;
  /**
   * Changes the stored state of the migrations. Throws `LOCK_LOST`, and changes nothing, if another process has taken
   * the lock.
   */
  write(change: (state: MigrationState) => Changes<MigrationState>): Promise<void>;
  /** Stops renewing the lock. */
  stop(): Promise<void>;
}

/** The error that `Lock.write` throws if another process has taken the lock. */
export const LOCK_LOST = new Error('Another process has taken the migration lock and continues the migration.');

/**
 * Holds the lock, and renews it regularly until `stop` is called. Each write waits for the previous write, because it
 * needs the version of the record that the previous write stored.
 */
export function holdLock(states: VersionedStore<MigrationState>, owned: MigrationState, timing: LockTiming): Lock {
  let state = owned;
  let last: Promise<void> = Promise.resolve();
  const writeNow: Lock['write'] = async (change) => {
    const written = await states.update(state, change(state));
    if (written === undefined) throw LOCK_LOST;
    state = written;
  };
  const write: Lock['write'] = (change) => {
    last = last.catch(() => undefined).then(() => writeNow(change));
    return last;
  };
  // If a renewal fails, its error is ignored. The next write of the migration fails for the same reason, and reports
  // the error.
  const renewal = setInterval(() => write(() => ({})).catch(() => undefined), timing.renewMs);
  renewal.unref();
  const stop = async () => {
    clearInterval(renewal);
    await last.catch(() => undefined);
  };
  return { state: () => state, write, stop };
}
