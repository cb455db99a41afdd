import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { describeInBrowser } from '../support/browser.js';
import { type Device, newDevice } from '../support/device.js';
import { createClient, type Journey, startJourney } from '../support/journey.js';
import { expectGood } from '../support/page-checks.js';
import { describeOnMongodb, memoryDatabase, mongodbDatabase, type TestDatabase } from '../support/stores.js';

describeInBrowser('a second device in two browsers', () => {
  journeys(memoryDatabase, expectGood);
});
describeOnMongodb('on MongoDB', () => {
  describeInBrowser('a second device in two browsers', () => journeys(mongodbDatabase));
});

function journeys(
  makeDatabase: () => Promise<TestDatabase>,
  check: (page: Page) => Promise<void> = async () => undefined,
): void {
  let journey: Journey;
  let phone: Device;
  let first: Page;

  beforeAll(async () => {
    journey = await startJourney({ makeDatabase });
    first = journey.page;
  });
  afterAll(() => journey?.stop());

  beforeEach(async () => {
    phone = await newDevice(journey.browser);
  });

  const heading = (page: Page, text: string) => page.waitForSelector(`h1:has-text("${text}")`);
  const makeLink = async (): Promise<string> => {
    await first.goto(`${journey.app.origin}/account`);
    await first.click('button[value=add-device]');
    await first.waitForURL('**/account/device');
    return first.innerText('#kept code');
  };
  const createPasskey = (page: Page) => page.click('#ceremony button:enabled');
  /** The address at which an application of its own asks for a new sign-in. */
  const authorizeUrl = async (): Promise<string> => {
    const callback = `${journey.app.origin}/application`;
    const { id } = await createClient(journey.app, { redirectUris: [callback], requirePkce: false });
    const asked = { client_id: id, response_type: 'code', scope: 'openid', redirect_uri: callback, prompt: 'login' };
    return `${journey.app.origin}/oidc/authorize?${new URLSearchParams(asked)}`;
  };
  const passkeys = () => first.locator('[aria-labelledby=passkeys] .row').count();

  it('is asked for once after a sign-in of a user who has one passkey on one device', async () => {
    const { store } = journey.app.deps;
    const [passkey] = await store.passkeys.findMany((await store.users.find(journey.userId))?.passkeyIds ?? []);
    if (passkey === undefined) throw new Error('Ada has no passkey.');
    const createdAt = new Date(passkey.createdAt.getTime() - 40 * 86_400_000);
    await store.passkeys.delete(passkey.id);
    await store.passkeys.insert({ ...passkey, createdAt });
    const authorize = await authorizeUrl();
    await first.goto(authorize);
    await heading(first, 'Don’t get locked out');
    await check(first);
    const question = first.url();
    await first.click('button[value=account]');
    await first.waitForURL('**/account#passkeys');
    expect(await first.innerText('.notice-advice')).toContain('You were signing in to');
    expect(await first.getAttribute('.notice-advice a', 'href')).toMatch(/^\/continue\//);
    await first.goto(question);
    await first.click('button[value=skip]');
    await first.waitForURL('**/application?**');
    await first.goto(authorize);
    await first.waitForURL('**/application?**');
  });

  it('is added with a number that is typed on the first one, and signs in', async () => {
    const { page } = phone;
    const url = await makeLink();
    expect(await first.getAttribute('svg.qr', 'aria-label')).toBe('QR code with the link below');
    await check(first);
    await page.goto(url);
    expect(await page.innerText('main')).toContain('the account of Ada Lovelace (ada)');
    await check(page);
    await createPasskey(page);
    const number = await page.innerText('.number');
    expect(number).toMatch(/^[1-9]\d$/);
    await check(page);
    // The page of the first device notices by itself, and never shows the number.
    await heading(first, 'Which number does your device show?');
    expect(await first.innerText('main')).toContain('Chrome');
    expect(await first.innerText('label')).toBe('Number on your other device');
    await check(first);
    await first.fill('#number', number);
    await first.click('button[value=confirm-device]');
    await first.waitForURL('**/account?at=passkeys&done=deviceAdded');
    expect([await passkeys(), await first.innerText('[role=status].notice')]).toEqual([
      2,
      'Your other device is added. You can sign in on it with its new passkey.',
    ]);
    await heading(page, 'This device is ready');
    // So the first sign-in of the new device causes a mail.
    expect((await page.context().cookies()).map(({ name }) => name)).not.toContainEqual(
      expect.stringContaining('known'),
    );
    await check(page);
    await page.click('a[href="/login"]');
    await page.waitForURL('**/account');
    expect(await page.innerText('h1')).toContain('Ada Lovelace');
  });

  it('is not added if its number is wrong, or if another device was faster', async () => {
    const thief = await newDevice(journey.browser);
    const url = await makeLink();
    await thief.page.goto(url);
    await createPasskey(thief.page);
    const number = await thief.page.innerText('.number');
    // The user's own phone shows no number.
    await phone.page.goto(url);
    await heading(phone.page, 'Another device is already using this link');
    await check(phone.page);
    await heading(first, 'Which number does your device show?');
    await first.fill('#number', number === '10' ? '11' : '10');
    await first.click('button[value=confirm-device]');
    await heading(first, 'The number doesn’t match');
    await check(first);
    await heading(thief.page, 'This device wasn’t added');
    await check(thief.page);
    expect(thief.signals.at(-1)).toMatchObject({ name: 'signalUnknownCredential', options: { rpId: 'localhost' } });
    const user = await journey.app.deps.store.users.find(journey.userId);
    expect(user?.passkeyIds).toHaveLength(2);

    await first.click('button[value=add-device]');
    await heading(first, 'Add a device');
    await first.click('button[value=refuse-device]');
    await heading(first, 'No device was added');
    await phone.page.goto(url);
    await heading(phone.page, 'This link doesn’t work any more');
    await check(phone.page);
  });

  it('is news for the other browsers of the user, once, after a sign-in at an application', async () => {
    const authorize = await authorizeUrl();
    const laptop = await newDevice(journey.browser, await journey.authenticator.credentials());
    await laptop.page.goto(authorize);
    await heading(laptop.page, 'New in your account');
    expect(await laptop.page.innerText('main')).toMatch(/The passkey “.+” was added/);
    await check(laptop.page);
    await laptop.page.click('button[value=confirm]');
    await laptop.page.waitForURL('**/application?**');
    await laptop.page.goto(authorize);
    await laptop.page.waitForURL('**/application?**');
    // The browser that confirmed the passkey sees only the new browser, and reports it.
    await first.goto(`${journey.app.origin}/account`);
    expect(await first.innerText('[aria-labelledby=news]')).toContain('A new browser signed in');
    expect(await first.innerText('[aria-labelledby=news]')).not.toContain('was added');
    await check(first);
    await first.click('[aria-labelledby=news] a');
    await heading(first, 'Was this you?');
    await first.goto(`${journey.app.origin}/account`);
    await first.click('button[value=confirm-news]');
    await first.waitForURL('**/account');
    expect(await first.locator('[aria-labelledby=news]').count()).toBe(0);
  });
}
