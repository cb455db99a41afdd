/**
 * All texts that users read, in every language. Each language has one JSON file of ICU messages (`en.json`, `de.json`
 * …) in the ARB format, which translators' tools can edit. Entries such as `@signIn.title` in `en.json` are notes for
 * translators. The type `TextKey` contains the keys of `en.json`, and `test/pages/languages.test.ts` compares the other
 * files with it. `choose-texts.ts` lists the languages.
 */
import { IntlMessageFormat } from 'intl-messageformat';
import type english from './en.json';

export type TextKey = Exclude<keyof typeof english, `@${string}`>;

/** The last part of each text key in a group: `NameIn<'scope'>` is `'openid' | 'profile' …`. */
export type NameIn<Group extends string, Key = TextKey> = Key extends `${Group}.${infer Name}` ? Name : never;

export type Catalogue = Readonly<Record<TextKey | '@@locale', string>>;

export interface Texts {
  /** The language as a BCP 47 tag. */
  readonly lang: string;
  readonly dir: 'ltr' | 'rtl';
  /** Returns a text with its placeholders filled in. Throws if `values` lacks a placeholder's value. */
  readonly say: (key: TextKey, values?: TextValues) => string;
}

export type TextValues = Readonly<Record<string, string | number>>;

export function makeTexts(catalogue: Catalogue): Texts {
  const lang = catalogue['@@locale'];
  const messages = new Map<TextKey, IntlMessageFormat>();
  function find(key: TextKey): IntlMessageFormat {
    const known = messages.get(key);
    if (known !== undefined) return known;
    const message = new IntlMessageFormat(catalogue[key], lang, undefined, { ignoreTag: true });
    messages.set(key, message);
    return message;
  }
  return { lang, dir: directionOf(lang), say: (key, values) => String(find(key).format(values)) };
}

/**
 * The direction in which a language is written. TypeScript has no type for `getTextInfo` yet (ECMA-402, Intl Locale
 * Info).
 */
function directionOf(lang: string): Texts['dir'] {
  const locale = new Intl.Locale(lang) as Intl.Locale & { getTextInfo(): { readonly direction?: Texts['dir'] } };
  return locale.getTextInfo().direction ?? 'ltr';
}
