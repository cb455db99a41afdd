import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { startTestApp, type TestApp } from '../support/app.js';
import { addVirtualAuthenticator, describeInBrowser, launchBrowser, PATIENCE } from '../support/browser.js';
import { type CallbackServer, startCallbackServer } from '../support/callback-server.js';
import { type Device, newDevice } from '../support/device.js';
import { enrolInBrowser } from '../support/journey.js';
import { findings, isTooWide } from '../support/page-checks.js';
import { JPEG } from '../support/pictures.js';

const CREATE_USER = `mutation ($input: CreateUserInput!) { createUser(input: $input) { enrolmentLink { url } } }`;
const CREATE_CLIENT = `mutation ($input: CreateClientInput!) { createClient(input: $input) { client { id } } }`;

describeInBrowser('the account page in a browser', () => {
  let app: TestApp;
  let photos: CallbackServer;
  let browser: Browser;
  let laptop: Device;
  let devices: Device[];
  let username: string;
  let people = 0;

  beforeAll(async () => {
    [app, photos, browser] = await Promise.all([startTestApp(), startCallbackServer(), launchBrowser()]);
    const input = {
      id: 'photos',
      name: 'Photos',
      redirectUris: [photos.redirectUri],
      requirePkce: false,
      accessPolicy: 'ALL_USERS',
      consent: 'REMEMBERED',
      scopes: ['openid', 'profile', 'email'],
    };
    await app.graphql(CREATE_CLIENT, { input });
  });
  afterAll(async () => {
    await browser?.close();
    await photos.stop();
    await app.stop();
  });

  beforeEach(async () => {
    devices = [];
    people += 1;
    username = `person-${people}`;
    const { createUser: made } = await app.graphql<{ createUser: { enrolmentLink: { url: string } } }>(CREATE_USER, {
      input: { username, name: 'Ada', enrolmentLink: true },
    });
    laptop = await device();
    await enrolInBrowser(laptop.page, made.enrolmentLink.url);
  });
  afterEach(async () => {
    for (const each of devices) await each.close();
  });

  const device = async (...from: readonly Device[]): Promise<Device> => {
    const held = await Promise.all(from.map(({ authenticator }) => authenticator.credentials()));
    const made = await newDevice(browser, held.flat());
    devices.push(made);
    return made;
  };
  const openAccount = (page: Page) => page.goto(`${app.origin}/account`);
  const pathOf = (page: Page) => new URL(page.url()).pathname;
  const passkeys = (page: Page) => page.locator('[aria-labelledby=passkeys] .row');
  const sessions = (page: Page) => page.locator('[aria-labelledby=sessions] .row');
  /** Signs in with the button, before autofill does. */
  const signIn = async ({ page }: Pick<Device, 'page'>): Promise<void> => {
    await page.goto(`${app.origin}/login`);
    await page.waitForURL('**/account');
  };
  const fold = (page: Page, row: number, label: string) =>
    passkeys(page).nth(row).locator('summary', { hasText: label }).click();
  /** Adds a passkey on a security key and returns a device that has it. */
  const addSecurityKey = async (): Promise<Device> => {
    const { page, authenticator } = laptop;
    // The browser would choose the built-in authenticator, so remove it.
    const builtIn = await authenticator.credentials();
    for (const { credentialId } of builtIn) await authenticator.removeCredential(credentialId);
    await authenticator.remove();
    const securityKey = await addVirtualAuthenticator(page, { transport: 'usb' });
    await openAccount(page);
    await page.click('#ceremony button:enabled');
    // The form to rename it is open.
    await page.waitForSelector('.row-title#passkey-1');
    expect(await page.inputValue('#passkey-1-name:visible')).toBe('Security key');
    await page.fill('#passkey-1-name', 'Key ring');
    await page.click('button[value=rename-passkey]:visible');
    await page.waitForSelector('.row-title:has-text("Key ring")');
    expect(await page.locator('button[value=rename-passkey]:visible').count()).toBe(0);
    const made = await newDevice(browser, await securityKey.credentials());
    devices.push(made);
    await securityKey.remove();
    return made;
  };

  it('adds a passkey on a second device, renames it there and removes it', async () => {
    const phone = await addSecurityKey();
    expect(await passkeys(laptop.page).count()).toBe(2);
    expect(await passkeys(laptop.page).nth(1).innerText()).toContain('Not used yet');
    await signIn(phone);
    expect(await sessions(phone.page).count()).toBe(2);
    expect(await passkeys(phone.page).nth(1).innerText()).toMatch(/You’re signed in with this one[\s\S]*Last used/);

    await fold(phone.page, 1, 'Rename');
    await phone.page.fill('#passkey-1-name', 'Blue key');
    await phone.page.click('button[value=rename-passkey]:visible');
    await phone.page.waitForURL('**/account?at=passkeys&done=passkeyRenamed');
    expect(await phone.page.innerText('[role=status].notice')).toBe('Passkey renamed.');
    await openAccount(laptop.page);
    expect(await passkeys(laptop.page).nth(1).innerText()).toContain('Blue key');

    await fold(laptop.page, 1, 'Remove');
    await laptop.page.click('button[value=remove-passkey]:visible');
    await laptop.page.waitForURL('**/account?at=passkeys&done=passkeyRemoved');
    expect(await passkeys(laptop.page).count()).toBe(1);
    // Its sessions have ended, it cannot be used to sign in, and the passkey manager forgets it.
    await openAccount(phone.page);
    expect(pathOf(phone.page)).toBe('/login');
    await phone.page.waitForSelector('#status[data-kind=problem]');
    expect(await phone.page.innerText('#status')).toContain(
      'It may have been removed, or it may belong to another account',
    );
    expect(phone.signals.at(-1)?.name).toBe('signalUnknownCredential');
    expect(await phone.authenticator.credentials()).toEqual([]);
  });

  it('reports each change to the passkey manager', async () => {
    const [credential] = await laptop.authenticator.credentials();
    if (credential === undefined) throw new Error('There is no passkey.');
    await until(() => laptop.signals.length >= 2);
    expect(laptop.signals.slice(0, 2)).toMatchObject([
      { name: 'signalAllAcceptedCredentials', options: { rpId: 'localhost' } },
      { name: 'signalCurrentUserDetails', options: { name: username, displayName: 'Ada' } },
    ]);
    const current = () => laptop.page.getAttribute('.contents a[aria-current]', 'href');
    expect(await current()).toBe('#passkeys');
    await laptop.page.click('.contents a[href="#profile"]');
    await until(async () => (await current()) === '#profile');
    await laptop.page.fill('#profile-name', 'Ada King');
    await laptop.page.click('button[value=change-profile]');
    await laptop.page.waitForURL('**/account?at=profile&done=profileSaved');
    await until(() => laptop.signals.at(-1)?.options.displayName === 'Ada King');
    expect(await laptop.page.innerText('h1')).toBe('Hello, Ada King');
    expect(await laptop.authenticator.credentials()).toHaveLength(1);

    const accepted = () =>
      laptop.signals.findLast(({ name }) => name === 'signalAllAcceptedCredentials')?.options
        .allAcceptedCredentialIds as string[];
    await addSecurityKey();
    await until(() => accepted().length === 2);
    await fold(laptop.page, 1, 'Remove');
    await laptop.page.click('button[value=remove-passkey]:visible');
    await laptop.page.waitForURL('**/account?at=passkeys&done=passkeyRemoved');
    await until(() => accepted().length === 1);
    expect(accepted()).toEqual([Buffer.from(credential.credentialId, 'base64').toString('base64url')]);
  });

  it('removes the passkey of a session only after a sign-in with another one', async () => {
    const { page } = laptop;
    expect(await page.innerText('.notice-advice')).toContain('This is your only way to sign in');
    await fold(page, 0, 'Remove');
    expect(await passkeys(page).first().innerText()).toContain('This is your last passkey. Add another one');
    expect(await page.locator('button[value=remove-passkey]').count()).toBe(0);

    const phone = await addSecurityKey();
    expect(await page.locator('.notice-advice').count()).toBe(0);
    await fold(page, 0, 'Remove');
    expect(await passkeys(page).first().innerText()).toContain('sign in with another passkey first');
    expect([await findings(page), await isTooWide(page)]).toEqual([[], false]);
    await page.click('a[href="/login?again=passkeys"]');
    await page.waitForURL('**/login?again=passkeys');

    await signIn(phone);
    await fold(phone.page, 0, 'Remove');
    await phone.page.click('button[value=remove-passkey]:visible');
    await phone.page.waitForURL('**/account?at=passkeys&done=passkeyRemoved');
    expect(await passkeys(phone.page).count()).toBe(1);
    await openAccount(page);
    expect(pathOf(page)).toBe('/login');
  });

  it('lists the sessions and ends one from another device', async () => {
    const phone = await device(laptop);
    await signIn(phone);
    await openAccount(laptop.page);
    expect(await sessions(laptop.page).allInnerTexts()).toEqual([
      expect.stringMatching(/Chrome on \w+[\s\S]*This browser/),
      expect.stringMatching(/Chrome on \w+[\s\S]*IP address 127\.0\.0\.1|Chrome on \w+[\s\S]*IP address ::1/),
    ]);
    await laptop.page.click('button[value=end-session]');
    await laptop.page.waitForURL('**/account?at=sessions&done=sessionEnded');
    expect(await sessions(laptop.page).count()).toBe(1);
    await phone.authenticator.setPresence(false);
    // The page that is still open there leads to the sign-in page.
    await phone.page.click('button[value=create-recovery-codes]');
    await phone.page.waitForURL('**/login');
    await openAccount(phone.page);
    expect(pathOf(phone.page)).toBe('/login');
  });

  it('removes the access of an application, which then asks again', async () => {
    const { page } = laptop;
    const asked = { client_id: 'photos', response_type: 'code', scope: 'openid profile email' };
    const authorize = `${app.origin}/oidc/authorize?${new URLSearchParams({ ...asked, redirect_uri: photos.redirectUri })}`;
    await page.goto(authorize);
    await page.click('button[value=allow]');
    await page.waitForURL(`${photos.redirectUri}?**`);
    await page.goto(authorize);
    expect(page.url()).toContain(photos.redirectUri);

    await openAccount(page);
    const application = page.locator('[aria-labelledby=applications] .row');
    expect(await application.innerText()).toMatch(/Photos[\s\S]*See your email address[\s\S]*Last used/);
    await application.locator('summary').click();
    await page.click('button[value=revoke-application]');
    await page.waitForURL('**/account?at=applications&done=applicationRevoked');
    expect(await application.count()).toBe(0);
    await page.goto(authorize);
    expect(pathOf(page)).toBe('/consent');
  });

  it('uploads a picture on a small screen, which the consent page shows, and removes it', async () => {
    const { page } = laptop;
    await page.setViewportSize({ width: 320, height: 640 });
    await openAccount(page);
    const picture = page.locator('main img.picture');
    const isShown = () => picture.evaluate((image: HTMLImageElement) => image.complete && image.naturalWidth === 16);
    await page.setInputFiles('#picture-file', { name: 'note.txt', mimeType: 'image/png', buffer: Buffer.from('text') });
    await page.click('form[enctype] button');
    await page.waitForSelector('.field-problem');
    expect(await page.locator('#picture-file').getAttribute('aria-invalid')).toBe('true');
    const large = Buffer.concat([JPEG, Buffer.alloc(2_500_000)]);
    await page.setInputFiles('#picture-file', { name: 'me.jpg', mimeType: 'image/jpeg', buffer: large });
    await page.waitForFunction(() => {
      const input = document.querySelector<HTMLInputElement>('#picture-file');
      return (input?.files?.[0]?.size ?? 0) < 2_000_000;
    });
    await page.click('form[enctype] button');
    await page.waitForURL('**/account?at=profile&done=pictureSaved');
    expect([await isShown(), await isTooWide(page), await findings(page)]).toEqual([true, false, []]);
    const asked = { client_id: 'photos', response_type: 'code', scope: 'openid profile' };
    await page.goto(
      `${app.origin}/oidc/authorize?${new URLSearchParams({ ...asked, redirect_uri: photos.redirectUri })}`,
    );
    expect([pathOf(page), await isShown(), await isTooWide(page)]).toEqual(['/consent', true, false]);
    await openAccount(page);
    await page.click('button[value=remove-picture]');
    await page.waitForURL('**/account?at=profile&done=pictureRemoved');
    expect(await picture.count()).toBe(0);
  });

  it('works in two tabs', async () => {
    const phone = await addSecurityKey();
    const tab = await phone.openTab(
      (await phone.authenticator.credentials()).map((each) => ({ ...each, signCount: each.signCount + 100 })),
    );
    const tabs = [phone, tab];
    for (const { page, authenticator } of tabs) {
      await authenticator.setPresence(false);
      await page.goto(`${app.origin}/login`);
      await page.waitForSelector('#autofill:not([hidden])');
    }
    for (const { page, authenticator } of tabs) {
      await page.bringToFront();
      await authenticator.setPresence(true);
      await page.click('#ceremony button:enabled');
      await page.waitForURL('**/account');
    }
    for (const { page } of tabs) {
      await openAccount(page);
      expect(pathOf(page)).toBe('/account');
    }

    for (const { page } of tabs) await fold(page, 0, 'Remove');
    await phone.page.click('button[value=remove-passkey]:visible');
    await phone.page.waitForURL('**/account?at=passkeys&done=passkeyRemoved');
    const [answer] = await Promise.all([
      tab.page.waitForResponse((response) => response.request().method() === 'POST'),
      tab.page.click('button[value=remove-passkey]:visible'),
    ]);
    expect(answer.status()).toBe(404);
    expect(await tab.page.innerText('[aria-labelledby=passkeys] [role=alert]:focus')).toContain('no longer exists');
    expect(await passkeys(tab.page).count()).toBe(1);
  });
});

/** Waits until the browser has done it. */
async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  for (let waited = 0; waited < PATIENCE; waited += 50) {
    if (await holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('It did not come to be.');
}
