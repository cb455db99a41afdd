/*
 * This folder contains all texts of the console, in the same format as the texts of the pages: ICU messages. Each
 * language has a folder with one file for each folder of screens. The bundler compiles them. So the browser loads only the
 * language that the user reads, only the texts of the screens that the user opens, and no parser.
 */

import type { TextKey } from '../generated/text-keys.js';
import { type Message, makeMessageFormat, type PackedMessages, unpackMessages, type Values } from './message.js';

export type { TextKey } from '../generated/text-keys.js';

export interface Texts {
  readonly lang: string;
  say(key: TextKey, values?: Values): string;
  /** Returns a text as its pieces, in their order, because some of the values are elements and not texts. */
  pieces<Piece extends object>(key: TextKey, values: Values<Piece>): readonly (string | Piece)[];
  /** Returns a date with the time of day, in the time zone of the browser. */
  moment(time: string): string;
  /** Returns a moment with its seconds and time zone. */
  exactMoment(time: string): string;
  timeOfDay(time: string): string;
  /** Returns a date, in the time zone of the browser. */
  day(date: string): string;
  number(value: number): string;
}

type Load = () => Promise<{ readonly default: PackedMessages }>;

/**
 * The languages, with what loads their texts. `tools/bundle/console-texts.mjs` compiles the texts. It replaces the file that is
 * named here by the texts of the frame, with what loads the other files of the folder.
 */
const LANGUAGES: Readonly<Record<string, Load>> = {
  de: () => import('./de/shell.json'),
  en: () => import('./en/shell.json'),
  es: () => import('./es/shell.json'),
  fr: () => import('./fr/shell.json'),
  is: () => import('./is/shell.json'),
  tr: () => import('./tr/shell.json'),
  vi: () => import('./vi/shell.json'),
};

/** The texts that have been loaded. */
const catalogue: Record<string, Message> = {};
let later: Readonly<Record<string, Load>> = {};

/**
 * Loads the texts in the first of the languages (BCP 47 tags) that the console has, or in English. Dates and numbers are
 * written as usual in the region that the browser names with that language: English dates differ by country.
 */
export async function loadTexts(wanted: readonly string[], regions = wanted): Promise<Texts> {
  const known = wanted.map(languageOf).find((tag) => tag in LANGUAGES);
  const lang = known ?? 'en';
  const load: Load = LANGUAGES[lang] ?? (() => import('./en/shell.json'));
  const loaded: { readonly default: PackedMessages; readonly later?: typeof later } = await load();
  Object.assign(catalogue, unpackMessages(loaded.default));
  later = loaded.later ?? {};
  // Some browsers name a locale of the operating system, which `Intl` refuses, such as `en-US@posix`.
  const locale = regions.find((tag) => languageOf(tag) === lang && /^[a-z\d-]+$/i.test(tag));
  return makeTexts(lang, locale ?? lang);
}

function languageOf(tag: string): string {
  return /^[a-z]+/i.exec(tag)?.[0].toLowerCase() ?? '';
}

/** Loads one of the other files. The bundler calls this function in the modules that name a key of the file. */
export async function loadLater(name: string): Promise<void> {
  const load = later[name];
  if (load === undefined) throw new Error(`The texts of ${name} are named before a language has been chosen.`);
  Object.assign(catalogue, unpackMessages((await load()).default));
}

function makeTexts(lang: string, locale: string): Texts {
  const messages = makeMessageFormat(lang, locale);
  const moments = formatOfDates(locale, { dateStyle: 'medium', timeStyle: 'short' });
  const days = formatOfDates(locale, { dateStyle: 'medium' });
  const exactMoments = formatOfDates(locale, { dateStyle: 'full', timeStyle: 'long' });
  const times = formatOfDates(locale, { timeStyle: 'short' });
  return {
    lang,
    say: (key, values = {}) => messages.format(catalogue[key] ?? key, values),
    pieces: (key, values) => messages.pieces(catalogue[key] ?? key, values),
    moment: (time) => moments(new Date(time)),
    exactMoment: (time) => exactMoments(new Date(time)),
    timeOfDay: (time) => times(new Date(time)),
    day: (date) => days(new Date(date)),
    number: messages.number,
  };
}

/** A format is slow to make, so it is made when a screen uses it. */
function formatOfDates(locale: string, options: Intl.DateTimeFormatOptions): (date: Date) => string {
  let format: Intl.DateTimeFormat | undefined;
  return (date) => {
    format ??= new Intl.DateTimeFormat(locale, options);
    return format.format(date);
  };
}
