import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { startTestApp, type TestApp } from '../support/app.js';
import { describeInBrowser, launchBrowser } from '../support/browser.js';
import { type Device, newDevice } from '../support/device.js';
import { enrolInBrowser } from '../support/journey.js';

const CREATE_USER = `mutation ($input: CreateUserInput!) { createUser(input: $input) { enrolmentLink { url } } }`;

/** Runs in the page: notes how the page asks for passkeys. The first answer fails if `isEmpty`. */
function noteRequests({ immediateGet, isEmpty }: { immediateGet: boolean; isEmpty: boolean }): void {
  const modes: string[] = [];
  Object.assign(globalThis, { modes });
  PublicKeyCredential.getClientCapabilities = () => Promise.resolve({ immediateGet, conditionalGet: false });
  PublicKeyCredential.isConditionalMediationAvailable = () => Promise.resolve(false);
  const get = navigator.credentials.get.bind(navigator.credentials);
  navigator.credentials.get = (options = {}) => {
    const { uiMode = 'dialog' } = options as { uiMode?: string };
    modes.push(uiMode);
    sessionStorage.setItem('modes', modes.join());
    if (isEmpty && uiMode === 'immediate') return Promise.reject(new DOMException('none', 'NotAllowedError'));
    return get(options);
  };
}

describeInBrowser('the button of the sign-in page', () => {
  let app: TestApp;
  let browser: Browser;
  let device: Device;
  let people = 0;

  beforeAll(async () => {
    [app, browser] = await Promise.all([startTestApp(), launchBrowser()]);
  });
  afterAll(async () => {
    await browser?.close();
    await app.stop();
  });
  beforeEach(async () => {
    people += 1;
    const { createUser: made } = await app.graphql<{ createUser: { enrolmentLink: { url: string } } }>(CREATE_USER, {
      input: { username: `person-${people}`, name: 'Grace Hopper', enrolmentLink: true },
    });
    device = await newDevice(browser);
    await enrolInBrowser(device.page, made.enrolmentLink.url);
  });
  afterEach(() => device.close());

  it.each([
    ['shows passkeys at once if the browser can', { immediateGet: true, isEmpty: false }, 'immediate'],
    ['shows the dialog if no passkey is at hand', { immediateGet: true, isEmpty: true }, 'immediate,dialog'],
    ['shows the dialog in other browsers', { immediateGet: false, isEmpty: false }, 'dialog'],
  ])('%s', async (_, capabilities, modes) => {
    const { page } = device;
    await page.context().clearCookies();
    await page.addInitScript(noteRequests, capabilities);
    await page.goto(`${app.origin}/login`);
    await page.click('#ceremony button:enabled');
    await page.waitForURL('**/account');
    expect(await page.evaluate(() => sessionStorage.getItem('modes'))).toBe(modes);
  });

  it('leads to recovery codes that say on paper what they are for', async () => {
    const { page } = device;
    await page.click('button[value=create-recovery-codes]');
    await page.waitForURL('**/account/shown/**');
    const codes = await page.locator('#kept code').allInnerTexts();
    expect(codes).toHaveLength(10);
    expect(await page.isVisible('#print')).toBe(true);
    await page.emulateMedia({ media: 'print' });
    const paper = await page.innerText('body');
    for (const code of codes) expect(paper).toContain(code);
    expect(paper).toContain('Passgraph');
    expect(paper).toContain(`person-${people}`);
    expect(paper).toContain(String(new Date().getFullYear()));
    for (const control of ['#print', '#copy', '.top', 'form button']) {
      expect([control, await page.isVisible(control)]).toEqual([control, false]);
    }
    for (const code of await page.locator('#kept code').all()) expect(await code.isVisible()).toBe(true);
  });
});
