import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ensureDefaultIssuer } from '../../src/admin/issuers/issuer-default.js';
import { routes } from '../../src/http/routes.js';
import type { Client } from '../../src/model/clients/client.js';
import type { Issuer } from '../../src/model/clients/issuer.js';
import type { LimitName } from '../../src/model/deps.js';
import type { User } from '../../src/model/people/user.js';
import { basicHeader, type Query, queryOf } from '../support/authorization.js';
import { makeClient, makeUser, signInAs } from '../support/fixtures.js';
import { newUserAgent } from '../support/user-agent.js';
import { startEdge, type TestEdge } from './start-edge.js';

const FORM = 'application/x-www-form-urlencoded';
/** Every destination of Fetch §2.2.5 from which another page can load an address without leaving. */
const EMBEDDED = [
  ...['audio', 'embed', 'empty', 'fencedframe', 'font', 'frame', 'iframe', 'image', 'object', 'script', 'style'],
  ...['track', 'video', 'worker', 'xslt'],
];
const MODES = ['navigate', 'no-cors', 'cors', 'same-origin', 'websocket'];

let edge: TestEdge;
let issuer: Issuer;
let client: Client;
let secret: string;
let user: User;
/** The limits that requests used up. */
let taken: LimitName[];
beforeAll(async () => {
  const limits = {
    take: (name: LimitName) => {
      taken.push(name);
      return Promise.resolve(true);
    },
  };
  edge = await startEdge({ limits });
  issuer = await ensureDefaultIssuer(edge.deps);
  ({ client, secret } = await makeClient(edge.deps, issuer, { id: 'wiki', integrations: ['OIDC', 'BASIC'] }));
  user = await makeUser(edge.deps, { username: 'ada' });
});
afterAll(() => edge.stop());
beforeEach(() => {
  taken = [];
});

/** The addresses that browsers open, with parameters that make each of them do what it is for. */
function addresses(): readonly string[] {
  const authorization = `?${new URLSearchParams(queryOf(client))}`;
  const parameters: Readonly<Record<string, string>> = {
    authorize: authorization,
    'basic-login': '?redirectUri=https%3A%2F%2Fwiki.example%2Fcallback',
    'basic-logout': '?redirectUri=https%3A%2F%2Fwiki.example%2Fgoodbye',
    device: '?user_code=BCDF-GHJK',
  };
  return routes
    .filter(({ kind, GET }) => GET !== undefined && (kind === 'page' || kind === 'front'))
    .flatMap(({ name, paths }) => paths.map((path) => `${path}${parameters[name] ?? ''}`))
    .map((path) => path.replace('/i/:slug', '').replace(':clientId', 'wiki').replace(/:\w+/, 'unknown'));
}

const authorizePath = (changes: Query = {}) => `/oidc/authorize?${new URLSearchParams(queryOf(client, changes))}`;

async function signedIn() {
  const { cookie, session } = await signInAs(edge.deps, user);
  const agent = newUserAgent(edge.origin);
  await agent.jar.setCookie(`passgraph_session=${cookie}; Path=/`, edge.origin);
  const isSignedIn = async () => (await edge.deps.store.sessions.find(session.id))?.endedAt === undefined;
  return { agent, isSignedIn };
}

