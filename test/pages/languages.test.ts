import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ensureDefaultIssuer } from '../../src/admin/issuers/issuer-default.js';
import { accountPage } from '../../src/pages/account/account-page.js';
import { loadAssets } from '../../src/pages/layout/assets.js';
import { CATALOGUES, chooseTexts } from '../../src/pages/texts/choose-texts.js';
import { english } from '../../src/pages/texts/english.js';
import type { Texts } from '../../src/pages/texts/texts.js';
import { startEdge, type TestEdge } from '../http/start-edge.js';
import { accountPageProps } from '../support/account-page-props.js';
import { makeClient } from '../support/fixtures.js';
import { isNode, parseSources, readSources, type Source, type SyntaxNode } from '../support/source.js';
import { newUserAgent } from '../support/user-agent.js';

const INSERTED = ['‹one›', '‹two›', '‹three›'];

/** All that is said, by where it stands; of what takes names, with and without them. */
function flatten(texts: object, path = ''): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(texts).flatMap(([key, value]: [string, unknown]) => {
      const place = `${path}${key}`;
      if (typeof value === 'string') return [[place, value] as const];
      if (typeof value !== 'function') return [...flatten(value as object, `${place}.`)];
      const say = value as (...names: readonly (string | undefined)[]) => string;
      return [
        [`${place}()`, say(...INSERTED)] as const,
        ...(say.length > 0 ? [[`${place}(undefined)`, say(...INSERTED.slice(0, say.length - 1))] as const] : []),
      ];
    }),
  );
}

const inEnglish = flatten(english);
const translations = CATALOGUES.filter((texts) => texts !== english);

/** What one writes alike. */
const ALIKE: ReadonlySet<string> = new Set(['lang', 'dir']);

/** What passkeys are called by browsers and phones in that language. */
const PASSKEY: Readonly<Record<string, RegExp>> = {
  de: /passkey/i,
  es: /llaves? de acceso/i,
  fr: /clés? d’accès/i,
  is: /aðgangslyk(?:il|l)/i,
  tr: /geçiş anahtar/i,
  vi: /khoá truy cập/i,
};

describe('the catalogue', () => {
  it('has English, German, French, Spanish, Turkish, Vietnamese and Icelandic', () => {
    expect(CATALOGUES.map(({ lang }) => lang).sort()).toEqual(['de', 'en', 'es', 'fr', 'is', 'tr', 'vi']);
    for (const { lang } of CATALOGUES) {
      expect(Intl.DateTimeFormat.supportedLocalesOf(lang)).toEqual([lang]);
      expect(Intl.PluralRules.supportedLocalesOf(lang)).toEqual([lang]);
    }
  });

  it('writes dates as the language does', () => {
    const at = new Date('2026-11-21T12:00:00Z');
    const written = (texts: Texts) =>
      accountPage(
        { texts, brand: { name: 'Passgraph' }, assets: loadAssets({ brandColor: undefined }) },
        accountPageProps('ada', at),
      );
    expect(written(chooseTexts(['de']))).toContain('21.11.2026');
    expect(written(chooseTexts(['fr']))).toContain('21 nov. 2026');
    expect(written(chooseTexts(['vi']))).toContain('21 thg 11, 2026');
  });
});

