import { LRUCache } from 'lru-cache';
import type { Texts } from './texts/texts.js';

/**
 * The maximum number of formatters to store. They are stored because creating formatters for each request would need
 * much memory.
 */
const MAX_FORMATTERS = 100;
/** A character that occurs in no time zone and in no language tag. */
const SEPARATOR = ' ';

const dayFormats = formatterCache((key) => dateFormat(key, { dateStyle: 'medium' }));
const momentFormats = formatterCache((key) => dateFormat(key, { dateStyle: 'medium', timeStyle: 'short' }));
const regionNames = formatterCache((lang) => new Intl.DisplayNames([lang], { type: 'region' }));
const languageNames = formatterCache((lang) => new Intl.DisplayNames([lang], { type: 'language' }));

function formatterCache<V extends object>(make: (key: string) => V): LRUCache<string, V> {
  return new LRUCache({ max: MAX_FORMATTERS, memoMethod: make });
}

function dateFormat(key: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const [lang, timeZone] = key.split(SEPARATOR);
  return new Intl.DateTimeFormat(lang, { ...options, timeZone });
}

export function dayFormat(lang: string, timeZone: string): Intl.DateTimeFormat {
  return dayFormats.memo(lang + SEPARATOR + timeZone);
}

/** Returns a formatter for a date with the time of day. `dayFormat` returns one for the date alone. */
export function momentFormat(lang: string, timeZone: string): Intl.DateTimeFormat {
  return momentFormats.memo(lang + SEPARATOR + timeZone);
}

/** Returns the name of a country in a language. `country` is an ISO 3166-1 alpha-2 code. */
export function countryName(lang: string, country: string): string {
  return regionNames.memo(lang).of(country) ?? country;
}

/**
 * Returns the name of a language in that language, for example `Deutsch` for `de`. It begins with a capital letter,
 * because it is shown in a list.
 */
export function languageName(language: string): string {
  try {
    const name = languageNames.memo(language).of(language) ?? language;
    return name.replace(/^./u, (letter) => letter.toLocaleUpperCase(language));
  } catch {
    return language;
  }
}

export interface NamedDevice {
  readonly browser?: string | undefined;
  readonly system?: string | undefined;
}

/** Names the browser and the operating system. Returns `undefined` if neither is known. */
export function deviceName({ say }: Texts, { browser, system }: NamedDevice): string | undefined {
  return browser !== undefined && system !== undefined
    ? say('sessions.device', { browser, system })
    : (browser ?? system);
}

/** Names for a new passkey of which the product is unknown. */
export function passkeyNames(texts: Texts, device: NamedDevice) {
  return { device: deviceName(texts, device), securityKey: texts.say('passkeys.securityKey') };
}
