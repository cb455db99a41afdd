import { request as send } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import type { SiteOrigin } from '../../src/forward-auth/site.js';
import { signInAtSite } from '../forward-auth/site-world.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { makeUser, signInAs } from '../support/fixtures.js';
import { type Guide, openGuide } from '../support/guides.js';

const NOTES: SiteOrigin = { scheme: 'https', host: 'notes.example.com' };
const IDENTITY = ['remote-email', 'remote-groups', 'remote-name', 'remote-user'];
const CLAIMS = [...IDENTITY, ...IDENTITY.map((name) => name.replace('-', '_'))].toSorted();

let app: TestApp;
let guide: Guide;
let cookie: string;
let userId: string;

beforeAll(async () => {
  app = await startTestApp({ host: '127.0.0.1', forwardAuthProxies: ['127.0.0.1'] });
  guide = await openGuide('connect/forward-auth', app);
  await guide.graphql(app, 'local');
  await guide.graphql(app, 'client');
  const user = await makeUser(app.deps, { username: 'grace', name: 'Grace Hopper' });
  userId = user.id;
  const { users } = await guide.graphql<{ users: { edges: { node: { id: string } }[] } }>(app, 'users');
  expect(users.edges.map(({ node }) => node.id)).toContain(userId);
  await guide.graphql(app, 'permission', { userId });
  const session = await signInAs(app.deps, user);
  cookie = `__Host-passgraph_forward_auth=${(await signInAtSite(app.deps, NOTES, session.cookie)).cookie}`;
});
afterAll(() => app.stop());

type Headers = Readonly<Record<string, string>>;

/** A request of a browser to the application. */
interface BrowserRequest {
  readonly method?: string;
  readonly path?: string;
  readonly headers: Headers;
}

/** What a browser sends when it opens a page, and with the handshake of a WebSocket. */
const PAGE = { accept: 'text/html,*/*;q=0.8', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' };
const WEBSOCKET = {
  upgrade: 'websocket',
  connection: 'Upgrade',
  'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
  'sec-websocket-version': '13',
  'sec-fetch-mode': 'websocket',
};

interface ProxyAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
}

function ask(method: string, path: string, headers: Headers): Promise<ProxyAnswer> {
  const { port } = new URL(app.origin);
  return new Promise((resolve, reject) => {
    send({ host: '127.0.0.1', port, method, path, headers }, (response) => {
      response.resume();
      resolve({ status: response.statusCode ?? 0, headers: response.headers });
    })
      .once('error', reject)
      .end();
  });
}

const HOP_BY_HOP = ['connection', 'keep-alive', 'te', 'trailers', 'transfer-encoding', 'upgrade'];

/** As Traefik documents it: a GET with the headers of the request, without those of the connection, and five of its own. */
function askLikeTraefik({ method = 'GET', path = '/', headers }: BrowserRequest): Promise<ProxyAnswer> {
  const address = new URL(configuration('traefik.yaml').http.middlewares.passgraph.forwardAuth.address);
  const passed = Object.entries(headers).filter(([name]) => !HOP_BY_HOP.includes(name));
  return ask('GET', address.pathname, {
    ...Object.fromEntries(passed),
    'X-Forwarded-Method': method,
    'X-Forwarded-Proto': 'https',
    'X-Forwarded-Host': NOTES.host,
    'X-Forwarded-Uri': path,
    'X-Forwarded-For': '192.0.2.7',
  });
}

/** As Envoy documents it: the method, host and path of the request after a prefix, and only the headers that are allowed. */
function askLikeEnvoy({ method = 'GET', path = '/', headers }: BrowserRequest): Promise<ProxyAnswer> {
  const { allowed_headers, http_service } = filterOf('envoy.filters.http.ext_authz');
  const allowed = exactNames(allowed_headers);
  const passed = Object.entries(headers).filter(([name]) => allowed.includes(name));
  // Node would treat a request with `Upgrade` as one of its own.
  const own = { host: NOTES.host, 'content-length': '0', ...Object.fromEntries(passed) };
  return ask(method, `${http_service.path_prefix}${path}`, own);
}

// biome-ignore lint/suspicious/noExplicitAny: the files have the shape that the proxies document
function configuration(name: string): any {
  return parse(guide.block(`yaml ${name}`));
}

function connectionManager() {
  return configuration('envoy.yaml').static_resources.listeners[0].filter_chains[0].filters[0].typed_config;
}

function filterOf(name: string) {
  // biome-ignore lint/suspicious/noExplicitAny: see above
  return connectionManager().http_filters.find((filter: any) => filter.name === name).typed_config;
}

function exactNames({ patterns }: { readonly patterns: readonly { readonly exact: string }[] }): string[] {
  return patterns.map(({ exact }) => exact);
}

