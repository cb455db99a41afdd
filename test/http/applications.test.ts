import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ensureDefaultIssuer } from '../../src/admin/issuers/issuer-default.js';
import type { Client } from '../../src/model/clients/client.js';
import type { User } from '../../src/model/people/user.js';
import { makeClient, makeIssuer, makeUser, signInAs } from '../support/fixtures.js';
import { newUserAgent, type UserAgent } from '../support/user-agent.js';
import { startEdge, type TestEdge } from './start-edge.js';

const CALLBACK = 'https://wiki.example/callback';
const FORM = { 'content-type': 'application/x-www-form-urlencoded' };
const VERIFIER = 'a-code-verifier-of-forty-three-characters-xyz';

describe('the addresses of applications', () => {
  let edge: TestEdge;
  let client: Client;
  let secret: string;
  let user: User;
  let agent: UserAgent;
  beforeAll(async () => {
    edge = await startEdge();
    const issuer = await ensureDefaultIssuer(edge.deps);
    const changes = { id: 'wiki', requirePkce: false, integrations: ['OIDC', 'BASIC'] } as const;
    ({ client, secret } = await makeClient(edge.deps, issuer, changes));
    await makeIssuer(edge.deps, 'shop');
    user = await makeUser(edge.deps);
    agent = await signedIn();
  });
  afterAll(() => edge.stop());

  const signedIn = async (): Promise<UserAgent> => {
    const made = newUserAgent(edge.origin);
    const { cookie } = await signInAs(edge.deps, user);
    await made.jar.setCookie(`passgraph_session=${cookie}; Path=/`, edge.origin);
    await made.get('/login');
    return made;
  };

  const authorization = (changes: Record<string, string> = {}): string =>
    new URLSearchParams({
      client_id: client.id,
      response_type: 'code',
      redirect_uri: CALLBACK,
      scope: 'openid',
      state: 's',
      ...changes,
    }).toString();

  const basic = () => `Basic ${Buffer.from(`${client.id}:${secret}`).toString('base64')}`;

  describe('metadata', () => {
    it('is at every address that a client may look at, of each issuer', async () => {
      const places = {
        '/.well-known/openid-configuration': edge.origin,
        '/.well-known/oauth-authorization-server': edge.origin,
        '/i/shop/.well-known/openid-configuration': `${edge.origin}/i/shop`,
        '/.well-known/openid-configuration/i/shop': `${edge.origin}/i/shop`,
        '/.well-known/oauth-authorization-server/i/shop': `${edge.origin}/i/shop`,
      };
      for (const [path, issuer] of Object.entries(places)) {
        const answer = await edge.get(path);
        expect([path, ((await answer.json()) as { issuer: string }).issuer]).toEqual([path, issuer]);
        expect(answer.headers.get('cache-control')).toBe('public, max-age=300');
      }
    });

    it('names only addresses that are answered', async () => {
      for (const base of ['', '/i/shop']) {
        const document = (await (await edge.get(`${base}/.well-known/openid-configuration`)).json()) as object;
        const addresses = Object.entries(document).filter(([name]) => /_endpoint$|^jwks_uri$/.test(name));
        expect(addresses.length).toBeGreaterThan(3);
        for (const [name, address] of addresses as [string, string][]) {
          const answer = await edge.send('OPTIONS', address.slice(edge.origin.length));
          expect([name, answer.status]).toEqual([name, 204]);
        }
      }
    });

    it('is 404 for an issuer that is not there', async () => {
      for (const path of ['/i/none/.well-known/openid-configuration', '/i/none/oidc/jwks']) {
        const answer = await edge.get(path);
        expect([answer.status, await answer.json()]).toMatchObject([404, { error: 'not_found' }]);
      }
      const page = await edge.get('/i/none/oidc/authorize');
      expect([page.status, page.headers.get('content-type')]).toEqual([404, 'text/html; charset=utf-8']);
    });

    it('gives the keys of the issuer', async () => {
      const { keys } = (await (await edge.get('/oidc/jwks')).json()) as { keys: Record<string, unknown>[] };
      expect(keys.length).toBeGreaterThan(0);
      for (const key of keys) expect(key).not.toHaveProperty('d');
    });
  });

  describe('scripts of other origins (Fetch §3.2)', () => {
    const OPEN = ['/.well-known/openid-configuration', '/oidc/jwks', '/oidc/token', '/oidc/userinfo'];

    it('may call what takes tokens, without cookies', async () => {
      for (const path of OPEN) {
        const { status, headers } = await edge.send('OPTIONS', path, { origin: 'https://spa.example' });
        expect([path, status, headers.get('access-control-allow-origin')]).toEqual([path, 204, '*']);
        expect(headers.get('access-control-allow-headers')).toContain('Authorization');
        expect(headers.get('access-control-allow-credentials')).toBeNull();
      }
    });

    it('may read refusals too', async () => {
      const refused = await edge.post('/oidc/token', '{}', { 'content-type': 'application/json' });
      expect([refused.status, refused.headers.get('access-control-allow-origin')]).toEqual([415, '*']);
      const unknown = await edge.get('/oidc/userinfo');
      expect([unknown.status, unknown.headers.get('access-control-allow-origin')]).toEqual([401, '*']);
      expect(unknown.headers.get('access-control-expose-headers')).toContain('WWW-Authenticate');
    });
  });

  describe('/oidc/authorize', () => {
    it('leads a signed-in user back with 303, a code and nothing in between', async () => {
      const { status, location, headers } = await agent.get(`/oidc/authorize?${authorization()}`);
      expect(status).toBe(303);
      expect(location?.href).toMatch(/^https:\/\/wiki\.example\/callback\?code=/);
      expect(location?.searchParams.get('iss')).toBe(edge.origin);
      expect(headers.get('referrer-policy')).toBe('no-referrer');
      expect(headers.get('cross-origin-opener-policy')).toBe('unsafe-none');
    });

    it('leads everybody else to the sign-in page, and names their browser', async () => {
      const answer = await newUserAgent(edge.origin).get(`/oidc/authorize?${authorization()}`);
      expect([answer.status, answer.location?.pathname]).toEqual([303, '/login']);
      expect(answer.headers.getSetCookie().join()).toMatch(/passgraph_browser_\w+=/);
    });

    it('keeps what another site posts, and sees with the next request whose it is', async () => {
      const posted = await edge.post('/oidc/authorize', authorization(), {
        ...FORM,
        origin: 'https://wiki.example',
        'sec-fetch-site': 'cross-site',
      });
      expect(posted.status).toBe(303);
      expect(posted.headers.getSetCookie()).toEqual([]);
      const next = posted.headers.get('location') ?? '';
      expect(next).toMatch(/^\/continue\//);
      expect((await agent.get(next)).location?.href).toMatch(/^https:\/\/wiki\.example\/callback\?code=/);
    });

    it('shows what cannot be sent back, with the words of the specification', async () => {
      const answer = await agent.get(`/oidc/authorize?${authorization({ redirect_uri: 'https://evil.example/' })}`);
      expect(answer.status).toBe(400);
      expect(answer.location).toBeUndefined();
      expect(answer.text).toContain('invalid_request');
      expect(answer.text).not.toContain('<a href="https://evil');
    });

    it('answers by a form that posts itself, where that is asked for, to wherever it leads', async () => {
      const parameters = authorization({ response_mode: 'form_post', state: '"><script>alert(1)</script>' });
      const answer = await agent.get(`/oidc/authorize?${parameters}`);
      expect(answer.status).toBe(200);
      expect(answer.text).toContain(`action="${CALLBACK}"`);
      expect(answer.text).toContain('name="code"');
      expect(answer.text).toContain('value="&quot;>&lt;script>alert(1)&lt;/script>"');
      expect(answer.text).toMatch(/<script type="module" src="\/assets\/[\w-]{16}\/form-post\.js"><\/script>/);
      expect(answer.headers.get('content-security-policy')).toContain("script-src 'self'");
      expect(answer.headers.get('content-security-policy')).not.toContain('form-action');
    });
  });

  describe('/oidc/token', () => {
    const codeOf = async () =>
      (await agent.get(`/oidc/authorize?${authorization()}`)).location?.searchParams.get('code') ?? '';

    const redeem = async (code: string) => {
      const body = new URLSearchParams({ grant_type: 'authorization_code', code, redirect_uri: CALLBACK }).toString();
      return edge.post('/oidc/token', body, { ...FORM, authorization: basic() });
    };

    it('gives tokens for a code once, and userinfo for the token', async () => {
      const code = await codeOf();
      const answer = await redeem(code);
      expect([answer.status, answer.headers.get('cache-control')]).toEqual([200, 'no-store']);
      const { access_token } = (await answer.json()) as { access_token: string };
      for (const ask of [
        () => edge.get('/oidc/userinfo', { authorization: `Bearer ${access_token}` }),
        () => edge.post('/oidc/userinfo', undefined, { authorization: `Bearer ${access_token}` }),
        () => edge.post('/oidc/userinfo', `access_token=${access_token}`, FORM),
      ]) {
        expect(await (await ask()).json()).toEqual({ sub: user.id });
      }
      const again = await redeem(code);
      expect([again.status, await again.json()]).toMatchObject([400, { error: 'invalid_grant' }]);
    });

    it('answers a refusal as RFC 6749 §5.2 says', async () => {
      const answer = await edge.post('/oidc/token', `grant_type=authorization_code&code_verifier=${VERIFIER}`, {
        ...FORM,
        authorization: 'Basic eDp5',
      });
      expect([answer.status, answer.headers.get('cache-control')]).toEqual([401, 'no-store']);
      expect(answer.headers.get('www-authenticate')).toMatch(/^Basic /);
      expect(await answer.json()).toEqual({ error: 'invalid_client', error_description: expect.any(String) });
    });

    it('takes no parameters from the URL, and no other type than a form', async () => {
      const inUrl = await edge.post(`/oidc/token?grant_type=authorization_code&code=x`, '', { ...FORM });
      expect(((await inUrl.json()) as { error: string }).error).toBe('invalid_client');
      expect((await edge.post('/oidc/token', '{}', { 'content-type': 'application/json' })).status).toBe(415);
      const large = await edge.post('/oidc/token', `code=${'x'.repeat(70_000)}`, FORM);
      expect([large.status, await large.json()]).toMatchObject([413, { error: 'invalid_request' }]);
    });
  });

  describe('/auth', () => {
    it('answers without a second tap, and signs out', async () => {
      const own = await signedIn();
      const back = await own.get(`/auth/login/wiki?redirectUri=${encodeURIComponent(CALLBACK)}&state=s`);
      expect([back.status, back.location?.searchParams.get('clientId')]).toEqual([303, 'wiki']);
      const goodbye = 'https://wiki.example/goodbye';
      const token = String(back.location?.searchParams.get('token'));
      const out = await own.get(`/auth/logout/wiki?${new URLSearchParams({ redirectUri: goodbye, token })}`);
      expect([out.status, out.location?.href]).toEqual([303, goodbye]);
      expect(out.headers.getSetCookie().join()).toContain('passgraph_session=; Max-Age=0');
      expect((await own.get('/account')).location?.pathname).toBe('/login');
    });

    it('is 404 where registration is not open, and for no client', async () => {
      const redirectUri = encodeURIComponent(CALLBACK);
      expect((await edge.get(`/auth/registration/wiki?redirectUri=${redirectUri}`)).status).toBe(404);
      expect((await edge.get(`/auth/login/none?redirectUri=${redirectUri}`)).status).toBe(404);
    });
  });

  describe('logos', () => {
    const SVG = '<svg xmlns="http://www.w3.org/2000/svg"/>';

    it('of other hosts are served from here, and fetched once', async () => {
      let fetched = 0;
      const shown = await startEdge({
        config: { brandLogo: 'https://cdn.example/logo.svg' },
        fetch: () => {
          fetched += 1;
          return Promise.resolve(new Response(SVG, { headers: { 'content-type': 'image/svg+xml; charset=utf-8' } }));
        },
      });
      expect(await (await shown.get('/login')).text()).toMatch(/src="\/logos\/brand\?[\w-]{8}"/);
      for (let time = 0; time < 2; time += 1) {
        const answer = await shown.get('/logos/brand');
        expect([answer.status, await answer.text()]).toEqual([200, SVG]);
        expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
      }
      expect(fetched).toBe(1);
      await shown.stop();
    });

    it('are 404 where there is none, or what came is no image, or too large', async () => {
      const answers = [
        () => Promise.reject(new Error('unreachable')),
        () => Promise.resolve(new Response('<p>', { headers: { 'content-type': 'text/html' } })),
        // The outbound fetch fails if the body is longer than the limit.
        (_: string, options?: { readonly maxBytes?: number | undefined }) =>
          (options?.maxBytes ?? Number.POSITIVE_INFINITY) < 300_000
            ? Promise.reject(new Error('too large'))
            : Promise.resolve(new Response('x'.repeat(300_000), { headers: { 'content-type': 'image/png' } })),
        () => Promise.resolve(new Response('', { status: 500, headers: { 'content-type': 'image/png' } })),
      ];
      for (const answer of answers) {
        const shown = await startEdge({ config: { brandLogo: 'https://cdn.example/logo.svg' }, fetch: answer });
        expect((await shown.get('/logos/brand')).status).toBe(404);
        expect((await shown.get('/logos/clients/none')).status).toBe(404);
        await shown.stop();
      }
      expect((await edge.get('/logos/brand')).status).toBe(404);
    });
  });
});
