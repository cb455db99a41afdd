import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ensureDefaultIssuer } from '../../src/admin/issuers/issuer-default.js';
import { accountPage } from '../../src/pages/account/account-page.js';
import { loadAssets } from '../../src/pages/layout/assets.js';
import { chooseTexts, LANGUAGES } from '../../src/pages/texts/choose-texts.js';
import english from '../../src/pages/texts/en.json' with { type: 'json' };
import { makeTexts, type Texts } from '../../src/pages/texts/texts.js';
import { startEdge, type TestEdge } from '../http/start-edge.js';
import { accountPageProps } from '../support/account-page-props.js';
import { makeClient } from '../support/fixtures.js';
import { newUserAgent } from '../support/user-agent.js';

describe('the languages of the pages', () => {
  it('are English, German, French, Spanish, Turkish, Vietnamese and Icelandic', () => {
    expect(LANGUAGES.map(({ lang }) => lang).sort()).toEqual(['de', 'en', 'es', 'fr', 'is', 'tr', 'vi']);
    for (const { lang } of LANGUAGES) {
      expect(Intl.DateTimeFormat.supportedLocalesOf(lang)).toEqual([lang]);
      expect(Intl.PluralRules.supportedLocalesOf(lang)).toEqual([lang]);
    }
  });

  it('write dates and numbers in their own way', () => {
    const at = new Date('2040-11-21T12:00:00Z');
    const written = (texts: Texts) =>
      accountPage(
        { texts, brand: { name: 'Passgraph' }, assets: loadAssets({ brandColor: undefined }) },
        accountPageProps('ada', at),
      );
    expect(written(chooseTexts(['de']))).toContain('21.11.2040');
    expect(written(chooseTexts(['fr']))).toContain('21 nov. 2040');
    expect(written(chooseTexts(['vi']))).toContain('21 thg 11, 2040');
    expect(chooseTexts(['de']).say('recovery.left', { count: 1 })).toBe('Sie haben noch einen Code.');
    expect(chooseTexts(['de']).say('recovery.left', { count: 9 })).toBe('Sie haben noch 9 Codes.');
  });

  it('are never shown with a value missing', () => {
    for (const { say } of LANGUAGES) expect(() => say('denied.back')).toThrow(/application/);
    for (const { say } of LANGUAGES) expect(() => say('recovery.left', {})).toThrow(/count/);
  });
});

describe('chooseTexts (RFC 4647 §3.4)', () => {
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
  ])('turns %j into %s', (ranges, lang) => {
    expect(chooseTexts(ranges).lang).toBe(lang);
  });

  it('ignores ranges longer than any tag: matching one takes time that grows with its length', () => {
    expect(chooseTexts([`fr-${'a-'.repeat(30)}a`]).lang).toBe('fr');
    for (const asked of [`fr-${'a-'.repeat(31)}a`, `fr${'-'.repeat(65_000)}`]) {
      expect(chooseTexts([asked, 'de']).lang).toBe('de');
    }
  });
});

describe('the language of a page over HTTP', () => {
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

describe('a language that is written from right to left', () => {
  it('sets the direction of the page', () => {
    const texts = makeTexts({ ...english, '@@locale': 'ar' });
    const assets = loadAssets({ brandColor: undefined });
    const frame = { texts, brand: { name: 'Passgraph' }, assets };
    expect(accountPage(frame, accountPageProps('ada', new Date(0)))).toMatch(
      /^<!doctype html><html lang="ar" dir="rtl">/,
    );
  });

  it.each(['pages.css', 'tokens.css'])(
    'needs no style sheet of its own: %s says start and end, not left and right',
    (name) => {
      const css = readFileSync(new URL(`../../../src/pages/assets/${name}`, import.meta.url), 'utf8');
      const declared = css.replace(/\/\*.*?\*\//gs, '').split(/[;{}]/);
      const physical = declared.filter((declaration) =>
        /^\s*(?:[\w-]+-)?(?:left|right)(?:-[\w-]+)?\s*:|^\s*(?:float|clear|text-align|caption-side|justify-[\w-]+)\s*:.*\b(?:left|right)\b|^\s*(?:margin|padding|inset|border-width|border-style|border-color|border-radius|scroll-margin|scroll-padding)\s*:\s*\S+\s+\S+\s+\S+\s+\S+|translate[X3]?[dD]?\(/.test(
          declaration.replace(/\([^()]*\)/g, '()'),
        ),
      );
      expect(declared.length).toBeGreaterThan(20);
      expect(physical).toEqual([]);
    },
  );
});
