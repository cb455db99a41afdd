import { request as send } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ensureDefaultIssuer } from '../../src/admin/issuers/issuer-default.js';
import { makeSite, signInAtSite } from '../forward-auth/site-world.js';
import { makeUser, signInAs } from '../support/fixtures.js';
import { sendRaw, statusesIn } from '../support/raw-connection.js';
import { startEdge, type TestEdge } from './start-edge.js';

const ORIGIN = { scheme: 'https', host: 'wiki.example' } as const;

let edge: TestEdge;
let cookie: string;
let visitor: string;

beforeAll(async () => {
  edge = await startEdge({ config: { issuer: 'https://id.example', forwardAuthProxies: ['127.0.0.0/8', '::1'] } });
  const issuer = await ensureDefaultIssuer(edge.deps);
  const rules = [{ path: '/public', action: 'BYPASS', methods: [] } as const];
  await makeSite(edge.deps, issuer, ['wiki.example', 'docs.example', 'localhost:8080'], { rules });
  const user = await makeUser(edge.deps, { username: 'zoë', name: 'Zoë 日本' });
  const session = await signInAs(edge.deps, user);
  visitor = session.cookie;
  const site = await signInAtSite(edge.deps, ORIGIN, session.cookie);
  cookie = `other=1; __Host-passgraph_forward_auth=${site.cookie}`;
});
afterAll(() => edge.stop());

const FORWARDED = {
  'X-Forwarded-Method': 'GET',
  'X-Forwarded-Proto': 'https',
  'X-Forwarded-Host': 'wiki.example',
  'X-Forwarded-Uri': '/reports',
};
const ORIGINAL = { 'X-Original-Method': 'GET', 'X-Original-URL': 'https://wiki.example/reports' };
const PAGE = { 'Sec-Fetch-Mode': 'navigate', 'Sec-Fetch-Dest': 'document' };
const START = 'https://wiki.example/.passgraph/start?rd=%2Freports';

type Headers = Record<string, string>;
type Ask = (headers?: Headers) => Promise<Response>;

/** Each family of proxies, asking about a page of the protected host. `changes` are headers of its own. */
const FAMILIES: readonly [name: string, ask: Ask, redirect: number][] = [
  ['forwarded', (headers = {}) => ask('GET', '/forward-auth/forwarded', { ...FORWARDED, ...headers }), 302],
  ['nginx', (headers = {}) => ask('GET', '/forward-auth/nginx', { ...ORIGINAL, ...headers }), 401],
  ['envoy', (headers = {}) => askEnvoy('GET', '/reports', headers), 302],
];

/** `fetch` sets Host and Sec-Fetch-Mode itself, so this request does not use it. */
function ask(method: string, path: string, headers: Headers): Promise<Response> {
  return new Promise((resolve, reject) => {
    send(edge.origin, { method, path, headers }, async (response) => {
      const received = Object.entries(response.headers).map(([name, value]) => [name, String(value)]);
      const body = await text(response);
      resolve(new Response(body, { status: response.statusCode ?? 0, headers: Object.fromEntries(received) }));
    })
      .once('error', reject)
      .end();
  });
}

function askEnvoy(method: string, path: string, headers: Headers): Promise<Response> {
  return ask(method, `/forward-auth/envoy${path}`, { host: 'wiki.example', ...headers });
}