describe.each(translations.map((texts) => [texts.lang, texts] as const))('the language %s', (lang, texts) => {
  const said = flatten(texts);

  it('says all that English says, and nothing else', () => {
    expect([...said.keys()].sort()).toEqual([...inEnglish.keys()].sort());
    for (const text of said.values()) expect(text.trim()).not.toBe('');
  });

  it('inserts what English inserts', () => {
    const insertedIn = (text: string | undefined) => [...INSERTED, 'undefined'].filter((name) => text?.includes(name));
    for (const [place, text] of said)
      expect([place, insertedIn(text)]).toEqual([place, insertedIn(inEnglish.get(place))]);
  });

  it('is translated', () => {
    const words = (text: string | undefined) => text?.replace(/‹\w+›/g, '');
    const untouched = [...said].filter(
      ([place, text]) => !ALIKE.has(place) && /\p{L}/u.test(words(text) ?? '') && text === inEnglish.get(place),
    );
    expect(untouched.filter(([place]) => !ALIKE.has(`${lang} ${place}`))).toEqual([]);
  });

  it('ends sentences where English does, and is set with care', () => {
    for (const [place, text] of said) {
      const ends = (sentence = '') => /[.…?]\)?$/.exec(sentence.trim())?.[0] ?? '';
      expect([place, ends(text)]).toEqual([place, ends(inEnglish.get(place))]);
      expect([place, text]).toEqual([place, text.normalize('NFC')]);
      expect([place, /['"<>&]|\.\.\.| {2}|^\s|\s$/.exec(text)]).toEqual([place, null]);
      if (lang === 'fr') expect([place, /[^\u00a0\u202f][;:?!](?!\/\/)/.exec(text)]).toEqual([place, null]);
    }
  });

  it('calls passkeys what browsers and phones call them', () => {
    const term = PASSKEY[lang];
    for (const [place, text] of inEnglish) {
      if (!/passkey/i.test(text)) continue;
      expect([place, said.get(place)]).toEqual([place, expect.stringMatching(term ?? /^$/)]);
    }
  });
});

/** Attributes that are read to somebody. */
const SPOKEN = /^(?:alt|title|placeholder|aria-label|aria-description|aria-roledescription|content|label|remark|hint)$/;

/** Words in the syntax of a page or script that somebody reads: texts between tags, and attributes that are spoken. */
function literalsIn({ path, nodes }: Source): string[] {
  return nodes.flatMap((node) => {
    if (node.type === 'JSXText' && /\p{L}{2}/u.test(String(node.value))) return [`${path}: ${node.value}`];
    if (node.type === 'JSXAttribute' && isNode(node.value) && node.value.type === 'StringLiteral') {
      const name = String((node.name as unknown as { name: unknown }).name);
      const value = String(node.value.value);
      return SPOKEN.test(name) && /\p{L}/u.test(value) && !NOT_SAID.has(value) ? [`${path}: ${name}=${value}`] : [];
    }
    // A sentence has words with spaces between them, and no sign that only code has.
    const isSentence =
      node.type === 'StringLiteral' && /^\p{Lu}[^=<>{}#/[\]]* [^=<>{}#[\]]*[.…!?]$/u.test(String(node.value));
    return isSentence && !isThrown(nodes, node) ? [`${path}: ${node.value}`] : [];
  });
}

/** Of the head of a page: for browsers. */
const NOT_SAID: ReadonlySet<string> = new Set(['width=device-width, initial-scale=1', 'light dark']);

/** Nobody but a developer sees the message of an error. */
function isThrown(nodes: readonly SyntaxNode[], literal: SyntaxNode): boolean {
  return nodes.some(
    ({ type, callee, arguments: given }) =>
      type === 'NewExpression' &&
      isNode(callee) &&
      /Error|Exception/.test(String(callee.name)) &&
      (given as unknown[]).includes(literal),
  );
}

describe('what pages and scripts say', () => {
  it('is all in the catalogue: none of it stands in their code', async () => {
    const sources = await readSources('src/pages');
    const catalogue = /^(?:english|french|german|icelandic|spanish|turkish|vietnamese)(?:-account)?\.ts$/;
    const others = sources.filter(({ path }) => !catalogue.test(path));
    expect(others.length).toBeGreaterThan(20);
    expect(others.flatMap(literalsIn)).toEqual([]);
  });

  it('would be found there', () => {
    const found = (text: string) => parseSources({ 'a.tsx': text }).flatMap(literalsIn).length;
    expect(found('const a = <p>Hello</p>;')).toBe(1);
    expect(found('const a = <img alt="A picture" />;')).toBe(1);
    expect(found("status.textContent = 'Something went wrong.';")).toBe(1);
    expect(found("throw new Error('This page has no form.');")).toBe(0);
    expect(found('const a = <p class="lead">{texts.lead} · </p>;')).toBe(0);
  });
});

describe('lookup of the language (RFC 4647 §3.4)', () => {
  it.each([
    [['de'], 'de'],
    [['DE'], 'de'],
    [['de-CH'], 'de'],
    [['de-Latn-DE-1996'], 'de'],
    [['de-a-x-y'], 'de'],
    [['fr-x-private'], 'fr'],
    [['tlh', 'is'], 'is'],
    [['es-419', 'de'], 'es'],
    [['*', 'tr'], 'tr'],
    [['den'], 'en'],
    [['deutsch'], 'en'],
    [['x-de'], 'en'],
    [['en-GB', 'de'], 'en'],
    [['-', '', '--de', '*'], 'en'],
    [[], 'en'],
  ])('of %j finds %s', (ranges, lang) => {
    expect(chooseTexts(ranges).lang).toBe(lang);
  });

  it('looks up no range that is longer than any tag, which would cost its length squared', () => {
    expect(chooseTexts([`fr-${'a-'.repeat(30)}a`]).lang).toBe('fr');
    for (const asked of [`fr-${'a-'.repeat(31)}a`, `fr${'-'.repeat(65_000)}`]) {
      expect(chooseTexts([asked, 'de']).lang).toBe('de');
    }
  });
});

describe('the language of a page, over the wire', () => {
  let edge: TestEdge;
  beforeAll(async () => {
    edge = await startEdge();
    const issuer = await ensureDefaultIssuer(edge.deps);
    await makeClient(edge.deps, issuer, {
      id: 'wiki',
      requirePkce: false,
      redirect_uris: ['https://wiki.example/back'],
    });
  });
  afterAll(() => edge.stop());

  const languageOf = async (response: Response) => [
    /<html lang="(\w+)" dir="ltr">/.exec(await response.text())?.[1],
    response.headers.get('content-language'),
    response.headers.get('vary')?.toLowerCase().includes('accept-language'),
  ];

  it.each([
    ['de', 'de'],
    ['de-AT, en;q=0.8', 'de'],
    ['en;q=0.3, vi;q=0.8, tlh', 'vi'],
    ['tr;q=0, is;q=0.1', 'is'],
    ['*', 'en'],
    ['nonsense;;;q=x, =', 'en'],
    ['zh-Hant-TW', 'en'],
  ])('is chosen by Accept-Language: %s', async (asked, lang) => {
    expect(await languageOf(await edge.get('/login', { 'accept-language': asked }))).toEqual([lang, lang, true]);
    expect(
      await languageOf(await edge.get('/nothing-here', { 'accept-language': asked, accept: 'text/html' })),
    ).toEqual([lang, lang, true]);
  });

  it.each([
    ['fr-CA de', 'en', 'fr'],
    ['tlh es', 'de', 'es'],
    ['tlh', 'de', 'de'],
    ['', 'tr', 'tr'],
  ])('is chosen by ui_locales (OpenID Connect Core §3.1.2.1) first: %j before %s', async (uiLocales, browser, lang) => {
    const agent = newUserAgent(edge.origin);
    const asked = {
      client_id: 'wiki',
      response_type: 'code',
      scope: 'openid',
      redirect_uri: 'https://wiki.example/back',
    };
    const start = await agent.get(`/oidc/authorize?${new URLSearchParams({ ...asked, ui_locales: uiLocales })}`);
    const page = await agent.get(start.location?.href ?? '', { 'accept-language': browser });
    expect(page.text).toContain(`<html lang="${lang}" dir="ltr">`);
    expect(page.headers.get('content-language')).toBe(lang);
  });
});

describe('a language from right to left', () => {
  it('is laid out by the direction of the page', () => {
    const texts: Texts = { ...english, lang: 'ar', dir: 'rtl' };
    const assets = loadAssets({ brandColor: undefined });
    const frame = { texts, brand: { name: 'Passgraph' }, assets };
    expect(accountPage(frame, accountPageProps('ada', new Date(0)))).toMatch(
      /^<!doctype html><html lang="ar" dir="rtl">/,
    );
  });

  it.each(['pages.css', 'tokens.css'])('needs no other style: %s knows start and end, never left and right', (name) => {
    const css = readFileSync(new URL(`../../../src/pages/assets/${name}`, import.meta.url), 'utf8');
    const declared = css.replace(/\/\*.*?\*\//gs, '').split(/[;{}]/);
    const physical = declared.filter((declaration) =>
      /^\s*(?:[\w-]+-)?(?:left|right)(?:-[\w-]+)?\s*:|^\s*(?:float|clear|text-align|caption-side|justify-[\w-]+)\s*:.*\b(?:left|right)\b|^\s*(?:margin|padding|inset|border-width|border-style|border-color|border-radius|scroll-margin|scroll-padding)\s*:\s*\S+\s+\S+\s+\S+\s+\S+|translate[X3]?[dD]?\(/.test(
        declaration.replace(/\([^()]*\)/g, '()'),
      ),
    );
    expect(declared.length).toBeGreaterThan(20);
    expect(physical).toEqual([]);
  });
});
