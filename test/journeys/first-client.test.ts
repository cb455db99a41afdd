import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { jwtVerify } from 'jose';
import * as oidc from 'openid-client';
import type { Browser, Page } from 'playwright-core';
import { createFirstOwnerLink } from '../../src/admin/users/first-owner.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { addVirtualAuthenticator, describeInBrowser, launchBrowser } from '../support/browser.js';
import { type CallbackServer, startCallbackServer } from '../support/callback-server.js';
import { createClient, discover, enrolInBrowser, newRequest, visit } from '../support/journey.js';
import type { Registered } from '../support/relying-party.js';
import { describeOnMongodb, memoryDatabase, mongodbDatabase, type TestDatabase } from '../support/stores.js';

const CREATE_USER = `mutation ($input: CreateUserInput!) {
  createUser(input: $input) { user { id } enrolmentLink { url } }
}`;
const GRANT_PERMISSION = `mutation ($input: PermissionInput!) {
  grantPermission(input: $input) { permission { clientId userId } }
}`;
const OWNERS_USER = `query { userByUsername(username: "owner") { id adminRole passkeys { name } } }`;

const TAKES_THE_PERMITTED = { accessPolicy: 'PERMITTED_USERS' };

function journeys(makeDatabase: () => Promise<TestDatabase>): void {
  let app: TestApp;
  let browser: Browser;
  let rp: CallbackServer;
  let page: Page;
  let owner: string;
  let oidcClient: Registered;
  let basicClient: Registered;

  beforeAll(async () => {
    [app, browser, rp] = await Promise.all([
      startTestApp({}, { makeDatabase }),
      launchBrowser(),
      startCallbackServer(),
    ]);
    page = await (await browser.newContext()).newPage();
    await addVirtualAuthenticator(page);
  });
  afterAll(async () => {
    await browser.close();
    await Promise.all([app.stop(), rp.stop()]);
  });

  const grantPermission = (clientId: string, userId: string) =>
    app.graphql(GRANT_PERMISSION, { input: { clientId, userId } });
  /** Gets an authorization code; returns the redirect URL and the checks for it. */
  const authorize = async (config: oidc.Configuration, of: Page) => {
    const { parameters, checks } = await newRequest();
    const asked = { ...parameters, redirect_uri: rp.redirectUri, scope: 'openid profile email' };
    return { callback: await visit(of, oidc.buildAuthorizationUrl(config, asked), rp.redirectUri), checks };
  };

  it('creates the owner with the link of the first start, which is then invalid', async () => {
    const link = await createFirstOwnerLink(app.deps);
    if (link === undefined) throw new Error('an empty store has no owner');
    await enrolInBrowser(page, link);
    expect(new URL(page.url()).pathname).toBe('/console');
    await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
    const { userByUsername } = await app.graphql<{
      userByUsername: { id: string; adminRole: string; passkeys: unknown[] };
    }>(OWNERS_USER);
    expect(userByUsername).toMatchObject({ adminRole: 'OWNER', passkeys: [{ name: expect.any(String) }] });
    owner = userByUsername.id;
    expect(await createFirstOwnerLink(app.deps)).toBeUndefined();
    const again = await (await browser.newContext()).newPage();
    expect((await again.goto(link))?.ok()).toBe(false);
    await again.context().close();
  });

  it('signs in to a client by OpenID Connect, verified by openid-client', async () => {
    oidcClient = await createClient(app, { ...TAKES_THE_PERMITTED, name: 'Notes', redirectUris: [rp.redirectUri] });
    await grantPermission(oidcClient.id, owner);
    const config = await discover(app, oidcClient);
    // Sign out first, so that the passkey is needed.
    await page.context().clearCookies();
    const { callback, checks } = await authorize(config, page);
    expect(callback.searchParams.get('iss')).toBe(app.origin);
    const tokens = await oidc.authorizationCodeGrant(config, callback, checks);
    const claims = tokens.claims();
    expect(claims).toMatchObject({ iss: app.origin, sub: owner, aud: oidcClient.id, preferred_username: 'owner' });
    const userinfo = await oidc.fetchUserInfo(config, tokens.access_token, owner);
    expect(userinfo).toMatchObject({ sub: owner, preferred_username: 'owner' });
  });

  it('gives a second application its Basic JWT without a second ceremony', async () => {
    basicClient = await createClient(app, {
      ...TAKES_THE_PERMITTED,
      name: 'Wiki',
      integrations: ['BASIC'],
      redirectUris: [rp.redirectUri],
    });
    await grantPermission(basicClient.id, owner);
    const query = new URLSearchParams({ redirectUri: rp.redirectUri, state: 'kept/as it is&' });
    const seen: string[] = [];
    page.on('framenavigated', (frame) => seen.push(new URL(frame.url()).pathname));
    await page.goto(`${app.origin}/auth/login/${basicClient.id}?${query}`);
    expect(seen).toEqual(['/callback']);
    const answer = new URL(page.url()).searchParams;
    expect(answer.get('clientId')).toBe(basicClient.id);
    expect(answer.get('state')).toBe('kept/as it is&');
    const { payload } = await jwtVerify(answer.get('token') ?? '', new TextEncoder().encode(basicClient.secret), {
      algorithms: ['HS256'],
      issuer: app.origin,
      audience: new URL(rp.origin).host,
    });
    expect(payload).toMatchObject({ sub: owner, userId: owner, clientId: basicClient.id, username: 'owner' });
    expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(300);
  });

  it('accepts a code once, sequentially and in parallel', async () => {
    const config = await discover(app, oidcClient);
    const basic = `Basic ${Buffer.from(`${oidcClient.id}:${oidcClient.secret}`).toString('base64')}`;
    for (const atOnce of [false, true]) {
      const { callback, checks } = await authorize(config, page);
      const redeem = async () => {
        const response = await fetch(`${app.origin}/oidc/token`, {
          method: 'POST',
          headers: { authorization: basic },
          body: new URLSearchParams({
            grant_type: 'authorization_code',
            code: callback.searchParams.get('code') ?? '',
            redirect_uri: rp.redirectUri,
            code_verifier: checks.pkceCodeVerifier,
          }),
        });
        return { status: response.status, error: ((await response.json()) as { error?: string }).error };
      };
      const answers = atOnce ? await Promise.all([redeem(), redeem()]) : [await redeem(), await redeem()];
      expect(answers.toSorted((a, b) => a.status - b.status)).toEqual([
        { status: 200, error: undefined },
        { status: 400, error: 'invalid_grant' },
      ]);
    }
  });

  it('tells a user without permission and returns access_denied', async () => {
    const { createUser } = await app.graphql<{
      createUser: { user: { id: string }; enrolmentLink: { url: string } };
    }>(CREATE_USER, { input: { username: 'stranger', enrolmentLink: true } });
    const stranger = await (await browser.newContext()).newPage();
    await addVirtualAuthenticator(stranger);
    await enrolInBrowser(stranger, createUser.enrolmentLink.url);

    const config = await discover(app, oidcClient);
    const url = oidc.buildAuthorizationUrl(config, {
      redirect_uri: rp.redirectUri,
      scope: 'openid',
      code_challenge: await oidc.calculatePKCECodeChallenge(oidc.randomPKCECodeVerifier()),
      code_challenge_method: 'S256',
      state: 'of-the-stranger',
    });
    await stranger.goto(url.href);
    expect(new URL(stranger.url()).pathname).toBe('/denied');
    await stranger.getByRole('button', { name: /back/i }).click();
    await stranger.waitForURL(`${rp.redirectUri}**`);
    expect(Object.fromEntries(new URL(stranger.url()).searchParams)).toMatchObject({
      error: 'access_denied',
      state: 'of-the-stranger',
      iss: app.origin,
    });

    await stranger.goto(
      `${app.origin}/auth/login/${basicClient.id}?${new URLSearchParams({ redirectUri: rp.redirectUri, state: 's' })}`,
    );
    await stranger.getByRole('button', { name: /back/i }).click();
    await stranger.waitForURL(`${rp.redirectUri}**`);
    expect(Object.fromEntries(new URL(stranger.url()).searchParams)).toEqual({
      error: 'access_denied',
      clientId: basicClient.id,
      state: 's',
    });
    await stranger.context().close();
  });
}

describeInBrowser('the first client, on SQLite', () => journeys(memoryDatabase));
describeOnMongodb('the first client, on MongoDB', () =>
  describeInBrowser('in a browser', () => journeys(mongodbDatabase)),
);
