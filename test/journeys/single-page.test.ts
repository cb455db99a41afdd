import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { User, UserManager, UserManagerSettings } from 'oidc-client-ts';
import type { Page } from 'playwright-core';
import { describeInBrowser } from '../support/browser.js';
import { frozenClock, systemClock } from '../support/deps.js';
import { createClient, type Journey, startJourney } from '../support/journey.js';
import { type SinglePageServer, startSinglePageServer } from '../support/single-page-server.js';

/** Runs in the page: the library and the application. */
declare global {
  var oidc: typeof import('oidc-client-ts');
  var manager: UserManager;
  var seen: (user: User | null) => Seen;
}

function addSeen(page: Page): Promise<unknown> {
  return page.addInitScript(() => {
    globalThis.seen = (user) => ({
      access_token: user?.access_token ?? '',
      refresh_token: user?.refresh_token,
      scope: user?.scope ?? '',
      sub: user?.profile.sub ?? '',
      name: user?.profile.name,
    });
  });
}

/** The members of the library's user that the tests read. */
interface Seen {
  readonly access_token: string;
  readonly refresh_token: string | undefined;
  readonly scope: string;
  readonly sub: string;
  readonly name: string | undefined;
}

describeInBrowser('a single-page application with oidc-client-ts', () => {
  let journey: Journey;
  let app: SinglePageServer;
  let clientId: string;
  /** For an application with DPoP. */
  let boundClientId: string;
  let page: Page;
  const clock = frozenClock(systemClock.now());

  beforeAll(async () => {
    [journey, app] = await Promise.all([startJourney({ clock }), startSinglePageServer()]);
    ({ page } = journey);
    await addSeen(page);
    const settings = {
      name: 'Single page',
      tokenEndpointAuthMethod: 'NONE',
      redirectUris: [`${app.origin}/callback`, `${app.origin}/silent`],
      postLogoutRedirectUris: [`${app.origin}/goodbye`],
    };
    ({ id: clientId } = await createClient(journey.app, settings));
    ({ id: boundClientId } = await createClient(journey.app, { ...settings, dpopBoundAccessTokens: true }));
  });
  afterAll(() => Promise.all([journey?.stop(), app?.stop()]));

  /** Sets up the library, as each page of the application does. */
  const open = async (of: Page, settings: Partial<UserManagerSettings> = {}): Promise<void> => {
    const all: UserManagerSettings = {
      authority: journey.app.origin,
      client_id: clientId,
      redirect_uri: `${app.origin}/callback`,
      silent_redirect_uri: `${app.origin}/silent`,
      post_logout_redirect_uri: `${app.origin}/goodbye`,
      scope: 'openid profile offline_access',
      automaticSilentRenew: false,
      loadUserInfo: true,
      ...settings,
    };
    await of.evaluate(
      ([given, isBound]) => {
        const userStore = new oidc.WebStorageStateStore({ store: localStorage });
        const dpop = { store: new oidc.IndexedDbDPoPStore(), bind_authorization_code: true };
        globalThis.manager = new oidc.UserManager({ ...given, userStore, ...(isBound && { dpop }) });
      },
      [all, all.client_id === boundClientId] as const,
    );
  };

  /** Signs in on the server and returns the library's user. */
  const signIn = async (settings: Partial<UserManagerSettings> = {}): Promise<Seen> => {
    await page.goto(app.origin);
    await open(page, settings);
    await Promise.all([
      page.waitForURL(`${app.origin}/callback?**`),
      page.evaluate(() => manager.signinRedirect()).catch(() => undefined),
    ]);
    await open(page, settings);
    return page.evaluate(async () => seen(await manager.signinRedirectCallback()));
  };

  const renew = (of: Page): Promise<Seen> => of.evaluate(async () => seen(await manager.signinSilent()));

  /** A cross-origin request of the page. */
  const post = (endpoint: string, form: Record<string, string>): Promise<Record<string, unknown>> =>
    page.evaluate(
      async ([url, body]) => (await fetch(url, { method: 'POST', body: new URLSearchParams(body) })).json(),
      [`${journey.app.origin}/oidc/${endpoint}`, form] as const,
    );

  it('signs in with PKCE and cross-origin requests to discovery, keys, token and userinfo', async () => {
    await page.context().clearCookies();
    const user = await signIn();
    expect(user).toMatchObject({ sub: journey.userId, name: 'Ada Lovelace', scope: 'openid profile offline_access' });
    expect(user.refresh_token).toEqual(expect.any(String));
  });

  it('renews its tokens with a rotating refresh token', async () => {
    const before = await signIn();
    const after = await renew(page);
    expect(after.sub).toBe(journey.userId);
    expect(after.access_token).not.toBe(before.access_token);
    expect(after.refresh_token).not.toBe(before.refresh_token);
  });

  it('renews its tokens before they expire', async () => {
    const before = await signIn();
    // The library starts its timer when it loads a user with an expiry.
    await open(page, { automaticSilentRenew: true, accessTokenExpiringNotificationTimeInSeconds: 299 });
    const after = await page.evaluate(
      () =>
        new Promise<Seen>((renewed) => {
          manager.events.addUserLoaded((user) => renewed(seen(user)));
          void manager.getUser();
        }),
    );
    await page.evaluate(() => manager.stopSilentRenew());
    expect(after.refresh_token).not.toBe(before.refresh_token);
  });

  it('renews its tokens in an iframe without a refresh token while the user is signed in', async () => {
    const before = await signIn({ scope: 'openid' });
    expect(before.refresh_token).toBeUndefined();
    const after = await renew(page);
    expect(after.sub).toBe(journey.userId);
    expect(after.access_token).not.toBe(before.access_token);
    await page.context().clearCookies();
    const refused = page.evaluate(() => manager.signinSilent().then(String, ({ error }) => String(error)));
    expect(await refused).toBe('login_required');
  });

  it('binds its tokens to a non-extractable key and renews them with it (DPoP)', async () => {
    // Advance the browser's clock.
    clock.set(systemClock.now());
    const settings = { client_id: boundClientId, loadUserInfo: false };
    const before = await signIn(settings);
    const after = await renew(page);
    expect(after.refresh_token).not.toBe(before.refresh_token);
    const call = (withProof: boolean) =>
      page.evaluate(
        async ([url, proved]) => {
          const user = await manager.getUser();
          const proof = user !== null && proved ? await manager.dpopProof(url, user, 'GET') : undefined;
          const authorization = `${proved ? 'DPoP' : 'Bearer'} ${user?.access_token}`;
          const headers = { authorization, ...(proof !== undefined && { DPoP: proof }) };
          return (await fetch(url, { headers })).status;
        },
        [`${journey.app.origin}/oidc/userinfo`, withProof] as const,
      );
    expect([await call(true), await call(false)]).toEqual([200, 401]);
    const asked = { grant_type: 'refresh_token', client_id: boundClientId, refresh_token: after.refresh_token ?? '' };
    expect((await post('token', asked)).error).toBe('invalid_request');
  });

  it('keeps two tabs signed in that refresh in parallel', async () => {
    const before = await signIn();
    const other = await page.context().newPage();
    await addSeen(other);
    await other.goto(app.origin);
    await open(other);
    const [here, there] = await Promise.all([renew(page), renew(other)]);
    expect(new Set([before, here, there].map(({ refresh_token }) => refresh_token)).size).toBe(2);
    for (const tab of [page, other]) expect((await renew(tab)).sub).toBe(journey.userId);
    await other.close();
  });

  it('loses all tokens if an old refresh token is used again', async () => {
    const { refresh_token = '' } = await signIn();
    await renew(page);
    await renew(page);
    clock.advance(11);
    const asked = { grant_type: 'refresh_token', client_id: clientId, refresh_token };
    expect((await post('token', asked)).error).toBe('invalid_grant');
    const refused = page.evaluate(() => manager.signinSilent().then(String, ({ error }) => String(error)));
    expect(await refused).toBe('invalid_grant');
  });

  it('revokes its tokens', async () => {
    const before = await signIn();
    await page.evaluate(() => manager.revokeTokens(['access_token', 'refresh_token']));
    const asked = { grant_type: 'refresh_token', client_id: clientId, refresh_token: before.refresh_token ?? '' };
    expect((await post('token', asked)).error).toBe('invalid_grant');
    const userinfo = await page.evaluate(
      async ([url, token]) => (await fetch(url, { headers: { authorization: `Bearer ${token}` } })).status,
      [`${journey.app.origin}/oidc/userinfo`, before.access_token] as const,
    );
    expect(userinfo).toBe(401);
  });

  it('signs out and returns to its post_logout_redirect_uri', async () => {
    await signIn();
    await Promise.all([
      page.waitForURL(`${app.origin}/goodbye?**`),
      page.evaluate(() => manager.signoutRedirect({ state: 'kept' })).catch(() => undefined),
    ]);
    await open(page);
    expect(await page.evaluate(async () => (await manager.signoutRedirectCallback()).userState)).toBe('kept');
    expect(await page.evaluate(async () => manager.getUser())).toBeNull();
    await open(page, { scope: 'openid' });
    const refused = page.evaluate(() => manager.signinSilent().then(String, ({ error }) => String(error)));
    expect(await refused).toBe('login_required');
  });

  it('cannot read the authorization endpoint across origins', async () => {
    await page.goto(app.origin);
    const read = page.evaluate(
      (url) =>
        fetch(url).then(
          () => 'read',
          () => 'kept from it',
        ),
      `${journey.app.origin}/oidc/authorize?client_id=${clientId}&response_type=code`,
    );
    expect(await read).toBe('kept from it');
  });
});
