import { lookup } from 'bcp-47-match';
import german from './de.json' with { type: 'json' };
import english from './en.json' with { type: 'json' };
import spanish from './es.json' with { type: 'json' };
import french from './fr.json' with { type: 'json' };
import icelandic from './is.json' with { type: 'json' };
import { makeTexts, type Texts } from './texts.js';
import turkish from './tr.json' with { type: 'json' };
import vietnamese from './vi.json' with { type: 'json' };

const ENGLISH = makeTexts(english);

/** The languages of the pages. English is the default. */
export const LANGUAGES: readonly Texts[] = [
  ENGLISH,
  ...[german, spanish, french, icelandic, turkish, vietnamese].map(makeTexts),
];

const TAGS = LANGUAGES.map(({ lang }) => lang);

/** Characters. Longer than any tag in use (RFC 5646 §4.4.1); lookup takes time for each subtag. */
const MAX_RANGE_LENGTH = 64;

/**
 * Finds the language that matches best. `ranges` are in order of preference.
 * https://www.rfc-editor.org/rfc/rfc4647#section-3.4
 */
export function chooseTexts(ranges: readonly string[]): Texts {
  const tag = lookup(
    TAGS,
    ranges.filter((range) => range.length <= MAX_RANGE_LENGTH),
  );
  return LANGUAGES.find(({ lang }) => lang === tag) ?? ENGLISH;
}
