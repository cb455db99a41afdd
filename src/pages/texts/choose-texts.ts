import { lookup } from 'bcp-47-match';
import { MAX_LANGUAGE_TAG_LENGTH } from '../../model/key-length.js';
import german from './de.json' with { type: 'json' };
import english from './en.json' with { type: 'json' };
import spanish from './es.json' with { type: 'json' };
import french from './fr.json' with { type: 'json' };
import icelandic from './is.json' with { type: 'json' };
import { makeTexts, type Texts } from './texts.js';
import turkish from './tr.json' with { type: 'json' };
import vietnamese from './vi.json' with { type: 'json' };

const ENGLISH = makeTexts(english);

/** The texts of each language in which pages can be shown. English is first and is the default. */
export const LANGUAGES: readonly Texts[] = [
  ENGLISH,
  ...[german, spanish, french, icelandic, turkish, vietnamese].map(makeTexts),
];

const TAGS = LANGUAGES.map(({ lang }) => lang);

/**
 * Returns the texts in the language that matches the user's preferences best. `ranges` are language ranges; the one
 * that the user prefers most is first. Ranges that are longer than any tag in use are left out, because looking them up
 * would take more time. https://www.rfc-editor.org/rfc/rfc4647#section-3.4
 */
export function chooseTexts(ranges: readonly string[]): Texts {
  const tag = lookup(
    TAGS,
    ranges.filter((range) => range.length <= MAX_LANGUAGE_TAG_LENGTH),
  );
  return LANGUAGES.find(({ lang }) => lang === tag) ?? ENGLISH;
}
