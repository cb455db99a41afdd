import type { Deps } from '../model/deps.js';
import { hasPassed, secondsAfter } from '../model/time.js';

const DEFAULT_INTERVAL_SECONDS = 60;

/** Whether the last-used time is old enough to be written again. Without this limit, every use would cause a write. */
export function isTouchDue(
  deps: Pick<Deps, 'clock'>,
  lastUsedAt: Date | undefined,
  intervalSeconds = DEFAULT_INTERVAL_SECONDS,
): boolean {
  return lastUsedAt === undefined || hasPassed(secondsAfter(lastUsedAt, intervalSeconds), deps.clock.now());
}

/** Calls `write` with the current time, at most once per interval. */
export async function touchLastUsed(
  deps: Pick<Deps, 'clock'>,
  lastUsedAt: Date | undefined,
  write: (now: Date) => Promise<unknown>,
  intervalSeconds = DEFAULT_INTERVAL_SECONDS,
): Promise<void> {
  if (isTouchDue(deps, lastUsedAt, intervalSeconds)) await write(deps.clock.now());
}

/**
 * Like `touchLastUsed`, but does not wait for the write. A failed write is only logged, because nothing depends on it.
 */
export function touchLastUsedLater(
  deps: Pick<Deps, 'clock' | 'log'>,
  lastUsedAt: Date | undefined,
  write: (now: Date) => Promise<unknown>,
  intervalSeconds = DEFAULT_INTERVAL_SECONDS,
): void {
  touchLastUsed(deps, lastUsedAt, write, intervalSeconds).catch((error: unknown) => {
    deps.log.warn({ err: error }, 'a last-used time could not be updated');
  });
}
