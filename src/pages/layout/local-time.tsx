import { dayFormat, momentFormat } from '../formatters.js';
import type { TextKey, Texts } from '../texts/texts.js';

/** Whether to show only the date (`day`), or the date with the time of day (`moment`). */
export type TimeStyle = 'day' | 'moment';

interface LocalTimeProps {
  readonly texts: Texts;
  readonly at: Date;
  readonly style: TimeStyle;
  /** The key of a text that contains `{when}`, which is replaced by the time. If omitted, only the time is shown. */
  readonly text?: TextKey;
  /** The time zone in which the time is shown if the browser runs no JavaScript. */
  readonly timeZone?: string | undefined;
}

/** The placeholder that the page's script replaces by the time. */
const WHEN = '{when}';

/**
 * Shows a time. The server does not know the user's time zone, so the page's script (`browser/page.ts`) rewrites the
 * time in the time zone and regional format of the browser.
 */
export function LocalTime({ texts: { lang, say }, at, style, text, timeZone = 'UTC' }: LocalTimeProps) {
  const put = (when: string) => (text === undefined ? when : say(text, { when }));
  return (
    <time dateTime={at.toISOString()} data-style={style} data-text={put(WHEN)}>
      {put((style === 'day' ? dayFormat : momentFormat)(lang, timeZone).format(at))}
    </time>
  );
}
