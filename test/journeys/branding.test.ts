import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { describeInBrowser } from '../support/browser.js';
import { startCallbackServer } from '../support/callback-server.js';
import { createClient, type Journey, startJourney } from '../support/journey.js';
import { expectGood } from '../support/page-checks.js';
import { pngOf } from '../support/pictures.js';
import { describeOnMongodb, memoryDatabase, mongodbDatabase, type TestDatabase } from '../support/stores.js';

describeInBrowser('the branding in a browser', () => journeys(memoryDatabase));
describeOnMongodb('on MongoDB', () => describeInBrowser('the branding in a browser', () => journeys(mongodbDatabase)));

const UPDATE_SETTINGS =
  'mutation ($input: UpdateServerSettingsInput!) { updateServerSettings(input: $input) { serverSettings { rpName } } }';
const CREATE_ISSUER = 'mutation ($input: CreateIssuerInput!) { createIssuer(input: $input) { issuer { id } } }';
const PREVIEW = 'query ($input: PreviewBrandingInput!) { previewBranding(input: $input) { html } }';
const REDIRECT_URI = 'https://till.example/back';

/** Colours as a browser reports them. */
const GREEN = 'rgb(15, 92, 78)';
const MINT = 'rgb(127, 209, 185)';
const BLUE = 'rgb(36, 87, 214)';

function journeys(makeDatabase: () => Promise<TestDatabase>): void {
  let journey: Journey;
  let page: Page;
  const clients: Record<string, string> = {};

  beforeAll(async () => {
    journey = await startJourney({ makeDatabase });
    ({ page } = journey);
    const settings = {
      rpName: 'Town hall',
      brandColor: '#0f5c4e',
      brandColorDark: '#7fd1b9',
      termsUrl: 'https://town.example/terms',
      privacyUrl: 'https://town.example/privacy',
      supportContact: 'help@town.example',
    };
    await journey.app.graphql(UPDATE_SETTINGS, { input: settings });
    const branding = { name: 'Shop', color: '#2457d6', supportContact: 'https://shop.example/help' };
    await journey.app.graphql(CREATE_ISSUER, { input: { id: 'shop', slug: 'shop', branding } });
    for (const [name, issuerId] of [
      ['Library', 'default'],
      ['Till', 'shop'],
    ] as const) {
      const input = {
        name,
        issuerId,
        redirectUris: [REDIRECT_URI],
        accessPolicy: 'PERMITTED_USERS',
        requirePkce: false,
      };
      clients[name] = (await createClient(journey.app, input)).id;
    }
  });
  afterAll(() => journey?.stop());

  const ask = async (path: string, clientId = '') => {
    const asked = { client_id: clientId, redirect_uri: REDIRECT_URI, response_type: 'code', scope: 'openid' };
    await page.goto(`${journey.app.origin}${path}/oidc/authorize?${new URLSearchParams(asked)}`);
  };
  const buttonColor = () =>
    page
      .locator('button.button:not(.button-quiet):visible')
      .first()
      .evaluate((element) => getComputedStyle(element).backgroundColor);
  const links = async () => {
    const all = await page.locator('footer a').all();
    return Promise.all(all.map(async (link) => [await link.innerText(), await link.getAttribute('href')]));
  };

  it('of the server gives its pages colours, links and a contact, also on the page for users without access', async () => {
    await page.emulateMedia({ colorScheme: 'light' });
    await ask('', clients.Library);
    await page.waitForURL('**/denied**');
    expect(await page.innerText('.brand')).toBe('Town hall');
    expect(await page.innerText('main')).toContain('help@town.example');
    expect(await page.getAttribute('main a[href^="mailto:"]', 'href')).toBe('mailto:help@town.example');
    expect(await links()).toEqual([
      ['Help', 'mailto:help@town.example'],
      ['Terms of service', 'https://town.example/terms'],
      ['Privacy policy', 'https://town.example/privacy'],
    ]);
    await expectGood(page);
    await page.goto(`${journey.app.origin}/account`);

    for (const [colorScheme, color] of [
      ['light', GREEN],
      ['dark', MINT],
    ] as const) {
      await page.emulateMedia({ colorScheme });
      expect([colorScheme, await buttonColor()]).toEqual([colorScheme, color]);
    }
  });

  it('of an issuer replaces that of the server on the pages of the issuer', async () => {
    await page.context().clearCookies();
    await page.emulateMedia({ colorScheme: 'light' });
    await ask('/i/shop', clients.Till);
    await page.waitForURL('**/denied**');
    expect(await page.innerText('.brand')).toBe('Shop');
    expect(await page.getAttribute('main a[href="https://shop.example/help"]', 'href')).toBeTruthy();
    expect(await links()).toContainEqual(['Help', 'https://shop.example/help']);
    expect(await buttonColor()).toBe(BLUE);
    await expectGood(page);
  });

  it('is previewed in a sandboxed iframe, with style sheets and the logo', async () => {
    const { apiKey, origin } = journey.app;
    const headers = { Authorization: `Bearer ${apiKey}` };
    const uploaded = await fetch(`${origin}/pictures/server`, {
      method: 'POST',
      headers,
      body: new Uint8Array(pngOf(300, 120)),
    });
    expect(uploaded.status).toBe(200);
    const input = { page: 'SIGN_IN', branding: { color: '#2457d6' } };
    const { previewBranding } = await journey.app.graphql<{ previewBranding: { html: string } }>(PREVIEW, { input });
    const dark = await journey.app.graphql<{ previewBranding: { html: string } }>(PREVIEW, {
      input: { ...input, colorScheme: 'DARK', issuerId: 'shop', branding: { colorDark: '#8fb0ff' } },
    });
    const elsewhere = await startCallbackServer();
    await page.goto(elsewhere.redirectUri);
    await page.setViewportSize({ width: 320, height: 640 });
    await page.evaluate(async (html) => {
      const frame = document.createElement('iframe');
      frame.setAttribute('sandbox', '');
      frame.srcdoc = html;
      const loaded = new Promise((resolve) => frame.addEventListener('load', resolve));
      document.body.append(frame);
      await loaded;
    }, previewBranding.html);
    const preview = page.frameLocator('iframe');
    const background = (element: Element) => getComputedStyle(element).backgroundColor;
    expect(await preview.locator('main button.button').first().evaluate(background)).toBe(BLUE);
    const logo = preview.locator('.brand-logo');
    await expect(logo.evaluate((image: HTMLImageElement) => image.decode())).resolves.toBeUndefined();
    expect(await logo.boundingBox()).toMatchObject({ width: 70, height: 28 });
    await page.evaluate(async (html) => {
      const frame = document.querySelector('iframe');
      const loaded = new Promise((resolve) => frame?.addEventListener('load', resolve));
      if (frame !== null) frame.srcdoc = html;
      await loaded;
    }, dark.previewBranding.html);
    expect(await preview.locator('body').evaluate(background)).toBe('rgb(19, 20, 18)');
    expect(await preview.locator('main button.button').first().evaluate(background)).toBe('rgb(143, 176, 255)');
    await elsewhere.stop();
  });
}