describe('Fetch Metadata §2.1 Sec-Fetch-Dest', () => {
  it.each(EMBEDDED)(
    '%s is refused at every page and address for browsers, before anything is counted',
    async (dest) => {
      for (const path of addresses()) {
        const answer = await edge.get(path, {
          'sec-fetch-dest': dest,
          'sec-fetch-mode': 'no-cors',
          accept: 'text/html',
        });
        expect([path, answer.status, answer.headers.getSetCookie()]).toEqual([path, 403, []]);
        expect(await answer.text()).toContain(`Sec-Fetch-Dest is ${dest}`);
      }
      expect(taken).toEqual([]);
    },
  );

  it('is not repeated in the refusal if it is no known destination', async () => {
    const answer = await edge.get('/login', { 'sec-fetch-dest': '<b>x</b>', accept: 'text/html' });
    expect(answer.status).toBe(403);
    expect(await answer.text()).not.toContain('<b>');
  });

  it('is refused for HEAD and for the POST of other sites too', async () => {
    const headers = { 'content-type': FORM, 'sec-fetch-dest': 'empty', 'sec-fetch-mode': 'no-cors' };
    expect((await edge.send('HEAD', '/login', headers)).status).toBe(403);
    for (const path of ['/oidc/authorize', '/oidc/logout']) {
      const body = new URLSearchParams(queryOf(client)).toString();
      const answer = await edge.post(path, body, { ...headers, 'sec-fetch-site': 'cross-site' });
      expect([path, answer.status, answer.headers.get('location')]).toEqual([path, 403, null]);
    }
    expect(taken).toEqual([]);
  });

  it.each(MODES)('document, or none at all, goes on with Sec-Fetch-Mode: %s', async (mode) => {
    for (const headers of [{ 'sec-fetch-dest': 'document' }, {}] as Record<string, string>[]) {
      const answer = await edge.get(authorizePath(), { ...headers, 'sec-fetch-mode': mode });
      expect([answer.status, answer.headers.get('location')]).toEqual([303, expect.stringMatching(/^\/login\?/)]);
    }
    expect(taken).toEqual(['interaction', 'interaction']);
  });

  it('does not matter for files, metadata and keys, which pages of other sites load', async () => {
    for (const path of ['/.well-known/openid-configuration', '/oidc/jwks', '/favicon.ico', '/health/live']) {
      const answer = await edge.get(path, { 'sec-fetch-dest': 'empty', 'sec-fetch-mode': 'cors' });
      expect([path, answer.status]).toEqual([path, 200]);
    }
  });

  it('image ends no session, even with an id_token_hint or a token in the address', async () => {
    const { agent, isSignedIn } = await signedIn();
    for (const path of ['/oidc/logout', '/oidc/logout?id_token_hint=x', '/auth/logout/wiki?token=x']) {
      const answer = await agent.get(path, { 'sec-fetch-dest': 'image' });
      expect([path, answer.status, answer.headers.getSetCookie()]).toEqual([path, 403, []]);
    }
    expect(await isSignedIn()).toBe(true);
  });
});

