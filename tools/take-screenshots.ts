import { mkdir, writeFile } from 'node:fs/promises';
import { expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { startTestApp } from '../test/support/app.js';
import { addVirtualAuthenticator, describeInBrowser, launchBrowser } from '../test/support/browser.js';
import { openEveryPage } from '../test/support/every-page.js';
import { addNews, askForSecondDevice, furnishAccount } from './furnish-account.js';

/**
 * The folder in which `npm run screenshots` stores four pictures of each page: in the sizes of a phone and a desktop,
 * each in light and dark colours.
 */
const FOLDER = 'docs/screenshots';
const WIDTHS = { phone: { width: 320, height: 640 }, desk: { width: 1440, height: 900 } } as const;
/** The server sees this address of a network in Britain, as it would behind a proxy. */
const ADDRESS = '146.169.5.20';
const MAX_HEIGHT_PX = 1600;
const MAX_BYTES = 80_000;

describeInBrowser('The screenshots', () => {
  it(`are in ${FOLDER}, each of at most ${MAX_BYTES} bytes.`, async () => {
    const app = await startTestApp({ rpName: 'Example ID', trustProxy: 'loopback' });
    const browser = await launchBrowser();
    try {
      await mkdir(FOLDER, { recursive: true });
      const extraHTTPHeaders = { 'x-forwarded-for': ADDRESS };
      const open = () =>
        browser.newContext({ locale: 'en-GB', timezoneId: 'Europe/London', reducedMotion: 'reduce', extraHTTPHeaders });
      const [owner, invited] = [await (await open()).newPage(), await (await open()).newPage()];
      const addresses = await openEveryPage(app, owner, await addVirtualAuthenticator(owner));
      const signInCheck = `${app.origin}/sign-in-check?${new URL(addresses.login ?? '').searchParams}`;
      await askForSecondDevice(app, 'ada');
      await takePictures(owner, 'nudge', signInCheck);
      await furnishAccount(app, 'ada');
      for (const [name, address] of Object.entries(addresses)) {
        // In the owner's browser, the page would say that the link is for another account.
        await takePictures(['enroll', 'invite', 'invited'].includes(name) ? invited : owner, name, address);
      }
      await takePictures(owner, 'recovered', `${signInCheck}&recovered`);
      await addNews(app, 'ada');
      await takePictures(owner, 'news', signInCheck);
    } finally {
      await browser.close();
      await app.stop();
    }
  }, 120_000);
});

async function takePictures(page: Page, name: string, address: string): Promise<void> {
  const cdp = await page.context().newCDPSession(page);
  await page.goto(address);
  for (const [width, viewport] of Object.entries(WIDTHS)) {
    await page.setViewportSize(viewport);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      const path = `${FOLDER}/${name}-${width}-${colorScheme}.webp`;
      const whole = await page.evaluate(() => document.body.scrollHeight);
      const height = Math.min(Math.max(viewport.height, whole), MAX_HEIGHT_PX);
      const { data } = await cdp.send('Page.captureScreenshot', {
        format: 'webp',
        quality: 85,
        captureBeyondViewport: true,
        clip: { x: 0, y: 0, width: viewport.width, height, scale: 1 },
      });
      const image = Buffer.from(data, 'base64');
      await writeFile(path, image);
      expect([path, image.length < MAX_BYTES]).toEqual([path, true]);
    }
  }
}
