/** Returns the time `seconds` after `instant`. If `seconds` is negative, the result is before `instant`. */
export function secondsAfter(instant: Date, seconds: number): Date {
  return new Date(instant.getTime() + seconds * 1000);
}

/** Converts a time to whole seconds since 1970, the form of times in a JWT (NumericDate, RFC 7519 §2). */
export function numericDate(instant: Date): number {
  return Math.floor(instant.getTime() / 1000);
}

/**
 * Whether `now` is at or after `instant`. With an expiry time as `instant`, a record is thus already invalid at exactly
 * this time.
 */
export function hasPassed(instant: Date, now: Date): boolean {
  return instant.getTime() <= now.getTime();
}

/** The clocks of two servers can differ by this much. */
const CLOCK_DIFFERENCE_SECONDS = 60;

/**
 * Whether a sign-in has a time in the future, because the clock was set back since. How old it is cannot be known, so it
 * must not count as a recent one.
 */
export function isAheadOfClock(authTime: Date, now: Date): boolean {
  return authTime > secondsAfter(now, CLOCK_DIFFERENCE_SECONDS);
}

export function earlier(a: Date, b: Date): Date {
  return a.getTime() <= b.getTime() ? a : b;
}

export function later(a: Date, b: Date): Date {
  return a.getTime() >= b.getTime() ? a : b;
}
