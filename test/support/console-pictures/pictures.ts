import type { BrowserContextOptions, Page, Request } from 'playwright-core';
import type { TestApp } from '../app.js';
import { addOwner, furnishTown } from './furnish-town.js';
import { launchPictureBrowser, type PictureFonts } from './picture-browser.js';
import { startPictureServer } from './picture-server.js';
import { idOf, TOWN } from './town.js';

/** Milliseconds. It only ends the wait for something that never happens. */
const PATIENCE_MS = 60_000;

/** Receives the picture of a screen, as PNG. */
export type TakePicture = (name: string, png: Buffer) => Promise<void>;

const DESK = { width: 1440, height: 900 };
const PHONE = { width: 375, height: 812 };
const MAX_HEIGHT_PX = 1300;
export const SCHEMES = ['light', 'dark'] as const;

const SCREENS = {
  overview: '/console',
  applications: '/console/applications',
  'application-connect': '/console/applications/grafana',
  'application-access': '/console/applications/grafana/access',
  people: '/console/people',
  person: `/console/people/${idOf('aisha')}`,
  activity: '/console/activity',
  server: '/console/server',
  branding: '/console/branding',
} as const;
const PHONE_SCREENS = ['overview', 'people'] as const satisfies readonly (keyof typeof SCREENS)[];

/** The names of all pictures. */
export const PICTURES: readonly string[] = ['first-steps', ...Object.keys(SCREENS)]
  .concat(PHONE_SCREENS.map((name) => `${name}-phone`))
  .flatMap((name) => SCHEMES.map((scheme) => `${name}-${scheme}`));

/** Takes all pictures: those of a new server, then those of one that has been in use for two weeks. */
export async function takePictures(take: TakePicture): Promise<void> {
  await inConsole(addOwner, { viewport: DESK }, async (page) => {
    await show(page, SCREENS.overview);
    await takeInBothSchemes(page, 'first-steps', take);
  });
  await inConsole(furnishTown, { viewport: DESK }, async (page) => {
    for (const [name, path] of Object.entries(SCREENS)) {
      await show(page, path);
      await takeInBothSchemes(page, name, take);
    }
    await page.setViewportSize(PHONE);
    for (const name of PHONE_SCREENS) {
      await show(page, SCREENS[name]);
      await takeInBothSchemes(page, `${name}-phone`, take);
    }
  });
}

/** Starts a server with these data, and signs Maya in to its console, at a screen that shows no events. */
export async function inConsole(
  fill: typeof furnishTown,
  options: BrowserContextOptions,
  visit: (page: Page) => Promise<void>,
  fonts?: PictureFonts,
): Promise<void> {
  const server = await startPictureServer(fill);
  const browser = await launchPictureBrowser(server, fonts);
  try {
    const page = await (await browser.open('maya', options)).newPage();
    page.setDefaultTimeout(PATIENCE_MS);
    watchRequests(page);
    await page.goto(`${TOWN.origin}/console/groups`);
    await untilStill(page);
    await untilLogged(server.app);
    await visit(page);
  } finally {
    await browser.close();
    await server.stop();
  }
}

/** The server writes the sign-in to the console after the response. */
async function untilLogged({ deps }: TestApp): Promise<void> {
  const filter = { clientId: 'passgraph:console', types: ['TOKEN_ISSUED'] } as const;
  while ((await deps.store.auditEvents.count(filter)) === 0) await new Promise((resolve) => setTimeout(resolve, 50));
}

/** Opens a screen without loading the page again, which would be another sign-in in the log. */
export async function show(page: Page, path: string): Promise<void> {
  await page.evaluate((to) => {
    history.pushState(null, '', to);
    dispatchEvent(new PopStateEvent('popstate'));
    scrollTo(0, 0);
  }, path);
  await untilStill(page);
}

/** The requests without a response. */
const pending = new WeakMap<Page, Set<Request>>();

function watchRequests(page: Page): void {
  const requests = new Set<Request>();
  pending.set(page, requests);
  page.on('request', (request) => requests.add(request));
  page.on('response', (response) => requests.delete(response.request()));
  page.on('requestfailed', (request) => requests.delete(request));
  page.on('framenavigated', (frame) => {
    // A request of the document before it gets no response.
    if (frame === page.mainFrame()) requests.clear();
  });
}

/** Waits until nothing loads any more, and the page has drawn it. */
export async function untilStill(page: Page): Promise<void> {
  await page.locator('main h1').waitFor();
  const end = performance.now() + PATIENCE_MS;
  for (let calm = 0; calm < 3; ) {
    const isDrawn = await page.evaluate(async () => {
      await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 20)));
      const images = [...document.images].every(({ complete }) => complete);
      const waits = document.querySelector('.waiting, [aria-busy=true]') !== null;
      return images && !waits && document.fonts.status === 'loaded';
    });
    const urls = [...(pending.get(page) ?? [])].map((request) => request.url());
    calm = isDrawn && urls.length === 0 ? calm + 1 : 0;
    if (performance.now() > end) throw new Error(`${page.url()} still loads: ${isDrawn} ${urls.join(' ')}`);
  }
}

async function takeInBothSchemes(page: Page, name: string, take: TakePicture): Promise<void> {
  const before = page.viewportSize() ?? DESK;
  const whole = await page.evaluate(() => document.documentElement.scrollHeight);
  await page.setViewportSize({ ...before, height: Math.min(Math.max(before.height, whole), MAX_HEIGHT_PX) });
  for (const colorScheme of SCHEMES) {
    await page.emulateMedia({ colorScheme });
    await take(`${name}-${colorScheme}`, await screenshotOf(page));
  }
  await page.setViewportSize(before);
}

/** Takes pictures until three of them are equal, because a screen can still draw something that loaded a moment ago. */
async function screenshotOf(page: Page): Promise<Buffer> {
  let png: Buffer | undefined;
  for (let equal = 0; equal < 3; ) {
    await untilStill(page);
    const next = await page.screenshot({ animations: 'disabled' });
    equal = png?.equals(next) === true ? equal + 1 : 1;
    png = next;
  }
  return png ?? Buffer.alloc(0);
}
