import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { brandStyle } from '../../src/pages/layout/brand-style.js';
import { ceremonyTexts } from '../../src/pages/texts/ceremony-texts.js';
import { LANGUAGES } from '../../src/pages/texts/choose-texts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { addVirtualAuthenticator, describeInBrowser, launchBrowser } from '../support/browser.js';
import { openEveryPage } from '../support/every-page.js';
import { brokenWords, findings, isTooWide, smallTargets, unfold } from '../support/page-checks.js';

/** The other pages have the same parts; in-browser.test.ts checks their accessibility in English. */
const CHECKED: ReadonlySet<string> = new Set(['account', 'consent', 'recover', 'register', 'verifyEmail']);

/** The questions with their links: whether each is in one line, and the space between a question and its link. */
function linesOf(otherwise: Element) {
  return (otherwise.matches('p') ? [otherwise] : [...otherwise.children]).map((paragraph) => {
    const [question, link] = [paragraph.firstChild, paragraph.querySelector('a')].map((node) => {
      const range = document.createRange();
      range.selectNodeContents(node as Node);
      return range.getBoundingClientRect();
    }) as [DOMRect, DOMRect];
    const isOne = Math.abs(question.top - link.top) < 2 && question.height < 30 && link.height < 30;
    return { isOne, top: question.top, bottom: link.bottom, gap: link.top - question.bottom };
  });
}

describeInBrowser('the look of the pages in a browser', () => {
  let app: TestApp;
  let browser: Browser;
  let page: Page;
  let addresses: Readonly<Record<string, string>>;

  beforeAll(async () => {
    app = await startTestApp();
    browser = await launchBrowser();
    const context = await browser.newContext({ viewport: { width: 320, height: 640 }, reducedMotion: 'reduce' });
    page = await context.newPage();
    addresses = await openEveryPage(app, page, await addVirtualAuthenticator(page));
  });

  afterAll(async () => {
    await browser?.close();
    await app.stop();
  });

  it.each(LANGUAGES.map((texts) => [texts.lang, texts] as const))(
    'fits 320 px in %s, breaks no word, is accessible and has targets that are large enough to tap',
    async (lang, texts) => {
      await page.setExtraHTTPHeaders({ 'accept-language': lang });
      for (const [name, address] of Object.entries(addresses)) {
        await page.goto(address);
        expect([name, await page.getAttribute('html', 'lang')]).toEqual([name, lang]);
        if (CHECKED.has(name)) expect([name, await findings(page)]).toEqual([name, []]);
        expect([name, await isTooWide(page), await brokenWords(page)]).toEqual([name, false, []]);
        expect([name, await smallTargets(page)]).toEqual([name, []]);
        await unfold(page);
        expect([name, await isTooWide(page), await brokenWords(page)]).toEqual([name, false, []]);
        expect([name, await smallTargets(page)]).toEqual([name, []]);
      }
      // An enrolment link and an invitation, in the browser of the person whom it is for.
      const invited = await (
        await browser.newContext({ locale: lang, viewport: { width: 320, height: 640 } })
      ).newPage();
      for (const name of ['enroll', 'invite']) {
        await invited.goto(addresses[name] ?? '');
        expect(await invited.locator('#ceremony').count()).toBe(1);
        expect([await isTooWide(invited), await brokenWords(invited), await smallTargets(invited)]).toEqual([
          false,
          [],
          [],
        ]);
        expect(await findings(invited)).toEqual([]);
      }
      await invited.context().close();
      // Every message of a ceremony, in its place.
      await page.goto(addresses.again ?? '');
      for (const [name, sentence] of Object.entries(JSON.parse(ceremonyTexts(texts)))) {
        await page.evaluate((text) => document.querySelector('#status')?.replaceChildren(text), String(sentence));
        expect([name, await isTooWide(page), await brokenWords(page)]).toEqual([name, false, []]);
      }
    },
  );

  it.each(LANGUAGES.map(({ lang }) => [lang]))(
    'puts the sections of the account in one row, and each link of %s beside its question',
    async (lang) => {
      await page.setExtraHTTPHeaders({ 'accept-language': lang });
      await page.goto(addresses.account ?? '');
      const tops = await page.locator('.contents a').evaluateAll((all) => all.map((a) => a.getBoundingClientRect().y));
      expect([tops.length > 4, new Set(tops).size]).toEqual([true, 1]);
      for (const name of ['login', 'register'] as const) {
        await page.goto(addresses[name] ?? '');
        for (const width of [390, 320]) {
          await page.setViewportSize({ width, height: 640 });
          const lines = await page.locator('.otherwise').evaluate(linesOf);
          expect([name, lines.length]).toEqual([name, name === 'login' ? 2 : 1]);
          if (width === 390) expect(lines.map(({ isOne }) => isOne)).toEqual(lines.map(() => true));
          const [first, second] = lines;
          if (first === undefined || second === undefined || first.isOne) continue;
          expect([width, second.top - first.bottom > first.gap]).toEqual([width, true]);
        }
      }
    },
  );

  it('is checked by a test that finds words which do not fit', async () => {
    await page.goto(addresses.again ?? '');
    await page.evaluate(() =>
      document.querySelector('#status')?.replaceChildren('Donaudampfschifffahrtsgesellschaftskapitän'),
    );
    expect(await isTooWide(page)).toBe(false);
    expect(await brokenWords(page)).not.toEqual([]);
  });

  it('is checked by a test that finds targets and fields that are too small', async () => {
    await page.goto(addresses.recover ?? '');
    await page.evaluate(() => {
      document.adoptedStyleSheets = [new CSSStyleSheet()];
      document.adoptedStyleSheets[0]?.replaceSync(
        'main a { padding: 0 !important } #username { font-size: 15px !important }',
      );
    });
    expect(await smallTargets(page)).toHaveLength(2);
  });

  it('keeps the button to sign out beside the name of the server, if there is room', async () => {
    await page.goto(addresses.account ?? '');
    for (const [width, name] of [
      [390, 'Municipal Works of Springfield'],
      [320, 'Passgraph'],
    ] as const) {
      await page.setViewportSize({ width, height: 640 });
      await page.evaluate((text) => document.querySelector('.brand > span:last-child')?.replaceChildren(text), name);
      const [brand, button] = [
        await page.locator('.brand').boundingBox(),
        await page.locator('.top form').boundingBox(),
      ];
      expect([width, (button?.x ?? 0) >= (brand?.x ?? 0) + (brand?.width ?? 0)]).toEqual([width, true]);
    }
    await page.setViewportSize({ width: 320, height: 640 });
  });

  it.each(['#ffffff', '#000', '#777777', '#767676', '#ffd400', '#2457d6', '#e5484d', '#1c1d1a'])(
    'is readable in the brand colour %s, also under the pointer, light and dark',
    async (color) => {
      await page.route('**/brand.css', (route) =>
        route.fulfill({ body: brandStyle({ light: color }), contentType: 'text/css' }),
      );
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
        await page.goto(addresses.login ?? '');
        await page.waitForSelector('#ceremony button:enabled');
        expect(await findings(page, 'color-contrast')).toEqual([]);
        await page.hover('#ceremony button');
        expect(await findings(page, 'color-contrast')).toEqual([]);
      }
      await page.unroute('**/brand.css');
    },
  );
});
