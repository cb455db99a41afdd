import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { generateKeyPair, generateProof } from 'dpop';
import type { Page, Request } from 'playwright-core';
import { aPasskey, aUser } from '../storage/records.js';
import { describeInBrowser } from '../support/browser.js';
import { refuseChanges } from '../support/console-buttons.js';
import { lookForEvil, type VisitedScreen, visitConsole } from '../support/console-visit.js';
import { systemClock } from '../support/deps.js';
import { EVIL, storeEvilWorld } from '../support/evil-world.js';
import { type Journey, startJourney } from '../support/journey.js';
import { MAX_LAYOUT_SHIFT, shiftsOf } from '../support/layout-shifts.js';
import { signIn } from '../support/sign-in.js';

const END_SESSIONS = 'mutation ($input: RevokeUserSessionsInput!) { revokeUserSessions(input: $input) { count } }';
const SET_ROLE = 'mutation ($input: UpdateUserInput!) { updateUser(input: $input) { user { id } } }';

describeInBrowser('an attacker of the console', () => {
  let journey: Journey;
  let page: Page;
  let origin: string;
  let graceId: string;
  /** What the browser reports: violations of the Content-Security-Policy, and errors of scripts. */
  const problems: string[] = [];
  const requests: Request[] = [];
  let screens: readonly VisitedScreen[] = [];

  beforeAll(async () => {
    journey = await startJourney({ clock: systemClock });
    ({ origin } = journey.app);
    await journey.app.graphql(SET_ROLE, { input: { id: journey.userId, adminRole: 'OWNER' } });
    await storeEvilWorld(journey.app.deps.store, journey.userId);
    page = await journey.page.context().newPage();
    page.setDefaultTimeout(20_000);
    await page.addInitScript(rememberKeys);
    page.on('pageerror', ({ message }) => problems.push(`${page.url()} ${message}`));
    page.on('console', (message) => {
      // The server has no copy of the logo, because it could not fetch it.
      if (message.type() === 'error' && !message.location().url.includes('/logos/clients/'))
        problems.push(`${page.url()} ${message.text()}`);
    });
    page.on('request', (request) => requests.push(request));
  });
  afterAll(() => journey?.stop());

  const open = async (path: string) => {
    await page.goto(`${origin}${path}`);
    await page.locator('main h1').waitFor();
    await page.waitForFunction(() => document.querySelector('[aria-busy=true]') === null);
  };
  const sentTo = (path: string) => requests.filter((request) => new URL(request.url()).pathname === path);

  it('cannot show the console or its files in a frame, nor load them from another site', async () => {
    for (const path of ['', '/people', '/callback?code=x&state=window.x', '/explorer', '/none']) {
      const { headers } = await fetch(`${origin}/console${path}`);
      const policy = headers.get('content-security-policy');
      for (const part of ["frame-ancestors 'none'", "require-trusted-types-for 'script'", "trusted-types 'none'"])
        expect(policy).toContain(part);
      expect(policy).not.toContain('unsafe');
      expect(headers.get('x-frame-options')).toBe('DENY');
      expect(headers.get('cross-origin-opener-policy')).toBe('same-origin');
      expect(headers.get('cache-control')).toBe('no-store');
    }
    const script = /src="(\/console-files\/[^"]+)"/.exec(await (await fetch(`${origin}/console`)).text())?.[1];
    const file = await fetch(`${origin}${script}`);
    expect(file.status).toBe(200);
    expect(file.headers.get('cross-origin-resource-policy')).toBe('same-origin');
    expect(file.headers.get('x-content-type-options')).toBe('nosniff');
  });

  it('makes no element, script or dangerous link on any screen, in a dialog or in an error by a text', async () => {
    await page.route('**/graphql', refuseChanges);
    const visited = await visitConsole(page, open);
    const { unseen } = visited;
    ({ screens } = visited);
    await page.unroute('**/graphql', refuseChanges);
    expect(screens.flatMap(({ pressed }) => pressed).length).toBeGreaterThan(60);
    expect(unseen).toEqual([]);
    expect(screens.filter(({ evilTexts }) => evilTexts > 0).map(({ kind }) => kind)).toContain('/console/people');
    expect(screens.flatMap(({ findings }) => findings)).toEqual([]);
    const urls = requests.map((request) => new URL(request.url()));
    expect(urls.filter((url) => url.origin !== origin || url.pathname === '/evil.png')).toEqual([]);
    expect(problems).toEqual([]);
  });

  it('moves nothing that a screen has shown while the rest of it loads', async () => {
    expect(screens.length).toBeGreaterThan(30);
    expect(screens.flatMap(({ shifts }) => shifts)).toEqual([]);
    // The sum does notice something that pushes the screen down.
    await open('/console/people');
    await page.evaluate(() => {
      const late = document.createElement('p');
      late.style.blockSize = '20rem';
      document.querySelector('main')?.prepend(late);
    });
    expect((await shiftsOf(page)).sum).toBeGreaterThan(MAX_LAYOUT_SHIFT);
  });

  it('cannot make a search, a link to an operation or a file for a spreadsheet dangerous', async () => {
    await open('/console/people');
    await page.keyboard.press('Control+k');
    await page.locator('dialog.palette input').fill('mallory');
    await page.getByRole('option').first().waitFor();
    expect((await page.evaluate(lookForEvil)).findings).toEqual([]);
    await page.keyboard.press('Escape');
    const operations = [
      { document: EVIL, variables: { [EVIL]: EVIL } },
      { document: `{ viewer { subject } } # ${EVIL}`, variables: JSON.parse('{"__proto__": {"hacked": 1}}') },
      { document: `mutation { deleteUser(input: { id: "evil" }) { deleted } }`, variables: {} },
    ];
    for (const operation of operations) {
      const sent = sentTo('/graphql').length;
      await open(`/console/explorer#${Buffer.from(JSON.stringify(operation)).toString('base64url')}`);
      await page.getByText('A link runs nothing by itself.').waitFor();
      expect((await page.evaluate(lookForEvil)).findings).toEqual([]);
      const bodies = sentTo('/graphql').slice(sent);
      expect(bodies.map((request) => request.postData()).join()).not.toContain('evil');
    }
    expect(problems).toEqual([]);
  });

  it('finds no token, key or code in storage, in the history or in a worker', async () => {
    await open('/console/people');
    expect(await page.evaluate(storedData)).toEqual({
      // "Hide" of the first steps.
      values: { 'passgraph-console-first-steps': 'hidden' },
      databases: [],
      caches: [],
      workers: 0,
      cookies: '',
      history: [],
    });
  });

  it('cannot export the key of the console', async () => {
    const exported = await page.evaluate(async () => {
      const { madeKeys } = globalThis as unknown as { madeKeys: CryptoKeyPair[] };
      const formats = ['jwk', 'pkcs8', 'raw'] as const;
      const tries = madeKeys.flatMap(({ privateKey }) =>
        formats.map((format) => crypto.subtle.exportKey(format, privateKey).catch(({ name }) => name)),
      );
      return Promise.all(tries);
    });
    expect(exported.length).toBeGreaterThan(0);
    expect(new Set(exported)).toEqual(new Set(['InvalidAccessError']));
  });

  it('cannot use a stolen access token without the key', async () => {
    const headers = (await sentTo('/graphql').at(-1)?.allHeaders()) ?? {};
    const [, token = ''] = headers.authorization?.split(' ') ?? [];
    expect(token).not.toBe('');
    const url = `${origin}/graphql`;
    const ownProof = await generateProof(await generateKeyPair('ES256'), url, 'POST', undefined, token);
    for (const stolen of [
      { authorization: `Bearer ${token}` },
      { authorization: `DPoP ${token}` },
      { authorization: `DPoP ${token}`, dpop: String(headers.dpop) },
      { authorization: `DPoP ${token}`, dpop: ownProof },
    ]) {
      const answer = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...stolen },
        body: JSON.stringify({ query: '{ viewer { subject } }' }),
      });
      expect(answer.status).toBe(401);
    }
  });

  it('cannot make the console redeem a code that it did not ask for', async () => {
    const asked = sentTo('/oidc/token').length;
    for (const iss of [origin, 'https://evil.example']) {
      await page.evaluate(() =>
        sessionStorage.setItem('passgraph-console-request', JSON.stringify({ state: 'mine', path: '/console/people' })),
      );
      await open(`/console/callback?code=foreign&state=foreign&iss=${encodeURIComponent(iss)}`);
      await open(`/console/callback?code=foreign&state=mine&iss=${encodeURIComponent(iss)}`);
    }
    const forms = sentTo('/oidc/token')
      .slice(asked)
      .map((request) => request.postData());
    expect(forms.length).toBeGreaterThan(0);
    expect(forms.join()).not.toContain('foreign');
  });

  it('cannot lead the browser out of the console after the sign-in', async () => {
    for (const path of ['https://evil.example/', '//evil.example/', 'javascript:hacked=1', '/console/../account']) {
      await open('/console');
      await page.evaluate(
        (to) => sessionStorage.setItem('passgraph-console-request', JSON.stringify({ state: 'mine', path: to })),
        path,
      );
      await open(`/console/callback?code=x&state=mine&iss=${encodeURIComponent(origin)}`);
      expect(page.url()).toBe(`${origin}/console`);
    }
  });

  it('gets nothing of the user before, if another user signs in to the same browser', async () => {
    const { deps } = journey.app;
    await open('/console/people');
    const grace = aUser({ username: 'grace', adminRole: 'AUDITOR', passkeyIds: ['grace'] });
    graceId = grace.id;
    await deps.store.users.insert(grace);
    await deps.store.passkeys.insert(aPasskey(grace, { id: 'grace' }));
    const { cookie } = await signIn(deps, { user: grace, passkeyId: 'grace', amr: ['hwk', 'user'], acr: 'phr' });
    await page.context().addCookies([{ name: 'passgraph_session', value: cookie, url: origin }]);
    await journey.app.graphql(END_SESSIONS, { input: { userId: journey.userId } });
    await page.getByRole('link', { name: 'Activity', exact: true }).click();
    // The page loads again, so that the console has nothing of Ada in its memory.
    await page.waitForFunction(() => document.body.textContent?.includes('grace'));
    expect(await page.getByRole('banner').textContent()).not.toContain('Ada');
  });

  it('sees nothing more after the role is revoked in the middle of the session', async () => {
    await open('/console');
    await journey.app.graphql(SET_ROLE, { input: { id: graceId, adminRole: null } });
    const refused = page.waitForResponse((answer) => new URL(answer.url()).pathname === '/graphql');
    await page.getByRole('link', { name: 'People', exact: true }).click();
    expect(JSON.stringify(await (await refused).json())).not.toContain('mallory');
    const told = page.getByRole('alert').or(page.getByRole('dialog'));
    await told
      .or(page.getByRole('heading', { name: 'You cannot use the console with this account' }))
      .first()
      .waitFor();
    expect(await page.getByRole('main').textContent()).not.toContain('mallory');
    problems.length = 0;
    await page.reload();
    await page.getByRole('heading', { name: 'You cannot use the console with this account' }).waitFor();
  });

  it('sees nothing with the back button after the user has signed out', async () => {
    await journey.app.graphql(SET_ROLE, { input: { id: graceId, adminRole: 'AUDITOR' } });
    await open('/console/people');
    await page.getByText('mallory').first().waitFor();
    await page.getByRole('banner').locator('summary').click();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.waitForURL((url) => !url.pathname.startsWith('/console'));
    await page.goBack();
    await page.waitForURL(/\/login/);
    expect(await page.locator('body').textContent()).not.toContain('mallory');
  });
});

/** Runs in the page before its own scripts: keeps the keys that they make. */
function rememberKeys() {
  const kept: unknown[] = [];
  Object.assign(globalThis, { madeKeys: kept });
  const generateKey = crypto.subtle.generateKey.bind(crypto.subtle);
  crypto.subtle.generateKey = (async (...parameters: Parameters<typeof generateKey>) => {
    const made = await generateKey(...parameters);
    kept.push(made);
    return made;
  }) as typeof generateKey;
}

/** Runs in the page. */
async function storedData() {
  const { navigation } = globalThis as unknown as { navigation: { entries(): { url: string }[] } };
  return {
    values: { ...localStorage, ...sessionStorage },
    databases: await indexedDB.databases(),
    caches: await caches.keys(),
    workers: (await navigator.serviceWorker.getRegistrations()).length,
    cookies: document.cookie,
    history: navigation
      .entries()
      .map(({ url }) => url)
      .filter((url) => /code=|token=|state=/.test(url)),
  };
}