describe.each(FAMILIES)('The address for %s', (family, asks, redirect) => {
  it('lets a signed-in user pass, with the four headers in UTF-8', async () => {
    const answer = await asks({ cookie });
    expect(answer.status).toBe(200);
    const headers = ['user', 'name', 'email', 'groups'].map(
      (name) => answer.headers.get(`remote-${name}`) ?? 'missing',
    );
    expect(headers.map((value) => Buffer.from(value, 'latin1').toString())).toEqual([
      'zoë',
      'Zoë 日本',
      'ada@example.org',
      '',
    ]);
    expect(answer.headers.get('set-cookie')).toBeNull();
  });

  it('sends a navigation to the sign-in, and answers 401 to everything else', async () => {
    const sent = await asks(PAGE);
    expect([sent.status, sent.headers.get('location')]).toEqual([redirect, START]);
    const others: Headers[] = [
      { 'Sec-Fetch-Mode': 'cors', 'Sec-Fetch-Dest': 'empty', accept: 'text/html' },
      { ...PAGE, 'Sec-Fetch-Dest': 'iframe' },
      { ...PAGE, 'Sec-Purpose': 'prefetch;prerender' },
      { accept: '*/*' },
      { accept: 'text/html', 'X-Requested-With': 'XMLHttpRequest' },
      { accept: 'text/html', 'Sec-WebSocket-Key': 'x' },
      { 'Sec-Fetch-Mode': 'websocket', accept: 'text/html' },
    ];
    for (const headers of others) {
      const answer = await asks(headers);
      expect([answer.status, answer.headers.get('location')]).toEqual([401, null]);
      expect(answer.headers.get('www-authenticate')).toBe('Passgraph');
    }
    expect((await asks({ accept: 'text/html,*/*;q=0.8' })).headers.get('location')).toBe(START);
  });

  it('answers 401 to what pages of other hosts send to change something', async () => {
    const upgrade = { 'Sec-WebSocket-Key': 'x', 'Sec-WebSocket-Version': '13', 'Sec-Fetch-Mode': 'websocket' };
    const own = { origin: 'https://wiki.example' };
    const sibling = { origin: 'https://evil.wiki.example' };
    const refused: Headers[] = [
      { ...upgrade, ...sibling, 'Sec-Fetch-Site': 'same-site' },
      { ...upgrade, ...sibling },
      { ...upgrade, origin: 'null' },
      { ...upgrade, 'Sec-Fetch-Site': 'same-site' },
      { ...upgrade, origin: 'http://wiki.example' },
      { 'Sec-Fetch-Site': 'cross-site', 'Sec-Fetch-Mode': 'no-cors' },
      { ...PAGE, 'Sec-Fetch-Site': 'cross-site', 'Sec-Fetch-Dest': 'iframe' },
    ];
    for (const headers of refused) {
      const answer = await asks({ ...headers, cookie });
      expect([headers, answer.status, answer.headers.get('remote-user')]).toEqual([headers, 401, null]);
    }
    const passing: Headers[] = [
      { ...upgrade, ...own, 'Sec-Fetch-Site': 'same-origin' },
      { ...upgrade, ...own },
      { ...upgrade, origin: 'https://docs.example', 'Sec-Fetch-Site': 'cross-site' },
      { ...upgrade, origin: 'https://docs.example', 'Sec-Fetch-Site': 'same-site' },
      { ...PAGE, 'Sec-Fetch-Site': 'cross-site' },
      { 'Sec-Fetch-Site': 'same-site', 'Sec-Fetch-Mode': 'no-cors', 'Sec-Fetch-Dest': 'image' },
      { 'Sec-Fetch-Site': 'none', 'Sec-Fetch-Mode': 'no-cors' },
      upgrade,
    ];
    for (const headers of passing)
      expect([headers, (await asks({ ...headers, cookie })).status]).toEqual([headers, 200]);
  });

  it('sets no Strict-Transport-Security for the protected host', async () => {
    for (const headers of [{}, PAGE, { cookie }]) {
      expect((await asks(headers)).headers.get('strict-transport-security')).toBeNull();
    }
  });

  it('ignores the headers of the other families', async () => {
    const claims = {
      ...FORWARDED,
      ...ORIGINAL,
      'X-Forwarded-Uri': '/public',
      'X-Original-URL': 'https://wiki.example/public',
    };
    const own = family === 'forwarded' ? FORWARDED : family === 'nginx' ? ORIGINAL : {};
    expect((await asks({ ...claims, ...own })).status).toBe(401);
  });
});

