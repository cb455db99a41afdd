import type { Deps } from '../model/deps.js';
import { hasPassed, secondsAfter } from '../model/time.js';

const DEFAULT_INTERVAL_SECONDS = 60;

/**
 * Whether the stored last-used time is older than the interval. The last-used time is written only then, because
 * otherwise every use of a record would cause a write.
 */
export function isTouchDue(
  deps: Pick<Deps, 'clock'>,
  lastUsedAt: Date | undefined,
  intervalSeconds = DEFAULT_INTERVAL_SECONDS,
): boolean {
  return lastUsedAt === undefined || hasPassed(secondsAfter(lastUsedAt, intervalSeconds), deps.clock.now());
}

/** Writes the last-used time of a record, at most once per interval. `write` receives the current time. */
export async function touchLastUsed(
  deps: Pick<Deps, 'clock'>,
  lastUsedAt: Date | undefined,
  write: (now: Date) => Promise<unknown>,
  intervalSeconds = DEFAULT_INTERVAL_SECONDS,
): Promise<void> {
  if (isTouchDue(deps, lastUsedAt, intervalSeconds)) await write(deps.clock.now());
}

/**
 * Like `touchLastUsed`, but if the write fails, the error is only logged, because the response does not depend on the
 * last-used time.
 */
export async function tryTouchLastUsed(
  deps: Pick<Deps, 'clock' | 'log'>,
  lastUsedAt: Date | undefined,
  write: (now: Date) => Promise<unknown>,
  intervalSeconds = DEFAULT_INTERVAL_SECONDS,
): Promise<void> {
  await touchLastUsed(deps, lastUsedAt, write, intervalSeconds).catch((error: unknown) => {
    deps.log.warn({ err: error }, 'a last-used time could not be updated');
  });
}
