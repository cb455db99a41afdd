import { createHash, randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { Page } from 'playwright-core';
import { StoreUnavailableError } from '../../src/model/errors.js';
import { describeInBrowser } from '../support/browser.js';
import {
  FAILING_PATH,
  identityIn,
  type ProtectedApp,
  receivedIn,
  startProtectedApp,
} from '../support/forward-auth/protected-app.js';
import {
  askSite,
  connectToSite,
  HOSTS,
  SITE_PROXIES,
  type SiteProxy,
  sendToSite,
  untilProxied,
} from '../support/forward-auth/sites.js';
import { freePort } from '../support/free-port.js';
import type { Program } from '../support/guides.js';
import { type Journey, startJourney, visit } from '../support/journey.js';
import { lackOf, withFolder } from '../support/proxies.js';

const CREATE = 'mutation ($input: CreateClientInput!) { createClient(input: $input) { client { id } } }';
const UPDATE = 'mutation ($input: UpdateClientInput!) { updateClient(input: $input) { client { id } } }';
const PERMIT = 'mutation ($input: PermissionInput!) { grantPermission(input: $input) { permission { createdAt } } }';
const FORBID = 'mutation ($input: PermissionInput!) { revokePermission(input: $input) { deleted } }';

const CLAIMED = {
  'Remote-User': 'root',
  'remote-groups': 'admins',
  Remote_User: 'root',
  REMOTE_GROUPS: 'admins',
  Remote_Email: 'root@example.com',
  'Remote-Email': 'root@example.com',
  'Remote-Name': 'Root',
};

function journeys(proxy: SiteProxy): void {
  let journey: Journey;
  let page: Page;
  let app: ProtectedApp;
  let program: Program;
  let notes: string;
  let blog: string;
  let wiki: string;
  let stopped: Promise<void>;
  let stop = () => {};

  beforeAll(async () => {
    const [port, server] = [await freePort(), await freePort()];
    notes = `https://${HOSTS.notes}:${port}`;
    blog = `blog.localhost:${port}`;
    wiki = `https://${HOSTS.wiki}:${port}`;
    app = await startProtectedApp();
    journey = await startJourney({
      ignoreHTTPSErrors: true,
      config: {
        port: server,
        host: '127.0.0.1',
        issuer: `http://localhost:${server}`,
        forwardAuthProxies: ['127.0.0.1'],
        trustProxy: 1,
      },
    });
    ({ page } = journey);
    await new Promise<void>((ready, reject) => {
      stopped = withFolder(async (folder) => {
        program = await proxy.start({ folder, port, server, app: app.port });
        await untilProxied(program, notes);
        ready();
        await new Promise<void>((end) => {
          stop = end;
        });
        await program.stop();
      });
      stopped.catch(reject);
    });
    const rules = [
      { path: '/public', action: 'BYPASS' },
      { path: '/public/drafts', action: 'SIGN_IN' },
      { path: '/hook', action: 'BYPASS', methods: ['POST'] },
    ];
    const register = (id: string, host: string, more: object) =>
      journey.app.graphql(CREATE, {
        input: {
          id,
          name: id,
          integrations: ['FORWARD_AUTH'],
          forwardAuth: { hosts: [new URL(host).host], rules },
          ...more,
        },
      });
    await register('notes', notes, { accessPolicy: 'ALL_USERS' });
    await register('wiki', wiki, {});
    // The proxy does not serve these hosts. Everything passes at them, so no question may be about one of them.
    const open = [blog, new URL(notes).hostname.concat(':1')];
    const settings = { hosts: open, rules: [{ path: '/', action: 'BYPASS' }] };
    await register('blog', notes, { forwardAuth: settings });
  });
  afterAll(async () => {
    stop();
    await stopped;
    await app?.stop();
    await journey?.stop();
  });
  beforeEach(() => page.context().clearCookies());

  const open = (address: string) => visit(page, address, address);
  const shown = async () => receivedIn(await page.content());
  const permit = () => journey.app.graphql(PERMIT, { input: { clientId: 'wiki', userId: journey.userId } });
  /** The cookies of the browser for a host, as a header. */
  const cookiesFor = async (origin: string) => {
    const cookies = await page.context().cookies(origin);
    return { cookie: cookies.map(({ name, value }) => `${name}=${value}`).join('; ') };
  };
  const signedIn = async (origin: string) => {
    await open(`${origin}/`);
    return cookiesFor(origin);
  };
  const PAGE = { 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document', accept: 'text/html' };

  it('lets a user sign in, and returns to the page that the user opened', async () => {
    await open(`${notes}/reports?year=2040&q=a%20b`);
    const received = await shown();
    expect(received.url).toBe('/reports?year=2040&q=a%20b');
    expect(identityIn(received)).toEqual({ 'remote-user': 'ada', 'remote-name': 'Ada Lovelace' });
    const cookies = (await page.context().cookies(notes)).filter(({ domain }) => domain === HOSTS.notes);
    expect(cookies).toEqual([
      expect.objectContaining({
        name: expect.stringMatching(/^__Host-passgraph_forward_auth/),
        httpOnly: true,
        secure: true,
        sameSite: 'Lax',
      }),
    ]);
  });

  it('signs a user in at a second domain without another ceremony', async () => {
    await permit();
    await open(`${notes}/`);
    await journey.authenticator.setPresence(false);
    await open(`${wiki}/start`);
    expect(identityIn(await shown())).toMatchObject({ 'remote-user': 'ada' });
    await journey.authenticator.setPresence(true);
    await journey.app.graphql(FORBID, { input: { clientId: 'wiki', userId: journey.userId } });
  });

  it('keeps a user without a permission out, until there is one', async () => {
    await visit(page, `${wiki}/`, `${journey.app.origin}/denied`);
    // The application could only begin the same sign-in again.
    expect(await page.locator('button[value=back]').count()).toBe(0);
    expect(await page.locator('button[value=other-account]').count()).toBe(1);
    await permit();
    await page.reload();
    await page.waitForURL(`${wiki}/`);
    expect(identityIn(await shown())).toMatchObject({ 'remote-user': 'ada' });
    await journey.app.graphql(FORBID, { input: { clientId: 'wiki', userId: journey.userId } });
    expect((await askSite(wiki, '/', { headers: await cookiesFor(wiki) })).status).toBe(401);
    await visit(page, `${wiki}/`, `${journey.app.origin}/denied`);
  });

  it('lets a user who did not consent begin again', async () => {
    await journey.app.graphql(UPDATE, { input: { id: 'notes', consent: 'ALWAYS' } });
    await visit(page, `${notes}/a?b=c`, `${journey.app.origin}/consent`);
    await page.click('button[value=deny]');
    await page.waitForLoadState();
    expect(await page.innerText('main')).toMatch(/You didn’t allow access/);
    await page.click('main a.button');
    await page.waitForURL(`${journey.app.origin}/consent?**`);
    await page.click('button[value=allow]');
    await page.waitForURL(`${notes}/a?b=c`);
    expect(identityIn(await shown())).toMatchObject({ 'remote-user': 'ada' });
    await journey.app.graphql(UPDATE, { input: { id: 'notes', consent: 'NEVER' } });
  });

  it('lets no page of another host change anything as the user', async () => {
    const cookie = await signedIn(notes);
    const send = (headers: Record<string, string>) =>
      askSite(notes, '/data', { method: 'POST', body: 'a=b', headers: { ...cookie, ...headers } });
    expect((await send({ origin: notes, 'sec-fetch-site': 'same-origin' })).status).toBe(200);
    expect((await send({ origin: wiki, 'sec-fetch-site': 'same-site' })).status).toBe(401);
    expect((await send({ origin: wiki })).status).toBe(401);
    const { host } = new URL(notes);
    const handshake =
      `GET /live HTTP/1.1\r\nHost: ${host}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nCookie: ${cookie.cookie}\r\n` +
      `Sec-WebSocket-Key: ${randomBytes(16).toString('base64')}\r\nSec-WebSocket-Version: 13\r\n`;
    expect(await sendToSite(notes, `${handshake}Origin: ${wiki}\r\n\r\n`)).toMatch(/^HTTP\/1\.1 401 /);
    expect(await sendToSite(notes, `${handshake}Origin: ${notes}\r\n\r\n`)).toMatch(/^HTTP\/1\.1 101 /);
    // A form of a page at the other host, in the browser.
    await permit();
    await open(`${wiki}/`);
    const [answer] = await Promise.all([
      page.waitForResponse((response) => response.url() === `${notes}/form`),
      page.evaluate((action) => {
        const form = Object.assign(document.createElement('form'), { method: 'post', action });
        document.body.append(form);
        form.submit();
      }, `${notes}/form`),
    ]);
    expect(answer.status()).toBe(401);
    await journey.app.graphql(FORBID, { input: { clientId: 'wiki', userId: journey.userId } });
  });

  it('demands a sign-in from everything that is not a page', async () => {
    const requests = [
      { headers: { accept: 'application/json' } },
      { method: 'POST', headers: PAGE, body: 'a=b' },
      { method: 'DELETE' },
      { headers: { ...PAGE, 'sec-fetch-mode': 'cors', 'sec-fetch-dest': 'empty' } },
      { headers: { ...PAGE, 'sec-fetch-dest': 'iframe' } },
      { headers: { ...PAGE, 'sec-purpose': 'prefetch' } },
    ];
    for (const request of requests) expect((await askSite(notes, '/data', request)).status).toBe(401);
    const sent = await askSite(notes, '/data?x=1', { headers: PAGE });
    expect([sent.status, sent.headers.location]).toEqual([
      302,
      `${notes}/.passgraph/start?rd=${encodeURIComponent('/data?x=1')}`,
    ]);
    expect(sent.headers['strict-transport-security']).toBeUndefined();
    expect(sent.headers['set-cookie']).toBeUndefined();
  });

  it('lets the paths of a bypass pass, and no others', async () => {
    const passing = ['/public', '/public/logo.svg', '/public/a?next=/admin'];
    for (const path of passing) {
      const { status, body } = await askSite(notes, path, { headers: CLAIMED });
      expect([status, receivedIn(body).url, identityIn(receivedIn(body))]).toEqual([200, path, {}]);
    }
    const kept = ['/', '/publications', '/public/drafts', '/public/drafts/1', '/public/../data', '/PUBLIC', '/hook'];
    for (const path of kept) expect([path, (await askSite(notes, path)).status]).toEqual([path, 401]);
    expect((await askSite(notes, '/public', { method: 'POST' })).status).toBe(401);
    expect((await askSite(notes, '/hook', { method: 'POST', body: 'x' })).status).toBe(200);
    expect((await askSite(notes, '/public', { method: 'HEAD' })).status).toBe(200);
  });

  it('sees through tricks with paths', async () => {
    const { host } = new URL(notes);
    const tricks = [
      ...['/public/../admin', '/public/%2e%2e/admin', '/public/..%2fadmin', '/public//admin', '/public/./admin'],
      ...['/public;/../admin', '/public\\..\\admin', '/public/%5c..%5cadmin', '/public%2f..%2fadmin', '/public/%00'],
      ...['/%70ublic/../admin', '/public/%252e%252e/admin', '/.passgraph/../admin', '//public', '/public/%c0%ae/'],
    ];
    for (const path of tricks) {
      const answer = await sendToSite(notes, `GET ${path} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
      expect([path, answer.slice(0, 12)]).toEqual([path, expect.stringMatching(/^HTTP\/1\.1 4\d\d/)]);
      expect(answer).not.toContain('id="received"');
    }
  });

  it('demands a sign-in for every spelling of a path that needs one', async () => {
    const { host } = new URL(notes);
    const open = (path: string) =>
      sendToSite(notes, `GET ${path} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
    const spellings = [
      ...['drafts.', 'drafts...', 'drafts%20', '%20drafts', 'Drafts/1', 'DRAFTS', 'drafts.json', 'drafts~', 'drafts,x'],
      ...['drafts:$DATA', 'drafts+', 'dr%C3%A0fts', 'dr%E2%80%8Bafts', '%EF%BD%84rafts', 'DRAFTS~1', 'drafts%EF%BC%8E'],
      ...['drafts%3Ax', 'drafts./1', 'drafts%20/1'],
    ];
    for (const spelling of spellings) {
      const answer = await open(`/public/${spelling}`);
      expect([spelling, answer.slice(0, 12)]).toEqual([spelling, 'HTTP/1.1 401']);
    }
    for (const path of ['/public/draftsman', '/public/caf%C3%A9%20x', '/public/a.b', '/public/x/drafts']) {
      // The application gets the path with which Passgraph was asked.
      expect(receivedIn((await open(path)).split('\r\n\r\n').slice(1).join('\r\n\r\n')).url).toBe(path);
    }
  });

  it('is not asked about a host that the visitor chose', async () => {
    const [mine, name] = [new URL(notes).host, new URL(notes).hostname];
    const hosts = [blog, `${mine},${blog}`, `${blog},${mine}`, `${name}:1`, `${mine}\r\nHost: ${blog}`];
    for (const host of hosts) {
      const answer = await sendToSite(notes, `GET /secret HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
      expect([host, answer.includes('id="received"')]).toEqual([host, false]);
      const absolute = `GET https://${blog}/secret HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`;
      expect([host, (await sendToSite(notes, absolute)).includes('id="received"')]).toEqual([host, false]);
    }
  });

  it('takes the host of the request that the application gets', async () => {
    const { cookie } = await signedIn(notes);
    const [mine, other] = [new URL(notes).host, new URL(wiki).host];
    const lines = [
      `GET https://${other}/ HTTP/1.1\r\nHost: ${mine}`,
      `GET / HTTP/1.1\r\nHost: ${other}\r\nX-Forwarded-Host: ${mine}\r\nX-Original-URL: ${notes}/public`,
      `GET / HTTP/1.1\r\nHost: ${other}\r\nX-Forwarded-Uri: /public\r\nX-Forwarded-Method: GET`,
    ];
    for (const line of lines) {
      const answer = await sendToSite(wiki, `${line}\r\nCookie: ${cookie}\r\nConnection: close\r\n\r\n`);
      expect(answer).toMatch(/^HTTP\/1\.1 4\d\d /);
      expect(answer).not.toContain('id="received"');
    }
  });

  it('tells the application nothing that a visitor claims', async () => {
    const cookie = await signedIn(notes);
    const { body } = await askSite(notes, '/', { headers: { ...cookie, ...CLAIMED } });
    expect(identityIn(receivedIn(body))).toEqual({ 'remote-user': 'ada', 'remote-name': 'Ada Lovelace' });
  });

  it('passes a large body on unchanged', async () => {
    const cookie = await signedIn(notes);
    const body = randomBytes(5_000_000);
    const answer = await askSite(notes, '/upload', { method: 'POST', headers: cookie, body });
    expect(answer.status).toBe(200);
    const received = receivedIn(answer.body);
    expect([received.method, received.bodyHash]).toEqual(['POST', createHash('sha256').update(body).digest('hex')]);
  });

  it('lets the WebSocket of a signed-in user pass, and no other', async () => {
    const { host } = new URL(notes);
    const handshake = (cookie = '') =>
      `GET /live HTTP/1.1\r\nHost: ${host}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nAccept: text/html\r\n` +
      `Sec-WebSocket-Key: ${randomBytes(16).toString('base64')}\r\nSec-WebSocket-Version: 13\r\n${cookie}\r\n`;
    expect(await sendToSite(notes, handshake())).toMatch(/^HTTP\/1\.1 401 /);
    const { cookie } = await signedIn(notes);
    const socket = await connectToSite(notes);
    const until = (pattern: RegExp) =>
      new Promise<string>((resolve, reject) => {
        let received = '';
        socket.on('data', (chunk) => {
          received += String(chunk);
          if (pattern.test(received)) resolve(received);
        });
        socket.once('close', () => reject(new Error(`The connection was closed after: ${received}`)));
      });
    const opened = until(/\r\n\r\n/);
    socket.write(handshake(`Cookie: ${cookie}\r\n`));
    expect(await opened).toMatch(/^HTTP\/1\.1 101 .*x-seen-user: ada/is);
    const echoed = until(/ping/);
    socket.write('ping');
    expect(await echoed).toContain('ping');
    socket.removeAllListeners('close').destroy();
  });

  it('opens no connection but a WebSocket, so that HTTP/2 in clear text cannot get around the proxy', async () => {
    const { host } = new URL(notes);
    const { cookie } = await signedIn(notes);
    const visitors = ['GET /public HTTP/1.1', `GET / HTTP/1.1\r\nCookie: ${cookie}`];
    const spellings = [
      ...['Upgrade: h2c', 'upgrade:H2C', 'Upgrade: \th2c', 'Upgrade: h2c, websocket', 'Upgrade: websocket, h2c'],
      ...['Upgrade: h2c\r\nUpgrade: websocket', 'Upgrade: websocket\r\nUpgrade: h2c'],
    ];
    const connections = ['Upgrade, HTTP2-Settings', 'HTTP2-Settings\r\nConnection: upgrade', 'Upgrade'];
    app.upgrades.length = 0;
    for (const visitor of visitors) {
      for (const spelling of spellings) {
        for (const connection of connections) {
          const settings = `Connection: ${connection}\r\nHTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA`;
          const answer = await sendToSite(notes, `${visitor}\r\nHost: ${host}\r\n${spelling}\r\n${settings}\r\n\r\n`);
          expect([spelling, connection, answer]).toEqual([
            spelling,
            connection,
            expect.not.stringMatching(/^upgrade: *h2c/im),
          ]);
          expect(answer).toMatch(/^HTTP\/1\.1 /);
        }
      }
    }
    expect(app.upgrades.filter((protocol) => protocol !== 'websocket')).toEqual([]);
  });

  it('tells the application who the user is, even if the visitor names the headers in Connection', async () => {
    const { host } = new URL(notes);
    const { cookie } = await signedIn(notes);
    for (const connection of ['close, Remote-User, Remote-Name', 'Remote-User, close\r\nConnection: remote-name']) {
      const head = `GET / HTTP/1.1\r\nHost: ${host}\r\nCookie: ${cookie}\r\nConnection: ${connection}\r\n\r\n`;
      const received = receivedIn(await sendToSite(notes, head));
      expect([connection, identityIn(received)]).toEqual([
        connection,
        { 'remote-user': 'ada', 'remote-name': 'Ada Lovelace' },
      ]);
    }
  });

  it('signs the user out everywhere, with a form of the application', async () => {
    const cookie = await signedIn(notes);
    await page.click('button[value=sign-out]');
    await page.waitForURL(`${journey.app.origin}/**`);
    expect(await page.textContent('h1')).toMatch(/signed out/i);
    expect((await askSite(notes, '/', { headers: cookie })).status).toBe(401);
    await journey.authenticator.setPresence(false);
    await visit(page, `${notes}/`, `${journey.app.origin}/login`);
    await journey.authenticator.setPresence(true);
  });

  it('does not let another site sign the user out', async () => {
    const cookie = await signedIn(notes);
    const forms = [
      { origin: 'https://evil.example' },
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site', origin: wiki },
      { origin: 'null' },
      {},
    ];
    for (const headers of forms) {
      const answer = await askSite(notes, '/.passgraph/sign-out', {
        method: 'POST',
        headers: { ...cookie, ...headers },
      });
      expect(answer.status).toBe(403);
    }
    const answer = await askSite(notes, '/.passgraph/sign-out', { headers: cookie });
    const asked = `${journey.app.origin}/forward-auth/sign-out?${new URLSearchParams({ origin: notes })}`;
    expect([answer.status, answer.headers.location]).toEqual([303, asked]);
    expect((await askSite(notes, '/', { headers: cookie })).status).toBe(200);
  });

  it('asks before a link signs the user out, and returns to the application if the user stays', async () => {
    const cookie = await signedIn(notes);
    await page.goto(`${notes}/.passgraph/sign-out`);
    expect(await page.innerText('main')).toContain('notes');
    await page.click('button[value=stay]');
    await page.waitForURL(`${notes}/`);
    expect((await askSite(notes, '/', { headers: cookie })).status).toBe(200);
    await page.goto(`${notes}/.passgraph/sign-out`);
    await page.click('button[value=sign-out]');
    await page.waitForSelector('h1:has-text("signed out")');
    expect((await askSite(notes, '/', { headers: cookie })).status).toBe(401);
    for (const [origin, status] of [
      ['https://evil.example', 200],
      [`${notes}@evil.example`, 400],
      ['', 400],
    ] as const) {
      const forged = `${journey.app.origin}/forward-auth/sign-out?${new URLSearchParams({ origin })}`;
      expect((await page.goto(forged))?.status()).toBe(status);
      expect(await page.content()).not.toContain('href="https://evil');
    }
  });

  it('ends with the session', async () => {
    const cookie = await signedIn(notes);
    await page.goto(`${journey.app.origin}/oidc/logout`);
    await page.click('button[value=sign-out]');
    await page.waitForLoadState();
    expect((await askSite(notes, '/', { headers: cookie })).status).toBe(401);
  });

  it('ends when the client is disabled or protects the host no longer', async () => {
    const cookie = await signedIn(notes);
    await journey.app.graphql(UPDATE, { input: { id: 'notes', enabled: false } });
    for (const path of ['/', '/public']) expect((await askSite(notes, path, { headers: cookie })).status).toBe(403);
    await journey.app.graphql(UPDATE, { input: { id: 'notes', enabled: true } });
    expect((await askSite(notes, '/', { headers: cookie })).status).toBe(401);
  });

  it('accepts no callback that the browser did not ask for', async () => {
    // The attacker signs in and keeps the code, which is for a browser that has the cookie of the attacker.
    const start = await askSite(notes, '/.passgraph/start', { headers: PAGE });
    expect(start.headers['set-cookie']?.join()).toMatch(/^__Host-passgraph_sign_in_\w+=[^;]{43};.*HttpOnly/);
    await open(`${notes}/`);
    const authorize = new URL(start.headers.location ?? '');
    const session = await cookiesFor(journey.app.origin);
    const answer = await fetch(authorize, { headers: { ...session, ...PAGE }, redirect: 'manual' });
    const callback = new URL(answer.headers.get('location') ?? '');
    expect([callback.origin, callback.pathname]).toEqual([notes, '/.passgraph/callback']);
    await page.context().clearCookies();
    await page.goto(String(callback));
    expect(await page.textContent('h1')).not.toBe('');
    expect(await page.locator('link[rel=stylesheet]').first().getAttribute('href')).toMatch(/^\/\.passgraph\/assets\//);
    expect(await page.evaluate(() => getComputedStyle(document.body).fontFamily)).not.toMatch(/^"?Times/);
    expect(await page.context().cookies(notes)).toEqual([]);
    expect((await askSite(notes, `${callback.pathname}${callback.search}`)).status).toBe(400);
    const secret = (start.headers['set-cookie']?.[0] ?? '').split(';')[0] ?? '';
    const done = await askSite(notes, `${callback.pathname}${callback.search}`, { headers: { cookie: secret } });
    expect([done.status, done.headers.location]).toEqual([303, `${notes}/`]);
    expect(
      (await askSite(notes, `${callback.pathname}${callback.search}`, { headers: { cookie: secret } })).status,
    ).toBe(400);
  });

  it('answers 503 while the database is not available, and passes a failure of the application on', async () => {
    const { status, body } = await askSite(notes, FAILING_PATH, { headers: PAGE });
    expect([status, receivedIn(body).url]).toEqual([500, FAILING_PATH]);
    const outage = jest
      .spyOn(journey.app.deps.store.protectedHosts, 'find')
      .mockRejectedValue(new StoreUnavailableError('none'));
    try {
      for (const path of ['/', FAILING_PATH]) {
        const answer = await askSite(notes, path, { headers: PAGE });
        expect([path, answer.status, answer.headers['retry-after']]).toEqual([path, 503, '5']);
        expect(answer.headers['content-type']).toMatch(/^text\/(?:html|plain)/);
        expect(answer.body).not.toContain('id="received"');
      }
    } finally {
      outage.mockRestore();
    }
    expect((await askSite(notes, '/public')).status).toBe(200);
  });

  it('redirects to no other host', async () => {
    for (const rd of [
      '//evil.example',
      'https://evil.example/',
      '/\\evil.example',
      '/%09/evil.example',
      'evil.example',
    ]) {
      await page.context().clearCookies();
      await visit(page, `${notes}/.passgraph/start?rd=${encodeURIComponent(rd)}`, `${notes}/`);
      expect(new URL(page.url()).origin).toBe(notes);
    }
    const unknown = notes.replace(HOSTS.notes, 'login.localhost');
    const answer = await askSite(notes, '/.passgraph/start', { headers: { ...PAGE, host: new URL(unknown).host } });
    expect(answer.headers.location ?? '').not.toContain('login.localhost');
  });
}

for (const proxy of SITE_PROXIES) {
  const lack = lackOf(proxy);
  const name = `forward auth with ${proxy.name}`;
  if (lack === undefined) describeInBrowser(name, () => journeys(proxy));
  else describe.skip(`${name} (${lack})`, () => journeys(proxy));
}
