import { dayFormat, momentFormat } from '../formatters.js';
import type { TextKey, Texts } from '../texts/texts.js';

/** `day` is a date, `moment` a date with the time of day. */
export type TimeStyle = 'day' | 'moment';

interface LocalTimeProps {
  readonly texts: Texts;
  readonly at: Date;
  readonly style: TimeStyle;
  /** The key of a text that contains `{when}`, which is replaced by the time. If omitted, only the time is shown. */
  readonly text?: TextKey;
  /** The time zone that is used without JavaScript. */
  readonly timeZone?: string | undefined;
}

/** What the script of the page replaces by the time. No text contains it. */
const WHEN = '{when}';

/**
 * A time. The server does not know the viewer's time zone, so the page's script (`browser/page.ts`) writes the time
 * again in the zone and the regional format of the browser.
 */
export function LocalTime({ texts: { lang, say }, at, style, text, timeZone = 'UTC' }: LocalTimeProps) {
  const put = (when: string) => (text === undefined ? when : say(text, { when }));
  return (
    <time dateTime={at.toISOString()} data-style={style} data-text={put(WHEN)}>
      {put((style === 'day' ? dayFormat : momentFormat)(lang, timeZone).format(at))}
    </time>
  );
}
