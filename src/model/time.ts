/** `seconds` after (or, negative, before) `instant`. */
export const secondsAfter = (instant: Date, seconds: number): Date => new Date(instant.getTime() + seconds * 1000);

/** RFC 7519 §2 NumericDate: whole seconds since the epoch. */
export const numericDate = (instant: Date): number => Math.floor(instant.getTime() / 1000);

/** An expiry is the first instant that no longer counts. */
export const hasPassed = (instant: Date, now: Date): boolean => instant.getTime() <= now.getTime();

export const earlier = (a: Date, b: Date): Date => (a.getTime() <= b.getTime() ? a : b);
export const later = (a: Date, b: Date): Date => (a.getTime() >= b.getTime() ? a : b);
