import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestApp, type TestApp } from '../../support/app.js';

const CREATE_ISSUER =
  'mutation ($input: CreateIssuerInput!) { createIssuer(input: $input) { issuer { branding { name } } } }';
const UPDATE_ISSUER =
  'mutation ($input: UpdateIssuerInput!) { updateIssuer(input: $input) { issuer { branding { name color termsUrl } } } }';
const UPDATE_SETTINGS =
  'mutation ($input: UpdateServerSettingsInput!) { updateServerSettings(input: $input) { serverSettings { rpName } } }';
const PREVIEW = 'query ($input: PreviewBrandingInput!) { previewBranding(input: $input) { html } }';
const CREATE_CLIENT = 'mutation ($input: CreateClientInput!) { createClient(input: $input) { client { id } } }';

/** What pages show of the branding of the server and of an issuer. */
describe('The branding', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startTestApp();
    const settings = { supportContact: 'it@example.com', privacyUrl: 'https://example.com/privacy?a=b&c=d' };
    await app.graphql(UPDATE_SETTINGS, { input: settings });
    const branding = { name: 'Shop', logo: 'https://shop.example/logo.png', color: '#2457d6' };
    await app.graphql(CREATE_ISSUER, { input: { id: 'shop', slug: 'shop', branding } });
    for (const issuerId of ['shop', 'default']) {
      const client = { id: `of-${issuerId}`, name: 'Till', issuerId, requirePkce: false, accessPolicy: 'ALL_USERS' };
      await app.graphql(CREATE_CLIENT, { input: { ...client, redirectUris: ['https://till.example/back'] } });
    }
  });
  afterAll(() => app.stop());

  const signInPage = async (path: string, clientId: string) => {
    const asked = { client_id: clientId, redirect_uri: 'https://till.example/back' };
    const query = new URLSearchParams({ ...asked, response_type: 'code', scope: 'openid' });
    const begun = await fetch(`${app.origin}${path}/oidc/authorize?${query}`, { redirect: 'manual' });
    const cookie = begun.headers
      .getSetCookie()
      .map((line) => line.split(';')[0])
      .join('; ');
    return (await fetch(new URL(begun.headers.get('location') ?? '', app.origin), { headers: { cookie } })).text();
  };
  const sheetIn = (html: string) => /href="([^"]*\/branding\/[^"]*)"/.exec(html)?.[1];

  it('of an issuer is on its pages, and not on those of another issuer', async () => {
    const page = await signInPage('/i/shop', 'of-shop');
    expect(page).toContain('<span>Shop</span>');
    expect(page).toMatch(/src="\/logos\/issuers\/shop\?[\w-]{8}"/);
    const sheet = await fetch(app.origin + sheetIn(page));
    expect([sheet.status, sheet.headers.get('content-type')]).toEqual([200, 'text/css; charset=utf-8']);
    expect(await sheet.text()).toContain('--brand: #2457d6;');
    const other = await signInPage('', 'of-default');
    expect(other).toContain('Sign in to Till');
    expect(other).not.toMatch(/Shop|\/branding\//);
    const error = await (await fetch(`${app.origin}/i/shop/oidc/authorize`)).text();
    expect(error).toContain('<span>Shop</span>');
  });

  it('has links to help and to the privacy policy on every page', async () => {
    for (const path of ['/login', '/nothing', '/i/shop/oidc/authorize']) {
      const page = await (await fetch(app.origin + path, { headers: { accept: 'text/html' } })).text();
      expect(page).toContain('<a href="mailto:it@example.com">Help</a>');
      expect(page).toContain(
        'href="https://example.com/privacy?a=b&amp;c=d" target="_blank" rel="noopener noreferrer"',
      );
    }
  });

  it('of an issuer can be changed in parts and removed', async () => {
    const update = (branding: object | null) => app.graphql(UPDATE_ISSUER, { input: { id: 'shop', branding } });
    const terms = { termsUrl: 'https://shop.example/terms' };
    const all = { name: 'Shop', color: '#2457d6', ...terms };
    expect(await update(terms)).toEqual({ updateIssuer: { issuer: { branding: all } } });
    expect(await signInPage('/i/shop', 'of-shop')).toContain('href="https://shop.example/terms"');
    const none = { name: null, color: null, termsUrl: null };
    expect(await update(null)).toEqual({ updateIssuer: { issuer: { branding: none } } });
    expect(await signInPage('/i/shop', 'of-shop')).not.toMatch(/<span>Shop|\/branding\/|\/terms/);
  });

  it.each([
    [{ color: '#ffd400' }, 'INVALID_INPUT branding.color'],
    [{ logo: 'http://shop.example/logo.png' }, 'INVALID_INPUT branding.logo'],
    [{ supportContact: 'javascript:alert(1)' }, 'INVALID_INPUT branding.supportContact'],
  ])('of an issuer cannot be %j', async (branding, refusal) => {
    for (const [operation, input] of [
      [UPDATE_ISSUER, { id: 'shop', branding }],
      [CREATE_ISSUER, { slug: 'x', branding }],
      [PREVIEW, { page: 'SIGN_IN', branding }],
    ] as const)
      await expect(app.graphql(operation, { input })).rejects.toThrow(refusal.split(' ')[1]);
    await expect(app.graphql(UPDATE_ISSUER, { input: { id: 'default', branding: {} } })).rejects.toThrow(
      'updateServerSettings',
    );
  });

  it.each(['SIGN_IN', 'CONSENT', 'DENIED', 'ERROR'])('is shown on the page %s before it is saved', async (page) => {
    const branding = { name: '<b>New', color: '#123456', logo: 'https://new.example/logo.png' };
    const { previewBranding } = await app.graphql<{ previewBranding: { html: string } }>(PREVIEW, {
      input: { page, branding, language: 'de' },
    });
    const { html } = previewBranding;
    expect(html).toContain('<html lang="de"');
    expect(html).toContain('&lt;b>New');
    expect(html).toContain('src="https://new.example/logo.png"');
    expect(html).toContain('it@example.com');
    expect(sheetIn(html)).toBe(`${app.deps.config.issuer}/branding/123456-.css`);
    expect(html).not.toMatch(/<script|<button[^>]* disabled/);
    expect(await (await fetch(`${app.origin}/login`)).text()).not.toContain('New');
  });

  it('has no style sheet for anything that is no colour', async () => {
    for (const name of ['-.css', 'red-.css', '12345-.css', '123456.css', '123456-;}.css', '..%2f-.css'])
      expect([name, (await fetch(`${app.origin}/branding/${name}`)).status]).toEqual([name, 404]);
  });
});
