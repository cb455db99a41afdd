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

export function earlier(a: Date, b: Date): Date {
  return a.getTime() <= b.getTime() ? a : b;
}

export function later(a: Date, b: Date): Date {
  return a.getTime() >= b.getTime() ? a : b;
}
