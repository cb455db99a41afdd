import { english } from './english.js';
import type { Texts } from './texts.js';

/** Languages that are there, by their primary subtag. */
const CATALOGUES: ReadonlyMap<string, Texts> = new Map([['en', english]]);

/** The texts of the first language asked for that is there (RFC 4647 §3.4, by primary subtag); English else. */
export const chooseTexts = (languages: readonly string[]): Texts => {
  for (const language of languages) {
    const texts = CATALOGUES.get(language.toLowerCase().split('-')[0] ?? '');
    if (texts !== undefined) return texts;
  }
  return english;
};
