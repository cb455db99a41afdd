import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { text as readText } from 'node:stream/consumers';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { routes } from '../../src/http/routes.js';
import type { Client } from '../../src/model/clients/client.js';
import type { Issuer } from '../../src/model/clients/issuer.js';
import { LANGUAGES } from '../../src/pages/texts/choose-texts.js';
import { type Administration, openAdministration } from '../support/administration.js';
import { basicHeader, queryOf } from '../support/authorization.js';
import { DATABASE_MESSAGE, type Fails, failingStore } from '../support/failing-store.js';
import { makeClient, makeUser, signInAs } from '../support/fixtures.js';
import { openMemoryStore } from '../support/stores.js';

let server: Administration;
let client: Client;
let secret: string;
let cookie: string;
let fails: Fails = () => false;
const errors: object[] = [];

const ignore = (): void => {};
const warnings: object[] = [];
const log = {
  debug: ignore,
  info: ignore,
  warn: (detail: object) => void warnings.push(detail),
  error: (detail: object) => void errors.push(detail),
};

beforeAll(async () => {
  const store = failingStore(await openMemoryStore(), (name) => fails(name));
  server = await openAdministration({ store, log, config: { forwardAuthProxies: ['127.0.0.0/8', '::1'] } });
  const issuer = (await store.issuers.find('default')) as Issuer;
  ({ client, secret } = await makeClient(server.deps, issuer, {
    grant_types: ['authorization_code', 'client_credentials', 'urn:ietf:params:oauth:grant-type:device_code'],
    integrations: ['OIDC', 'BASIC'],
    consent: 'NEVER',
  }));
  const signedIn = await signInAs(server.deps, await makeUser(server.deps));
  cookie = `passgraph_session=${signedIn.cookie}`;
});
beforeEach(() => {
  fails = () => false;
  errors.length = 0;
  warnings.length = 0;
});
afterAll(() => server.close());

const all = () => true;
const origin = () => new URL(server.url).origin;

function send(path: string, init: RequestInit = {}): Promise<Response> {
  return fetch(`${origin()}${path}`, { redirect: 'manual', ...init });
}

function sendForm(path: string, form: Record<string, string>, headers: Record<string, string> = {}) {
  return send(path, { method: 'POST', headers, body: new URLSearchParams(form) });
}

