import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from '@jest/globals';
import type { BrowserContext, Page } from 'playwright-core';
import {
  addVirtualAuthenticator,
  describeInBrowser,
  type VirtualAuthenticator,
  type VirtualCredential,
} from '../support/browser.js';
import { type CallbackServer, startCallbackServer } from '../support/callback-server.js';
import { createClient, enrolInBrowser, type Journey, startJourney, visit } from '../support/journey.js';
import { expectGood } from '../support/page-checks.js';

const CREATE_USER = `mutation ($input: CreateUserInput!) {
  createUser(input: $input) { user { id } enrolmentLink { url } }
}`;
const CREATE_LINK = `mutation ($input: CreateEnrolmentLinkInput!) {
  createEnrolmentLink(input: $input) { enrolmentLink { url } }
}`;
const DELETE_PASSKEY = 'mutation ($input: DeletePasskeyInput!) { deletePasskey(input: $input) { __typename } }';
const GRANT = 'mutation ($input: PermissionInput!) { grantPermission(input: $input) { __typename } }';

describeInBrowser('sign-in in a browser', () => {
  let journey: Journey;
  let rp: CallbackServer;
  /** Passkeys of Ada. */
  let adas: VirtualCredential[];
  let further: VirtualCredential[];
  /** Copies of a passkey need a common, growing counter. */
  let signCount = 1;
  let context: BrowserContext;
  let page: Page;
  let authenticator: VirtualAuthenticator;

  beforeAll(async () => {
    [journey, rp] = await Promise.all([startJourney(), startCallbackServer()]);
    adas = await journey.authenticator.credentials();
    const { createEnrolmentLink: made } = await journey.app.graphql<{
      createEnrolmentLink: { enrolmentLink: { url: string } };
    }>(CREATE_LINK, { input: { userId: journey.userId } });
    const { tab, keeper } = await open(await journey.browser.newContext(), []);
    await enrolInBrowser(tab, made.enrolmentLink.url);
    further = await keeper.credentials();
    await tab.context().close();
    const input = { redirectUris: [rp.redirectUri], requirePkce: false };
    await createClient(journey.app, { ...input, id: 'wiki', name: 'Wiki' });
    await createClient(journey.app, { ...input, id: 'vault', name: 'Vault', accessPolicy: 'PERMITTED_USERS' });
    await confirmNews();
  });
  afterAll(() => Promise.all([journey?.stop(), rp?.stop()]));

  /** A tab or browser that has these passkeys. */
  const open = async (of: BrowserContext, credentials: readonly VirtualCredential[]) => {
    const tab = await of.newPage();
    const keeper = await addVirtualAuthenticator(tab);
    signCount += 100;
    for (const credential of credentials) await keeper.addCredential({ ...credential, signCount });
    return { tab, keeper };
  };

  /** The new passkey interrupts the sign-ins of Ada's other browsers until she confirms it. */
  const confirmNews = async () => {
    const { tab } = await open(await journey.browser.newContext(), adas);
    await tab.goto(ask('wiki'));
    await tab.click('button[value=confirm]');
    await tab.waitForURL(`${rp.redirectUri}**`);
    await tab.context().close();
  };

  beforeEach(async () => {
    context = await journey.browser.newContext();
    ({ tab: page, keeper: authenticator } = await open(context, adas));
  });
  afterEach(() => context.close());

  const ask = (clientId: string, state = 'state'): string => {
    const asked = { client_id: clientId, response_type: 'code', redirect_uri: rp.redirectUri, scope: 'openid', state };
    return `${journey.app.origin}/oidc/authorize?${new URLSearchParams(asked)}`;
  };

  const withoutAutofill = () =>
    page.addInitScript(() => {
      PublicKeyCredential.isConditionalMediationAvailable = () => Promise.resolve(false);
    });

  const press = () => page.locator('#ceremony button[type=submit]:enabled').click();

  const problem = async (): Promise<string> => {
    await page.waitForSelector('#status[data-kind=problem]');
    return page.innerText('#status');
  };

  const nameOfWhoIsSignedIn = async (): Promise<string> => {
    await page.goto(`${journey.app.origin}/account`);
    return page.innerText('h1');
  };

  it('works by autofill, without the button', async () => {
    const arrived = await visit(page, ask('wiki', 'kept as it is'), rp.redirectUri);
    expect(arrived.searchParams.get('state')).toBe('kept as it is');
    expect(arrived.searchParams.get('code')).toMatch(/./);
  });

  it('works by the button, and shows no username field, if the browser has no autofill', async () => {
    await withoutAutofill();
    await page.goto(ask('wiki'));
    expect(await page.innerText('h1')).toBe('Sign in to Wiki');
    expect(await page.isVisible('#username')).toBe(false);
    await press();
    await page.waitForURL(`${rp.redirectUri}**`);
  });

  it('can be cancelled and tried again; the message gets the focus', async () => {
    await withoutAutofill();
    await authenticator.setUserVerified(false);
    await page.goto(ask('wiki'));
    await press();
    await page.waitForSelector('#status[data-kind=advice]:has-text("No passkey was chosen")');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('status');
    await authenticator.setUserVerified(true);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.waitForURL(`${rp.redirectUri}**`);
  });

  it('explains that the browser stopped waiting', async () => {
    await withoutAutofill();
    await authenticator.setPresence(false);
    await page.route('**/passkeys/authentication/options', async (route) => {
      const answer = await route.fetch();
      await route.fulfill({ response: answer, json: { ...((await answer.json()) as object), timeout: 1000 } });
    });
    await page.goto(ask('wiki'));
    await press();
    expect(await problem()).toContain('That took too long');
    await page.unroute('**/passkeys/authentication/options');
    await authenticator.setPresence(true);
    await press();
    await page.waitForURL(`${rp.redirectUri}**`);
  });

  it('explains what to do if the device has no passkey', async () => {
    await withoutAutofill();
    for (const { credentialId } of adas) await authenticator.removeCredential(credentialId);
    await page.goto(ask('wiki'));
    await press();
    await page.waitForSelector('#status[data-kind=advice]:has-text("If your passkey is on another device")');
    await page.click('a[href^="/recover"]');
    expect(await page.innerText('h1')).toBe('Use a recovery code');
  });

  it('refuses a removed passkey, which the browser then forgets', async () => {
    const { createUser: made } = await journey.app.graphql<{
      createUser: { user: { id: string }; enrolmentLink: { url: string } };
    }>(CREATE_USER, { input: { username: 'removed', enrolmentLink: true } });
    for (const { credentialId } of adas) await authenticator.removeCredential(credentialId);
    await enrolInBrowser(page, made.enrolmentLink.url);
    const [credential] = await authenticator.credentials();
    const id = Buffer.from(credential?.credentialId ?? '', 'base64').toString('base64url');
    await journey.app.graphql(DELETE_PASSKEY, { input: { id } });
    await context.clearCookies();
    await withoutAutofill();
    await page.goto(ask('wiki'));
    await press();
    expect(await problem()).toContain('This passkey didn’t work');
    expect(await problem()).not.toContain('new passkey');
    await expect(authenticator.credentials()).resolves.toEqual([]);
  });

  it('works in two tabs, with one session', async () => {
    await page.request.get(`${journey.app.origin}/login`); // The browser was here before.
    const other = await open(context, further);
    const [one, two] = await Promise.all([
      visit(page, ask('wiki', 'of one tab'), rp.redirectUri),
      visit(other.tab, ask('wiki', 'of the other'), rp.redirectUri),
    ]);
    expect([one, two].map(({ searchParams }) => searchParams.get('state'))).toEqual(['of one tab', 'of the other']);
    expect([one, two].map(({ searchParams }) => searchParams.get('error'))).toEqual([null, null]);
    expect(await nameOfWhoIsSignedIn()).toBe('Hello, Ada Lovelace');
  });

  it('refuses a user without access and lets another user in', async () => {
    const { createUser: made } = await journey.app.graphql<{
      createUser: { user: { id: string }; enrolmentLink: { url: string } };
    }>(CREATE_USER, { input: { username: 'grace', name: 'Grace Hopper', enrolmentLink: true } });
    await journey.app.graphql(GRANT, { input: { clientId: 'vault', userId: made.user.id } });
    await visit(page, ask('vault'), `${journey.app.origin}/denied`);
    expect(await page.innerText('h1')).toBe('You don’t have access to “Vault”');
    expect(await page.innerText('main')).toContain('You’re signed in as ada');
    // Grace uses the same browser with her own passkey.
    const hers = await open(await journey.browser.newContext(), []);
    await enrolInBrowser(hers.tab, made.enrolmentLink.url);
    for (const { credentialId } of adas) await authenticator.removeCredential(credentialId);
    for (const credential of await hers.keeper.credentials()) await authenticator.addCredential(credential);
    await hers.tab.context().close();
    await page.click('button[value=other-account]');
    await page.waitForURL(`${rp.redirectUri}**`);
    expect(new URL(page.url()).searchParams.get('code')).toMatch(/./);
    expect(await nameOfWhoIsSignedIn()).toBe('Hello, Grace Hopper');
  });

  it('returns to the application with access_denied', async () => {
    await visit(page, ask('vault', 'without access'), `${journey.app.origin}/denied`);
    await page.click('button[value=back]');
    await page.waitForURL(`${rp.redirectUri}**`);
    const answer = Object.fromEntries(new URL(page.url()).searchParams);
    expect(answer).toMatchObject({ error: 'access_denied', state: 'without access', iss: journey.app.origin });
  });

  it('says that an application needs a passkey on one device, and lets the user choose another one', async () => {
    for (const { credentialId } of adas) await authenticator.removeCredential(credentialId);
    const input = { id: 'safe', name: 'Safe', redirectUris: [rp.redirectUri], requirePkce: false };
    await createClient(journey.app, { ...input, requireDeviceBound: true });
    const synced = { backupEligibility: true, backupState: true };
    const copy = await open(
      context,
      adas.map((credential) => ({ ...credential, ...synced })),
    );
    page = copy.tab;
    await withoutAutofill();
    await page.goto(ask('safe'));
    expect(await page.innerText('.notice')).toBe(
      'Safe needs a passkey that stays on one device, such as a security key.',
    );
    await press();
    await page.waitForSelector('.notice:has-text("The passkey that you just used doesn’t qualify.")');
    await expectGood(page);
    await press();
    await page.waitForURL(`${rp.redirectUri}**`);
    const { searchParams } = new URL(page.url());
    expect(searchParams.get('error')).toBe('unmet_authentication_requirements');
  });
});
