import type { Deps } from '../model/deps.js';
import { hasPassed, secondsAfter } from '../model/time.js';

const DEFAULT_INTERVAL_SECONDS = 60;

/** Whether a last-used time is old enough to be written again: every use would otherwise be a write. */
export function isTouchDue(
  deps: Pick<Deps, 'clock'>,
  lastUsedAt: Date | undefined,
  intervalSeconds = DEFAULT_INTERVAL_SECONDS,
): boolean {
  return lastUsedAt === undefined || hasPassed(secondsAfter(lastUsedAt, intervalSeconds), deps.clock.now());
}

/** Updates a last-used time, at most once per interval. */
export async function touchLastUsed(
  deps: Pick<Deps, 'clock'>,
  lastUsedAt: Date | undefined,
  write: (now: Date) => Promise<unknown>,
  intervalSeconds = DEFAULT_INTERVAL_SECONDS,
): Promise<void> {
  if (isTouchDue(deps, lastUsedAt, intervalSeconds)) await write(deps.clock.now());
}

/** The same without waiting for the write: nothing depends on it, so a failure is only logged. */
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
