/**
 * This folder contains all texts that users read. Each language has a JSON file of ICU messages (`en.json`, `de.json`
 * …) in the ARB format, which translators' tools can edit. Entries such as `@signIn.title` in `en.json` are notes for
 * translators. `TextKey` has the keys of `en.json`; `test/pages/languages.test.ts` compares the other files with it.
 */
import { IntlMessageFormat } from 'intl-messageformat';
import type english from './en.json';

export type TextKey = Exclude<keyof typeof english, `@${string}`>;

/**
 * The last part of each text key that begins with `Group`. For example, `NameIn<'scope'>` is `'openid' | 'profile' …`.
 */
export type NameIn<Group extends string, Key = TextKey> = Key extends `${Group}.${infer Name}` ? Name : never;

export type Catalogue = Readonly<Record<TextKey | '@@locale', string>>;

export interface Texts {
  /** The language as a BCP 47 tag. */
  readonly lang: string;
  readonly dir: 'ltr' | 'rtl';
  /**
   * Returns a text in which the placeholders are replaced by `values`. Throws if `values` has no value for one of the
   * placeholders.
   */
  readonly say: (key: TextKey, values?: TextValues) => string;
}

export type TextValues = Readonly<Record<string, string | number>>;

export function makeTexts(catalogue: Catalogue): Texts {
  const lang = catalogue['@@locale'];
  const messages = new Map<TextKey, IntlMessageFormat>();
  const withoutValues = new Map<TextKey, string>();
  function find(key: TextKey): IntlMessageFormat {
    const known = messages.get(key);
    if (known !== undefined) return known;
    const message = new IntlMessageFormat(catalogue[key], lang, undefined, { ignoreTag: true });
    messages.set(key, message);
    return message;
  }
  const format = (key: TextKey, values?: TextValues) => String(find(key).format(values));
  const say: Texts['say'] = (key, values) => {
    if (values !== undefined) return format(key, values);
    const known = withoutValues.get(key) ?? format(key);
    withoutValues.set(key, known);
    return known;
  };
  return { lang, dir: directionOf(lang), say };
}

/**
 * Returns the direction in which a language is written. TypeScript has no type for `getTextInfo` yet (ECMA-402, Intl
 * Locale Info).
 */
function directionOf(lang: string): Texts['dir'] {
  const locale = new Intl.Locale(lang) as Intl.Locale & { getTextInfo(): { readonly direction?: Texts['dir'] } };
  return locale.getTextInfo().direction ?? 'ltr';
}