describe('Fetch Metadata: silent renewal in an iframe (OpenID Connect Core §3.1.2.1)', () => {
  const iframe = { 'sec-fetch-dest': 'iframe', 'sec-fetch-mode': 'navigate', 'sec-fetch-site': 'same-site' };

  it('gets a code with prompt=none', async () => {
    const { agent } = await signedIn();
    const answer = await agent.get(authorizePath({ prompt: 'none' }), iframe);
    expect(answer.location?.searchParams.has('code')).toBe(true);
  });

  it('gets login_required with prompt=none if the user is signed out', async () => {
    const answer = await newUserAgent(edge.origin).get(authorizePath({ prompt: 'none' }), iframe);
    expect(answer.location?.searchParams.get('error')).toBe('login_required');
    expect(taken).toEqual([]);
  });

  it('gets nothing without prompt=none', async () => {
    const { agent } = await signedIn();
    for (const prompt of [undefined, 'login', 'consent', 'nonesuch']) {
      const answer = await agent.get(authorizePath({ prompt }), iframe);
      expect([prompt, answer.status, answer.location]).toEqual([prompt, 403, undefined]);
      expect(answer.text).toContain('prompt=none');
    }
    expect(taken).toEqual([]);
  });

  it('gets nothing by POST, which would have to store the request', async () => {
    const { agent } = await signedIn();
    const fields = Object.fromEntries(queryOf(client, { prompt: 'none' }));
    const answer = await agent.postForm('/oidc/authorize', fields, iframe);
    expect([answer.status, answer.location, taken]).toEqual([403, undefined, []]);
  });

  it('follows the prompt of a pushed request, not the one beside it', async () => {
    const { agent } = await signedIn();
    const push = async (prompt: string | undefined) => {
      const body = new URLSearchParams(queryOf(client, { prompt })).toString();
      const headers = { 'content-type': FORM, authorization: basicHeader(client, secret) };
      return ((await (await edge.post('/oidc/par', body, headers)).json()) as { request_uri: string }).request_uri;
    };
    const open = async (parameters: Record<string, string>) =>
      agent.get(`/oidc/authorize?${new URLSearchParams({ client_id: client.id, ...parameters })}`, iframe);
    const silent = await open({ request_uri: await push('none') });
    expect(silent.location?.searchParams.has('code')).toBe(true);
    taken = [];
    for (const prompt of [undefined, 'login']) {
      const answer = await open({ request_uri: await push(prompt), prompt: 'none' });
      expect([answer.status, answer.location]).toEqual([403, undefined]);
    }
    expect(taken).not.toContain('interaction');
  });

  it('is possible for scripts of this server, and of no other site', async () => {
    const { agent } = await signedIn();
    const script = (site: string) => ({ 'sec-fetch-dest': 'empty', 'sec-fetch-mode': 'cors', 'sec-fetch-site': site });
    const silent = await agent.get(authorizePath({ prompt: 'none' }), script('same-origin'));
    expect(silent.location?.searchParams.has('code')).toBe(true);
    for (const [prompt, site] of [
      [undefined, 'same-origin'],
      ['none', 'same-site'],
      ['none', 'cross-site'],
    ] as const) {
      const answer = await agent.get(authorizePath({ prompt }), script(site));
      expect([prompt, site, answer.status, answer.location]).toEqual([prompt, site, 403, undefined]);
    }
  });

  it('is possible at the authorization endpoint only', async () => {
    for (const path of addresses().filter((address) => !address.startsWith('/oidc/authorize'))) {
      const answer = await edge.get(`${path}${path.includes('?') ? '&' : '?'}prompt=none`, iframe);
      expect([path, answer.status]).toEqual([path, 403]);
    }
  });
});

describe('Fetch Metadata §2.2 Sec-Fetch-Site', () => {
  const paths = routes
    .filter(({ kind, GET }) => kind === 'ceremony' && GET !== undefined)
    .flatMap((route) => route.paths.map((path) => path.replace(':code', 'unknown')));

  it.each([
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { origin: 'https://evil.example' },
  ] as Record<string, string>[])(
    '%j reads nothing that is for scripts of our pages, and is not counted',
    async (headers) => {
      expect(paths).toEqual(['/join/unknown/state', '/account/device/state']);
      for (const path of paths) {
        for (const method of ['GET', 'HEAD']) {
          const { status } = await edge.send(method, path, { ...headers, 'sec-fetch-dest': 'image' });
          expect([method, path, status]).toEqual([method, path, 403]);
        }
      }
      expect(taken).toEqual([]);
    },
  );

  it.each([{ 'sec-fetch-site': 'same-origin' }, {}] as Record<string, string>[])(
    '%j reads it, and is counted apart from ceremonies',
    async (headers) => {
      for (const path of paths) expect([path, (await edge.get(path, headers)).status]).toEqual([path, 200]);
      expect(taken).toEqual(['deviceLinkState', 'deviceLinkState']);
    },
  );
});

describe('Fetch §4 prefetches', () => {
  it.each([
    { 'sec-purpose': 'prefetch', 'sec-fetch-dest': 'document' },
    { 'sec-purpose': 'prefetch;prerender', 'sec-fetch-dest': 'document' },
    { 'sec-purpose': 'prefetch;anonymous-client-ip' },
    { purpose: 'prefetch' },
    { 'x-moz': 'prefetch' },
  ] as Record<string, string>[])('with the headers %j begin nothing', async (headers) => {
    const { agent, isSignedIn } = await signedIn();
    for (const path of addresses()) {
      const answer = await agent.get(path, headers);
      expect([path, answer.status, answer.headers.getSetCookie()]).toEqual([path, 403, []]);
      expect(answer.text).toContain('prefetch');
    }
    expect([taken, await isSignedIn()]).toEqual([[], true]);
  });
});
