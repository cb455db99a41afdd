import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { accountPage } from '../../src/pages/account/account-page.js';
import { enrollPage } from '../../src/pages/enrolment/enroll-page.js';
import { recoverPage } from '../../src/pages/enrolment/recover-page.js';
import { errorPage } from '../../src/pages/error-page.js';
import { formPostPage } from '../../src/pages/form-post-page.js';
import { loadAssets } from '../../src/pages/layout/assets.js';
import { brandStyle } from '../../src/pages/layout/brand-style.js';
import type { Frame } from '../../src/pages/layout/frame.js';
import { noOwnerPage, signedOutPage } from '../../src/pages/message-page.js';
import { shownOncePage } from '../../src/pages/shown-once-page.js';
import { consentPage } from '../../src/pages/sign-in/consent-page.js';
import { declinedPage, deniedPage } from '../../src/pages/sign-in/denied-page.js';
import { deviceDonePage, devicePage } from '../../src/pages/sign-in/device-page.js';
import { loginPage } from '../../src/pages/sign-in/login-page.js';
import { logoutPage } from '../../src/pages/sign-in/logout-page.js';
import { registerPage } from '../../src/pages/sign-in/register-page.js';
import { chooseTexts } from '../../src/pages/texts/choose-texts.js';
import { startEdge } from '../http/start-edge.js';
import { accountPageProps } from '../support/account-page-props.js';

const HOSTILE = `"'><script>alert(1)</script><img src=https://evil.example/x onerror=alert(1)>`;
const frame: Frame = {
  texts: chooseTexts([]),
  brand: {
    name: HOSTILE,
    logo: '/logo.svg',
    style: '/branding/abc-.css',
    links: { terms: 'https://x.example/?a=b&c=d', support: { url: 'mailto:x@example.com', text: HOSTILE } },
  },
  assets: loadAssets({ brandColor: '#abc' }),
};
const application = { name: HOSTILE, logo: '/logos/clients/x' };
const at = new Date('2040-11-21T12:00:00Z');

/** Every page with hostile values. */
const PAGES = {
  login: loginPage(frame, {
    application,
    interactionId: HOSTILE,
    loginHint: HOSTILE,
    boundPasskey: 'refused',
    registerUrl: '/register',
    recoverUrl: '/recover',
  }),
  register: registerPage(frame, {
    application,
    interactionId: HOSTILE,
    username: HOSTILE,
    loginUrl: '/login',
    asksEmail: true,
  }),
  enroll: enrollPage(frame, { code: HOSTILE, forWhom: HOSTILE, address: HOSTILE }),
  firstOwner: enrollPage(frame, { code: HOSTILE, address: HOSTILE }),
  account: accountPage(frame, accountPageProps(HOSTILE, at)),
  accountDone: accountPage(
    frame,
    accountPageProps(HOSTILE, at, { outcome: { section: 'passkeys', done: 'passkeyRenamed' } }),
  ),
  recover: recoverPage(frame, { application, interactionId: HOSTILE, username: HOSTILE, loginUrl: '/login' }),
  recoveryCodes: shownOncePage(frame, {
    id: 'x',
    recoverUrl: HOSTILE,
    secret: { kind: 'recoveryCodes', codes: [HOSTILE], username: HOSTILE, createdAt: 0 },
  }),
  apiKey: shownOncePage(frame, {
    id: 'x',
    recoverUrl: HOSTILE,
    secret: { kind: 'apiKey', name: HOSTILE, key: HOSTILE },
  }),
  denied: deniedPage(frame, { application, username: HOSTILE, interactionId: HOSTILE, canGoBack: true }),
  declined: declinedPage(frame, { application, restartUrl: 'https://app.example/?a=b&c=d' }),
  consent: consentPage(frame, {
    application,
    username: HOSTILE,
    interactionId: HOSTILE,
    shown: HOSTILE,
    claims: [HOSTILE, `missing ${HOSTILE}`],
    shared: {
      [HOSTILE]: HOSTILE,
      teams: [HOSTILE, 1, true, 'd', 'e', HOSTILE],
      picture: HOSTILE,
      address: { formatted: HOSTILE },
      locale: HOSTILE,
      note: HOSTILE.repeat(9),
    },
    picture: '/pictures/x',
    website: 'https://app.example/?a=b&c=d',
    policy: undefined,
    terms: 'https://app.example/terms',
    scopes: [
      { id: 'openid', description: undefined, claims: ['sub'] },
      { id: HOSTILE, description: undefined, claims: ['picture', 'address', 'locale'] },
      { id: 'constructor', description: HOSTILE, claims: ['constructor'] },
    ],
  }),
  device: devicePage(frame, { userCode: HOSTILE, unknown: true }),
  deviceDone: deviceDonePage(frame, 'allowed'),
  error: errorPage(frame, { status: 400, code: HOSTILE, message: HOSTILE, requestId: HOSTILE }),
  logoutError: errorPage(frame, { status: 400, code: 'x', message: HOSTILE, requestId: HOSTILE, during: 'signOut' }),
  noOwner: noOwnerPage(frame, { origin: HOSTILE }),
  signedOut: signedOutPage(frame),
  logout: logoutPage(frame, { action: '/x', application, username: HOSTILE, parameters: { [HOSTILE]: HOSTILE } }),
  formPost: formPostPage(frame, { action: 'https://app.example/cb?a=b&c=d', parameters: { [HOSTILE]: HOSTILE } }),
};

