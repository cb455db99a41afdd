import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { addVirtualAuthenticator, describeInBrowser, type VirtualAuthenticator } from '../support/browser.js';
import { expectGood } from '../support/expect-good-page.js';
import { type Journey, startJourney } from '../support/journey.js';
import { mailConfig } from '../support/mail-server.js';

const INVITE = 'mutation ($input: CreateInvitationInput!) { createInvitation(input: $input) { url } }';

describeInBrowser('an invitation in a browser', () => {
  let journey: Journey;
  let page: Page;
  let authenticator: VirtualAuthenticator;

  beforeAll(async () => {
    journey = await startJourney({ config: { mail: mailConfig('smtp://localhost?tls=off') } });
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

  it('says which address it needs and that the account waits for approval, and afterwards what is still missing', async () => {
    const { app } = journey;
    await app.graphql('mutation { createGroup(input: { id: "crew", name: "Crew" }) { group { id } } }');
    await page.goto(await invite({ emailDomain: 'example.com', requiresApproval: true, groupIds: ['crew'] }));
    await expectGood(page, 'invitation');
    await page.fill('#username', 'katherine');
    await page.fill('#email', 'katherine@example.org');
    await page.keyboard.press('Enter');
    await page.waitForSelector('#email-problem:has-text("Enter an email address that ends in @example.com.")');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('email');
    await expectGood(page, 'invitation, refused address');
    await page.fill('#email', 'katherine@example.com');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/invited?mail');
    expect(await page.innerText('h1')).toBe('Your account is waiting for approval');
    expect(await page.innerText('.hint')).toContain('Ask an administrator to correct it');
    await expectGood(page, 'waiting for approval');
    await page.focus('.otherwise a');
    await page.keyboard.press('Enter');
    await page.waitForSelector('#status:has-text("Your account is still waiting for approval.")');
    await expectGood(page, 'sign-in while waiting');
    const { usersToApprove } = await app.graphql<{ usersToApprove: { edges: { node: { id: string } }[] } }>(
      '{ usersToApprove { edges { node { id } } } }',
    );
    const approve = 'mutation ($id: ID!) { approveUser(input: { id: $id }) { user { enabled } } }';
    await app.graphql(approve, { id: usersToApprove.edges[0]?.node.id });
    await page.reload();
    await page.waitForURL('**/account');
    expect(await page.innerText('.greeting + .notice')).toContain('Part of your access is still missing.');
    await page.click('.greeting + .notice a');
    expect(new URL(page.url()).hash).toBe('#profile');
    await expectGood(page, 'account with access missing');
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
