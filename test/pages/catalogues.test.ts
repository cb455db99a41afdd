import { describe, expect, it } from '@jest/globals';
import { IntlMessageFormat } from 'intl-messageformat';
import german from '../../src/pages/texts/de.json' with { type: 'json' };
import english from '../../src/pages/texts/en.json' with { type: 'json' };
import spanish from '../../src/pages/texts/es.json' with { type: 'json' };
import french from '../../src/pages/texts/fr.json' with { type: 'json' };
import icelandic from '../../src/pages/texts/is.json' with { type: 'json' };
import turkish from '../../src/pages/texts/tr.json' with { type: 'json' };
import vietnamese from '../../src/pages/texts/vi.json' with { type: 'json' };
import { isNode, parseSources, readSources, type Source, type SyntaxNode } from '../support/source.js';
import { textUses } from './text-uses.js';

/** Messages by key, without the notes for translators. */
function messagesOf(catalogue: object): ReadonlyMap<string, string> {
  return new Map(Object.entries(catalogue as Record<string, string>).filter(([key]) => !key.startsWith('@')));
}

interface Element {
  readonly type: number;
  readonly value: string;
  readonly options?: Readonly<Record<string, { readonly value: readonly Element[] }>>;
}

/** Literal text and `#`; every other element has the name of an argument. */
const WITHOUT_ARGUMENT = [0, 7];
const PLURAL = 6;

function elementsOf(elements: readonly Element[]): Element[] {
  return elements.flatMap((element) => [
    element,
    ...Object.values(element.options ?? {}).flatMap(({ value }) => elementsOf(value)),
  ]);
}

function parse(message: string, lang = 'en'): Element[] {
  const { getAst } = new IntlMessageFormat(message, lang, undefined, { ignoreTag: true });
  return elementsOf(getAst() as unknown as readonly Element[]);
}

function argumentsOf(message: string): string[] {
  const names = parse(message).filter(({ type }) => !WITHOUT_ARGUMENT.includes(type));
  return [...new Set(names.map(({ value }) => value))].sort();
}

/** Every text that the message can become: with names in brackets, and with several numbers. */
function variants(message: string, lang: string): string[] {
  const format = new IntlMessageFormat(message, lang, undefined, { ignoreTag: true });
  const names = Object.fromEntries(argumentsOf(message).map((name) => [name, `‹${name}›`]));
  const isPlural = parse(message).some(({ type }) => type === PLURAL);
  return isPlural ? [1, 2, 5].map((count) => String(format.format({ count }))) : [String(format.format(names))];
}

const inEnglish = messagesOf(english);
const keys = [...inEnglish.keys()];
const CATALOGUES = { de: german, es: spanish, fr: french, is: icelandic, tr: turkish, vi: vietnamese };

/** The term that browsers and phones use for a passkey. */
const PASSKEY = {
  de: /passkey/i,
  es: /llaves? de acceso/i,
  fr: /clés? d’accès/i,
  is: /aðgangslyk(?:il|l)/i,
  tr: /geçiş anahtar/i,
  vi: /khoá truy cập/i,
};

describe('the English catalogue', () => {
  it('has a text for every note to translators', () => {
    const notes = Object.keys(english).filter((key) => /^@[^@]/.test(key));
    expect(notes.length).toBeGreaterThan(20);
    expect(notes.filter((note) => !inEnglish.has(note.slice(1)))).toEqual([]);
  });

  it('writes no sentence in title case', () => {
    const inTitleCase = [...inEnglish].filter(([, text]) => /^\p{Lu}\p{Ll}+(?: \p{Lu}\p{Ll}+)+$/u.test(text));
    expect(inTitleCase).toEqual([]);
  });
});