describe('What a proxy says about a request', () => {
  const PATHS = {
    forwarded: [FORWARDED, '/forward-auth/forwarded'],
    nginx: [ORIGINAL, '/forward-auth/nginx'],
  } as const;

  it.each([
    ...Object.keys(FORWARDED).map((name) => ['forwarded', name] as const),
    ...Object.keys(ORIGINAL).map((name) => ['nginx', name] as const),
  ])('is refused for %s if %s is missing, empty, repeated or joined', async (family, name) => {
    const [headers, path] = PATHS[family];
    const { [name]: value = '', ...others } = headers as Headers;
    expect((await ask('GET', path, others)).status).toBe(400);
    for (const wrong of ['', `${value}, ${value}`, `${value},x y`, ' ']) {
      expect([wrong, (await ask('GET', path, { ...others, [name]: wrong })).status]).toEqual([wrong, 400]);
    }
    const lines = Object.entries({ Host: 'passgraph', Connection: 'close', ...headers }).map(
      ([key, text]) => `${key}: ${text}`,
    );
    const raw = `GET ${path} HTTP/1.1\r\n${[...lines, `${name}: ${value}`].join('\r\n')}\r\n\r\n`;
    expect(statusesIn(await sendRaw(edge.origin, raw))).toEqual([400]);
  });

  it.each([
    ...['ftp', 'HTTPS', 'https,http', 'wsss'].map((value) => ['X-Forwarded-Proto', value] as const),
    ...['wiki.example,evil', 'wiki.example/x', 'a@wiki.example', 'wiki.example#'].map(
      (value) => ['X-Forwarded-Host', value] as const,
    ),
    ...['reports', '*', 'https://wiki.example/', '/a b'].map((value) => ['X-Forwarded-Uri', value] as const),
    ...['GET,POST', 'GE T', 'x'.repeat(40)].map((value) => ['X-Forwarded-Method', value] as const),
  ])('is refused if %s is %j', async (name, value) => {
    expect((await ask('GET', '/forward-auth/forwarded', { ...FORWARDED, [name]: value, cookie })).status).toBe(400);
  });

  it.each([
    'wiki.example/',
    '//wiki.example/',
    'https://',
    'https://a@wiki.example/',
    'https://wiki.example',
    'file:///x',
  ])('is refused if X-Original-URL is %j', async (value) => {
    expect((await ask('GET', '/forward-auth/nginx', { ...ORIGINAL, 'X-Original-URL': value, cookie })).status).toBe(
      400,
    );
  });

  it('may contain a comma in the path', async () => {
    const headers = { ...FORWARDED, 'X-Forwarded-Uri': '/a,b?c=d,e' };
    expect((await ask('GET', '/forward-auth/forwarded', { ...headers, cookie })).status).toBe(200);
  });

  it('is not told by the page that asks before a sign-out, except to users of the application', async () => {
    const stranger = await signInAs(edge.deps, await makeUser(edge.deps, { username: 'eve' }));
    const visits = async (host: string, session?: string) => {
      const headers = session === undefined ? {} : { cookie: `__Host-passgraph_session=${session}` };
      const path = `/forward-auth/sign-out?${new URLSearchParams({ origin: `https://${host}` })}`;
      const answer = await ask('GET', path, { host: 'id.example', ...headers });
      return [answer.status, (await answer.text()).replaceAll(host, '')];
    };
    for (const session of [undefined, stranger.cookie])
      expect(await visits('wiki.example', session)).toEqual(await visits('evil.example', session));
    expect((await visits('wiki.example', visitor))[1]).toContain('card-joined');
    expect((await visits('evil.example', visitor))[1]).not.toContain('card-joined');
  });

  it('is 403 for a host that no client protects, and for http', async () => {
    const hosts = [
      'evil.example',
      'wiki.example.',
      'wiki.example:80',
      'wiki.example:8443',
      'xn--wiki.example',
      '127.0.0.1',
    ];
    for (const host of hosts) {
      const answer = await ask('GET', '/forward-auth/forwarded', {
        ...FORWARDED,
        ...PAGE,
        'X-Forwarded-Host': host,
        cookie,
      });
      expect([host, answer.status, answer.headers.get('location')]).toEqual([host, 403, null]);
    }
    const plain = { ...FORWARDED, ...PAGE, 'X-Forwarded-Proto': 'http', cookie };
    expect((await ask('GET', '/forward-auth/forwarded', plain)).status).toBe(403);
    const bypass = { ...plain, 'X-Forwarded-Uri': '/public' };
    expect((await ask('GET', '/forward-auth/forwarded', bypass)).status).toBe(403);
  });

  it('may spell the host in upper case and with the usual port', async () => {
    const headers = { ...FORWARDED, 'X-Forwarded-Host': 'WIKI.example:443', cookie };
    expect((await ask('GET', '/forward-auth/forwarded', headers)).status).toBe(200);
  });

  it('may name the scheme of a WebSocket', async () => {
    const headers = { ...FORWARDED, cookie };
    expect((await ask('GET', '/forward-auth/forwarded', { ...headers, 'X-Forwarded-Proto': 'wss' })).status).toBe(200);
    expect((await ask('GET', '/forward-auth/forwarded', { ...headers, 'X-Forwarded-Proto': 'ws' })).status).toBe(403);
  });

  it('may say http for localhost, whose cookies have the port in their names', async () => {
    const local = { ...FORWARDED, ...PAGE, 'X-Forwarded-Proto': 'http', 'X-Forwarded-Host': 'localhost:8080' };
    const answer = await ask('GET', '/forward-auth/forwarded', local);
    expect(answer.headers.get('location')).toBe('http://localhost:8080/.passgraph/start?rd=%2Freports');
  });

  it('is the method of the request for Envoy', async () => {
    const headers = { ...PAGE, accept: 'text/html' };
    expect((await askEnvoy('GET', '/public/x', {})).status).toBe(200);
    for (const method of ['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'PROPFIND']) {
      expect([method, (await askEnvoy(method, '/public/x', headers)).status]).toEqual([method, 401]);
      expect([method, (await askEnvoy(method, '/public/x', { cookie })).status]).toEqual([method, 200]);
    }
    for (const path of ['/public/../x', '/public//x', '//public', '/public/%2e%2e/x']) {
      expect([path, (await askEnvoy('GET', path, {})).status]).toEqual([path, 401]);
    }
  });
});

describe('A request of a page of another host', () => {
  const post = (headers: Headers, path = '/reports') =>
    ask('GET', '/forward-auth/forwarded', {
      ...FORWARDED,
      'X-Forwarded-Method': 'POST',
      'X-Forwarded-Uri': path,
      ...headers,
    });

  it('cannot change anything as the user', async () => {
    const sibling = { origin: 'https://evil.wiki.example', 'Sec-Fetch-Site': 'same-site', cookie };
    for (const headers of [sibling, { ...sibling, ...PAGE }, { ...sibling, origin: 'null' }]) {
      const answer = await post(headers);
      expect([answer.status, await answer.text()]).toEqual([401, expect.stringContaining('forwardAuth.hosts')]);
    }
    for (const origin of ['https://wiki.example', 'https://docs.example', 'https://DOCS.example:443']) {
      expect([origin, (await post({ ...sibling, origin })).status]).toEqual([origin, 200]);
    }
    expect((await post({ cookie, origin: 'null', 'Sec-Fetch-Site': 'same-origin' })).status).toBe(200);
    expect((await post({ cookie })).status).toBe(200);
  });

  it('passes a bypass, but not as the user', async () => {
    const headers = {
      'X-Forwarded-Uri': '/public',
      'Sec-Fetch-Site': 'cross-site',
      'Sec-Fetch-Mode': 'no-cors',
      cookie,
    };
    const answer = await ask('GET', '/forward-auth/forwarded', { ...FORWARDED, ...headers });
    expect([answer.status, answer.headers.get('remote-user') ?? '']).toEqual([200, '']);
  });
});

describe('An unknown path below /.passgraph', () => {
  it.each([
    '/.passgraph',
    '/.passgraph/',
    '/.passgraph/unknown',
    '/.passgraph/start/',
    '/.PASSGRAPH/start',
    '/.passgraph/assets/%zz/pages.css',
    '/.passgraph/assets/1/unknown.css',
  ])('is answered like every path of a protected host: %s', async (path) => {
    const answer = await ask('GET', path, { host: 'wiki.example', accept: 'text/html' });
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.status).toBeLessThan(500);
    expect(answer.headers.get('strict-transport-security')).toBeNull();
    const files = (await answer.text()).match(/(?:href|src)="([^"]+\.(?:css|js)[^"]*)"/g) ?? [];
    expect(files.filter((file) => !file.includes('="/.passgraph/assets/'))).toEqual([]);
  });

  it('leaves Strict-Transport-Security on the other paths of this server', async () => {
    for (const path of ['/', '/unknown', '/.passgraphics', '/forward-auth/authorize']) {
      const answer = await ask('GET', path, { host: 'id.example' });
      expect([path, answer.headers.get('strict-transport-security')]).toEqual([path, 'max-age=31536000']);
    }
  });
});

