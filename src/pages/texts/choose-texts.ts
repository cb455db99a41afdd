import { english } from './english.js';
import { french } from './french.js';
import { german } from './german.js';
import { icelandic } from './icelandic.js';
import { spanish } from './spanish.js';
import type { Texts } from './texts.js';
import { turkish } from './turkish.js';
import { vietnamese } from './vietnamese.js';

/** Every language that the pages speak; the first is for whoever asked for none of them. */
export const CATALOGUES: readonly [Texts, ...Texts[]] = [
  english,
  french,
  german,
  icelandic,
  spanish,
  turkish,
  vietnamese,
];

const BY_TAG: ReadonlyMap<string, Texts> = new Map(CATALOGUES.map((texts) => [texts.lang.toLowerCase(), texts]));

/** Characters: no tag in use comes near (RFC 5646 §4.4.1). Each subtag of a range costs a look-up: strangers send them. */
const LONGEST_RANGE = 64;

/**
 * Looks the most fitting language up, by language ranges in order of preference.
 * https://www.rfc-editor.org/rfc/rfc4647#section-3.4
 */
export function chooseTexts(ranges: readonly string[]): Texts {
  return ranges.map(lookUp).find((texts) => texts !== undefined) ?? CATALOGUES[0];
}

function lookUp(range: string): Texts | undefined {
  if (range.length > LONGEST_RANGE) return undefined;
  let subtags = range.toLowerCase().split('-');
  while (subtags.length > 0) {
    const found = BY_TAG.get(subtags.join('-'));
    if (found !== undefined) return found;
    // §3.4: single letters and digits MUST be removed with the subtag behind them.
    subtags = subtags.slice(0, subtags.at(-2)?.length === 1 ? -2 : -1);
  }
  return undefined;
}
