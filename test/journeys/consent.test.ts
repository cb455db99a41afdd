import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import * as oidc from 'openid-client';
import type { Page } from 'playwright-core';
import { describeInBrowser } from '../support/browser.js';
import { type CallbackServer, startCallbackServer } from '../support/callback-server.js';
import {
  createClient,
  discover,
  type Journey,
  newRequest,
  refusalTo,
  startJourney,
  visit,
} from '../support/journey.js';

const PUT_SCOPE = 'mutation ($input: PutScopeInput!) { putScope(input: $input) { scope { name } } }';
const REVOKE = 'mutation ($input: RevokeConsentInput!) { revokeConsent(input: $input) { __typename } }';

/** OpenID Connect Core §3.1.2.4, §11: the user allows the access of an application. */
describeInBrowser('consent', () => {
  let journey: Journey;
  let rp: CallbackServer;
  let page: Page;
  let config: oidc.Configuration;

  beforeAll(async () => {
    [journey, rp] = await Promise.all([startJourney(), startCallbackServer()]);
    ({ page } = journey);
    await journey.app.graphql(PUT_SCOPE, {
      input: { name: 'national_id', claims: ['national_id'], description: 'Your national identity number' },
    });
  });
  afterAll(() => Promise.all([journey?.stop(), rp?.stop()]));

  const useClient = async (consent: 'REMEMBERED' | 'ALWAYS' | 'NEVER') => {
    const made = await createClient(journey.app, {
      name: 'Town hall',
      redirectUris: [rp.redirectUri],
      consent,
      clientUri: 'https://town.example/',
      scopes: ['openid', 'profile', 'email', 'offline_access', 'national_id'],
    });
    config = await discover(journey.app, made);
  };

  const request = async (scope: string, changes: Record<string, string> = {}) => {
    const { parameters, checks } = await newRequest();
    const asked = { ...parameters, redirect_uri: rp.redirectUri, scope, ...changes };
    return { url: oidc.buildAuthorizationUrl(config, asked), checks };
  };

  const redeem = (checks: oidc.AuthorizationCodeGrantChecks) =>
    oidc.authorizationCodeGrant(config, new URL(page.url()), checks);

  /** Answers the consent page and returns its text. */
  const answered = async (scope: string, answer: 'allow' | 'deny', changes: Record<string, string> = {}) => {
    const { url, checks } = await request(scope, changes);
    await visit(page, url, `${journey.app.origin}/consent`);
    const asked = await page.innerText('main');
    await page.click(`button[value=${answer}]`);
    await page.waitForURL(`${rp.redirectUri}**`);
    return { asked, tokens: redeem(checks) };
  };

  /** Expects no consent page. */
  const unasked = async (scope: string, changes: Record<string, string> = {}) => {
    const { url, checks } = await request(scope, changes);
    await visit(page, url, rp.redirectUri);
    return redeem(checks);
  };

  describe('REMEMBERED', () => {
    beforeEach(() => useClient('REMEMBERED'));

    it('is asked once in plain words and stays valid in a new session', async () => {
      await page.context().clearCookies();
      const { asked, tokens } = await answered('openid profile national_id', 'allow');
      expect(asked).toContain('Town hall');
      expect(asked).toContain('Your national identity number');
      expect((await tokens).scope).toBe('openid profile national_id');
      await page.context().clearCookies();
      expect((await unasked('openid profile')).claims()?.sub).toBe(journey.userId);
    });

    it('is asked again only for new scopes', async () => {
      await (await answered('openid profile', 'allow')).tokens;
      const { tokens } = await answered('openid profile email', 'allow');
      expect((await tokens).scope).toBe('openid profile email');
      await unasked('openid email');
    });

    it('is asked again if the application requests it', async () => {
      await (await answered('openid', 'allow')).tokens;
      await (await answered('openid', 'allow', { prompt: 'consent' })).tokens;
    });

    it('lets the application use offline access', async () => {
      // §11: without prompt=consent offline_access is ignored.
      const { tokens } = await answered('openid offline_access', 'allow', { prompt: 'consent' });
      const { refresh_token } = await tokens;
      expect((await oidc.refreshTokenGrant(config, refresh_token ?? '')).access_token).toEqual(expect.any(String));
    });

    it('returns access_denied if it is refused, and is asked again', async () => {
      expect(await refusalTo((await answered('openid', 'deny')).tokens)).toBe('access_denied');
      await (await answered('openid', 'allow')).tokens;
    });

    it('returns consent_required for prompt=none until it is given', async () => {
      const { url, checks } = await request('openid', { prompt: 'none' });
      await visit(page, url, rp.redirectUri);
      expect(await refusalTo(redeem(checks))).toBe('consent_required');
      await (await answered('openid', 'allow')).tokens;
      await unasked('openid', { prompt: 'none' });
    });

    it('revokes the tokens when it is revoked, and is asked again', async () => {
      const given = await (await answered('openid offline_access', 'allow', { prompt: 'consent' })).tokens;
      const userinfo = () => oidc.fetchUserInfo(config, given.access_token, journey.userId);
      expect((await userinfo()).sub).toBe(journey.userId);
      const { client_id: clientId } = config.clientMetadata();
      await journey.app.graphql(REVOKE, { input: { clientId, userId: journey.userId } });
      expect(await refusalTo(userinfo())).toBe('invalid_token');
      expect(await refusalTo(oidc.refreshTokenGrant(config, given.refresh_token ?? ''))).toBe('invalid_grant');
      expect(await oidc.tokenIntrospection(config, given.access_token)).toEqual({ active: false });
      await (await answered('openid', 'allow')).tokens;
    });
  });

  it('ALWAYS is asked each time', async () => {
    await useClient('ALWAYS');
    await (await answered('openid', 'allow')).tokens;
    await (await answered('openid', 'allow')).tokens;
    const { url, checks } = await request('openid', { prompt: 'none' });
    await visit(page, url, rp.redirectUri);
    expect(await refusalTo(redeem(checks))).toBe('consent_required');
  });

  it('NEVER is not asked and allows offline access', async () => {
    await useClient('NEVER');
    expect((await unasked('openid offline_access')).refresh_token).toEqual(expect.any(String));
  });

  it('can be given with another account', async () => {
    await useClient('REMEMBERED');
    const { url, checks } = await request('openid');
    await visit(page, url, `${journey.app.origin}/consent`);
    const consented = page.waitForURL('**/consent?**');
    await page.click('button[value=other-account]');
    await page.waitForURL('**/login?**', { waitUntil: 'commit' });
    await consented;
    await page.waitForURL('**/consent?**');
    await page.click('button[value=allow]');
    await page.waitForURL(`${rp.redirectUri}**`);
    expect((await redeem(checks)).claims()?.sub).toBe(journey.userId);
  });
});