describe('Only the proxies of FORWARD_AUTH_PROXIES', () => {
  const PATHS = ['/forward-auth/forwarded', '/forward-auth/nginx', '/forward-auth/envoy/public', '/.passgraph/start'];
  const headers = { ...FORWARDED, ...ORIGINAL, host: 'wiki.example', 'X-Forwarded-For': '127.0.0.1' };
  const statusWith = async (forwardAuthProxies: string[], path: string) => {
    const other = await startEdge({ config: { forwardAuthProxies, trustProxy: true } });
    try {
      const answer = await other.get(path, { ...headers, cookie });
      return [answer.status, await answer.text()] as const;
    } finally {
      await other.stop();
    }
  };

  it.each(PATHS)('may open %s, whatever X-Forwarded-For says', async (path) => {
    for (const proxies of [[], ['192.0.2.1', '10.0.0.0/8', '2001:db8::/32']]) {
      const [status, body] = await statusWith(proxies, path);
      expect(status).toBe(403);
      expect(body).toMatch(/FORWARD_AUTH_PROXIES/);
    }
  });

  it.each([
    ['127.0.0.1', '::1'],
    ['127.0.0.0/8', '::/120'],
  ])('are single addresses and subnets: %s', async (...proxies) => {
    expect((await statusWith(proxies, '/forward-auth/forwarded'))[1]).not.toMatch(/FORWARD_AUTH_PROXIES/);
  });
});

