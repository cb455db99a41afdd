import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ensureDefaultIssuer } from '../../src/admin/issuers/issuer-default.js';
import type { Client } from '../../src/model/clients/client.js';
import type { Issuer } from '../../src/model/clients/issuer.js';
import { CHALLENGE } from '../support/authorization.js';
import { makeClient, makeIssuer, makeUser, signInAs } from '../support/fixtures.js';
import { newUserAgent, type UserAgent } from '../support/user-agent.js';
import { startEdge, type TestEdge } from './start-edge.js';

const CALLBACK = 'https://wiki.example/callback';

let edge: TestEdge;
let issuer: Issuer;
let shop: Issuer;
let client: Client;
let agent: UserAgent;

beforeAll(async () => {
  edge = await startEdge();
  issuer = await ensureDefaultIssuer(edge.deps);
  shop = await makeIssuer(edge.deps, 'shop');
  ({ client } = await makeClient(edge.deps, issuer));
  agent = newUserAgent(edge.origin);
  const { cookie } = await signInAs(edge.deps, await makeUser(edge.deps));
  await agent.jar.setCookie(`passgraph_session=${cookie}; Path=/`, edge.origin);
  await agent.get('/login');
});
afterAll(() => edge.stop());

function request(changes: Record<string, string> = {}): Record<string, string> {
  return {
    client_id: client.id,
    response_type: 'code',
    redirect_uri: CALLBACK,
    scope: 'openid',
    state: 's',
    code_challenge: CHALLENGE,
    code_challenge_method: 'S256',
    ...changes,
  };
}

function ask(changes: Record<string, string> = {}, base = '', by = agent) {
  return by.get(`${base}/oidc/authorize?${new URLSearchParams(request(changes))}`);
}

describe('RFC 9700 §2.1, §4.1.3, §4.11.2 redirect URIs', () => {
  it.each([
    ...['https://evil.example/callback', 'https://wiki.example/callback/', 'https://wiki.example/callback/../x'],
    ...['https://wiki.example/callback?x=1', 'https://wiki.example/callback#x', 'https://wiki.example/Callback'],
    ...['https://WIKI.example/callback', 'https://wiki.example:443/callback', 'http://wiki.example/callback'],
    ...['https://wiki.example@evil.example/callback', 'https://wiki.example.evil.example/callback'],
    ...['https://wiki.example/%63allback', 'https://wiki.example\\@evil.example/callback', 'javascript:alert(1)'],
    ...[' https://wiki.example/callback', '//wiki.example/callback', '/callback', '*'],
  ])('MUST be compared as strings, so there is no redirect to %s.', async (redirect_uri) => {
    const answer = await ask({ redirect_uri });
    expect([answer.status, answer.location]).toEqual([400, undefined]);
    expect(answer.headers.get('content-type')).toMatch(/^text\/html/);
    // RFC 6749 §10.14: input MUST be sanitized. The page does not repeat it.
    expect(answer.text).not.toContain('evil.example');
    expect(answer.text).not.toContain('alert(1)');
  });

  it('MUST NOT be used if the client is unknown or a parameter occurs twice.', async () => {
    for (const query of [
      new URLSearchParams(request({ client_id: 'unknown' })).toString(),
      `${new URLSearchParams(request())}&client_id=other`,
      `${new URLSearchParams(request())}&redirect_uri=${encodeURIComponent('https://evil.example/')}`,
    ]) {
      const answer = await agent.get(`/oidc/authorize?${query}`);
      expect([answer.status, answer.location]).toEqual([400, undefined]);
    }
  });

  it('get state back unchanged and encoded (RFC 6749 §10.14).', async () => {
    const state = `"><script>alert(1)</script>&code=x#\r\nSet-Cookie: a=b`;
    const { status, location, headers } = await ask({ state });
    expect([status, location?.searchParams.get('state'), location?.hash]).toEqual([303, state, '']);
    expect(location?.searchParams.getAll('code')).toHaveLength(1);
    expect(headers.getSetCookie().join()).not.toContain('a=b');
    const posted = await ask({ state, response_mode: 'form_post' });
    expect(posted.text).not.toContain('<script>alert(1)');
  });
});

describe('RFC 9700 §2.1.2, §2.4 unsupported grants', () => {
  it.each(['token', 'id_token', 'id_token token', 'code token', 'none'])('include response_type %s.', async (type) => {
    const { location } = await ask({ response_type: type });
    // The error of a response type with tokens is in the fragment, where the tokens would be.
    const answered = new URLSearchParams(`${location?.search}&${location?.hash.slice(1)}`);
    expect(answered.get('error')).toBe('unsupported_response_type');
    expect([answered.get('access_token'), answered.get('id_token'), answered.get('code')]).toEqual([null, null, null]);
  });

  it('are not in the metadata.', async () => {
    const document = (await (await edge.get('/.well-known/openid-configuration')).json()) as Record<string, string[]>;
    expect(document.response_types_supported).toEqual(['code']);
    expect(document.grant_types_supported).not.toContain('password');
    expect(document.grant_types_supported).not.toContain('implicit');
  });
});

