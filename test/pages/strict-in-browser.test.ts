import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Browser, Page, Response } from 'playwright-core';
import { startTestApp, type TestApp } from '../support/app.js';
import { addVirtualAuthenticator, describeInBrowser, launchBrowser } from '../support/browser.js';
import { openEveryPage } from '../support/every-page.js';
import { isTooWide } from '../support/page-checks.js';

/** Headers of every page and of every file that it loads. */
const ALWAYS = {
  // Never a path or query.
  'referrer-policy': expect.stringMatching(/^(no-referrer|strict-origin)$/),
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'permissions-policy': expect.stringContaining('publickey-credentials-get=(self)'),
  'content-security-policy': expect.stringMatching(
    /^default-src 'none'; (?!.*unsafe)(?!.*\*)(?=.*base-uri 'none')(?=.*frame-ancestors 'none')/,
  ),
};

describeInBrowser('every page as a browser loads it', () => {
  let app: TestApp;
  let browser: Browser;
  let page: Page;
  let addresses: Readonly<Record<string, string>>;

  beforeAll(async () => {
    app = await startTestApp();
    browser = await launchBrowser();
    page = await (await browser.newContext()).newPage();
    addresses = await openEveryPage(app, page, await addVirtualAuthenticator(page));
  });
  afterAll(async () => {
    await browser?.close();
    await app?.stop();
  });

  /** Loads a page. Returns all responses and the console messages, for example about blocked requests. */
  const watch = async (address: string) => {
    const answers: Response[] = [];
    const complaints: string[] = [];
    const note = (response: Response) => answers.push(response);
    const complain = (message: { text(): string }) => complaints.push(message.text());
    page.on('response', note).on('console', complain);
    await page.goto(address, { waitUntil: 'networkidle' });
    page.off('response', note).off('console', complain);
    // Browsers report the status of an error page.
    return { answers, complaints: complaints.filter((text) => !/the server responded with a status of 4/.test(text)) };
  };

  it('loads nothing from another host and gets the strict headers', async () => {
    for (const [name, address] of Object.entries(addresses)) {
      const { answers, complaints } = await watch(address);
      expect([name, complaints]).toEqual([name, []]);
      expect(answers.length).toBeGreaterThan(3);
      for (const answer of answers) {
        const url = new URL(answer.url());
        expect([name, url.pathname, url.origin]).toEqual([name, url.pathname, app.origin]);
        expect([url.pathname, answer.headers()]).toMatchObject([url.pathname, ALWAYS]);
        const opener = answer.headers()['cross-origin-opener-policy'];
        expect([url.pathname, opener]).toEqual([url.pathname, expect.stringMatching(/^(same-origin|unsafe-none)$/)]);
        if (answer.request().resourceType() !== 'document') continue;
        expect([name, answer.headers()]).toMatchObject([name, { 'cache-control': 'no-store' }]);
        expect(answer.headers()['content-security-policy']).toContain("script-src 'self'; style-src 'self'");
      }
    }
  });

  it('has no inline script, style, event handler or script URL', async () => {
    for (const [name, address] of Object.entries(addresses)) {
      await page.goto(address);
      const inline = await page.evaluate(() =>
        [...document.querySelectorAll('*')].flatMap((element) => [
          ...(element instanceof HTMLScriptElement && !element.src ? ['script'] : []),
          ...(element instanceof HTMLStyleElement ? ['style'] : []),
          ...element.getAttributeNames().filter((attribute) => /^(on|style$|srcdoc$)/.test(attribute)),
          ...[element.getAttribute('href'), element.getAttribute('action')].filter((to) =>
            /^\s*(javascript|data):/i.test(to ?? ''),
          ),
        ]),
      );
      expect([name, inline]).toEqual([name, []]);
    }
  });

  it('is isolated from other windows, unless an application opened it', async () => {
    for (const name of ['account', 'enroll', 'again', 'recover', 'device', 'nothing']) {
      const answer = await page.goto(addresses[name] ?? '');
      expect([name, answer?.headers()['cross-origin-opener-policy']]).toEqual([name, 'same-origin']);
    }
  });

  it('is not cut off with text of twice the size (WCAG 2.2, 1.4.4)', async () => {
    await page.setViewportSize({ width: 640, height: 800 });
    for (const [name, address] of Object.entries(addresses)) {
      await page.goto(address);
      await page.evaluate(() => document.documentElement.style.setProperty('font-size', '200%'));
      expect([name, await isTooWide(page)]).toEqual([name, false]);
    }
  });

  it('moves nothing if the user prefers reduced motion', async () => {
    await page.emulateMedia({ reducedMotion: 'reduce' });
    for (const [name, address] of Object.entries(addresses)) {
      await page.goto(address);
      const moving = await page.evaluate(
        () =>
          [...document.querySelectorAll('*')].filter((element) => {
            const { animationName, transitionDuration } = getComputedStyle(element);
            return animationName !== 'none' || transitionDuration.split(', ').some((duration) => duration !== '0s');
          }).length,
      );
      expect([name, moving]).toEqual([name, 0]);
    }
  });
});
