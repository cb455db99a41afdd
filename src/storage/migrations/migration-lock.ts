import type { Changes, VersionedStore } from '../../model/record-store.js';
import type { MigrationState } from '../entities/server/migration-states.js';

export interface LockTiming {
  /** The process that holds the lock increases the record's version at this interval, to show that it is alive. */
  readonly renewMs: number;
  /**
   * If the version has not changed for this long, the holder of the lock is considered dead and another process takes
   * over.
   */
  readonly leaseMs: number;
}

/** The lock that allows this process, and no other, to migrate the database. */
export interface Lock {
  state(): MigrationState;
  /** Changes the stored state of the migrations. Throws `LOCK_LOST` if another process has taken over the lock. */
  write(change: (state: MigrationState) => Changes<MigrationState>): Promise<void>;
  /** Stops renewing the lock. */
  stop(): Promise<void>;
}

/** The error that `write` throws if another process has taken over the lock. */
export const LOCK_LOST = new Error(
  'This process no longer holds the migration lock, so another process continues the migration.',
);

/**
 * Holds the lock, and renews it regularly until `stop` is called. Writes wait for each other, because each needs the
 * version that the previous one wrote.
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
  // An error of a renewal is ignored here. The next write of the migration fails for the same reason and reports it.
  const renewal = setInterval(() => write(() => ({})).catch(() => undefined), timing.renewMs);
  renewal.unref();
  const stop = async () => {
    clearInterval(renewal);
    await last.catch(() => undefined);
  };
  return { state: () => state, write, stop };
}
