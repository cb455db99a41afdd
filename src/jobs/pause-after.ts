/**
 * The pause after the first failed attempt. It is longer than an attempt takes. The pause doubles after each further
 * failure, up to `LONGEST_PAUSE_SECONDS`.
 */
const FIRST_PAUSE_SECONDS = 10;
const LONGEST_PAUSE_SECONDS = 3600;

/**
 * Returns the seconds until the next attempt. `failures` is the number of attempts that failed before the latest one.
 */
export function pauseAfter(failures: number): number {
  return Math.min(FIRST_PAUSE_SECONDS * 2 ** failures, LONGEST_PAUSE_SECONDS);
}
