import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from '@jest/globals';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { ensureDefaultIssuer } from '../../src/admin/issuers/issuer-default.js';
import type { Client } from '../../src/model/clients/client.js';
import { startEdge, type TestEdge } from '../http/start-edge.js';
import { queryOf } from '../support/authorization.js';
import { describeInBrowser, launchBrowser } from '../support/browser.js';
import { makeClient, makeUser, signInAs } from '../support/fixtures.js';

interface Received {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly headers: IncomingHttpHeaders;
}

describeInBrowser('what a browser says about where a request comes from', () => {
  let edge: TestEdge;
  let app: Server;
  let appOrigin: string;
  /** What the application received. */
  let received: Received[];
  /** The page of the application at /page. */
  let content: string;
  let client: Client;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  let sessionId: string;

  beforeAll(async () => {
    edge = await startEdge();
    app = createServer(({ method, url, headers }, response) => {
      received.push({ method, url, headers });
      response.setHeader('content-type', 'text/html').end(url === '/page' ? content : '<h1>Application</h1>');
    });
    await new Promise<void>((listening) => app.listen(0, '127.0.0.1', listening));
    appOrigin = `http://127.0.0.1:${(app.address() as AddressInfo).port}`;
    ({ client } = await makeClient(edge.deps, await ensureDefaultIssuer(edge.deps), {
      id: 'wiki',
      integrations: ['OIDC', 'BASIC'],
      redirect_uris: [`${appOrigin}/callback`],
      post_logout_redirect_uris: [`${appOrigin}/goodbye`],
    }));
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await new Promise((closed) => {
      app.close(closed);
      app.closeAllConnections();
    });
    await edge.stop();
  });
  beforeEach(async () => {
    received = [];
    context = await browser.newContext();
    page = await context.newPage();
    const { session, cookie } = await signInAs(edge.deps, await makeUser(edge.deps));
    sessionId = session.id;
    const attributes = { httpOnly: true, sameSite: 'Lax' } as const;
    await context.addCookies([{ name: 'passgraph_session', value: cookie, url: edge.origin, ...attributes }]);
  });
  afterEach(() => context.close());

  const isSignedIn = async () => (await edge.deps.store.sessions.find(sessionId))?.endedAt === undefined;

  it('sends the origin of this server, and no address, with a form post', async () => {
    const query = new URLSearchParams(queryOf(client, { response_mode: 'form_post' }));
    await page.goto(`${edge.origin}/oidc/authorize?${query}`);
    await page.waitForURL(`${appOrigin}/callback`);
    const callback = received.find(({ method }) => method === 'POST');
    expect(callback?.headers).toMatchObject({ origin: edge.origin, referer: `${edge.origin}/` });
  });

  it('sends the origin with a form of this server, and no referrer with the redirect that follows', async () => {
    await page.goto(`${edge.origin}/auth/logout/wiki?${new URLSearchParams({ redirectUri: `${appOrigin}/goodbye` })}`);
    const [sent] = await Promise.all([
      page.waitForRequest((request) => request.method() === 'POST'),
      page.click('button[value=sign-out]'),
    ]);
    expect(await sent.allHeaders()).toMatchObject({ origin: edge.origin, referer: `${edge.origin}/` });
    await page.waitForURL(`${appOrigin}/goodbye`);
    expect(received.find(({ url }) => url === '/goodbye')?.headers.referer).toBeUndefined();
    expect(await isSignedIn()).toBe(false);
  });

  it('sends no referrer with the code', async () => {
    await page.goto(`${edge.origin}/oidc/authorize?${new URLSearchParams(queryOf(client))}`);
    const callback = received.find(({ url }) => url?.startsWith('/callback?'));
    expect([callback?.method, callback?.headers.referer]).toEqual(['GET', undefined]);
  });

  it('cannot sign the user out, or begin a sign-in, from a page of another site', async () => {
    const logout = `${edge.origin}/auth/logout/wiki?redirectUri=${encodeURIComponent(`${appOrigin}/goodbye`)}`;
    const authorize = `${edge.origin}/oidc/authorize?${new URLSearchParams(queryOf(client))}`.replaceAll('&', '&amp;');
    content = `<img src="${logout}"><img src="${authorize}"><iframe src="${logout}"></iframe>
      <iframe src="${authorize}"></iframe><script src="${edge.origin}/oidc/logout"></script>
      <link rel="prefetch" href="${logout}"><object data="${edge.origin}/account"></object>
      <form id="out" method="post" action="${edge.origin}/oidc/logout"></form>`;
    edge.logged.length = 0;
    await page.goto(`${appOrigin}/page`, { waitUntil: 'networkidle' });
    // The browser hides the responses that it blocks, so the server says what it received.
    const refusals = edge.logged.map(({ message }) => message.replace(/, but .*/s, ''));
    for (const destination of ['image', 'iframe', 'script', 'object']) {
      expect(refusals).toContain(`Sec-Fetch-Dest is ${destination}`);
    }
    const answered = edge.logged.flatMap(({ detail: { route, status } }) =>
      ['authorize', 'logout', 'basic-logout', 'account'].includes(String(route)) && status !== undefined
        ? [status]
        : [],
    );
    expect([...new Set(answered)]).toEqual([403]);
    expect(await isSignedIn()).toBe(true);
    await page.evaluate(() => (document.getElementById('out') as HTMLFormElement).submit());
    await page.waitForSelector('button[value=sign-out]');
    const cookies = (await context.cookies(edge.origin)).map(({ name }) => name);
    expect([cookies.includes('passgraph_session'), await isSignedIn()]).toEqual([true, true]);
  });
});
