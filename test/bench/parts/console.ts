import { readFileSync } from 'node:fs';
import { type Browser, type CDPSession, chromium, type Page } from 'playwright-core';
import { findChromium } from '../../support/find-chromium.js';
import { callGraphql } from '../call-graphql.js';
import { sqliteFile } from '../databases.js';
import { median } from '../report/median.js';
import { printTable } from '../report/print-table.js';
import { startServer } from '../settings.js';

const CREATE_USER = `mutation ($input: CreateUserInput!) {
  createUser(input: $input) { enrolmentLink { url } }
}`;
const ROUNDS = 5;

/** A slow mobile connection and a slow phone. */
const NETWORK = {
  offline: false,
  latency: 150,
  downloadThroughput: 1_600_000 / 8,
  uploadThroughput: 750_000 / 8,
};
const CPU_SLOWDOWN = 4;

interface Created {
  readonly createUser: { readonly enrolmentLink: { readonly url: string } };
}

interface Load {
  readonly paint: number;
  readonly data: number;
}

/** Opens the Overview. Returns after how many milliseconds something is shown, and after how many its data are. */
async function load(page: Page, open: () => Promise<unknown>): Promise<Load> {
  await open();
  await page.locator('.figures li').first().waitFor();
  return page.evaluate(() => {
    const [paint] = performance.getEntriesByName('first-contentful-paint');
    return { paint: paint?.startTime ?? Number.NaN, data: performance.now() };
  });
}

async function slowDown(cdp: CDPSession): Promise<void> {
  await cdp.send('Network.enable');
  await cdp.send('Network.emulateNetworkConditions', NETWORK);
  await cdp.send('Emulation.setCPUThrottlingRate', { rate: CPU_SLOWDOWN });
}

async function launch(): Promise<Browser> {
  const place = await findChromium();
  if (place === undefined) throw new Error('There is no Chrome or Chromium. CHROME_PATH can name one.');
  return chromium.launch({ executablePath: place.executablePath, env: { ...process.env, ...place.env } });
}

/** Registers a passkey with the link, so that the browser has a session. */
async function enrol(page: Page, cdp: CDPSession, link: string): Promise<void> {
  await cdp.send('WebAuthn.enable');
  const options = {
    protocol: 'ctap2',
    transport: 'internal',
    hasResidentKey: true,
    hasUserVerification: true,
  } as const;
  await cdp.send('WebAuthn.addVirtualAuthenticator', { options: { ...options, isUserVerified: true } });
  await page.goto(link);
  await page.locator('#ceremony button[type=submit]').click();
  await page.waitForURL(/\/(account|console)/);
}

/** Measures how fast a browser with a session shows the Overview of the console, and how large its files are. */
export async function printConsole(): Promise<void> {
  const database = await sqliteFile();
  const { contender, key } = await startServer(database.url);
  const browser = await launch();
  try {
    const input = { username: 'ada', name: 'Ada', adminRole: 'OWNER', enrolmentLink: true };
    const { createUser } = await callGraphql<Created>(contender, key, CREATE_USER, { input });
    const page = await browser.newPage();
    const cdp = await page.context().newCDPSession(page);
    await enrol(page, cdp, createUser.enrolmentLink.url);
    const url = new URL('/console', createUser.enrolmentLink.url).href;
    await slowDown(cdp);
    const cold: Load[] = [];
    const again: Load[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      await page.goto('about:blank');
      await cdp.send('Network.clearBrowserCache');
      cold.push(await load(page, () => page.goto(url, { waitUntil: 'commit' })));
      again.push(await load(page, () => page.reload({ waitUntil: 'commit' })));
    }
    const seconds = (loads: readonly Load[], name: keyof Load) =>
      (median(loads.map((one) => one[name])) / 1000).toFixed(2);
    printTable({
      heading: 'The console in a browser',
      caption: `Seconds until the Overview appears, median of ${ROUNDS}. Chromium, round trips of ${NETWORK.latency} ms, 1.6 Mbit/s, processor slowed down ${CPU_SLOWDOWN} times`,
      head: ['', 'first paint', 'with data'],
      rows: [
        ['empty cache', seconds(cold, 'paint'), seconds(cold, 'data')],
        ['reload', seconds(again, 'paint'), seconds(again, 'data')],
      ],
    });
  } finally {
    await browser.close();
    await contender.stop();
    await database.drop();
  }
  printSizes();
}

/** Prints the sizes that the build has counted. */
function printSizes(): void {
  const sizes = JSON.parse(readFileSync('console/dist/sizes.json', 'utf8')) as Record<string, number>;
  printTable({
    heading: 'The files of the console',
    caption: 'Kilobytes that the browser loads, compressed with Brotli',
    head: ['', 'kB'],
    rows: Object.entries(sizes).map(([name, bytes]) => [name, (bytes / 1000).toFixed(1)]),
  });
}