describe('The cookies of a protected host', () => {
  let secret: string;
  beforeEach(async () => {
    const [first = ''] = (await startAt({})).getSetCookie();
    secret = first;
  });

  const startAt = async (headers: Headers) => {
    const lines = Object.entries({ Host: 'wiki.example', Connection: 'close', ...PAGE, ...headers });
    const head = lines.map(([name, value]) => `${name}: ${value}`).join('\r\n');
    const { text } = await sendRaw(edge.origin, `GET /.passgraph/start?rd=%2F HTTP/1.1\r\n${head}\r\n\r\n`);
    const received = new Headers();
    for (const line of text.split('\r\n\r\n')[0]?.split('\r\n').slice(1) ?? []) {
      const at = line.indexOf(':');
      received.append(line.slice(0, at), line.slice(at + 1).trim());
    }
    return received;
  };

  it('belong to this host only, and are hidden from scripts', () => {
    expect(secret).toMatch(
      /^__Host-passgraph_sign_in_[0-9a-f]{24}=[\w-]{43}; Path=\/; Expires=[^;]+; HttpOnly; Secure; SameSite=Lax$/,
    );
  });

  it('keep the secret of a sign-in that has begun, so that two tabs can finish', async () => {
    const [pair = ''] = secret.split(';');
    const again = (await startAt({ Cookie: pair })).getSetCookie();
    expect(again).toHaveLength(1);
    expect(again[0]?.split(';')[0]).toBe(pair);
  });

  it('are none of the cookies of this server', async () => {
    const set = (await startAt({})).getSetCookie().join();
    expect(set).not.toMatch(/passgraph_(session|browser)/);
  });
});