describe('RFC 9700 §2.6 CORS', () => {
  const origin = 'https://spa.example';
  const preflight = { origin, 'access-control-request-method': 'POST' };
  const OPEN = [
    ...['/.well-known/openid-configuration', '/.well-known/oauth-authorization-server', '/oidc/jwks'],
    ...['/oidc/token', '/oidc/userinfo', '/oidc/revoke'],
    ...['/i/shop/.well-known/openid-configuration', '/.well-known/oauth-authorization-server/i/shop'],
    ...['/i/shop/oidc/token', '/i/shop/oidc/jwks', '/i/shop/oidc/userinfo', '/i/shop/oidc/revoke'],
  ];
  const CLOSED = [
    ...['/oidc/authorize', '/i/shop/oidc/authorize', '/oidc/logout', '/oidc/par', '/oidc/introspect'],
    ...['/oidc/device_authorization', '/login', '/consent', '/account', '/device', '/graphql'],
    ...['/passkeys/authentication/options', '/auth/login/x'],
  ];

  it.each(OPEN)('is allowed at %s, without cookies.', async (path) => {
    const before = await edge.send('OPTIONS', path, preflight);
    expect([before.status, before.headers.get('access-control-allow-origin')]).toEqual([204, '*']);
    expect(before.headers.get('access-control-allow-headers')).toBe('Authorization, Content-Type, DPoP');
    const answer = await edge.send(path.includes('known') || path.includes('jwks') ? 'GET' : 'POST', path, { origin });
    expect(answer.headers.get('access-control-allow-origin')).toBe('*');
    expect(answer.headers.get('access-control-allow-credentials')).toBeNull();
    expect(answer.headers.get('access-control-expose-headers')).toBe('WWW-Authenticate, DPoP-Nonce');
  });

  it.each(OPEN)('allows the headers of tracing libraries at %s', async (path) => {
    const wanted = 'authorization,baggage,sentry-trace,traceparent, TraceState,x-datadog-trace-id,x-b3-traceid';
    const headers = { ...preflight, 'access-control-request-headers': wanted };
    const { headers: answered } = await edge.send('OPTIONS', path, headers);
    const allowed = new Set(answered.get('access-control-allow-headers')?.toLowerCase().split(', '));
    for (const name of wanted.toLowerCase().split(',')) expect([...allowed]).toContain(name.trim());
    expect(answered.get('access-control-allow-credentials')).toBeNull();
    expect(answered.get('vary')?.toLowerCase()).toContain('access-control-request-headers');
  });

  it('returns only names of headers, and not endlessly many', async () => {
    const names = Array.from({ length: 200 }, (_, index) => `x-${index}`);
    const wanted = ['bad name', 'a;b', '"x"', '', 'x'.repeat(65), ...names].join(',');
    const headers = { ...preflight, 'access-control-request-headers': wanted };
    const { headers: answered } = await edge.send('OPTIONS', '/oidc/token', headers);
    const allowed = answered.get('access-control-allow-headers')?.split(', ') ?? [];
    expect(allowed).toHaveLength(53);
    expect(allowed.slice(3)).toEqual(names.slice(0, 50));
  });

  it.each(CLOSED)('MUST NOT be allowed at the authorization endpoint, and is not allowed at %s.', async (path) => {
    for (const method of ['OPTIONS', 'GET', 'POST']) {
      const { headers } = await edge.send(method, path, method === 'OPTIONS' ? preflight : { origin });
      const present = [...headers.keys()].filter((name) => name.startsWith('access-control-'));
      expect([path, method, present]).toEqual([path, method, []]);
    }
  });
});

describe('RFC 9700 §4.2.4, §4.12, §4.16 answers to browsers', () => {
  it('redirect only with 303: 307 MUST NOT be used, because it repeats a POST.', async () => {
    const posted = await agent.postForm('/oidc/authorize', request());
    const foreign = newUserAgent(edge.origin);
    const crossSite = await foreign.postForm('/oidc/authorize', request(), {
      origin: 'https://wiki.example',
      'sec-fetch-site': 'cross-site',
    });
    const answers = [await ask(), await ask({ scope: 'phone' }), await ask({ prompt: 'login' }), posted, crossSite];
    for (const { status, location, text } of answers) {
      expect([status, text]).toEqual([303, '']);
      expect(location).toBeDefined();
    }
  });

  it('send no address as referrer (§4.2.4), are not stored, and MUST NOT be framed.', async () => {
    const pages = [
      await ask(),
      await ask({ redirect_uri: 'https://evil.example/' }),
      await ask({ response_mode: 'form_post' }),
      await agent.get((await ask({ prompt: 'login' })).location?.href ?? ''),
      await agent.get('/device'),
      await agent.get('/account'),
    ];
    for (const { headers } of pages) {
      // The other two send the origin alone, so that forms have one (test/http/referrer-policy.test.ts).
      expect(['no-referrer', 'strict-origin', 'origin']).toContain(headers.get('referrer-policy'));
      expect(headers.get('cache-control')).toBe('no-store');
      expect(headers.get('x-frame-options')).toBe('DENY');
      expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    }
  });

  it('have no third-party scripts (§4.2.4).', async () => {
    for (const page of [
      await ask({ response_mode: 'form_post' }),
      await ask({ redirect_uri: 'https://evil.example/' }),
    ]) {
      expect(page.headers.get('content-security-policy')).toMatch(/default-src 'none'/);
      expect(page.headers.get('content-security-policy')).not.toMatch(/unsafe|https?:/);
    }
  });
});