describe.each(Object.entries(PAGES))('the page %s', (_name, html) => {
  it('declares its language and direction and has one first-level heading', () => {
    expect(html).toMatch(/^<!doctype html><html lang="en" dir="ltr">/);
    expect(html.match(/<h1/g)).toHaveLength(1);
    expect(html).toMatch(/<title>[^<]+<\/title>/);
    expect(html).toContain('name="viewport" content="width=device-width, initial-scale=1"');
  });

  it('has no inline script, style or event handler', () => {
    expect(html).not.toMatch(/<style|\sstyle=|<script(?![^>]*\ssrc="\/assets\/)/);
    expect(html).not.toMatch(/<[^>"]*(?:"[^"]*"[^>"]*)*\son\w+=/);
    expect(html).not.toContain('<img src=https');
  });

  it('loads nothing from another host', () => {
    const addresses = [...html.matchAll(/<(?:link|script|img)\b[^>]*?\s(?:src|href)="([^"]*)"/g)].map(
      (match) => match[1],
    );
    expect(addresses.length).toBeGreaterThan(3);
    for (const address of addresses) expect(address).toMatch(/^\/(?!\/)/);
  });
});

describe('the brand', () => {
  const { Color, getContrast } = createRequire(import.meta.url)('axe-core').commons.color;
  const parsed = (color: string) => {
    const result = new Color();
    result.parseHexString(color);
    return result;
  };
  const contrast = (one: string, other: string): number => getContrast(parsed(one), parsed(other));
  const tokenIn = (css: string, name: string) => new RegExp(`--${name}: ([^;]+);`).exec(css)?.[1] ?? '';

  it('has a readable text colour on its colour', () => {
    expect(brandStyle({ light: '#000000' })).toContain('--on-brand: #ffffff');
    expect(brandStyle({ light: '#ffd400' })).toContain('--on-brand: #000000');
    expect(brandStyle({ light: '#fff' })).toContain('--on-brand: #000000');
    expect(brandStyle({ light: '#2457d6' })).toContain('--brand: #2457d6;\n  --on-brand: #ffffff');
    expect(brandStyle({})).not.toContain('--brand');
  });

  it('has AA contrast on every colour, and more under the pointer (WCAG 2.2, 1.4.3)', () => {
    const steps = [...'0123456789abcdef'];
    const colors = steps.flatMap((r) => steps.flatMap((g) => steps.map((b) => `#${r}${g}${b}`)));
    const poor = [...colors, '#767676', '#777777', '#757575'].filter((color) => {
      const css = brandStyle({ light: color });
      const [text, shade] = [tokenIn(css, 'on-brand'), tokenIn(css, 'brand-shade')];
      return contrast(color, text) < 4.5 || contrast(shade, text) !== 21;
    });
    expect(poor).toEqual([]);
  });

  it('has a border around buttons that look like the page, light and dark (WCAG 2.2, 1.4.11)', () => {
    const tokens = loadAssets({ brandColor: undefined }).files.get('tokens.css')?.body.toString() ?? '';
    const [light = '', dark = ''] = tokens.split('@media (prefers-color-scheme: dark)');
    for (const color of ['#ffffff', '#fff', '#1c1d1a', '#000', '#777777', '#ffd400', '#2457d6', '#123']) {
      const [first = '', second = ''] = brandStyle({ light: color }).split('@media (prefers-color-scheme: dark)');
      for (const [css, scheme] of [
        [first, light],
        [second, dark],
      ] as const) {
        const surface = tokenIn(scheme, 'surface');
        const vanishes = contrast(tokenIn(css, 'brand'), surface) < 3;
        // Without a dark colour, the server makes one that does not vanish.
        expect([color, vanishes]).toEqual([color, scheme === light && contrast(color, surface) < 3]);
        expect([color, surface, tokenIn(css, 'brand-edge')]).toEqual([
          color,
          surface,
          vanishes ? 'var(--line-strong)' : 'transparent',
        ]);
        expect(contrast(tokenIn(scheme, 'line-strong'), surface)).toBeGreaterThan(3);
      }
    }
  });

  it('serves a logo file and stops the start if it is missing or not an image', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'passgraph-'));
    const brandLogo = join(folder, 'logo.svg');
    await writeFile(brandLogo, '<svg xmlns="http://www.w3.org/2000/svg"/>');
    const { files } = loadAssets({ brandColor: undefined, brandLogo });
    expect(files.get('brand-logo')).toMatchObject({ type: 'image/svg+xml' });
    const missing = join(folder, 'none.png');
    for (const [path, sentence] of [
      [missing, `BRAND_LOGO cannot be read: ${missing} (ENOENT).`],
      ['/etc/hostname', /^BRAND_LOGO must be an image file whose name ends in one of \.avif, /],
    ] as const) {
      expect(() => loadAssets({ brandColor: undefined, brandLogo: path })).toThrow(sentence);
    }
    expect(loadAssets({ brandColor: undefined, brandLogo: 'https://x.example/y' }).files.has('brand-logo')).toBe(false);
    const edge = await startEdge({ config: { brandLogo, brandLogoDark: brandLogo } });
    const login = await (await edge.get('/login')).text();
    const addresses = [/<source srcset="([^"]+)"/, /<img class="brand-logo" src="([^"]+)"/].map(
      (pattern) => pattern.exec(login)?.[1] ?? '',
    );
    expect(addresses.map((address) => address.replace(/.*\//, ''))).toEqual(['brand-logo-dark', 'brand-logo']);
    for (const address of addresses)
      expect((await edge.get(address)).headers.get('content-type')).toBe('image/svg+xml');
    expect((await edge.get('/logos/brand')).status).toBe(404);
    await edge.stop();
    await rm(folder, { recursive: true });
  });

  it('changes the URL of the assets', () => {
    expect(loadAssets({ brandColor: '#000' }).version).not.toBe(loadAssets({ brandColor: '#111' }).version);
    expect(loadAssets({ brandColor: '#000' }).version).toBe(loadAssets({ brandColor: '#000' }).version);
  });
});

describe('the language', () => {
  it('is English if no requested language is available', () => {
    for (const asked of [[], ['en-GB'], ['tlh', 'EN'], ['*'], ['']]) expect(chooseTexts(asked).lang).toBe('en');
  });
});
