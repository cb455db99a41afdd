/** A day in the time zone of the browser, such as `2026-11-30`. */
export function localDay(date: Date): string {
  const [year, month, day] = [date.getFullYear(), date.getMonth() + 1, date.getDate()];
  return `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}

/** Whether a text, such as one from an address, is a day. */
export function isDay(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(new Date(`${text}T12:00`).getTime());
}

/** Returns a moment on the day, from which formatters get the same day in the time zone of the browser. */
export function noonOf(day: string): string {
  return new Date(`${day}T12:00`).toISOString();
}

/** Returns the day that is so many days later, or earlier if the number is negative. */
export function dayAfter(day: string, days: number): string {
  const date = new Date(`${day}T12:00`);
  date.setDate(date.getDate() + days);
  return localDay(date);
}

/** Returns all days from one to another, at most `most`. */
export function daysFrom(from: string, to: string, most: number): string[] {
  const days: string[] = [];
  for (let day = from; day <= to && days.length < most; day = dayAfter(day, 1)) days.push(day);
  return days;
}

/** The name of the browser's time zone, such as `Europe/Berlin`. */
export function timeZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}
