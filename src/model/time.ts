/** `seconds` after (or, negative, before) `instant`. */
export function secondsAfter(instant: Date, seconds: number): Date {
  return new Date(instant.getTime() + seconds * 1000);
}

/** RFC 7519 §2 NumericDate: whole seconds since the epoch. */
export function numericDate(instant: Date): number {
  return Math.floor(instant.getTime() / 1000);
}

/** An expiry is the first instant at which the record is no longer valid. */
export function hasPassed(instant: Date, now: Date): boolean {
  return instant.getTime() <= now.getTime();
}

export function earlier(a: Date, b: Date): Date {
  return a.getTime() <= b.getTime() ? a : b;
}

export function later(a: Date, b: Date): Date {
  return a.getTime() >= b.getTime() ? a : b;
}
