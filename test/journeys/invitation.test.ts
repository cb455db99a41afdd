import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { addVirtualAuthenticator, describeInBrowser, type VirtualAuthenticator } from '../support/browser.js';
import { type Journey, startJourney } from '../support/journey.js';

const INVITE = 'mutation ($input: CreateInvitationInput!) { createInvitation(input: $input) { url } }';

describeInBrowser('an invitation in a browser', () => {
  let journey: Journey;
  let page: Page;
  let authenticator: VirtualAuthenticator;

  beforeAll(async () => {
    journey = await startJourney();
  });
  afterAll(() => journey?.stop());

  beforeEach(async () => {
    page = await (await journey.browser.newContext({ viewport: { width: 360, height: 740 } })).newPage();
    authenticator = await addVirtualAuthenticator(page);
  });
  afterEach(() => page.context().close());

  const invite = async (input: object = {}): Promise<string> => {
    const made = await journey.app.graphql<{ createInvitation: { url: string } }>(INVITE, { input });
    return made.createInvitation.url;
  };
  const press = () => page.locator('#ceremony button[type=submit]:enabled').click();

  it('leads to an account with a passkey', async () => {
    await page.goto(await invite());
    expect(await page.innerText('h1')).toBe('You’re invited');
    await page.fill('#username', 'grace');
    await page.fill('#name', 'Grace Hopper');
    await press();
    await page.waitForURL('**/account?**');
    expect(await page.innerText('body')).toContain('Grace Hopper');
    expect(await authenticator.credentials()).toMatchObject([{ isResidentCredential: true, rpId: 'localhost' }]);
  });

  it('says that a username is taken, and keeps the form', async () => {
    await page.goto(await invite());
    await page.fill('#username', 'admin');
    await press();
    await page.waitForSelector('#username-problem:has-text("This username is taken")');
    expect(await authenticator.credentials()).toEqual([]);
    await page.fill('#username', 'hedy');
    await press();
    await page.waitForURL('**/account?**');
  });

  it('asks a signed-in user which account to use', async () => {
    const url = await invite({ maxUses: 2 });
    await page.goto(url);
    await page.fill('#username', 'lin');
    await press();
    await page.waitForURL('**/account?**');
    await page.goto(url);
    expect(await page.innerText('body')).toContain('You’re signed in as lin.');
    await page.click('button[value="sign-out"]');
    await page.waitForSelector('#ceremony');
    await page.fill('#username', 'lin-2');
    await press();
    await page.waitForURL('**/account?**');
  });
});
