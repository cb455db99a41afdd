import { mkdir, writeFile } from 'node:fs/promises';
import { expect, it } from '@jest/globals';
import { deviceOf } from '../src/http/request/device.js';
import { makeMailRenderer } from '../src/pages/mail/render-mail.js';
import { LANGUAGES } from '../src/pages/texts/choose-texts.js';
import { MAIL_SAMPLES } from '../test/pages/mail-samples.js';
import { describeInBrowser, launchBrowser } from '../test/support/browser.js';

/**
 * The folder in which `npm run mail-screenshots` stores two pictures of each mail in each language: the HTML in the width
 * of a phone, and the text.
 */
const FOLDER = 'dist/mail-screenshots';
const PHONE = { width: 375, height: 667 };
const LOOK = { findLogo: () => Promise.resolve(undefined), deviceOf, countryOf: () => 'IS' };
const SERVER = { rpName: 'Example ID', issuer: 'https://id.example.com', brandColor: undefined };

describeInBrowser('The screenshots of mails', () => {
  it(`are in ${FOLDER}, and no mail is wider than a phone or has other colours in the dark.`, async () => {
    const browser = await launchBrowser();
    try {
      await mkdir(FOLDER, { recursive: true });
      const page = await (await browser.newContext({ viewport: PHONE })).newPage();
      const render = makeMailRenderer(SERVER, LOOK);
      for (const { lang } of LANGUAGES) {
        for (const [index, facts] of MAIL_SAMPLES.entries()) {
          const { html, text } = await render({ language: lang, timeZone: 'Europe/Vienna', facts });
          const earlier = MAIL_SAMPLES.slice(0, index).filter(({ kind }) => kind === facts.kind).length;
          const kind = facts.kind.toLowerCase().replaceAll('_', '-');
          const name = `${FOLDER}/${lang}-${kind}${earlier === 0 ? '' : `-${earlier + 1}`}`;
          await page.setContent(html);
          expect([name, await page.evaluate(() => document.documentElement.scrollWidth)]).toEqual([name, PHONE.width]);
          await page.emulateMedia({ colorScheme: 'dark' });
          const inDark = await page.screenshot({ fullPage: true });
          await page.emulateMedia({ colorScheme: 'light' });
          const picture = await page.screenshot({ path: `${name}.png`, fullPage: true });
          expect([name, inDark.equals(picture)]).toEqual([name, true]);
          await page.setContent('<pre style="white-space: pre-wrap; overflow-wrap: anywhere"></pre>');
          await page.locator('pre').evaluate((place, content) => {
            place.textContent = content;
          }, text);
          await page.screenshot({ path: `${name}-text.png`, fullPage: true });
          await writeFile(`${name}.txt`, text);
        }
      }
    } finally {
      await browser.close();
    }
  }, 120_000);
});
