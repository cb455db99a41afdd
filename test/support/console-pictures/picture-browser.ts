import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { BrowserContext, BrowserContextOptions } from 'playwright-core';
import { launchBrowser } from '../browser.js';
import { findChromium } from '../find-chromium.js';
import { signInAs } from '../fixtures.js';
import type { PictureServer } from './picture-server.js';
import { TOWN } from './town.js';

const FONTS = {
  '--sans': { family: 'Inter', file: '@fontsource-variable/inter/files/inter-latin-wght-normal.woff2' },
  '--mono': {
    family: 'JetBrains Mono',
    file: '@fontsource-variable/jetbrains-mono/files/jetbrains-mono-latin-wght-normal.woff2',
  },
} as const;

/** The browser takes the format of date fields from the language of the machine. */
const LANGUAGE = { LANG: 'en_US.UTF-8', LANGUAGE: 'en_US', LC_ALL: 'en_US.UTF-8' };

const STYLE = `
  html:root { ${Object.entries(FONTS)
    .map(([name, { family }]) => `${name}: "${family}";`)
    .join(' ')} }
  *, ::before, ::after { animation: none !important; transition: none !important; caret-color: transparent !important; }
`;

/** Whether the browser is the one that npm installs, with its own fonts. Others draw letters in another way. */
export async function isPinnedBrowser(): Promise<boolean> {
  return (await findChromium())?.env.FONTCONFIG_FILE !== undefined;
}

/** A browser that draws the same pixels on every machine: it sees no font of the machine, and its clock stands. */
export interface PictureBrowser {
  /** A context in which the person is signed in to the server. */
  open(username: string, options: BrowserContextOptions): Promise<BrowserContext>;
  close(): Promise<void>;
}

/** Where the browser finds characters that the fonts of the pictures lack, such as the arrows of an editor. */
export type PictureFonts = 'browser' | 'machine';

export async function launchPictureBrowser(
  { app, clock, port }: PictureServer,
  others: PictureFonts = 'browser',
): Promise<PictureBrowser> {
  const place = await findChromium();
  const folder = await mkdtemp(join(tmpdir(), 'passgraph-fonts-'));
  const configuration = join(folder, 'fonts.conf');
  await writeFile(configuration, fontsOf(join(dirname(place?.executablePath ?? ''), 'fonts/fonts'), folder));
  const browser = await launchBrowser({
    env: { ...LANGUAGE, ...(others === 'browser' && { FONTCONFIG_FILE: configuration }) },
    args: [
      `--host-resolver-rules=MAP ${new URL(TOWN.origin).hostname} localhost:${port}`,
      '--font-render-hinting=none',
      '--disable-lcd-text',
      '--lang=en-US',
      '--force-color-profile=srgb',
    ],
  });
  const fonts = await Promise.all(Object.values(FONTS).map(readFont));
  return {
    open: async (username, options) => {
      const context = await browser.newContext({
        ...{ locale: 'en-GB', timezoneId: 'Europe/London', deviceScaleFactor: 1, reducedMotion: 'reduce' },
        ignoreHTTPSErrors: true,
        ...options,
      });
      await context.clock.setFixedTime(clock.now());
      await context.addInitScript(useFonts, { fonts, style: STYLE });
      await context.setExtraHTTPHeaders({ 'x-forwarded-for': '146.169.5.20' });
      const user = await app.deps.store.users.findByUsername(username);
      if (user === undefined) throw new Error(`There is no user ${username}.`);
      const { cookie } = await signInAs(app.deps, user);
      await context.addCookies([{ name: '__Host-passgraph_session', value: cookie, url: TOWN.origin, secure: true }]);
      return context;
    },
    close: async () => {
      await browser.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** The browser finds only the fonts of its own package, for characters that the fonts of the pictures lack. */
function fontsOf(fonts: string, cache: string): string {
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>${fonts}</dir><cachedir>${cache}</cachedir></fontconfig>
`;
}

async function readFont({ family, file }: (typeof FONTS)[keyof typeof FONTS]) {
  const bytes = await readFile(createRequire(import.meta.url).resolve(file));
  return { family, data: bytes.toString('base64') };
}

interface Fonts {
  readonly fonts: readonly { readonly family: string; readonly data: string }[];
  readonly style: string;
}

/** Runs in the page, before its scripts. The policy of the page has no say in fonts and sheets that a script makes. */
function useFonts({ fonts, style }: Fonts): void {
  for (const { family, data } of fonts) {
    const bytes = Uint8Array.from(atob(data), (one) => one.charCodeAt(0));
    document.fonts.add(new FontFace(family, bytes, { weight: '100 900' }));
  }
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(style);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}