describe('RFC 9207 §2 the iss parameter', () => {
  const parametersOf = async (changes: Record<string, string>, base: string) => {
    const { location, text } = await ask(changes, base);
    if (location === undefined) {
      return Object.fromEntries(
        [...text.matchAll(/name="(\w+)" value="([^"]*)"/g)].map(([, name, value]) => [name, value]),
      );
    }
    return Object.fromEntries(new URLSearchParams(location.hash === '' ? location.search : location.hash.slice(1)));
  };

  it.each(['query', 'fragment', 'form_post'])(
    'is in responses and in errors with response mode %s.',
    async (response_mode) => {
      const there = (await makeClient(edge.deps, shop)).client.id;
      for (const [base, client_id] of [
        ['', client.id],
        ['/i/shop', there],
      ] as const) {
        const document = await (await edge.get(`${base}/.well-known/openid-configuration`)).json();
        const { issuer: url, authorization_response_iss_parameter_supported: supported } = document as {
          issuer: string;
          authorization_response_iss_parameter_supported: boolean;
        };
        expect([url, supported]).toEqual([`${edge.origin}${base}`, true]);
        const { code, ...good } = await parametersOf({ client_id, response_mode }, base);
        expect([code?.length, good]).toEqual([expect.any(Number), { state: 's', iss: url }]);
        const { error_description, ...bad } = await parametersOf({ client_id, response_mode, scope: 'phone' }, base);
        expect(bad).toEqual({ error: 'invalid_scope', state: 's', iss: url });
        const none = await parametersOf({ client_id, response_mode, prompt: 'none', max_age: '0' }, base);
        expect(none).toMatchObject({ error: 'login_required', iss: url });
      }
    },
  );
});

describe('RFC 8414 §2, §3 metadata', () => {
  const places = {
    '': ['/.well-known/openid-configuration', '/.well-known/oauth-authorization-server'],
    '/i/shop': [
      ...['/i/shop/.well-known/openid-configuration', '/.well-known/openid-configuration/i/shop'],
      '/.well-known/oauth-authorization-server/i/shop',
    ],
  };
  it.each(Object.entries(places))('is the same at each address of the issuer "%s".', async (base, paths) => {
    const answers = await Promise.all(paths.map((path) => edge.get(path)));
    const documents = (await Promise.all(answers.map((answer) => answer.json()))) as Record<string, unknown>[];
    for (const [index, document] of documents.entries()) {
      expect(answers[index]?.status).toBe(200);
      expect(answers[index]?.headers.get('content-type')).toMatch(/^application\/json/);
      expect(document).toEqual(documents[0]);
    }
    // §3.3: MUST be identical to the issuer whose URL the well-known string was inserted into.
    expect(documents[0]?.issuer).toBe(`${edge.origin}${base}`);
    for (const name of ['issuer', 'authorization_endpoint', 'token_endpoint', 'jwks_uri']) {
      expect(String(documents[0]?.[name])).toMatch(new RegExp(`^${edge.origin}${base}(/|$)`));
      expect(String(documents[0]?.[name])).not.toMatch(/[?#]/);
    }
  });

  it('has non-empty lists without duplicates, and no algorithm "none".', async () => {
    const document = (await (await edge.get('/.well-known/oauth-authorization-server')).json()) as object;
    const lists = Object.entries(document).filter(([name]) => /_supported$/.test(name));
    for (const [name, value] of lists.filter(([, one]) => typeof one !== 'boolean')) {
      expect([name, Array.isArray(value)]).toEqual([name, true]);
      // §3.2: claims with zero elements MUST be omitted.
      expect([name, value.length > 0, new Set(value).size]).toEqual([name, true, value.length]);
      if (name.includes('alg_values')) expect([name, value]).toEqual([name, expect.not.arrayContaining(['none'])]);
    }
  });

  it('MUST name the signing algorithms of endpoints that accept assertions.', async () => {
    const document = (await (await edge.get('/.well-known/oauth-authorization-server')).json()) as Record<
      string,
      string[]
    >;
    for (const endpoint of ['token', 'revocation', 'introspection']) {
      expect(document[`${endpoint}_endpoint_auth_methods_supported`]).toContain('private_key_jwt');
      expect(document[`${endpoint}_endpoint_auth_signing_alg_values_supported`]).toEqual(
        expect.arrayContaining(['RS256', 'ES256', 'HS256']),
      );
    }
  });

  it('is 404 at a well-known address without an issuer.', async () => {
    for (const path of ['/.well-known/oauth-authorization-server/i/none', '/i/none/.well-known/openid-configuration']) {
      expect((await edge.get(path)).status).toBe(404);
    }
  });
});
