import { readFile } from 'node:fs/promises';
import type { Server } from 'node:http';

import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { startTestApp, type TestApp } from '../support/app.js';
import { addVirtualAuthenticator, describeInBrowser, launchBrowser } from '../support/browser.js';
import { serveExample } from '../support/guide-server.js';
import { type Guide, openGuide, type Program, startExample } from '../support/guides.js';
import { broughtBack, enrolOwner, type Person } from '../support/people.js';
import { newUserAgent } from '../support/user-agent.js';

interface CreatedClient {
  readonly createClient: { readonly client: { readonly id: string }; readonly clientSecret: string | null };
}

let app: TestApp;
let owner: Person;
const running: Program[] = [];

function run(program: Program): Program {
  running.push(program);
  return program;
}

beforeAll(async () => {
  app = await startTestApp({ allowedPrivateHosts: ['localhost'] });
  owner = await enrolOwner(app);
});
afterEach(async () => {
  await Promise.all(running.splice(0).map((program) => program.stop()));
});
afterAll(() => app.stop());

async function eventually(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 50));
}

describe('docs/connect/server-side.md', () => {
  let guide: Guide;
  let origin: string;
  let secret: string;
  beforeAll(async () => {
    guide = await openGuide('connect/server-side', app);
    origin = guide.origin(4000);
    const { createClient } = await guide.graphql<CreatedClient>(app, 'client');
    secret = createClient.clientSecret ?? '';
    await guide.graphql(app, 'logout');
  });

  it('says in a sentence that CLIENT_SECRET is missing', async () => {
    const program = startExample(guide, 'server-side/app.ts', 4000, { CLIENT_SECRET: '' });
    expect(await program.ends()).toBe(1);
    expect(program.printed()).toMatch(/^CLIENT_SECRET is missing: .*\n$/);
  });

  it('signs in, refreshes, keeps its token fresh, and signs out', async () => {
    // Every access token is about to expire: each call of userinfo refreshes first.
    await app.graphql(`mutation { updateClient(input: { id: "wiki", accessTokenLifetime: 5 }) { client { id } } }`);
    await run(startExample(guide, 'server-side/app.ts', 4000, { CLIENT_SECRET: secret })).listens(origin);
    const browser = newUserAgent(origin);
    const away = await browser.get('/login');
    const back = await broughtBack(owner, away.location);
    expect((await newUserAgent(origin).get(back.href)).status).toBe(400);
    expect((await browser.get(back.href)).location?.href).toBe(`${origin}/`);
    expect((await browser.get('/')).text).toContain('Signed in as');
    const answers = await Promise.all([browser.get('/me'), browser.get('/me'), browser.get('/me')]);
    for (const answer of answers) expect(answer.json()).toMatchObject({ preferred_username: 'owner' });
    expect((await browser.get('/me')).status).toBe(200);

    const out = await browser.get('/logout');
    expect((await owner.agent.get(out.location?.href ?? '')).location?.href).toBe(`${origin}/`);
    expect((await browser.get('/')).text).toContain('Sign in');
    expect((await owner.agent.get((await browser.get('/login')).location?.href ?? '')).location?.pathname).toBe(
      '/login',
    );
  });

  it('ends its sessions when the server says so', async () => {
    await run(startExample(guide, 'server-side/app.ts', 4000, { CLIENT_SECRET: secret })).listens(origin);
    const browser = newUserAgent(origin);
    await browser.get((await broughtBack(owner, (await browser.get('/login')).location)).href);
    expect((await browser.get('/')).text).toContain('Signed in as');
    const { userByUsername } = await app.graphql<{ userByUsername: { id: string } }>(
      `{ userByUsername(username: "owner") { id } }`,
    );
    await app.graphql(`mutation ($id: ID!) { revokeUserSessions(input: { userId: $id }) { count } }`, {
      id: userByUsername.id,
    });
    await eventually(async () => !(await browser.get('/')).text.includes('Signed in as'));
    expect((await newUserAgent(origin).postForm('/backchannel-logout', { logout_token: 'a.b.c' })).status).toBe(400);
  });

  it('shows that the user has no access', async () => {
    await run(startExample(guide, 'server-side/app.ts', 4000, { CLIENT_SECRET: secret })).listens(origin);
    const browser = newUserAgent(origin);
    const state = (await browser.get('/login')).location?.searchParams.get('state');
    const denied = await browser.get(
      `/callback?error=access_denied&state=${state}&iss=${encodeURIComponent(app.origin)}`,
    );
    expect([denied.status, denied.text]).toEqual([403, 'Not signed in: access_denied']);
  });
});

describe('docs/connect/products.md', () => {
  it('makes clients of products, and names addresses that discovery names', async () => {
    const guide = await openGuide('connect/products', app);
    const clients = await guide.graphql<Record<string, { clientSecret: string }>>(app, 'products');
    expect(Object.values(clients).every(({ clientSecret }) => clientSecret.length === 43)).toBe(true);
    const metadata = JSON.stringify(await (await fetch(`${app.origin}/.well-known/openid-configuration`)).json());
    const named = (await readFile('docs/connect/products.md', 'utf8')).matchAll(
      /https:\/\/login\.example\.com(\/oidc\/\w+)/g,
    );
    const paths = new Set([...named].map(([, path]) => path));
    expect(paths.size).toBe(5);
    for (const path of paths) expect(metadata).toContain(`"${app.origin}${path}"`);
  });
});

