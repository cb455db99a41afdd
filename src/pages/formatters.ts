import { remember } from '../model/remember.js';

/** The pages share these formatters, because making formatters for each request would need much memory. */
const MAX_FORMATTERS = 100;
/** No time zone and no language tag contains it. */
const SEPARATOR = ' ';

const dayFormats = remember(MAX_FORMATTERS, (key) => dateFormat(key, { dateStyle: 'medium' }));
const momentFormats = remember(MAX_FORMATTERS, (key) => dateFormat(key, { dateStyle: 'medium', timeStyle: 'short' }));
const regionNames = remember(MAX_FORMATTERS, (lang) => new Intl.DisplayNames([lang], { type: 'region' }));
const languageNames = remember(MAX_FORMATTERS, (lang) => new Intl.DisplayNames([lang], { type: 'language' }));

function dateFormat(key: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const [lang, timeZone] = key.split(SEPARATOR);
  return new Intl.DateTimeFormat(lang, { ...options, timeZone });
}

export function dayFormat(lang: string, timeZone: string): Intl.DateTimeFormat {
  return dayFormats(lang + SEPARATOR + timeZone);
}

/** Formats a date with the time of day. `dayFormat` formats only the date. */
export function momentFormat(lang: string, timeZone: string): Intl.DateTimeFormat {
  return momentFormats(lang + SEPARATOR + timeZone);
}

/** The name of a country in a language. `country` is an ISO 3166-1 alpha-2 code. */
export function countryName(lang: string, country: string): string {
  return regionNames(lang).of(country) ?? country;
}

/** The name of a language in that language, for example `Deutsch` for `de`. */
export function languageName(language: string): string {
  try {
    return languageNames(language).of(language) ?? language;
  } catch {
    return language;
  }
}
