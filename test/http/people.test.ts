import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type {
  PublicKeyCredentialCreationOptionsJSON as CreationOptions,
  PublicKeyCredentialRequestOptionsJSON as RequestOptions,
} from '@simplewebauthn/server';
import { ensureDefaultIssuer } from '../../src/admin/issuers/issuer-default.js';
import type { Client } from '../../src/model/clients/client.js';
import { createFirstOwnerCode } from '../../src/webauthn/enrolment/first-owner-link.js';
import { makeClient, makeUser, signInAs } from '../support/fixtures.js';
import { type SoftwareAuthenticator, softwareAuthenticator } from '../support/software-authenticator.js';
import { newUserAgent, type UserAgent } from '../support/user-agent.js';
import { startEdge, type TestEdge } from './start-edge.js';

const OPTIONS = '/passkeys/authentication/options';

describe('the hosted pages over HTTP', () => {
  let edge: TestEdge;
  let code: string;
  let authenticator: SoftwareAuthenticator;
  let app: Client;
  beforeAll(async () => {
    edge = await startEdge();
    const issuer = await ensureDefaultIssuer(edge.deps);
    code = (await createFirstOwnerCode(edge.deps)) ?? '';
    authenticator = softwareAuthenticator({ origin: edge.origin });
    const changes = { id: 'wiki', integrations: ['OIDC', 'BASIC'], accessPolicy: 'PERMITTED_USERS' } as const;
    app = (await makeClient(edge.deps, issuer, { ...changes, redirect_uris: ['https://wiki.example/back'] })).client;
  });
  afterAll(() => edge.stop());

  const cookieLine = (headers: Headers, name: string): string =>
    headers.getSetCookie().find((line) => new RegExp(`^${name}(_\\w+)?=`).test(line)) ?? '';

  const signIn = async (agent: UserAgent, interaction?: string) => {
    const options = (await agent.postJson(OPTIONS, { interaction })).json() as unknown as RequestOptions;
    return agent.postJson('/passkeys/authentication/verify', authenticator.get(options));
  };

  const interactionOf = async (agent: UserAgent): Promise<string> => {
    const redirectUri = encodeURIComponent('https://wiki.example/back');
    const answer = await agent.get(`/auth/login/wiki?redirectUri=${redirectUri}&state=xyz`);
    return answer.location?.searchParams.get('interaction') ?? '';
  };

  describe('/enroll', () => {
    it('lets the first owner choose a username, sets the browser cookie and does not use the link', async () => {
      const first = await edge.get(`/enroll/${code}`);
      expect(first.status).toBe(200);
      expect(await first.text()).toContain('value="owner"');
      expect(cookieLine(first.headers, 'passgraph_browser')).toMatch(
        /^passgraph_browser_[0-9a-f]{24}=[\w-]{43}; Max-Age=34560000; Path=\/; HttpOnly; SameSite=Lax$/,
      );
      expect((await edge.get(`/enroll/${code}`)).status).toBe(200);
    });

    it('rejects a wrong code without details', async () => {
      for (const wrong of ['x', `${code}x`, `${code.slice(0, -1)}${code.endsWith('A') ? 'B' : 'A'}`]) {
        const response = await edge.get(`/enroll/${wrong}`);
        expect(response.status).toBe(400);
        const text = await response.text();
        expect(text).toContain('This link isn’t valid');
        expect(text).toContain('<a class="button" href="/account">Sign in</a>');
        expect(text).toMatch(/<details class="fold"><summary>Technical details<\/summary>.*enrolment_invalid/);
      }
    });

    it('registers a passkey and starts a session', async () => {
      const agent = newUserAgent(edge.origin);
      const asked = { enrolment: code, username: 'ada' };
      const options = (
        await agent.postJson('/passkeys/registration/options', asked)
      ).json() as unknown as CreationOptions;
      const named = { ...authenticator.create(options), name: 'Desk' };
      const answer = await agent.postJson('/passkeys/registration/verify', named);
      expect(answer.json()).toEqual({ next: '/console' });
      expect(cookieLine(answer.headers, 'passgraph_session')).toMatch(
        /^passgraph_session=[\w.-]+; Max-Age=604800; Path=\/; HttpOnly; SameSite=Lax$/,
      );
      const account = await agent.get('/account');
      expect(account.text).toContain('Hello, ada');
      expect(account.text).toContain('Desk');
    });
  });

  it.each([
    ['OWNER', true, true],
    ['ADMIN', true, false],
    [undefined, false, false],
  ] as const)(
    'leads users with the role %s to the console: %s, as a first step: %s',
    async (adminRole, leads, first) => {
      const ada = await edge.deps.store.users.findByUsername('ada');
      const user = adminRole === 'OWNER' ? ada : await makeUser(edge.deps, { adminRole });
      if (user === undefined) throw new Error('no user');
      const agent = newUserAgent(edge.origin);
      const { cookie } = await signInAs(edge.deps, user);
      await agent.jar.setCookie(`passgraph_session=${cookie}; Path=/`, edge.origin);
      const { text } = await agent.get('/account');
      expect([text.includes('Manage this server'), text.includes('fully set up')]).toEqual([leads, first]);
    },
  );

  describe('/login', () => {
    it('signs in with a passkey and leads to the account page', async () => {
      const agent = newUserAgent(edge.origin);
      expect((await agent.get('/account')).location?.pathname).toBe('/login');
      expect((await agent.get('/login')).text).toContain('Sign in with a passkey');
      expect((await signIn(agent)).json()).toEqual({ next: '/account', username: 'ada' });
      expect((await agent.get('/login')).location?.pathname).toBe('/account');
      expect((await agent.follow('/')).text).toContain('Hello, ada');
    });

    it('names the application', async () => {
      const agent = newUserAgent(edge.origin);
      const answer = await agent.get(`/login?interaction=${await interactionOf(agent)}`);
      expect(answer.text).toContain('Sign in to Wiki');
    });

    it('allows the window of the application that opened it', async () => {
      const agent = newUserAgent(edge.origin);
      const answer = await agent.get(`/login?interaction=${await interactionOf(agent)}`);
      expect(answer.headers.get('cross-origin-opener-policy')).toBe('unsafe-none');
      expect((await agent.get('/login')).headers.get('cross-origin-opener-policy')).toBe('same-origin');
    });

    it('rejects the interaction of another browser', async () => {
      const interaction = await interactionOf(newUserAgent(edge.origin));
      const stranger = newUserAgent(edge.origin);
      await stranger.get('/login');
      for (const path of [`/login?interaction=${interaction}`, `/continue/${interaction}`, '/continue/none']) {
        const answer = await stranger.get(path);
        expect([path, answer.status]).toEqual([path, 400]);
        expect(answer.text).toContain('This sign-in has expired');
      }
      const options = await stranger.postJson(OPTIONS, { interaction });
      expect([options.status, options.json().error]).toEqual([400, 'interaction_expired']);
    });
  });

  describe('/register', () => {
    it('answers 403 if the application does not allow registration', async () => {
      const agent = newUserAgent(edge.origin);
      const answer = await agent.get(`/register?interaction=${await interactionOf(agent)}`);
      expect(answer.status).toBe(403);
    });
  });

  describe('/denied', () => {
    const denied = async () => {
      const agent = newUserAgent(edge.origin);
      const interaction = await interactionOf(agent);
      const { next } = (await signIn(agent, interaction)).json<{ next: string }>();
      return { agent, interaction, page: await agent.follow(next) };
    };

    it('names the user and does not restrict the targets of its forms', async () => {
      const { page } = await denied();
      expect(page.status).toBe(403);
      expect(page.text).toContain('You’re signed in as <strong>ada</strong>');
      expect(page.headers.get('content-security-policy')).not.toContain('form-action');
    });

    it('continues once the user has a permission', async () => {
      const { agent, interaction } = await denied();
      await edge.deps.store.clients.update(app, { accessPolicy: 'ALL_USERS' });
      const answer = await agent.follow(`/denied?interaction=${interaction}`);
      expect(answer.location?.searchParams.get('token')).toMatch(/^ey/);
      expect(answer.location?.searchParams.get('state')).toBe('xyz');
      const current = await edge.deps.store.clients.find(app.id);
      if (current) await edge.deps.store.clients.update(current, { accessPolicy: 'PERMITTED_USERS' });
    });

    it('lets the user sign in with another account', async () => {
      const { agent, interaction } = await denied();
      const answer = await agent.postForm('/denied', { interaction, action: 'other-account' });
      expect([answer.status, answer.location?.pathname]).toEqual([303, '/login']);
      expect((await agent.get(`/continue/${interaction}`)).location?.pathname).toBe('/login');
    });

    it('returns to the application with access_denied', async () => {
      const { agent, interaction } = await denied();
      const { location } = await agent.postForm('/denied', { interaction, action: 'back' });
      expect(location?.origin).toBe('https://wiki.example');
      expect(Object.fromEntries(location?.searchParams ?? [])).toEqual({
        error: 'access_denied',
        clientId: 'wiki',
        state: 'xyz',
      });
    });

    it('rejects an unknown action', async () => {
      const { agent, interaction } = await denied();
      expect((await agent.postForm('/denied', { interaction, action: 'x' })).status).toBe(400);
    });
  });

  describe('signing out', () => {
    it('shows an error about signing out, not about signing in', async () => {
      for (const path of ['/oidc/logout?post_logout_redirect_uri=x', '/auth/logout/wiki?redirectUri=x']) {
        const answer = await edge.get(path, { accept: 'text/html' });
        expect([path, answer.status]).toEqual([path, 400]);
        const text = await answer.text();
        expect(text).toContain('<title>We couldn’t sign you out');
        expect(text).not.toMatch(/sign-in|sign in/i);
        // What the user can do comes before what only developers read, which is in English.
        expect(text).toMatch(/value="sign-out"[\s\S]*<dd lang="en">[\s\S]*<a href="\/account">/);
      }
    });

    it('ends the session on the server, not only the cookie', async () => {
      const agent = newUserAgent(edge.origin);
      await signIn(agent);
      const before = await agent.jar.getCookieString(edge.origin);
      const answer = await agent.postForm('/account', { action: 'sign-out' });
      expect([answer.status, answer.location?.pathname]).toEqual([303, '/login']);
      expect(cookieLine(answer.headers, 'passgraph_session')).toContain('Max-Age=0');
      expect((await edge.get('/account', { cookie: before })).status).toBe(303);
    });
  });

  describe('cross-site requests', () => {
    const FORM = { 'content-type': 'application/x-www-form-urlencoded' };
    const JSON_TYPE = { 'content-type': 'application/json' };

    it('are refused, forms and JSON', async () => {
      const foreign = [
        { 'sec-fetch-site': 'cross-site' },
        { 'sec-fetch-site': 'same-site' },
        { 'sec-fetch-site': 'cross-site', origin: edge.origin },
        { origin: 'https://evil.example' },
        { origin: 'null' },
      ];
      for (const headers of foreign as Record<string, string>[]) {
        expect((await edge.post('/account', 'action=sign-out', { ...FORM, ...headers })).status).toBe(403);
        const answer = await edge.post(OPTIONS, '{}', { ...JSON_TYPE, ...headers });
        expect([answer.status, await answer.json()]).toMatchObject([403, { error: 'forbidden' }]);
        expect(answer.headers.getSetCookie()).toEqual([]);
      }
    });

    it('are refused as forms without an origin; JSON needs its content type', async () => {
      expect((await edge.post('/account', 'action=sign-out', FORM)).status).toBe(403);
      expect((await edge.post(OPTIONS, '{}', JSON_TYPE)).status).toBe(200);
      expect((await edge.post(OPTIONS, '{}', { 'content-type': 'text/plain' })).status).toBe(415);
      expect((await edge.post(OPTIONS, undefined)).status).toBe(415);
    });

    it('cannot read the answer', async () => {
      for (const path of ['/account', '/login', OPTIONS, '/oidc/authorize', '/graphql']) {
        const answer = await edge.send('OPTIONS', path, { origin: 'https://evil.example' });
        expect([path, answer.headers.get('access-control-allow-origin')]).toEqual([path, null]);
      }
    });
  });

  describe('/passkeys', () => {
    it('accepts only a JSON object with valid members of at most 64 kB', async () => {
      const agent = newUserAgent(edge.origin);
      const bad: unknown[] = [[], null, 1, 'x', { interaction: 1 }, { interaction: {} }];
      for (const body of bad) {
        const answer = await agent.postJson(OPTIONS, body);
        expect([body, answer.status]).toEqual([body, 400]);
        expect(answer.json()).toMatchObject({ error: 'invalid_request' });
      }
      for (const path of ['/passkeys/authentication/verify', '/passkeys/registration/verify']) {
        const answer = await agent.postJson(path, { id: 'x'.repeat(1_000_000) });
        expect([path, answer.status, answer.json().error]).toEqual([path, 413, 'content_too_large']);
      }
    });

    it('refuses every forged answer with the same error and no cookie', async () => {
      const agent = newUserAgent(edge.origin);
      const options = (await agent.postJson(OPTIONS, {})).json() as unknown as RequestOptions;
      const forged = authenticator.get(options, { clientData: { origin: 'https://evil.example' } });
      for (const body of [forged, {}, { ...forged, response: {} }]) {
        const answer = await agent.postJson('/passkeys/authentication/verify', body);
        expect(answer.json()).toMatchObject({ error: 'invalid_credential' });
        expect(answer.headers.getSetCookie()).toEqual([]);
      }
    });

    it('refuses a browser without a challenge, and sets no cookie', async () => {
      const agent = newUserAgent(edge.origin);
      const options = (await agent.postJson(OPTIONS, {})).json() as unknown as RequestOptions;
      const answered = authenticator.get(options);
      for (const [path, body, code] of [
        ['/passkeys/authentication/verify', answered, 'cookies_blocked'],
        ['/passkeys/authentication/verify', {}, 'invalid_credential'],
        ['/passkeys/registration/verify', answered, 'invalid_credential'],
        ['/passkeys/registration/verify', {}, 'invalid_credential'],
      ] as const) {
        const answer = await newUserAgent(edge.origin).postJson(path, body);
        expect([path, answer.status, answer.json().error]).toEqual([path, 400, code]);
        expect(answer.headers.getSetCookie()).toEqual([]);
      }
      expect((await agent.postJson('/passkeys/authentication/verify', answered)).status).toBe(200);
    });

    it('limits attempts by address', async () => {
      const limited = await startEdge({ limits: { take: (name) => Promise.resolve(name !== 'ceremony') } });
      const answer = await newUserAgent(limited.origin).postJson(OPTIONS, {});
      expect([answer.status, answer.json().error, answer.headers.get('retry-after')]).toEqual([
        429,
        'rate_limited',
        '60',
      ]);
      await limited.stop();
    });
  });

  describe('cookies behind TLS', () => {
    it('have the __Host- prefix and are Secure', async () => {
      const secure = await startEdge({ config: { issuer: 'https://id.example.com' } });
      const { headers } = await secure.get('/login');
      expect(cookieLine(headers, '__Host-passgraph_browser')).toMatch(/; Path=\/; HttpOnly; Secure; SameSite=Lax$/);
      await secure.stop();
    });

    it('are kept while they are valid', async () => {
      const { headers } = await edge.get('/login');
      const cookie = cookieLine(headers, 'passgraph_browser').split(';')[0] ?? '';
      expect((await edge.get('/login', { cookie })).headers.getSetCookie()).toEqual([]);
      expect((await edge.get('/login', { cookie: 'passgraph_browser=short' })).headers.getSetCookie()).toHaveLength(1);
    });
  });
});
