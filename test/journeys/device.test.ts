import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import * as oidc from 'openid-client';
import type { Page } from 'playwright-core';
import { describeInBrowser } from '../support/browser.js';
import { frozenClock, systemClock } from '../support/deps.js';
import { createClient, discover, type Journey, refusalTo, startJourney } from '../support/journey.js';

/** RFC 8628: a television shows a code, which the user enters on a phone. */
describeInBrowser('the device grant in a browser', () => {
  const clock = frozenClock(systemClock.now());
  let journey: Journey;
  let page: Page;
  let television: oidc.Configuration;

  beforeAll(async () => {
    journey = await startJourney({ clock });
    ({ page } = journey);
    const made = await createClient(journey.app, {
      name: 'Television',
      applicationType: 'NATIVE',
      tokenEndpointAuthMethod: 'NONE',
      grantTypes: ['DEVICE_CODE', 'REFRESH_TOKEN'],
    });
    television = await discover(journey.app, made, oidc.None());
  });
  afterAll(() => journey?.stop());
  beforeEach(() => page.context().clearCookies());

  const begin = () => oidc.initiateDeviceAuthorization(television, { scope: 'openid profile offline_access' });

  /** Polls once. */
  const poll = ({ device_code }: oidc.DeviceAuthorizationResponse) =>
    oidc.genericGrantRequest(television, 'urn:ietf:params:oauth:grant-type:device_code', { device_code });

  /** Polls as the library does, the first time immediately. */
  const wait = (shown: oidc.DeviceAuthorizationResponse) =>
    oidc.pollDeviceAuthorizationGrant(television, { ...shown, interval: 0 });

  /** After the code, the user signs in if necessary and answers the question. */
  const confirm = async (answer: 'allow' | 'deny', { user_code }: oidc.DeviceAuthorizationResponse) => {
    await page.click('button[type=submit]');
    await page.waitForURL('**/consent?**');
    expect(await page.innerText('h1')).toBe('Connect a device with “Television”?');
    expect(await page.innerText('.code-to-compare')).toBe(user_code);
    expect(await page.innerText('.notice-problem')).toContain('Choose “Don’t connect” if the device isn’t yours');
    expect(await page.innerText('button[value=allow]')).toBe('Connect device');
    await page.click(`button[value=${answer}]`);
    await page.waitForURL(`**/device?done=${answer === 'allow' ? 'allowed' : 'denied'}`);
  };

  it('issues tokens after the user has entered the code and allowed access', async () => {
    const shown = await begin();
    expect(await refusalTo(poll(shown))).toBe('authorization_pending');
    await page.goto(shown.verification_uri);
    await page.fill('#user_code', shown.user_code.toLowerCase().replace('-', ' '));
    await confirm('allow', shown);
    clock.advance(shown.interval ?? 5);
    const tokens = await wait(shown);
    expect(tokens.claims()).toMatchObject({ sub: journey.userId, preferred_username: 'ada' });
    const userinfo = await oidc.fetchUserInfo(television, tokens.access_token, journey.userId);
    expect(userinfo).toMatchObject({ name: 'Ada Lovelace' });
    const refreshed = await oidc.refreshTokenGrant(television, tokens.refresh_token ?? '');
    expect(refreshed.access_token).not.toBe(tokens.access_token);
    expect(await refusalTo(poll(shown))).toBe('invalid_grant');
  });

  it('issues tokens by the complete URL after the user has typed the code of the device, which the page does not fill in', async () => {
    const shown = await begin();
    await page.goto(shown.verification_uri_complete ?? '');
    expect(await page.inputValue('#user_code')).toBe('');
    expect(await page.innerText('.notice-advice')).toContain('Type the code from your device anyway');
    await page.fill('#user_code', shown.user_code);
    await confirm('allow', shown);
    expect((await wait(shown)).claims()?.sub).toBe(journey.userId);
  });

  it('returns access_denied if the user refuses', async () => {
    const shown = await begin();
    await page.goto(shown.verification_uri_complete ?? '');
    await page.fill('#user_code', shown.user_code);
    await confirm('deny', shown);
    expect(await refusalTo(wait(shown))).toBe('access_denied');
  });

  it('returns slow_down if the device polls too often', async () => {
    const shown = await begin();
    expect(await refusalTo(poll(shown))).toBe('authorization_pending');
    expect(await refusalTo(poll(shown))).toBe('slow_down');
    clock.advance(6);
    expect(await refusalTo(poll(shown))).toBe('slow_down');
    clock.advance(16);
    expect(await refusalTo(poll(shown))).toBe('authorization_pending');
  });

  it('returns expired_token, and the page rejects the code, after it has expired', async () => {
    const shown = await begin();
    clock.advance(shown.expires_in + 1);
    expect(await refusalTo(poll(shown))).toBe('expired_token');
    await page.goto(shown.verification_uri);
    await page.fill('#user_code', shown.user_code);
    await page.click('button[type=submit]');
    await page.waitForSelector('[role=alert]');
    expect(await page.getAttribute('#user_code', 'aria-invalid')).toBe('true');
    expect(new URL(page.url()).pathname).toBe('/device');
  });

  it('rejects an unknown code', async () => {
    await page.goto(`${journey.app.origin}/device`);
    await page.fill('#user_code', 'BBBB-BBBB');
    await page.click('button[type=submit]');
    expect(await page.textContent('[role=alert]')).not.toBe('');
  });
});