describe('While the database is not available', () => {
  it('no route answers 500 or says what the database reported, and 503 always has Retry-After', async () => {
    fails = all;
    const headers = {
      Cookie: `${cookie}; passgraph_browser=${'b'.repeat(43)}`,
      Origin: server.deps.config.issuer,
      Authorization: basicHeader(client, secret),
      'Sec-Fetch-Site': 'same-origin',
    };
    const seen = new Map<string, number>();
    for (const { name, paths, kind, GET, POST } of routes) {
      const path = (paths[0] ?? '').replace(':clientId', client.id).replace(/:\w+/g, 'x'.repeat(43));
      const json = kind === 'ceremony' || kind === 'graphql';
      const type = json ? 'application/json' : 'application/x-www-form-urlencoded';
      const body = json ? '{"query":"{ viewer { kind } }","interaction":"x"}' : 'grant_type=client_credentials&token=x';
      const query = new URLSearchParams(queryOf(client));
      for (const method of ['GET', 'POST'].filter((method) => (method === 'GET' ? GET : POST))) {
        const init = method === 'GET' ? { headers } : { method, body, headers: { ...headers, 'Content-Type': type } };
        const response = await send(method === 'GET' ? `${path}?${query}` : path, init);
        const text = await response.text();
        seen.set(`${method} ${name}`, response.status);
        expect([name, method, response.status]).not.toEqual([name, method, 500]);
        expect(text).not.toContain('SQLITE');
        if (response.status === 503) expect([name, response.headers.get('retry-after')]).toEqual([name, '5']);
      }
    }
    const unavailable = [...seen].filter(([, status]) => status === 503).map(([route]) => route);
    expect(unavailable).toEqual(
      expect.arrayContaining([
        'GET metadata',
        'GET jwks',
        'GET authorize',
        'POST authorize',
        'POST token',
        'POST par',
        'POST device-authorization',
        'POST introspection',
        'POST revocation',
        'GET logout',
        'GET basic-login',
        'GET account',
        'POST account',
        'POST authentication-options',
        'POST registration-options',
        'GET ready',
      ]),
    );
    expect([seen.get('GET live'), seen.get('GET robots'), errors]).toEqual([200, 200, []]);
  });

  it('OAuth endpoints answer temporarily_unavailable as JSON', async () => {
    fails = all;
    const response = await sendForm(
      '/oidc/token',
      { grant_type: 'client_credentials' },
      { Authorization: basicHeader(client, secret) },
    );
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '5']);
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(await response.json()).toEqual({
      error: 'temporarily_unavailable',
      error_description: 'The database is not available. Send the request again in a few seconds.',
    });
  });

  it('a page says in each language that the user can try again, and not what the database reported', async () => {
    fails = all;
    const titles = new Set<string>();
    for (const { lang } of LANGUAGES) {
      const response = await send(`/oidc/authorize?${new URLSearchParams(queryOf(client))}`, {
        headers: { 'Accept-Language': lang, Accept: 'text/html' },
      });
      const html = await response.text();
      expect([response.status, response.headers.get('content-type')]).toEqual([503, 'text/html; charset=utf-8']);
      expect(html).toContain('temporarily_unavailable');
      expect(html).not.toContain(DATABASE_MESSAGE);
      titles.add(/<h1>(.*?)<\/h1>/.exec(html)?.[1] ?? '');
    }
    expect(titles.size).toBe(LANGUAGES.length);
  });

  it('GraphQL answers UNAVAILABLE with the status 503 and Retry-After, whichever part of the operation failed', async () => {
    const key = await server.keyWith('clients:read');
    for (const failing of ['apiKeys.', 'clients.']) {
      fails = (name) => name.startsWith(failing);
      const { status, headers, errors: refused } = await server.call('{ clients { totalCount } }', {}, key);
      expect([failing, status, headers.get('retry-after')]).toEqual([failing, 503, '5']);
      expect(refused.map(({ message, extensions }) => [message, extensions])).toEqual([
        ['The database is not available. Send the request again in a few seconds.', { code: 'UNAVAILABLE' }],
      ]);
      expect(warnings.splice(0)).toEqual([expect.objectContaining({ outcome: 'none' })]);
    }
  });

  it('a question of forward auth is answered with a page if a browser opens one, otherwise with JSON', async () => {
    fails = all;
    const asked = {
      'X-Forwarded-Method': 'GET',
      'X-Forwarded-Proto': 'https',
      'X-Forwarded-Host': 'notes.example',
      'X-Forwarded-Uri': '/',
      'X-Requested-With': 'fetch',
    };
    const { 'X-Requested-With': _, ...opened } = asked;
    const types = await Promise.all(
      [asked, opened].map(async (headers) => {
        // Not fetch, which always sends Sec-Fetch-Mode: cors.
        const sent = request(`${origin()}/forward-auth/forwarded`, {
          headers: { ...headers, accept: 'text/html' },
        }).end();
        const [response] = (await once(sent, 'response')) as [IncomingMessage];
        const body = await readText(response);
        expect([response.statusCode, response.headers['retry-after']]).toEqual([503, '5']);
        expect(body).toContain('temporarily_unavailable');
        if (body.startsWith('<')) expect(body).toContain('href="/.passgraph/assets/');
        return response.headers['content-type'];
      }),
    );
    expect(types).toEqual(['application/json; charset=utf-8', 'text/html; charset=utf-8']);
  });

  it('passkey endpoints answer JSON that the scripts of the pages understand', async () => {
    fails = all;
    const response = await send('/passkeys/authentication/options', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Origin: server.deps.config.issuer },
      body: '{}',
    });
    expect([response.status, await response.json()]).toEqual([
      503,
      { error: 'temporarily_unavailable', message: expect.stringContaining('not available') },
    ]);
  });
});

describe('An authorization request', () => {
  it('during which any call of the store fails gets a redirect with temporarily_unavailable, or a page with 503 before its redirect URI is known', async () => {
    const seen = new Set<string>();
    for (let failing = 1; ; failing += 1) {
      let calls = 0;
      fails = () => {
        calls += 1;
        return calls === failing;
      };
      const response = await send(`/oidc/authorize?${new URLSearchParams(queryOf(client, { prompt: 'none' }))}`, {
        headers: { Cookie: `${cookie}; passgraph_browser=${'b'.repeat(43)}` },
      });
      const location = new URL(response.headers.get('location') ?? 'none:');
      if (calls < failing) {
        expect([response.status, location.searchParams.has('code')]).toEqual([303, true]);
        break;
      }
      seen.add(response.status === 503 ? 'page' : `${location.origin} ${location.searchParams.get('error')}`);
      if (response.status === 303) expect(location.searchParams.get('state')).toBe('the-state');
    }
    expect([...seen].sort()).toEqual(['https://wiki.example temporarily_unavailable', 'page']);
    expect(errors).toEqual([]);
  });

  it('of Basic gets a page with 503', async () => {
    fails = (name) => name.startsWith('readSession') || name.startsWith('interactions.');
    const query = new URLSearchParams({ redirectUri: 'https://wiki.example/callback' });
    const response = await send(`/auth/login/${client.id}?${query}`, {
      headers: { Cookie: `${cookie}; passgraph_browser=${'b'.repeat(43)}` },
    });
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '5']);
    expect(await response.text()).toContain('temporarily_unavailable');
  });
});
