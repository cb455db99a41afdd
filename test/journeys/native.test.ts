import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as oidc from 'openid-client';
import { describeInBrowser } from '../support/browser.js';
import { startCallbackServer } from '../support/callback-server.js';
import {
  createClient,
  discover,
  type Journey,
  newRequest,
  refusalTo,
  startJourney,
  visit,
} from '../support/journey.js';

/** RFC 8252: an installed application that cannot keep a secret and signs in with the user's browser. */
describeInBrowser('a native application', () => {
  let journey: Journey;
  let config: oidc.Configuration;
  const PRIVATE_USE = 'com.example.notes:/callback';

  beforeAll(async () => {
    journey = await startJourney();
    const made = await createClient(journey.app, {
      name: 'Notes',
      applicationType: 'NATIVE',
      redirectUris: [
        'http://127.0.0.1/callback',
        'http://[::1]:1/callback',
        'http://localhost:1/callback',
        PRIVATE_USE,
      ],
    });
    config = await discover(journey.app, made, oidc.None());
  });
  afterAll(() => journey?.stop());

  const request = async (redirect_uri: string) => {
    const { parameters, checks } = await newRequest();
    const scope = 'openid profile offline_access';
    return { url: oidc.buildAuthorizationUrl(config, { ...parameters, redirect_uri, scope }), checks };
  };

  describe.each(['127.0.0.1', '::1', 'localhost'] as const)('on a random port of %s', (host) => {
    it('signs in and stays signed in without a secret', async () => {
      await journey.page.context().clearCookies();
      const receiver = await startCallbackServer({ host });
      try {
        const { url, checks } = await request(receiver.redirectUri);
        await visit(journey.page, url, receiver.redirectUri);
        const [callback = url] = receiver.callbacks;
        const tokens = await oidc.authorizationCodeGrant(config, callback, checks);
        expect(tokens.claims()).toMatchObject({ sub: journey.userId, name: 'Ada Lovelace' });
        const refreshed = await oidc.refreshTokenGrant(config, tokens.refresh_token ?? '');
        expect(refreshed.refresh_token).not.toBe(tokens.refresh_token);
      } finally {
        await receiver.stop();
      }
    });
  });

  it('is called by its private-use URI scheme', async () => {
    const { url, checks } = await request(PRIVATE_USE);
    const { page } = journey;
    await page.context().clearCookies();
    // The browser hands the URI to the operating system, so the test ends with the response.
    const answered = page.waitForResponse(async (response) => {
      const { location = '' } = await response.allHeaders();
      return location.startsWith(PRIVATE_USE);
    });
    await page.goto(url.href, { waitUntil: 'commit' });
    const callback = new URL((await (await answered).allHeaders()).location ?? '');
    expect((await oidc.authorizationCodeGrant(config, callback, checks)).claims()?.sub).toBe(journey.userId);
  });

  it('gets an error page, and no redirect, for an unregistered redirect URI', async () => {
    for (const wrong of [
      'http://127.0.0.1:4000/other',
      'http://127.0.0.2/callback',
      'http://localhost.example:1/callback',
      'https://127.0.0.1/callback',
      'com.example.notes:/other',
      'com.example.notes://callback',
    ]) {
      const { url } = await request(wrong);
      const answer = await journey.page.goto(url.href);
      expect([wrong, answer?.status(), new URL(journey.page.url()).origin]).toEqual([wrong, 400, journey.app.origin]);
    }
  });

  it('protects an intercepted code with PKCE', async () => {
    const receiver = await startCallbackServer({ host: '127.0.0.1' });
    try {
      const { url, checks } = await request(receiver.redirectUri);
      const callback = await visit(journey.page, url, receiver.redirectUri);
      const caught = { ...checks, pkceCodeVerifier: oidc.randomPKCECodeVerifier() };
      expect(await refusalTo(oidc.authorizationCodeGrant(config, callback, caught))).toBe('invalid_grant');
    } finally {
      await receiver.stop();
    }
  });
});
