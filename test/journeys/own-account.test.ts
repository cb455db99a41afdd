import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import * as oidc from 'openid-client';
import type { Page } from 'playwright-core';
import { describeInBrowser } from '../support/browser.js';
import { type CallbackServer, startCallbackServer } from '../support/callback-server.js';
import { localhostCertificate } from '../support/certificates.js';
import { newDevice } from '../support/device.js';
import { createClient, discover, type Journey, newRequest, startJourney, visit } from '../support/journey.js';
import { type MailServer, startMailServer } from '../support/mail-server.js';
import { expectGood } from '../support/page-checks.js';
import type { Registered } from '../support/relying-party.js';
import { describeOnMongodb, memoryDatabase, mongodbDatabase, type TestDatabase } from '../support/stores.js';

describeInBrowser('one’s own account in a browser', () => {
  journeys(memoryDatabase, expectGood);
});
describeOnMongodb('on MongoDB', () => {
  describeInBrowser('one’s own account in a browser', () => journeys(mongodbDatabase));
});

const VERIFY_EMAIL = 'mutation ($input: UpdateUserInput!) { updateUser(input: $input) { user { id } } }';

function journeys(
  makeDatabase: () => Promise<TestDatabase>,
  check: (page: Page) => Promise<void> = async () => undefined,
): void {
  let journey: Journey;
  let mails: MailServer;
  let rp: CallbackServer;
  let photos: Registered;
  let page: Page;

  beforeAll(async () => {
    const certificate = await localhostCertificate();
    [mails, rp] = await Promise.all([startMailServer(), startCallbackServer({ certificate })]);
    const config = { mail: mails.config(), accountDeletion: true };
    journey = await startJourney({ makeDatabase, config, ignoreHTTPSErrors: true });
    ({ page } = journey);
    const { app, userId } = journey;
    await app.graphql(VERIFY_EMAIL, { input: { id: userId, emailVerified: true } });
    const known = { redirectUris: [rp.redirectUri], scopes: ['openid', 'profile'] };
    const initiateLoginUri = `${rp.origin}/begin?from=launcher`;
    photos = await createClient(app, { ...known, name: 'Photos', initiateLoginUri, consent: 'REMEMBERED' });
    await createClient(app, { ...known, name: 'Wiki', clientUri: `${rp.origin}/wiki` });
    await createClient(app, { ...known, name: 'Nowhere' });
    const vault = { name: 'Vault', clientUri: `${rp.origin}/vault`, accessPolicy: 'PERMITTED_USERS' };
    await createClient(app, { ...known, ...vault });
  });
  afterAll(() => Promise.all([journey?.stop(), mails?.stop(), rp?.stop()]));

  const openAccount = () => page.goto(`${journey.app.origin}/account`);
  const rows = (section: string) => page.locator(`[aria-labelledby=${section}] .row`);
  const press = (action: string) => page.click(`button[value=${action}]:visible`);
  const subjectOf = async (number: number) => (await mails.mailTo('ada@example.com', number)).parsed.subject;

  const signInAtPhotos = async () => {
    const config = await discover(journey.app, photos);
    const { parameters, checks } = await newRequest();
    const asked = { ...parameters, redirect_uri: rp.redirectUri, scope: 'openid profile' };
    const redeem = () => oidc.authorizationCodeGrant(config, new URL(page.url()), checks);
    return { config, url: oidc.buildAuthorizationUrl(config, asked), redeem };
  };

  it('opens applications, by their address or by a sign-in that the server initiates', async () => {
    await openAccount();
    await check(page);
    // An application without an address, or without access for the user, is not offered.
    expect(await page.locator('.launch > span:last-child').allInnerTexts()).toEqual(['Photos', 'Wiki']);
    await page.click('.launch:has-text("Wiki")');
    await page.waitForURL(`${rp.origin}/wiki`);
    await openAccount();
    await page.click('.launch:has-text("Photos")');
    await page.waitForURL(`${rp.origin}/begin?**`);
    // OpenID Connect Core §4: the application sends an authentication request to the issuer that is named.
    const initiated = new URL(page.url()).searchParams;
    expect([...initiated]).toEqual([
      ['from', 'launcher'],
      ['iss', journey.app.origin],
    ]);
    const { url, redeem } = await signInAtPhotos();
    await visit(page, url, `${journey.app.origin}/consent`);
    // The user sees the account and the values that Photos gets.
    expect(await page.innerText('main')).toMatch(/signed in as ada[\s\S]*See your name[\s\S]*Ada Lovelace/);
    await check(page);
    await press('allow');
    await page.waitForURL(`${rp.redirectUri}?**`);
    expect((await redeem()).claims()?.sub).toBe(journey.userId);
    await openAccount();
    expect(await rows('activity').first().innerText()).toMatch(/“Photos” got access to your account[\s\S]*Chrome/);
    expect(await rows('applications').innerText()).toMatch(/Photos/);
  });

  it('chooses the language of pages, of mails and for applications', async () => {
    await openAccount();
    await page.selectOption('#language-locale', 'es');
    await press('change-language');
    await page.waitForURL('**/account?at=language&done=languageChanged');
    expect([await page.getAttribute('html', 'lang'), await page.innerText('h1')]).toEqual(['es', 'Hola, Ada Lovelace']);
    expect(await page.innerText('[aria-labelledby=language] [role=status]')).toBe('Idioma cambiado.');
    await check(page);
    await press('create-recovery-codes');
    await page.waitForSelector('#kept code');
    expect(await page.innerText('h1')).toBe('Tus códigos de recuperación');
    await check(page);
    expect(await subjectOf(1)).toBe('Nuevos códigos de recuperación para tu cuenta');
    const { config, url, redeem } = await signInAtPhotos();
    await visit(page, url, rp.redirectUri);
    const tokens = await redeem();
    expect(await oidc.fetchUserInfo(config, tokens.access_token, journey.userId)).toMatchObject({ locale: 'es' });
    await openAccount();
    await page.selectOption('#language-locale', '');
    await press('change-language');
    await page.waitForURL('**/account?at=language&done=languageChanged');
    expect(await page.innerText('h1')).toBe('Hello, Ada Lovelace');
  });

  it('downloads the data of the account', async () => {
    await openAccount();
    const [download] = await Promise.all([page.waitForEvent('download'), press('export-account')]);
    expect(download.suggestedFilename()).toBe('account.json');
    const data = JSON.parse(await readFile(await download.path(), 'utf8'));
    expect(data).toMatchObject({
      server: journey.app.origin,
      account: { id: journey.userId, username: 'ada', name: 'Ada Lovelace', recoveryCodesLeft: 10 },
      passkeys: [{ name: expect.any(String), rpId: 'localhost' }],
      sessions: [{ userAgent: expect.stringContaining('Chrome') }],
      applications: [{ id: photos.id, name: 'Photos' }],
      apiKeys: [],
    });
    expect(data.activity.map(({ what }: { what: string }) => what)).toContain('codesCreated');
    await openAccount();
    expect(await rows('activity').first().innerText()).toContain('The data of the account was downloaded');
  });

  it('plans the deletion of the account and cancels it', async () => {
    await openAccount();
    await page.click('[aria-labelledby=data] summary');
    await press('request-deletion');
    await page.waitForURL('**/account?at=data&done=deletionRequested');
    expect(await page.innerText('.notice-problem')).toMatch(/will be deleted on/);
    expect(await page.locator('[aria-labelledby=data] .notice button[value=cancel-deletion]').isVisible()).toBe(true);
    await check(page);
    expect(await subjectOf(2)).toBe('Your account will be deleted');
    // Until then, the account works.
    await openAccount();
    expect(await page.locator('button[value=request-deletion]').count()).toBe(0);
    await press('cancel-deletion');
    await page.waitForURL('**/account?at=data&done=deletionCancelled');
    expect(await page.locator('.notice-problem').count()).toBe(0);
    expect(await subjectOf(3)).toBe('Your account will not be deleted');
  });

  if (makeDatabase === memoryDatabase)
    it('marks the section that the user reads in a list that stays visible, also with the keyboard', async () => {
      const current = (id: string) => page.waitForSelector(`.contents a[aria-current][href="#${id}"]`);
      for (const viewport of [
        { width: 320, height: 640 },
        { width: 1280, height: 800 },
      ]) {
        await page.setViewportSize(viewport);
        await openAccount();
        for (const id of ['passkeys', 'data', 'launcher']) {
          await page.focus(`.contents a[href="#${id}"]`);
          await page.keyboard.press('Enter');
          await current(id);
          const link = await page.locator(`.contents a[href="#${id}"]`).boundingBox();
          const heading = await page.locator(`#${id}`).boundingBox();
          expect([id, (link?.y ?? -1) >= 0, (link?.y ?? 0) < viewport.height]).toEqual([id, true, true]);
          // The list does not cover the heading.
          const covers = viewport.width < 800 && (heading?.y ?? 0) < (link?.y ?? 0) + (link?.height ?? 0);
          expect([id, viewport.width, covers]).toEqual([id, viewport.width, false]);
        }
        await page.evaluate(() => document.getElementById('activity')?.scrollIntoView());
        await current('activity');
      }
    });

  it('signs out everywhere', async () => {
    const phone = await newDevice(journey.browser, await journey.authenticator.credentials());
    await phone.page.goto(`${journey.app.origin}/login`);
    await phone.page.waitForURL('**/account');
    await phone.authenticator.setPresence(false);
    await journey.authenticator.setPresence(false);
    await openAccount();
    expect(await rows('sessions').count()).toBe(2);
    await press('end-all-sessions');
    await page.waitForURL('**/login?**');
    expect(await page.innerText('main')).toContain('signed out');
    await check(page);
    for (const each of [page, phone.page]) {
      await each.goto(`${journey.app.origin}/account`);
      expect(new URL(each.url()).pathname).toBe('/login');
    }
    await phone.close();
  });
}
