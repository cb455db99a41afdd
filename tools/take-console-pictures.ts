import { mkdir, writeFile } from 'node:fs/promises';
import { expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { describeInBrowser } from '../test/support/browser.js';
import { acceptPicture, initCodecs } from '../test/support/console-pictures/compare.js';
import { addOwner, furnishTown } from '../test/support/console-pictures/furnish-town.js';
import { isPinnedBrowser } from '../test/support/console-pictures/picture-browser.js';
import { inConsole, SCHEMES, show, takePictures, untilStill } from '../test/support/console-pictures/pictures.js';
import { idOf } from '../test/support/console-pictures/town.js';

/** The folder of the pictures in README.md and in the documentation. */
const FOLDER = 'docs/screenshots';
const SIZE = { viewport: { width: 1280, height: 800 } };
const MAX_BYTES = 80_000;

const OPERATION = `query People {
  users(first: 4, order: USERNAME) {
    edges {
      node {
        name
        passkeyCount
        lastSignInAt
        status
      }
    }
  }
}`;

describeInBrowser('npm run console-pictures', () => {
  it('accepts the screens as they are now.', async () => {
    expect(await isPinnedBrowser()).toBe(true);
    await initCodecs();
    await takePictures(async (name, png) => {
      if ((await acceptPicture(name, png)) === 'changed') process.stdout.write(`${name} has changed.\n`);
    });
  });

  it(`stores pictures for the documentation in ${FOLDER}.`, async () => {
    await mkdir(FOLDER, { recursive: true });
    await inConsole(
      furnishTown,
      SIZE,
      async (page) => {
        await show(page, '/console');
        await store(page, 'overview');
        await show(page, `/console/people/${idOf('aisha')}/access?application=grafana`);
        await store(page, 'why');
        await show(page, '/console/activity');
        await store(page, 'activity');
        await show(page, '/console/explorer');
        await page.locator('.cm-content').first().click();
        await page.keyboard.press('Control+a');
        await page.keyboard.insertText(OPERATION);
        await page.getByRole('button', { name: 'Run', exact: true }).click();
        await page.getByText('lastSignInAt').nth(1).waitFor();
        await store(page, 'explorer');
      },
      'machine',
    );
    await inConsole(addOwner, SIZE, async (page) => {
      await show(page, '/console/add/application?template=grafana');
      await page.getByLabel(/URL/).fill('https://grafana.example.com');
      await page.getByLabel('Everyone').check();
      await store(page, 'add');
      await page.getByRole('button', { name: 'Add application' }).click();
      await page.getByRole('heading', { name: 'Grafana is added' }).waitFor();
      await store(page, 'added');
    });
  });
});

/** Stores a screen in light and dark colours. */
async function store(page: Page, name: string): Promise<void> {
  const cdp = await page.context().newCDPSession(page);
  for (const colorScheme of SCHEMES) {
    await page.emulateMedia({ colorScheme });
    await untilStill(page);
    const { data } = await cdp.send('Page.captureScreenshot', { format: 'webp', quality: 80 });
    const image = Buffer.from(data, 'base64');
    const path = `${FOLDER}/console-${name}-${colorScheme}.webp`;
    await writeFile(path, image);
    expect([path, image.length < MAX_BYTES]).toEqual([path, true]);
  }
  await cdp.detach();
}
