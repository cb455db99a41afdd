import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from '@jest/globals';
import type { BrowserContext, Page } from 'playwright-core';
import {
  addVirtualAuthenticator,
  describeInBrowser,
  type VirtualAuthenticator,
  type VirtualCredential,
} from '../support/browser.js';
import { type CallbackServer, startCallbackServer } from '../support/callback-server.js';
import { createClient, type Journey, startJourney } from '../support/journey.js';

const CREATE_USER = `mutation ($input: CreateUserInput!) {
  createUser(input: $input) { user { id } enrolmentLink { url } }
}`;

const BUTTON = '#ceremony button[type=submit]';

describeInBrowser('the hosted pages in a browser', () => {
  let journey: Journey;
  let rp: CallbackServer;
  let adas: VirtualCredential[];
  let signCount = 1;
  let context: BrowserContext;
  let page: Page;
  let authenticator: VirtualAuthenticator;

  beforeAll(async () => {
    [journey, rp] = await Promise.all([startJourney(), startCallbackServer()]);
    adas = await journey.authenticator.credentials();
    const input = {
      redirectUris: [rp.redirectUri],
      requirePkce: false,
      logoUri: 'https://logo.example/wiki.png',
      registrationEnabled: true,
    };
    await createClient(journey.app, { ...input, id: 'wiki', name: 'Wiki', clientUri: 'https://wiki.example' });
  });
  afterAll(() => Promise.all([journey?.stop(), rp?.stop()]));

  beforeEach(async () => {
    context = await journey.browser.newContext({ timezoneId: 'Asia/Kolkata', locale: 'en-GB' });
    await context.route('**/logos/clients/**', (route) => route.fulfill({ status: 404 }));
    ({ tab: page, keeper: authenticator } = await open());
  });
  afterEach(() => context.close());

  /** A tab in which Ada's passkey waits for the button. */
  const open = async () => {
    const tab = await context.newPage();
    const keeper = await addVirtualAuthenticator(tab);
    signCount += 100;
    for (const credential of adas) await keeper.addCredential({ ...credential, signCount });
    await keeper.setPresence(false);
    return { tab, keeper };
  };
  const ask = (state = 'state'): string => {
    const asked = { client_id: 'wiki', response_type: 'code', redirect_uri: rp.redirectUri, scope: 'openid', state };
    return `${journey.app.origin}/oidc/authorize?${new URLSearchParams(asked)}`;
  };
  const press = async (tab = page, keeper = authenticator) => {
    await tab.waitForSelector(`${BUTTON}:enabled`);
    await keeper.setPresence(true);
    // The passkey may answer the autofill before the click. Each test waits for the page that follows.
    await tab.click(BUTTON, { timeout: 3000 }).catch(() => undefined);
  };
  const withoutAutofill = () =>
    page.addInitScript(() => {
      PublicKeyCredential.isConditionalMediationAvailable = () => Promise.resolve(false);
    });
  const problem = async () => {
    await page.waitForSelector('#status[data-kind=problem]');
    return page.innerText('#status');
  };
  const signInToAccount = async () => {
    await page.goto(`${journey.app.origin}/login`);
    await press();
    await page.waitForURL('**/account');
  };
  const invite = async (username: string) => {
    const { createUser } = await journey.app.graphql<{ createUser: { enrolmentLink: { url: string } } }>(CREATE_USER, {
      input: { username, enrolmentLink: true },
    });
    return createUser.enrolmentLink.url;
  };

  it('show the first letter of an application whose logo cannot be loaded', async () => {
    await page.goto(ask());
    await page.waitForSelector('.tile span:not([hidden])');
    expect([await page.innerText('.tile'), await page.locator('.tile img').count()]).toEqual(['W', 0]);
  });

  it('never move the sign-in button', async () => {
    const top = async () => (await page.locator(BUTTON).boundingBox())?.y;
    await page.route('**/login.js', async (route) => {
      await page.waitForTimeout(200);
      await route.continue();
    });
    await page.goto(ask(), { waitUntil: 'commit' });
    await page.waitForSelector(BUTTON);
    await page.evaluate(() => document.fonts.ready);
    const before = await top();
    await page.waitForSelector(`${BUTTON}:enabled`);
    await page.waitForLoadState('networkidle');
    expect(await top()).toBe(before);
    await page.evaluate(() => document.querySelector('#status')?.replaceChildren('A message'));
    expect(await top()).toBe(before);
  });

  it('ask if the passkey belongs to another username than the one that was typed', async () => {
    await page.goto(ask());
    await page.fill('#username', 'grace');
    await press();
    await page.waitForSelector('#confirm:not([hidden])');
    expect(await page.innerText('#confirm .notice')).toBe(
      'This passkey belongs to the account “ada”, not to the username you entered. Continue anyway?',
    );
    expect(await page.isVisible('#lead')).toBe(false);
    expect(await page.locator('#confirm button').allInnerTexts()).toEqual(['Continue as ada', 'Use another account']);
    await page.keyboard.press('Enter');
    await page.waitForURL(`${rp.redirectUri}**`);
  });

  it('sign the other user out again and stay at the application, if the answer is no', async () => {
    await page.goto(ask());
    await page.fill('#username', 'grace');
    await press();
    await page.waitForSelector('#confirm:not([hidden])');
    await authenticator.setPresence(false);
    await page.click('button[value=other-account]');
    await page.waitForSelector(`${BUTTON}:enabled`);
    expect(await page.innerText('h1')).toBe('Sign in to Wiki');
    await page.goto(`${journey.app.origin}/account`);
    expect(new URL(page.url()).pathname).toBe('/login');
  });

  it('do not ask if the typed username is the same in other letters', async () => {
    await page.goto(ask());
    await page.fill('#username', ' ADA ');
    await press();
    await page.waitForURL(`${rp.redirectUri}**`);
  });

  it('continue in every tab after the user has signed in in one of three that opened at once', async () => {
    const others = [await open(), await open()];
    const tabs = [page, ...others.map(({ tab }) => tab)];
    await Promise.all(tabs.map((tab, index) => tab.goto(ask(`tab-${index}`))));
    await Promise.all(tabs.map((tab) => tab.waitForSelector(`${BUTTON}:enabled`)));
    const [, last] = others;
    if (last !== undefined) await press(last.tab, last.keeper);
    await Promise.all(tabs.map((tab, index) => tab.waitForURL(`${rp.redirectUri}?*state=tab-${index}*`)));
  });

  it('blame the server, not the device, for a fault of the server', async () => {
    await withoutAutofill();
    await page.route('**/passkeys/authentication/options', (route) => route.fulfill({ status: 500, body: 'x' }));
    await page.goto(ask());
    await press();
    expect(await problem()).toContain('Something went wrong on our side');
  });

  it('say that the browser blocks cookies', async () => {
    await page.addInitScript(() => Object.defineProperty(navigator, 'cookieEnabled', { get: () => false }));
    await page.goto(ask());
    expect(await problem()).toContain('Your browser blocks cookies');
    expect(await page.isVisible('#username')).toBe(false);
  });

  it('name an address to open elsewhere, in a browser without passkeys', async () => {
    await page.addInitScript(() => Reflect.deleteProperty(window, 'PublicKeyCredential'));
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    const link = await invite('hedy');
    for (const [address, elsewhere] of [
      [ask(), 'https://wiki.example'],
      [link, link],
      [`${journey.app.origin}/recover`, `${journey.app.origin}/recover`],
      [`${journey.app.origin}/login`, `${journey.app.origin}/account`],
    ] as const) {
      await page.goto(address);
      expect(await problem()).toContain('doesn’t support passkeys');
      expect(await page.innerText('#address code')).toBe(elsewhere);
      expect(await page.locator('#autofill:visible').count()).toBe(0);
      // What these links lead to needs a passkey too.
      expect(await page.locator('a[href^="/recover"]:visible, a[href^="/register"]:visible').count()).toBe(0);
      expect(await page.locator('.otherwise:visible').count()).toBe(address.endsWith('/recover') ? 1 : 0);
      const [box, copy] = [await page.locator('#address').boundingBox(), await page.locator('#copy').boundingBox()];
      const below = (box?.y ?? 0) + (box?.height ?? 0) - (copy?.y ?? 0) - (copy?.height ?? 0);
      expect([address, below]).toEqual([address, 12]);
      await page.click('#copy');
      await page.waitForSelector('#copied:has-text("Copied.")');
      expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(elsewhere);
    }
  });

  it('show times in the zone and the format of the browser', async () => {
    await signInToAccount();
    const time = page.locator('time[data-style=moment]').first();
    const format = new Intl.DateTimeFormat('en-GB', {
      dateStyle: 'medium',
      timeStyle: 'short',
      timeZone: 'Asia/Kolkata',
    });
    const at = new Date((await time.getAttribute('datetime')) ?? '');
    expect(await time.innerText()).toContain(format.format(at));
  });

  it('load the time zones when the user is about to choose one, with their present names', async () => {
    await signInToAccount();
    const options = page.locator('#profile-zoneinfo option');
    expect(await options.count()).toBe(1);
    await page.focus('#profile-name');
    await page.waitForFunction(() => document.querySelectorAll('#profile-zoneinfo option').length > 400);
    const values = await options.evaluateAll((all) => all.map((option) => (option as HTMLOptionElement).value));
    expect(values).toEqual(expect.arrayContaining(['Asia/Kolkata', 'Europe/Kyiv', 'Europe/Vienna']));
    expect(values).not.toContain('Asia/Calcutta');
    await page.selectOption('#profile-zoneinfo', 'Asia/Kolkata');
    await page.click('button[value=change-profile]');
    await page.waitForURL('**/account?at=profile&done=profileSaved');
    expect(await page.inputValue('#profile-zoneinfo')).toBe('Asia/Kolkata');
  });

  it('mark the field with a problem', async () => {
    await signInToAccount();
    await page.fill('#profile-picture', 'no address');
    await page.click('button[value=change-profile]');
    await page.waitForSelector('#profile-picture[aria-invalid=true]:focus');
    expect(await page.inputValue('#profile-picture')).toBe('no address');
    const sentence = 'The address of the picture must start with https://.';
    expect(await page.innerText('#profile-picture-problem')).toBe(sentence);
    expect(await page.getByText(sentence).count()).toBe(1);
    expect(await page.locator('[aria-labelledby=profile] .notice').count()).toBe(0);
    expect(await page.isVisible('#profile-picture-hint')).toBe(false);
    expect(await page.getAttribute('#profile-picture', 'aria-describedby')).toBe('profile-picture-problem');
  });

  it('keep what was typed for a rejected API key, and put reading and writing side by side', async () => {
    await journey.app.graphql('mutation ($input: UpdateUserInput!) { updateUser(input: $input) { user { id } } }', {
      input: { id: journey.userId, adminRole: 'ADMIN' },
    });
    await signInToAccount();
    await page.click('#api-keys ~ details > summary');
    await page.fill('#key-name', 'laptop');
    await page.selectOption('#key-lifetime', '365');
    const place = (permission: string) => page.locator(`input[value="${permission}"]`).boundingBox();
    const [read, write, next] = [await place('users:read'), await place('clients:read'), await place('groups:read')];
    expect([read?.x, write?.x]).toEqual([next?.x, next?.x]);
    await page.click('button[value=create-api-key]');
    await page.waitForSelector('fieldset[aria-invalid=true] input:focus');
    expect([await page.inputValue('#key-name'), await page.inputValue('#key-lifetime')]).toEqual(['laptop', '365']);
  });

  it('lead from a sign-in page in the history to the application', async () => {
    await page.goto(ask());
    await press();
    await page.waitForURL(`${rp.redirectUri}**`);
    // There is no such website, so the navigation fails after the redirect.
    const application = page.waitForRequest('https://wiki.example/');
    await page.goBack({ waitUntil: 'commit' }).catch(() => undefined);
    await application;
  });

  /** As if the browser did not report whether a passkey is discoverable. */
  const withoutCredProps = () =>
    page.addInitScript(() => {
      const { toJSON } = PublicKeyCredential.prototype;
      PublicKeyCredential.prototype.getClientExtensionResults = () => ({});
      PublicKeyCredential.prototype.toJSON = function convert() {
        return { ...toJSON.call(this), clientExtensionResults: {} };
      };
    });

  it('offer to try a new passkey, if the browser does not say that it can be used to sign in', async () => {
    await withoutCredProps();
    // With several passkeys, the virtual authenticator would try any of them.
    for (const { credentialId } of await authenticator.credentials())
      await authenticator.removeCredential(credentialId);
    await authenticator.setPresence(true);
    await page.goto(await invite('ida'));
    await page.click(`${BUTTON}:enabled`);
    await page.waitForSelector('#status[data-kind=step]:focus');
    expect(await page.innerText('#status')).toContain('try your new passkey');
    expect(await page.innerText(BUTTON)).toBe('Try the new passkey');
    expect(await page.isVisible('#lead')).toBe(false);
    await page.click(`${BUTTON}:enabled`);
    await page.waitForURL('**/account?at=passkeys&done=enrolled');
    expect(await page.innerText('h1')).toBe('Hello, ida');
  });

  it('lead to the sign-in if the enrolment link is revoked while the page is open', async () => {
    await authenticator.setPresence(true);
    const link = await invite('kim');
    await page.goto(link);
    await page.waitForSelector(`${BUTTON}:enabled`);
    expect(await page.isVisible('#sign-in')).toBe(false);
    const id = /enroll\/([\w-]+)\./.exec(link)?.[1];
    await journey.app.graphql('mutation ($id: ID!) { revokeEnrolmentLink(input: { id: $id }) { deleted } }', {
      id,
    });
    await page.click(BUTTON);
    expect(await problem()).toContain('This link has already been used or has expired.');
    expect(await page.isDisabled(BUTTON)).toBe(true);
    await page.click('#sign-in a');
    await page.waitForURL('**/login');
  });

  it('keep the link if the new passkey does not work', async () => {
    await withoutCredProps();
    await authenticator.setPresence(true);
    const link = await invite('joan');
    await page.goto(link);
    expect(await page.innerText('main')).not.toContain('signed out');
    await page.click(`${BUTTON}:enabled`);
    await page.waitForSelector('#status[data-kind=step]');
    for (const { credentialId } of await authenticator.credentials())
      await authenticator.removeCredential(credentialId);
    await page.click(BUTTON);
    await page.waitForFunction(() => document.querySelector('#status')?.textContent?.includes('can’t sign in'));
    expect(await page.innerText(BUTTON)).toBe('Create passkey');
    expect(await page.isVisible('#lead')).toBe(true);
    await page.click(BUTTON);
    await page.waitForFunction(() => document.querySelector('#status')?.textContent?.includes('try your new passkey'));
    await page.click(BUTTON);
    await page.waitForURL('**/account?at=passkeys&done=enrolled');
  });

  it('finish adding a passkey after the user had to sign in again', async () => {
    await signInToAccount();
    const asked = page.waitForURL('**/login?again=passkeys');
    await page.route(
      '**/passkeys/registration/options',
      (route) => route.fulfill({ status: 401, json: { error: 'authentication_required', message: '' } }),
      { times: 1 },
    );
    await page.click(`${BUTTON}:enabled`);
    await asked;
    for (const { credentialId } of await authenticator.credentials()) {
      if (credentialId !== adas[0]?.credentialId) await authenticator.removeCredential(credentialId);
    }
    await page.waitForURL('**/account?at=passkeys&done=signedInAgain');
    expect(await problem()).toContain('already has a passkey');
  });
});
