/** Seconds from the first attempt to the second; it doubles with each, up to the longest. More than an attempt takes. */
const FIRST_PAUSE = 10;
const LONGEST_PAUSE = 3600;

/** Seconds until the next attempt, after so many that failed before the last one. */
export function pauseAfter(failures: number): number {
  return Math.min(FIRST_PAUSE * 2 ** failures, LONGEST_PAUSE);
}
