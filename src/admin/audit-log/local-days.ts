import { DAY_MS, QUARTER_MS } from '../../model/log/daily-count.js';
import { invalidArgument } from '../input-parser.js';

/** Returns the number of the day since 1970 on which a time is, in one time zone. */
export type LocalDay = (time: number) => number;

/**
 * Makes a function that finds days in a time zone. Computing an offset from UTC is slow, so the function computes only
 * those at the ends of each day in UTC and, if they differ, the one of the quarter of an hour. Since 1972, all offsets are
 * multiples of that.
 *
 * @throws AdminError `INVALID_INPUT` if there is no such time zone
 */
export function makeLocalDay(timeZone: string): LocalDay {
  const offsetAt = offsetsOf(timeZone);
  const offsets = new Map<number, number>();
  const known = (time: number): number => {
    const offset = offsets.get(time) ?? offsetAt(time);
    offsets.set(time, offset);
    return offset;
  };
  return (time) => {
    const start = Math.floor(time / DAY_MS) * DAY_MS;
    const offset = known(start);
    const exact = offset === known(start + DAY_MS) ? offset : known(Math.floor(time / QUARTER_MS) * QUARTER_MS);
    return Math.floor((time + exact) / DAY_MS);
  };
}

const OFFSET = /^GMT(?:([+-])(\d\d):(\d\d))?/;

function offsetsOf(timeZone: string): (time: number) => number {
  const format = formatOf(timeZone);
  return (time) => {
    const name = format.formatToParts(time).find(({ type }) => type === 'timeZoneName')?.value ?? '';
    const [, sign, hours = '0', minutes = '0'] = OFFSET.exec(name) ?? [];
    return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
  };
}

function formatOf(timeZone: string): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset' });
  } catch {
    throw invalidArgument(
      'timeZone',
      'The `timeZone` argument must be a name of the IANA time zone database, such as Europe/Berlin.',
    );
  }
}

/** Converts a date such as `2026-11-21` to the number of the day since 1970. */
export function dayOf(date: string): number {
  return Date.parse(`${date}T00:00:00Z`) / DAY_MS;
}

export function dateOf(day: number): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}
