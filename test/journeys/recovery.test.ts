import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { enrollCommand } from '../../src/admin/commands/enroll-command.js';
import type { AuditEventType } from '../../src/model/log/audit-event.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { describeInBrowser, launchBrowser } from '../support/browser.js';
import { type Device, newDevice } from '../support/device.js';
import { createClient, enrolInBrowser } from '../support/journey.js';
import { type MailServer, startMailServer } from '../support/mail-server.js';
import { expectGood, findings, isTooWide } from '../support/page-checks.js';

interface Link {
  readonly url: string;
}

const CREATE_USER = `mutation ($input: CreateUserInput!) {
  createUser(input: $input) { user { id } enrolmentLink { url } }
}`;
const CREATE_LINK = `mutation ($input: CreateEnrolmentLinkInput!) {
  createEnrolmentLink(input: $input) { enrolmentLink { url } }
}`;

describeInBrowser('recovery in a browser', () => {
  let app: TestApp;
  let mails: MailServer;
  let browser: Browser;
  /** A device that the user loses while it is signed in. */
  let lost: Device;
  let found: Device;
  let username: string;
  let userId: string;
  let people = 0;

  beforeAll(async () => {
    mails = await startMailServer();
    [app, browser] = await Promise.all([startTestApp({ mail: mails.config() }), launchBrowser()]);
  });
  afterAll(async () => {
    await browser?.close();
    await app.stop();
    await mails.stop();
  });

  beforeEach(async () => {
    people += 1;
    username = `person-${people}`;
    // All are owners, so no administrator can help them.
    const { createUser: made } = await app.graphql<{ createUser: { user: { id: string }; enrolmentLink: Link } }>(
      CREATE_USER,
      { input: { username, adminRole: 'OWNER', enrolmentLink: true } },
    );
    userId = made.user.id;
    [lost, found] = [await newDevice(browser), await newDevice(browser)];
    await enrolInBrowser(lost.page, made.enrolmentLink.url);
  });
  afterEach(async () => {
    await lost.close();
    await found.close();
  });

  const makeCodes = async (): Promise<string[]> => {
    await lost.page.click('button[value=create-recovery-codes]');
    await lost.page.waitForSelector('#copy:not([hidden])');
    return lost.page.locator('#kept code').allInnerTexts();
  };
  const fill = async (page: Page, code: string): Promise<void> => {
    await page.goto(`${app.origin}/login`);
    await page.click('a[href="/recover"]');
    await page.fill('#username', username);
    await page.fill('#recovery-code', code);
  };
  const problem = async (page: Page): Promise<string> => {
    await page.waitForSelector('#status[data-kind=problem]');
    return page.innerText('#status');
  };
  /** The message at the field of the code. */
  const problemOfCode = (page: Page): Promise<string> => page.innerText('#recovery-code-problem');
  const passkeys = (page: Page) => page.locator('[aria-labelledby=passkeys] .row');
  const expectSignedOut = async ({ page, authenticator }: Device): Promise<void> => {
    await authenticator.setPresence(false);
    await page.goto(`${app.origin}/account`);
    expect(new URL(page.url()).pathname).toBe('/login');
  };
  const audited = async (type: AuditEventType) => {
    const filter = { types: [type], userId };
    const { items } = await app.deps.store.auditEvents.page({ first: 10 }, 'OLDEST_FIRST', filter);
    return items.map(({ record }) => record);
  };

  it('accepts a recovery code once and signs the user out everywhere else', async () => {
    const [code = ''] = await makeCodes();
    const { page } = found;
    await fill(page, ` ${code.toLowerCase().replaceAll('-', ' ')} `);
    await page.click('#ceremony button:enabled');
    await page.waitForURL('**/account?at=passkeys&done=recovered');
    expect(await page.innerText('[role=status].notice')).toContain(
      'Now remove the passkeys you’ve lost. The new one is marked “You’re signed in with this one”.',
    );
    expect(await page.innerText('[aria-labelledby=recovery]')).toContain('You have 9 codes left.');
    expect(await passkeys(page).count()).toBe(2);
    const names = await passkeys(page).locator('.row-title').allInnerTexts();
    expect(names).toEqual([names[0], `${names[0]} (2)`]);
    expect(await passkeys(page).nth(1).innerText()).toContain('You’re signed in with this one');
    expect([await findings(page), await isTooWide(page)]).toEqual([[], false]);
    await expectSignedOut(lost);
    expect(await audited('RECOVERY_CODE_USED')).toMatchObject([{ outcome: 'SUCCESS', detail: { left: 9 } }]);

    // The user removes the lost passkey, which then cannot be used to sign in.
    await passkeys(page).first().locator('summary', { hasText: 'Remove' }).click();
    await page.click('button[value=remove-passkey]:visible');
    await page.waitForURL('**/account?at=passkeys&done=passkeyRemoved');
    await lost.authenticator.setPresence(true);
    await lost.page.click('#ceremony button:enabled');
    expect(await problem(lost.page)).toContain('It may have been removed, or it may belong to another account');

    const third = await newDevice(browser);
    await fill(third.page, code);
    await third.page.click('#ceremony button:enabled');
    expect(await problemOfCode(third.page)).toContain('or the code has already been used');
    await third.close();
  });

  it('explains a wrong code and does not use up a code in a cancelled ceremony', async () => {
    const [code = ''] = await makeCodes();
    const { page, authenticator } = found;
    await fill(page, '0000-0000-0000-0000');
    await page.click('#ceremony button:enabled');
    expect(await problemOfCode(page)).toContain('This username and recovery code don’t match');
    await page.fill('#recovery-code', code);
    await authenticator.setUserVerified(false);
    await page.click('#ceremony button:enabled');
    await page.waitForSelector('#status[data-kind=advice]:focus:has-text("No passkey was created")');
    await lost.page.goto(`${app.origin}/account`);
    expect(await lost.page.innerText('[aria-labelledby=recovery]')).toContain('You have 10 codes left.');
    await authenticator.setUserVerified(true);
    await page.click('#ceremony button:enabled');
    await page.waitForURL('**/account?at=passkeys&done=recovered');
    await expectSignedOut(lost);
  });

  it('leads a Spanish user with a new phone back in, in the middle of a sign-in at an application', async () => {
    const spanish = { locale: 'es-ES', viewport: { width: 375, height: 667 } };
    const email = 'lucia@example.com';
    const input = { username: 'lucia', name: 'Lucía Gómez', email, emailVerified: true, enrolmentLink: true };
    const { createUser: made } = await app.graphql<{ createUser: { user: { id: string }; enrolmentLink: Link } }>(
      CREATE_USER,
      { input },
    );
    const old = await newDevice(browser, [], spanish);
    await enrolInBrowser(old.page, made.enrolmentLink.url);
    await old.page.click('button[value=create-recovery-codes]');
    const [code = ''] = await old.page.locator('#kept code').allInnerTexts();
    await old.close();

    const { page, authenticator, close } = await newDevice(browser, [], spanish);
    await authenticator.setPresence(false);
    const redirectUri = `${app.origin}/nothing`;
    const { id: clientId } = await createClient(app, {
      name: 'Fotos',
      redirectUris: [redirectUri],
      requirePkce: false,
    });
    const asked = { client_id: clientId, response_type: 'code', scope: 'openid', redirect_uri: redirectUri };
    await page.goto(`${app.origin}/oidc/authorize?${new URLSearchParams(asked)}`);
    expect(await page.innerText('h1')).toBe('Inicia sesión en Fotos');
    await expectGood(page);
    await page.click('text=Usa un código');
    await page.waitForURL('**/recover?**');
    expect(await page.innerText('main')).toContain('¿No te quedan códigos? Pide un enlace a quien gestiona tu cuenta.');
    await expectGood(page);
    await page.fill('#username', 'lucia');
    await page.fill('#recovery-code', code);
    await authenticator.setPresence(true);
    await page.click('#ceremony button:enabled');
    await page.waitForURL('**/sign-in-check?interaction=*&recovered');
    await expectGood(page);
    await page.click('button[value=skip]');
    await page.waitForURL(`${redirectUri}?code=**`);
    // The language of the mails is that of the browser, because the user has chosen none.
    expect((await mails.mailTo(email, 3)).parsed.subject).toBe('Código de recuperación usado en tu cuenta');

    const { createEnrolmentLink: link } = await app.graphql<{ createEnrolmentLink: { enrolmentLink: Link } }>(
      CREATE_LINK,
      { input: { userId: made.user.id } },
    );
    const third = await newDevice(browser, [], { ...spanish, colorScheme: 'dark' });
    await third.page.goto(link.enrolmentLink.url);
    expect(await third.page.innerText('main')).toContain('Se cerrarán todas tus demás sesiones.');
    await expectGood(third.page);
    await third.page.click('#ceremony button:enabled');
    await third.page.waitForURL('**/account?at=passkeys&done=recovered');
    expect(await third.page.innerText('[role=status].notice')).toContain(
      'Elimina ahora las llaves de acceso perdidas.',
    );
    await expectGood(third.page);
    await third.close();
    await close();
  });

  it('accepts an administrator’s link once and signs the user out everywhere else', async () => {
    const { createEnrolmentLink: made } = await app.graphql<{ createEnrolmentLink: { enrolmentLink: Link } }>(
      CREATE_LINK,
      { input: { userId } },
    );
    await comeBackBy(made.enrolmentLink.url);
  });

  it('accepts a link of the command on the server, also for an owner', async () => {
    await comeBackBy(await enrollCommand.run(app.deps, [userId]));
    const links = await audited('ENROLMENT_LINK_CREATED');
    expect(links.at(-1)).toMatchObject({ outcome: 'SUCCESS', resource: 'enrolmentLink' });
  });

  const comeBackBy = async (link: string): Promise<void> => {
    const { page } = found;
    await page.goto(link);
    expect(await page.innerText('main')).toContain(username);
    expect(await page.innerText('main')).toContain('You’ll be signed out everywhere else.');
    await page.click('#ceremony button:enabled');
    await page.waitForURL('**/account?at=passkeys&done=recovered');
    expect(await passkeys(page).count()).toBe(2);
    await expectSignedOut(lost);
    expect(await audited('ENROLMENT_LINK_USED')).toHaveLength(2);
    const third = await newDevice(browser);
    await third.page.goto(link);
    expect(await third.page.innerText('main')).toContain('ask the person who sent you the link for a new one.');
    await third.close();
  };
});
