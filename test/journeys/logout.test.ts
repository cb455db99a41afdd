import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from '@jest/globals';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { ensureDefaultIssuer } from '../../src/admin/issuers/issuer-default.js';
import type { Client } from '../../src/model/clients/client.js';
import type { Issuer } from '../../src/model/clients/issuer.js';
import { startEdge, type TestEdge } from '../http/start-edge.js';
import { basicHeader, codeFor, codeForm, requestToken } from '../support/authorization.js';
import { describeInBrowser, launchBrowser } from '../support/browser.js';
import { makeClient, makeUser, signInAs } from '../support/fixtures.js';

describeInBrowser('signing out in a browser', () => {
  let edge: TestEdge;
  let issuer: Issuer;
  let app: Server;
  let appOrigin: string;
  let browser: Browser;
  let client: Client;
  let secret: string;
  let context: BrowserContext;
  let page: Page;
  let sessionId: string;
  /** The form of the application. */
  let fields: Record<string, string>;

  beforeAll(async () => {
    edge = await startEdge();
    // A site other than localhost: browsers send no Lax cookie with its form.
    app = createServer((request, response) => {
      const inputs = Object.entries(fields).map(([name, value]) => `<input name="${name}" value="${value}">`);
      const form = `<form method="post" action="${edge.origin}/oidc/logout">${inputs.join('')}<button>Out</button></form>`;
      response.setHeader('content-type', 'text/html').end(request.url === '/leave' ? form : '<h1>Goodbye</h1>');
    });
    await new Promise<void>((listening) => app.listen(0, '127.0.0.1', listening));
    appOrigin = `http://127.0.0.1:${(app.address() as AddressInfo).port}`;
    issuer = await ensureDefaultIssuer(edge.deps);
    const uris = { post_logout_redirect_uris: [`${appOrigin}/goodbye`] };
    ({ client, secret } = await makeClient(edge.deps, issuer, { id: 'wiki', ...uris }));
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
    context = await browser.newContext();
    page = await context.newPage();
    const { session, cookie } = await signInAs(edge.deps, await makeUser(edge.deps));
    sessionId = session.id;
    const attributes = { httpOnly: true, sameSite: 'Lax' } as const;
    await context.addCookies([{ name: 'passgraph_session', value: cookie, url: edge.origin, ...attributes }]);
    const code = await codeFor(edge.deps, issuer, client, cookie);
    const tokens = await requestToken(edge.deps, issuer, codeForm(client, code), basicHeader(client, secret));
    fields = {
      id_token_hint: String(tokens.id_token),
      post_logout_redirect_uri: `${appOrigin}/goodbye`,
      state: 'the-state',
    };
  });
  afterEach(() => context.close());

  const isSignedIn = async () => (await edge.deps.store.sessions.find(sessionId))?.endedAt === undefined;
  const cookies = async () => (await context.cookies(edge.origin)).map(({ name }) => name);

  it('ends the session by a form of another site, although browsers send no cookie with it', async () => {
    await page.goto(`${appOrigin}/leave`);
    await page.click('button');
    await page.waitForURL(`${appOrigin}/goodbye?state=the-state`);
    expect([await isSignedIn(), (await cookies()).includes('passgraph_session')]).toEqual([false, false]);
  });

  it('asks for confirmation without an id_token_hint, then continues', async () => {
    const { id_token_hint: _hint, ...rest } = fields;
    await page.goto(`${edge.origin}/oidc/logout?${new URLSearchParams({ ...rest, client_id: 'wiki' })}`);
    expect(await page.textContent('h1')).toBe('Do you want to sign out?');
    expect(await isSignedIn()).toBe(true);
    await page.click('button[value=sign-out]');
    await page.waitForURL(`${appOrigin}/goodbye?state=the-state`);
    expect(await isSignedIn()).toBe(false);
  });

  it('keeps the session if the user stays signed in', async () => {
    await page.goto(`${edge.origin}/oidc/logout`);
    await page.click('button[value=stay]');
    await page.waitForURL(`${edge.origin}/account`);
    expect(await isSignedIn()).toBe(true);
  });
});
