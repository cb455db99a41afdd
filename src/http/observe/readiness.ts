import type { Deps } from '../../model/deps.js';

/** Finds out whether the database can be read and written. */
export interface Readiness {
  /** Rejects if the latest probe failed, or takes too long. */
  check(): Promise<void>;
}

/** However many requests ask, the database is probed at most once in this time. */
const INTERVAL_MS = 1000;
const LIMIT_MS = 2000;

export function makeReadiness({ store, clock }: Pick<Deps, 'store' | 'clock'>): Readiness {
  let latest: { readonly startedAt: number; readonly result: Promise<void>; isRunning: boolean } | undefined;
  const probe = (startedAt: number) => {
    const started = { startedAt, result: store.probe(new Date(startedAt)), isRunning: true };
    const end = () => {
      started.isRunning = false;
    };
    started.result.then(end, end);
    return started;
  };
  return {
    check: () => {
      const now = clock.now().getTime();
      const age = latest === undefined ? INTERVAL_MS : now - latest.startedAt;
      // A clock that was set back must not keep an old result.
      if (latest === undefined || (!latest.isRunning && (age >= INTERVAL_MS || age < 0))) latest = probe(now);
      return withinLimit(latest.result);
    },
  };
}

async function withinLimit(result: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('The database did not respond to the probe in time.')), LIMIT_MS);
  });
  try {
    await Promise.race([result, limit]);
  } finally {
    clearTimeout(timer);
  }
}
