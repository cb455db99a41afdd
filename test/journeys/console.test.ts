import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { addVirtualAuthenticator, describeInBrowser } from '../support/browser.js';
import { systemClock } from '../support/deps.js';
import { type Journey, startJourney } from '../support/journey.js';
import { expectGood, findings } from '../support/page-checks.js';

const SET_ROLE = 'mutation ($input: UpdateUserInput!) { updateUser(input: $input) { user { id } } }';

describeInBrowser('the console in a browser', () => {
  let journey: Journey;
  let page: Page;
  /** What the browser reports: violations of the Content-Security-Policy, and errors of scripts. */
  const problems: string[] = [];

  /** How far the clock of the server is ahead. */
  let ahead = 0;
  /** How many windows had a copy of the passkey. The counter of each copy continues after that of the one before. */
  let windows = 0;

  const setRole = (adminRole: string | null) =>
    journey.app.graphql(SET_ROLE, { input: { id: journey.userId, adminRole } });

  beforeAll(async () => {
    journey = await startJourney({ clock: { now: () => new Date(systemClock.now().getTime() + ahead) } });
    page = await journey.page.context().newPage();
    page.setDefaultTimeout(20_000);
    page.on('pageerror', ({ message }) => problems.push(message));
    page.on('console', (message) => {
      if (message.type() === 'error') problems.push(message.text());
    });
  });
  afterAll(() => journey?.stop());

  const open = (path: string) => page.goto(`${journey.app.origin}${path}`);
  const heading = (name: string) => page.getByRole('heading', { level: 1, name }).waitFor();

  /** Does what makes the console ask for a sign-in in a window, and signs in there with Ada's passkey. */
  async function signInInWindow(title: string, act: () => Promise<void>): Promise<void> {
    const dialog = page.getByRole('dialog', { name: title });
    const opened = page.waitForEvent('popup');
    const before = page.context().pages().length;
    await act();
    await dialog.waitFor();
    // The browser opens the window by itself only if the click was a moment ago.
    if ((await dialog.getByText('Sign in in the window that has opened.').count()) === 0)
      await dialog.getByRole('button', { name: 'Open the sign-in window' }).click();
    const popup = await opened;
    popup.setDefaultTimeout(20_000);
    await popup.waitForURL(({ pathname }) => pathname === '/login');
    // The window is there, so the button only shows it again.
    await dialog.getByRole('button', { name: 'Open the sign-in window' }).click();
    const closed = popup.waitForEvent('close');
    const authenticator = await addVirtualAuthenticator(popup);
    windows += 1;
    for (const credential of await journey.authenticator.credentials())
      await authenticator.addCredential({ ...credential, signCount: credential.signCount + 100 * windows });
    // To load the empty page again would cancel the way to the sign-in page.
    await popup.waitForURL(({ protocol }) => protocol !== 'about:', { waitUntil: 'commit' }).catch(() => undefined);
    // The page may have asked before there was an authenticator. Otherwise, the window closes meanwhile.
    await popup.reload().catch(() => undefined);
    await closed;
    await dialog.waitFor({ state: 'detached' });
    expect(page.context().pages()).toHaveLength(before);
  }

  it('refuses a user without a role, in words', async () => {
    await open('/console');
    await heading('You cannot use the console with this account');
    expect(await page.getByRole('main').textContent()).toContain('no administration role. Ask an owner');
    expect(await page.locator('#console > *').count()).toBe(1);
    expect(await page.getByRole('link', { name: 'My account' }).getAttribute('href')).toBe('/account');
    // The same after a sign-in. The authenticator is in the other page.
    await page.context().clearCookies();
    await journey.page.goto(`${journey.app.origin}/console`);
    await journey.page.getByText('no administration role. Ask an owner').waitFor();
    expect(new URL(journey.page.url()).pathname).toBe('/console');
  });

  it('signs an administrator in with the session of the browser, and shows the screens', async () => {
    await setRole('OWNER');
    await open('/console');
    await heading('Overview');
    await page.getByText('1 person', { exact: true }).waitFor();
    await expectGood(page);
    // This screen follows the log, which gets refusals after the response.
    await page.getByRole('link', { name: 'Activity', exact: true }).click();
    const refused = page.getByRole('listitem').filter({ hasText: 'Ada Lovelace tried to open' });
    await refused.getByText('The user has no administration role.').first().waitFor();
    expect(await refused.getByRole('link', { name: 'Why?' }).count()).toBe(0);
    await page.getByRole('link', { name: 'People', exact: true }).click();
    await page.getByRole('rowheader', { name: /Ada Lovelace/ }).waitFor();
    await expectGood(page);
    const paths: string[] = [];
    page.on('request', (request) => paths.push(new URL(request.url()).pathname));
    const html = await (await page.reload())?.text();
    await page.getByRole('rowheader', { name: /Ada Lovelace/ }).waitFor();
    // Each of these waits for the one before. The page names all files, so the browser loads them meanwhile.
    expect(paths.filter((path) => /^\/(console|oidc)\//.test(path))).toEqual([
      '/console/people',
      '/oidc/authorize',
      '/oidc/token',
    ]);
    expect(paths.filter((path) => path.startsWith('/console-files/') && html?.includes(path) !== true)).toEqual([]);
    await page.getByText('Show as GraphQL').click();
    expect(await page.locator('pre').first().textContent()).toContain('query People');
  });

  it('leads through the sign-in page, back to the screen that was asked for', async () => {
    await page.context().clearCookies();
    // The authenticator is in the other page.
    await journey.page.goto(`${journey.app.origin}/console/people`);
    await journey.page.getByRole('rowheader', { name: /Ada Lovelace/ }).waitFor();
    expect(new URL(journey.page.url()).pathname + new URL(journey.page.url()).search).toBe('/console/people');
  });

  it('finds screens and people with the keyboard', async () => {
    await open('/console');
    await heading('Overview');
    await page.keyboard.press('Control+k');
    const field = page.getByRole('combobox', { name: 'Search people' });
    await field.fill('ada');
    const person = page.getByRole('option', { name: 'Ada Lovelace' });
    await person.waitFor();
    expect(await field.getAttribute('aria-activedescendant')).toBe(await person.getAttribute('id'));
    expect(await findings(page)).toEqual([]);
    await field.fill('peo');
    await page.getByRole('option', { name: /^People/ }).waitFor();
    await page.keyboard.press('Enter');
    await heading('People');
    await page.waitForFunction(() => document.activeElement?.tagName === 'H1');
    expect(await page.title()).toMatch(/^People · /);
    // There is no group to choose, and the field creates one.
    await page.getByRole('button', { name: 'New person' }).click();
    await page.getByRole('combobox', { name: 'Groups' }).click();
    await page.getByText('There are no groups yet. Type a name to create one.').waitFor();
    await page.getByRole('combobox', { name: 'Groups' }).fill('Crew');
    await page.getByRole('option', { name: 'Create the group Crew' }).waitFor();
  });

  it('asks for no passkey before the input is right', async () => {
    ahead = 301_000;
    await open('/console/add/api-key');
    await page.getByLabel('Name').fill('Without a permission');
    await page.getByRole('button', { name: 'Create key' }).click();
    await page.getByRole('group', { name: 'What may it do?' }).getByText('Must not be empty.').waitFor();
    expect(await page.getByRole('dialog').count()).toBe(0);
    await page.getByLabel('People').selectOption('read');
    await signInInWindow('Confirm it’s you', () => page.getByRole('button', { name: 'Create key' }).click());
    await heading('The key Without a permission is ready');
  });

  it('keeps changes that are not saved, and lets the user confirm them with a passkey', async () => {
    await open('/console/server');
    await page.getByRole('link', { name: 'Settings', exact: true }).click();
    await page.getByLabel('Maximum sessions per person').fill('7');
    const leave = page.getByRole('dialog', { name: 'Leave without saving?' });
    await page.getByRole('link', { name: 'Overview' }).click();
    await leave.getByRole('button', { name: 'Stay here' }).click();
    await page.goBack();
    await leave.getByRole('button', { name: 'Stay here' }).click();
    expect(await page.getByLabel('Maximum sessions per person').inputValue()).toBe('7');

    ahead = 602_000;
    await signInInWindow('Confirm it’s you', () => page.getByRole('button', { name: 'Save' }).click());
    await page.getByText('The settings are saved.').waitFor();
    await page.goBack();
    await page.getByText('Setup checks').waitFor();
  });

  it('hides the screen when the session has ended, lets the user sign in again in a window, and signs out', async () => {
    await page.context().clearCookies();
    ahead = 1_003_000;
    await signInInWindow('Your session has ended', async () => {
      await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
      // Another person may stand in front of the browser now.
      await page.getByRole('dialog', { name: 'Your session has ended' }).waitFor();
      const [behind] = await page
        .locator('dialog')
        .evaluateAll((all) => all.map((one) => getComputedStyle(one, '::backdrop').backgroundColor));
      expect(behind).toMatch(/^rgb\(/);
    });
    await page.getByRole('link', { name: 'People', exact: true }).click();
    await page.getByRole('rowheader', { name: /Ada Lovelace/ }).waitFor();
    await page.getByText('Ada Lovelace', { exact: true }).first().click();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.waitForURL(/\/oidc\/logout/);
    await open('/console');
    await page.waitForURL(/\/(login|oidc)/);
  });

  it('keeps no token where another script could read it', async () => {
    const stored = await journey.page.evaluate(() => ({ ...localStorage, ...sessionStorage }));
    expect(stored).toEqual({});
  });

  it('reports no violation of the Content-Security-Policy and no error', () => {
    expect(problems.filter((text) => !/status of 40[013]/.test(text))).toEqual([]);
  });
});
