import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { addVirtualAuthenticator, describeInBrowser, type VirtualAuthenticator } from '../support/browser.js';
import { type CallbackServer, startCallbackServer } from '../support/callback-server.js';
import { createClient, type Journey, startJourney } from '../support/journey.js';

const USER = `query ($username: String!) {
  userByUsername(username: $username) { username name email emailVerified passkeys { name } permissions(first: 10) { edges { node { clientId } } } }
}`;

interface FoundUser {
  readonly userByUsername: {
    readonly username: string;
    readonly name: string | null;
    readonly email: string | null;
    readonly permissions: { readonly edges: { readonly node: { readonly clientId: string } }[] };
  } | null;
}

describeInBrowser('registration in a browser', () => {
  let journey: Journey;
  let rp: CallbackServer;
  let page: Page;
  let authenticator: VirtualAuthenticator;

  beforeAll(async () => {
    [journey, rp] = await Promise.all([startJourney(), startCallbackServer()]);
    const input = { redirectUris: [rp.redirectUri], requirePkce: false, accessPolicy: 'PERMITTED_USERS' };
    const integrations = ['OIDC', 'BASIC'];
    await createClient(journey.app, { ...input, integrations, id: 'open', name: 'Wiki', registrationEnabled: true });
    await createClient(journey.app, { ...input, integrations, id: 'closed', name: 'Vault' });
    await createClient(journey.app, {
      ...input,
      id: 'asking',
      name: 'Mail',
      registrationEnabled: true,
      askEmail: true,
    });
  });
  afterAll(() => Promise.all([journey?.stop(), rp?.stop()]));

  beforeEach(async () => {
    page = await (await journey.browser.newContext()).newPage();
    authenticator = await addVirtualAuthenticator(page);
  });
  afterEach(() => page.context().close());

  const ask = (clientId: string, changes: Record<string, string> = {}): string => {
    const asked = { client_id: clientId, response_type: 'code', redirect_uri: rp.redirectUri, scope: 'openid' };
    return `${journey.app.origin}/oidc/authorize?${new URLSearchParams({ ...asked, ...changes })}`;
  };

  const find = async (username: string) => (await journey.app.graphql<FoundUser>(USER, { username })).userByUsername;

  const press = () => page.locator('#ceremony button[type=submit]:enabled').click();

  it('creates an account and continues to the application', async () => {
    await page.goto(ask('open', { prompt: 'create' }));
    expect(await page.innerText('h1')).toBe('Create an account for Wiki');
    await page.fill('#username', 'grace');
    await page.fill('#name', 'Grace Hopper');
    await press();
    await page.waitForURL(`${rp.redirectUri}**`);
    expect(new URL(page.url()).searchParams.get('code')).toMatch(/./);
    expect(await find('grace')).toMatchObject({
      username: 'grace',
      name: 'Grace Hopper',
      permissions: { edges: [{ node: { clientId: 'open' } }] },
    });
    expect(await authenticator.credentials()).toMatchObject([{ isResidentCredential: true, rpId: 'localhost' }]);
    // The new account has no access to other applications.
    await page.goto(ask('closed'));
    expect(new URL(page.url()).pathname).toBe('/denied');
  });

  it('asks for an address if the application does, and says what is wrong with it', async () => {
    await page.goto(ask('asking', { prompt: 'create' }));
    await page.fill('#username', 'emmy');
    await page.fill('#email', 'emmy at example.org');
    await press();
    expect(await page.innerText('#email-problem')).toBe('Enter a valid email address.');
    await page.fill('#email', 'emmy@example.org');
    await press();
    await page.waitForURL(`${rp.redirectUri}**`);
    expect(await find('emmy')).toMatchObject({ email: 'emmy@example.org', emailVerified: false });
  });

  it('is linked from the sign-in page and back', async () => {
    await authenticator.setPresence(false);
    await page.goto(ask('open'));
    await page.click('a[href^="/register"]');
    await page.waitForURL('**/register?**');
    await page.click('a[href^="/login"]');
    await page.waitForURL('**/login?**');
  });

  it('is not offered if the application does not allow it', async () => {
    await authenticator.setPresence(false);
    await page.goto(ask('closed'));
    await page.waitForSelector('#ceremony button:enabled');
    expect(await page.locator('a[href^="/register"]').count()).toBe(0);
    const interaction = new URL(page.url()).searchParams.get('interaction');
    const answer = await page.goto(`${journey.app.origin}/register?interaction=${interaction}`);
    expect(answer?.status()).toBe(403);
    const basic = new URLSearchParams({ redirectUri: rp.redirectUri, state: 's' });
    const refused = await page.goto(`${journey.app.origin}/auth/registration/closed?${basic}`);
    expect(refused?.status()).toBe(404);
  });

  it('works with Basic and the username that the application proposes', async () => {
    const asked = new URLSearchParams({ redirectUri: rp.redirectUri, state: 's', username: 'margaret' });
    await page.goto(`${journey.app.origin}/auth/registration/open?${asked}`);
    expect(await page.inputValue('#username')).toBe('margaret');
    await press();
    await page.waitForURL(`${rp.redirectUri}**`);
    expect(new URL(page.url()).searchParams.get('token')).toMatch(/^ey/);
    expect(await find('margaret')).toMatchObject({ permissions: { edges: [{ node: { clientId: 'open' } }] } });
  });

  it('explains at the field that a username is taken or invalid, and creates no passkey', async () => {
    await page.goto(ask('open', { prompt: 'create' }));
    for (const [username, sentence] of [
      ['ADA', 'This username is taken'],
      ['a d a', 'This username isn’t valid'],
      ['аda', 'letters (not from different alphabets)'],
    ] as const) {
      await page.fill('#username', username);
      await press();
      await page.waitForSelector(`#username-problem:has-text("${sentence}")`);
      expect(await page.evaluate(() => document.activeElement?.id)).toBe('username');
    }
    expect(await authenticator.credentials()).toEqual([]);
    await page.fill('#username', 'dorothy');
    await press();
    await page.waitForURL(`${rp.redirectUri}**`);
    expect(await page.context().cookies(journey.app.origin)).toContainEqual(
      expect.objectContaining({ name: 'passgraph_session', httpOnly: true }),
    );
  });

  it('stores nothing if it is cancelled', async () => {
    await authenticator.setUserVerified(false);
    await page.goto(ask('open', { prompt: 'create' }));
    await page.fill('#username', 'undecided');
    await press();
    await page.waitForSelector('#status[data-kind=advice]:has-text("No passkey was created")');
    expect(await find('undecided')).toBeNull();
    await authenticator.setUserVerified(true);
    await press();
    await page.waitForURL(`${rp.redirectUri}**`);
    expect(await find('undecided')).not.toBeNull();
  });
});
