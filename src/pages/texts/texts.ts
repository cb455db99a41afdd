/**
 * All texts that users read, in every language. A catalogue is a JSON file of ICU messages by key (`en.json`, `de.json`
 * …) in the ARB format, which translators' tools can edit; entries such as `@signIn.title` in `en.json` are notes for
 * translators. Keys are typed from English, and `test/pages/languages.test.ts` compares the other languages with it.
 * A page gets the texts of one language and knows no catalogue. `choose-texts.ts` lists the languages.
 */
import { IntlMessageFormat } from 'intl-messageformat';
import type english from './en.json';

export type TextKey = Exclude<keyof typeof english, `@${string}`>;

/** The last part of every key in a group: `NameIn<'scope'>` is `'openid' | 'profile' …`. */
export type NameIn<Group extends string, Key = TextKey> = Key extends `${Group}.${infer Name}` ? Name : never;

export type Catalogue = Readonly<Record<TextKey | '@@locale', string>>;

export interface Texts {
  /** BCP 47 */
  readonly lang: string;
  readonly dir: 'ltr' | 'rtl';
  /** Throws if a value that the message needs is missing. */
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

/** TypeScript does not know `getTextInfo` yet (ECMA-402, Intl Locale Info). */
function directionOf(lang: string): Texts['dir'] {
  const locale = new Intl.Locale(lang) as Intl.Locale & { getTextInfo(): { readonly direction?: Texts['dir'] } };
  return locale.getTextInfo().direction ?? 'ltr';
}
