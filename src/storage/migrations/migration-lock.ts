import type { Changes, VersionedStore } from '../../model/record-store.js';
import type { MigrationState } from '../entities/server/migration-states.js';

export interface LockTiming {
  /** The holder raises the version this often. */
  readonly renewMs: number;
  /** Other processes take the lock over if the version has not changed for this long. */
  readonly leaseMs: number;
}

/** The lock of a process that migrates. */
export interface Lock {
  state(): MigrationState;
  /** @throws LOCK_LOST */
  write(change: (state: MigrationState) => Changes<MigrationState>): Promise<void>;
  /** Ends the renewal. */
  stop(): Promise<void>;
}

/** Thrown by `write` if another process has taken the lock over. */
export const LOCK_LOST = new Error(
  'This process no longer holds the migration lock, so another process continues the migration.',
);

/** Renews the lock until it is stopped. Writes run one after the other, because each depends on the version before it. */
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
  // If a renewal fails, the next write of the migration fails too and reports it.
  const renewal = setInterval(() => write(() => ({})).catch(() => undefined), timing.renewMs);
  renewal.unref();
  const stop = async () => {
    clearInterval(renewal);
    await last.catch(() => undefined);
  };
  return { state: () => state, write, stop };
}
