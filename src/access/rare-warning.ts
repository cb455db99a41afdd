import { LRUCache } from 'lru-cache';
import type { Deps, Log } from '../model/deps.js';
import { hasPassed, secondsAfter } from '../model/time.js';

export const WARNING_INTERVAL_SECONDS = 600;

/** If more warnings than this recur, the oldest one can be logged again before its interval ends. */
const MAX_WARNINGS = 1000;

/** For each log, when a warning was last written to it. The log of an explanation is another one than the server's. */
const written = new WeakMap<Log, LRUCache<string, Date>>();

/**
 * Logs a warning at most once in ten minutes. `key` names what the warning is about, for example a rule of a client. Use
 * this function for warnings whose cause stays until an administrator mends it, because every request would repeat them.
 */
export function warnRarely(
  { clock, log }: Pick<Deps, 'clock' | 'log'>,
  key: readonly (string | number)[],
  detail: object,
  message: string,
): void {
  const times = written.get(log) ?? new LRUCache<string, Date>({ max: MAX_WARNINGS });
  written.set(log, times);
  const text = JSON.stringify(key);
  const last = times.get(text);
  if (last !== undefined && !hasPassed(secondsAfter(last, WARNING_INTERVAL_SECONDS), clock.now())) return;
  times.set(text, clock.now());
  log.warn(detail, message);
}