describe.each([
  ['Traefik', askLikeTraefik],
  ['Envoy', askLikeEnvoy],
])('The requests of %s, as its documentation describes them', (_, asks) => {
  it('let a signed-in user pass, with the headers that the configuration passes on', async () => {
    for (const method of ['GET', 'POST', 'DELETE']) {
      const { status, headers } = await asks({ method, path: '/reports?x=1', headers: { cookie } });
      expect(status).toBe(200);
      expect(headers).toMatchObject({ 'remote-user': 'grace', 'remote-name': 'Grace Hopper' });
      expect(
        Object.keys(headers)
          .filter((name) => name.startsWith('remote-'))
          .toSorted(),
      ).toEqual(IDENTITY);
    }
  });

  it('send pages to the sign-in', async () => {
    const { status, headers } = await asks({ path: '/reports?x=1', headers: PAGE });
    expect([status, headers.location]).toEqual([
      302,
      `https://notes.example.com/.passgraph/start?rd=${encodeURIComponent('/reports?x=1')}`,
    ]);
  });

  it('are answered with 401 for everything else', async () => {
    expect((await asks({ headers: WEBSOCKET })).status).toBe(401);
    expect((await asks({ method: 'POST', headers: PAGE })).status).toBe(401);
    expect((await asks({ headers: { accept: 'application/json' } })).status).toBe(401);
  });

  it('need a sign-in for every spelling of an exception', async () => {
    const rules = [
      { path: '/public', action: 'BYPASS' },
      { path: '/public/drafts', action: 'SIGN_IN' },
    ];
    const update = 'mutation ($input: UpdateClientInput!) { updateClient(input: $input) { client { id } } }';
    await app.graphql(update, { input: { id: 'notes-site', forwardAuth: { hosts: [NOTES.host], rules } } });
    for (const path of ['/public/drafts.', '/public/Drafts.json', '/public/drafts%20/1', '/public/dr%C3%A0fts']) {
      expect([path, (await asks({ path, headers: {} })).status]).toEqual([path, 401]);
    }
    expect((await asks({ path: '/public/draftsman', headers: {} })).status).toBe(200);
  });

  it('let the WebSocket of a signed-in user pass', async () => {
    expect((await asks({ headers: { ...WEBSOCKET, cookie } })).status).toBe(200);
  });

  it('let the paths of a rule pass', async () => {
    expect((await asks({ path: '/public/logo.svg', headers: {} })).status).toBe(200);
    expect((await asks({ path: '/public/../admin', headers: {} })).status).toBe(401);
    expect((await asks({ method: 'POST', path: '/public', headers: {} })).status).toBe(401);
  });
});

describe('The configuration of Traefik', () => {
  it('removes what a visitor claims before it asks, and passes on what the server says', () => {
    const { middlewares, routers } = configuration('traefik.yaml').http;
    const {
      Upgrade,
      'HTTP2-Settings': settings,
      ...claims
    } = middlewares['without-identity'].headers.customRequestHeaders;
    expect(
      Object.keys(claims)
        .map((name) => name.toLowerCase())
        .toSorted(),
    ).toEqual(CLAIMS);
    expect(new Set(Object.values(claims))).toEqual(new Set(['']));
    expect([Upgrade, settings]).toEqual(['websocket', '']);
    expect(routers.notes.middlewares).toEqual(['without-identity', 'passgraph']);
    const { authResponseHeaders, ...others } = middlewares.passgraph.forwardAuth;
    expect(authResponseHeaders.map((name: string) => name.toLowerCase()).toSorted()).toEqual(IDENTITY);
    expect(Object.keys(others)).toEqual(['address']);
  });

  it('sends the paths of the sign-in to the server without asking', () => {
    const { routers } = configuration('traefik.yaml').http;
    expect(routers['notes-sign-in']).toMatchObject({ service: 'passgraph' });
    expect(routers['notes-sign-in'].middlewares).toBeUndefined();
    // Traefik gives the longer rule the higher priority.
    expect(routers['notes-sign-in'].rule.length).toBeGreaterThan(routers.notes.rule.length);
  });
});

describe('The configuration of Envoy', () => {
  it('removes what a visitor claims before it asks, and passes on what the server says', () => {
    // biome-ignore lint/suspicious/noExplicitAny: see above
    const names = connectionManager().http_filters.map((filter: any) => filter.name.split('.').at(-1));
    expect(names).toEqual(['header_mutation', 'ext_authz', 'router']);
    const { request_mutations } = filterOf('envoy.filters.http.header_mutation').mutations;
    expect(request_mutations.map(({ remove }: { remove: string }) => remove).toSorted()).toEqual(CLAIMS);
    const { authorization_response } = filterOf('envoy.filters.http.ext_authz').http_service;
    expect(exactNames(authorization_response.allowed_upstream_headers).toSorted()).toEqual(IDENTITY);
    expect(connectionManager().common_http_protocol_options.headers_with_underscores_action).toBe('DROP_HEADER');
    expect(connectionManager().upgrade_configs).toEqual([{ upgrade_type: 'websocket' }]);
    expect(filterOf('envoy.filters.http.ext_authz').failure_mode_allow).toBeUndefined();
  });

  it('asks about everything of the host, except the paths of the sign-in', () => {
    const [, { routes }] = connectionManager().route_config.virtual_hosts;
    const [own, others] = routes;
    expect([own.match.prefix, others.match.prefix, routes.length]).toEqual(['/.passgraph/', '/', 2]);
    expect(own.typed_per_filter_config['envoy.filters.http.ext_authz'].disabled).toBe(true);
    expect(others.typed_per_filter_config).toBeUndefined();
  });
});