describe.each(Object.entries(CATALOGUES))('the catalogue %s', (lang, catalogue) => {
  const messages = messagesOf(catalogue);
  const texts = [...messages].flatMap(([key, message]) => variants(message, lang).map((text) => [key, text] as const));

  it('names its language', () => {
    expect(catalogue['@@locale']).toBe(lang);
  });

  it('has a text for every English key, and no other', () => {
    expect([...messages.keys()]).toEqual(keys);
    for (const [key, text] of texts) expect([key, text.trim()]).not.toEqual([key, '']);
  });

  it('takes the same arguments as English', () => {
    for (const [key, message] of messages) {
      expect([key, argumentsOf(message)]).toEqual([key, argumentsOf(inEnglish.get(key) ?? '')]);
    }
  });

  it('uses only plural forms that the language has', () => {
    const forms: readonly string[] = new Intl.PluralRules(lang).resolvedOptions().pluralCategories;
    const used = [...messages.values()].flatMap((message) =>
      parse(message)
        .filter(({ type }) => type === PLURAL)
        .flatMap(({ options = {} }) => Object.keys(options)),
    );
    expect(used.length).toBeGreaterThan(0);
    expect(used.filter((form) => !forms.includes(form))).toEqual([]);
  });

  it('is translated', () => {
    const words = (text: string) => text.replace(/\{\w+\}/g, '');
    const untouched = [...messages].filter(
      ([key, message]) => /\p{L}/u.test(words(message)) && message === inEnglish.get(key),
    );
    expect(untouched.filter(([key]) => !ALIKE.has(`${lang} ${key}`))).toEqual([]);
  });

  it('ends its sentences where English does', () => {
    const endOf = (text = '') => /[.…?]\)?$/.exec(text.trim())?.[0] ?? '';
    for (const [key, text] of texts) {
      expect([key, endOf(text)]).toEqual([key, endOf(variants(inEnglish.get(key) ?? '', 'en')[0])]);
    }
  });

  it('is typeset with care', () => {
    for (const [key, text] of texts) {
      expect([key, text]).toEqual([key, text.normalize('NFC')]);
      expect([key, /['"<>&]|\.\.\.| {2}|^\s|\s$/.exec(text)]).toEqual([key, null]);
      if (lang === 'fr') expect([key, /[^\u00a0\u202f][;:?!](?!\/\/)/.exec(text)]).toEqual([key, null]);
    }
  });

  it('calls passkeys what browsers and phones call them', () => {
    for (const [key, message] of inEnglish) {
      if (!/passkey/i.test(message)) continue;
      expect([key, messages.get(key)]).toEqual([key, expect.stringMatching(PASSKEY[lang as keyof typeof PASSKEY])]);
    }
  });
});

/** Words that are the same in both languages. */
const ALIKE: ReadonlySet<string> = new Set(['de common.optional', 'de detail.website', 'es detail.roles']);

/** Attributes that a screen reader or browser presents to the user. */
const SPOKEN = /^(?:alt|title|placeholder|aria-label|aria-description|aria-roledescription|content|label|remark|hint)$/;

/** Words for the user in the syntax of a page or script: text between tags, and spoken attributes. */
function literalsIn({ path, nodes }: Source): string[] {
  return nodes.flatMap((node) => {
    if (node.type === 'JSXText' && /\p{L}{2}/u.test(String(node.value))) return [`${path}: ${node.value}`];
    if (node.type === 'JSXAttribute' && isNode(node.value) && node.value.type === 'StringLiteral') {
      const name = String((node.name as unknown as { name: unknown }).name);
      const value = String(node.value.value);
      return SPOKEN.test(name) && /\p{L}/u.test(value) && !FOR_BROWSERS.has(value) ? [`${path}: ${name}=${value}`] : [];
    }
    // A sentence has words with spaces between them, and no sign that only code has.
    const isSentence =
      node.type === 'StringLiteral' && /^\p{Lu}[^=<>{}#/[\]]* [^=<>{}#[\]]*[.…!?]$/u.test(String(node.value));
    return isSentence && !isThrown(nodes, node) ? [`${path}: ${node.value}`] : [];
  });
}

/** Meta elements of a page. */
const FOR_BROWSERS: ReadonlySet<string> = new Set(['width=device-width, initial-scale=1', 'light dark']);

/** Only developers see the message of an error. */
function isThrown(nodes: readonly SyntaxNode[], literal: SyntaxNode): boolean {
  return nodes.some(
    ({ type, callee, arguments: given }) =>
      type === 'NewExpression' &&
      isNode(callee) &&
      /Error|Exception/.test(String(callee.name)) &&
      (given as unknown[]).includes(literal),
  );
}

const sources = await readSources('src/pages');

describe('the code of pages and scripts', () => {
  it('contains no text for users', () => {
    expect(sources.length).toBeGreaterThan(20);
    expect(sources.flatMap(literalsIn).filter((found) => !isKey(found))).toEqual([]);
  });

  it('would be found with a text for users', () => {
    const found = (text: string) => parseSources({ 'a.tsx': text }).flatMap(literalsIn).length;
    expect(found('const a = <p>Hello</p>;')).toBe(1);
    expect(found('const a = <img alt="A picture" />;')).toBe(1);
    expect(found("status.textContent = 'Something went wrong.';")).toBe(1);
    expect(found("throw new Error('This page has no form.');")).toBe(0);
    expect(found('const a = <p class="lead">{texts.lead} · </p>;')).toBe(0);
  });

  it('uses every text, and passes exactly the values that it takes', () => {
    expect(findings(sources)).toEqual([]);
  });

  it('would be found with an unused text or with wrong values', () => {
    const complete = `const a = [${keys.map((key) => `say('${key}', {${argumentsOf(inEnglish.get(key) ?? '')}})`)}];`;
    const found = (text: string) => findings(parseSources({ 'a.tsx': text }));
    expect(found(complete)).toEqual([]);
    expect(found(complete.replace("say('consent.allow', {})", '0'))).toEqual(['consent.allow is not used']);
    expect(found(`${complete} say('consent.allow', { name });`)).toEqual(['a.tsx: consent.allow takes []']);
    expect(found(`${complete} say('denied.back');`)).toEqual(['a.tsx: denied.back takes [application]']);
    expect(found(`${complete} const b = 'denied.back';`)).toEqual(['a.tsx: denied.back takes [application]']);
    expect(found(`${complete} <Day text="signIn.title" />;`)).toEqual(['a.tsx: signIn.title takes []']);
  });
});

function isKey(found: string): boolean {
  return inEnglish.has(found.split('=').at(-1) ?? '');
}

function findings(of: readonly Source[]): string[] {
  const uses = textUses(of, keys);
  const used = new Set(uses.flatMap((use) => use.keys));
  const wrong = uses.flatMap(({ path, keys: named, values }) =>
    named
      .map((key) => [key, argumentsOf(inEnglish.get(key) ?? '')] as const)
      .filter(([, takes]) => takes.join() !== values.join())
      .map(([key, takes]) => `${path}: ${key} takes [${takes}]`),
  );
  return [...keys.filter((key) => !used.has(key)).map((key) => `${key} is not used`), ...wrong];
}