describe('docs/connect/native.md', () => {
  it('signs in at a port of its own', async () => {
    const guide = await openGuide('connect/native', app);
    await guide.graphql(app, 'client');
    const program = run(startExample(guide, 'native/cli.ts', 4000, { PORT: '' }));
    const [, url = ''] = await program.says(/Sign in at (\S+)\n/);
    const back = await broughtBack(owner, new URL(url));
    const forged = new URL(back);
    forged.searchParams.set('state', 'another');
    expect((await fetch(forged)).status).toBe(404);
    expect(await (await fetch(back)).text()).toBe('You can close this window.');
    await program.says(/Signed in as owner\n/);
    expect(await program.ends()).toBe(0);
  });
});

describe('docs/connect/device.md', () => {
  it('signs in the user who enters the code', async () => {
    const guide = await openGuide('connect/device', app);
    await guide.graphql(app, 'client');
    const program = run(startExample(guide, 'device/device.ts', 4000));
    const [, page = '', code = ''] = await program.says(/Open (\S+) and enter (\S+)\n/);
    expect(page).toBe(`${app.origin}/device`);
    const entered = await owner.agent.postForm('/device', { user_code: code });
    const asked = await owner.agent.follow(entered.location?.href ?? '');
    expect(asked.text).toContain('Screen');
    const fields = [...asked.text.matchAll(/name="(interaction|shown)" value="([^"]+)"/g)];
    const answer = { ...Object.fromEntries(fields.map(([, name, value]) => [name, value])), action: 'allow' };
    const allowed = await owner.agent.postForm('/consent', answer);
    expect((await owner.agent.follow(allowed.location?.href ?? '')).status).toBe(200);
    await program.says(/Signed in as owner\n/);
    expect(await program.ends()).toBe(0);
  });
});

describe('docs/connect/high-security.md', () => {
  it('signs in with PAR, private_key_jwt, DPoP, a signed request and a signed answer', async () => {
    const guide = await openGuide('connect/high-security', app);
    const keys = run(startExample(guide, 'high-security/keys.ts', 4000));
    expect(await keys.ends()).toBe(0);
    const { createClient } = await guide.graphql<CreatedClient>(app, 'client', { jwks: JSON.parse(keys.printed()) });
    expect(createClient.client).toMatchObject({ id: 'bank', tokenEndpointAuthMethod: 'PRIVATE_KEY_JWT' });
    const origin = guide.origin(4000);
    await run(startExample(guide, 'high-security/app.ts', 4000)).listens(origin);
    const away = await fetch(origin, { redirect: 'manual' });
    const cookie = (away.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
    const back = await broughtBack(owner, new URL(away.headers.get('location') ?? ''));
    expect(`${back.origin}${back.pathname}`).toBe('https://bank.example.com/callback');
    expect([...back.searchParams.keys()]).toEqual(['response']);
    const hello = await fetch(`${origin}${back.pathname}${back.search}`, { headers: { cookie } });
    expect(await hello.text()).toMatch(/^Hello owner, you are [0-9a-f-]{36}$/);
  });
});

describeInBrowser('docs/connect/single-page.md', () => {
  let browser: Browser;
  let page: Page;
  let server: Server;
  let guide: Guide;

  beforeAll(async () => {
    guide = await openGuide('connect/single-page', app);
    await guide.graphql(app, 'client');
    browser = await launchBrowser();
    page = await (await browser.newContext()).newPage();
    server = await serveExample(guide, 'single-page', { ISSUER: app.origin });
  });
  afterAll(async () => {
    await browser.close();
    server.closeAllConnections();
    server.close();
  });

  it('signs in, asks an API with a bound token, renews it, and signs out', async () => {
    await addVirtualAuthenticator(page);
    const { createEnrolmentLink } = await app.graphql<{ createEnrolmentLink: { enrolmentLink: { url: string } } }>(
      `mutation ($id: ID!) { createEnrolmentLink(input: { userId: $id }) { enrolmentLink { url } } }`,
      {
        id: (
          await app.graphql<{ createUser: { user: { id: string } } }>(
            `mutation { createUser(input: { username: "ada" }) { user { id } } }`,
          )
        ).createUser.user.id,
      },
    );
    await page.goto(createEnrolmentLink.enrolmentLink.url);
    await page.locator('#ceremony button[type=submit]').click();
    await page.waitForURL('**/account?at=passkeys&done=enrolled');

    await page.goto(guide.origin(4000));
    await page.locator('#sign-in').click();
    await page.locator('#who', { hasText: 'Signed in as ada' }).waitFor();
    expect(new URL(page.url()).pathname).toBe('/');
    await page.locator('#ask').click();
    await page.locator('#answer', { hasText: '"preferred_username":"ada"' }).waitFor();
    const before = await tokenIn(page);
    // As if it were about to expire: the next call renews it first.
    await page.evaluate(() => {
      const key = Object.keys(sessionStorage).find((name) => name.startsWith('oidc.user:')) ?? '';
      const user = JSON.parse(sessionStorage.getItem(key) ?? '{}');
      sessionStorage.setItem(key, JSON.stringify({ ...user, expires_at: Math.floor(Date.now() / 1000) + 10 }));
    });
    await page.locator('#answer').evaluate((element) => element.replaceChildren());
    await page.locator('#ask').click();
    await page.locator('#answer', { hasText: '"preferred_username":"ada"' }).waitFor();
    expect(await tokenIn(page)).not.toBe(before);
    await page.locator('#sign-out').click();
    await page.locator('#who', { hasText: 'Not signed in' }).waitFor();
    const answer = await fetch(`${app.origin}/oidc/userinfo`, { headers: { authorization: `DPoP ${before}` } });
    expect(answer.status).toBe(401);
  });
});

function tokenIn(page: Page): Promise<string> {
  return page.evaluate(() => {
    const key = Object.keys(sessionStorage).find((name) => name.startsWith('oidc.user:')) ?? '';
    return JSON.parse(sessionStorage.getItem(key) ?? '{}').access_token;
  });
}
