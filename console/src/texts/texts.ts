/*
 * This folder contains all texts of the console, in the same format as the texts of the pages: ICU messages, one file
 * for each language. The browser loads only the language that the user reads.
 */

import { IntlMessageFormat } from 'intl-messageformat';
import type english from './en.json';

export type TextKey = Exclude<keyof typeof english, `@${string}`>;
type Values = Readonly<Record<string, string | number>>;

export interface Texts {
  readonly lang: string;
  say(key: TextKey, values?: Values): string;
  /** Returns a date with the time of day, in the time zone of the browser. */
  moment(time: string): string;
}

type Catalogue = Readonly<Record<TextKey | '@@locale', string>>;

/** The languages, with what loads their texts. */
const LANGUAGES: Readonly<Record<string, () => Promise<{ readonly default: Catalogue }>>> = {
  en: () => import('./en.json'),
};

/** Loads the texts in the first of the languages (BCP 47 tags) that the console has, or in English. */
export async function loadTexts(wanted: readonly string[]): Promise<Texts> {
  const known = wanted.map((tag) => /^[a-z]+/i.exec(tag)?.[0].toLowerCase() ?? '').find((tag) => tag in LANGUAGES);
  const load = LANGUAGES[known ?? 'en'] ?? (() => import('./en.json'));
  return makeTexts((await load()).default);
}

function makeTexts(catalogue: Catalogue): Texts {
  const lang = catalogue['@@locale'];
  const messages = new Map<TextKey, IntlMessageFormat>();
  const moments = new Intl.DateTimeFormat(lang, { dateStyle: 'medium', timeStyle: 'short' });
  return {
    lang,
    say: (key, values) => {
      const message = messages.get(key) ?? new IntlMessageFormat(catalogue[key], lang, undefined, { ignoreTag: true });
      messages.set(key, message);
      return String(message.format(values));
    },
    moment: (time) => moments.format(new Date(time)),
  };
}
