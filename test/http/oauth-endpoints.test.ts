import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { decodeJwt, decodeProtectedHeader } from 'jose';
import * as library from 'openid-client';
import { ensureDefaultIssuer } from '../../src/admin/issuers/issuer-default.js';
import { newSecret, sha256 } from '../../src/keys/secrets.js';
import type { Client } from '../../src/model/clients/client.js';
import { numericDate } from '../../src/model/time.js';
import { CHALLENGE, VERIFIER } from '../support/authorization.js';
import { makeClientKey } from '../support/client-keys.js';
import { makeClient, makeUser, signInAs } from '../support/fixtures.js';
import { newUserAgent, type UserAgent } from '../support/user-agent.js';
import { startEdge, type TestEdge } from './start-edge.js';

const CALLBACK = 'https://wiki.example/callback';
const DEVICE_GRANT = 'urn:ietf:params:oauth:grant-type:device_code';

describe('the addresses of OAuth', () => {
  let edge: TestEdge;
  let client: Client;
  let secret: string;
  let agent: UserAgent;
  beforeAll(async () => {
    edge = await startEdge();
    const issuer = await ensureDefaultIssuer(edge.deps);
    ({ client, secret } = await makeClient(edge.deps, issuer, {
      grant_types: ['authorization_code', 'refresh_token', DEVICE_GRANT],
    }));
    agent = newUserAgent(edge.origin);
    const { cookie } = await signInAs(edge.deps, await makeUser(edge.deps));
    await agent.jar.setCookie(`passgraph_session=${cookie}; Path=/`, edge.origin);
    await agent.get('/login');
  });
  afterAll(() => edge.stop());

  const post = async (path: string, form: Record<string, string>, headers: Record<string, string> = {}) => {
    const answer = await edge.post(path, new URLSearchParams(form).toString(), {
      'content-type': 'application/x-www-form-urlencoded',
      authorization: `Basic ${Buffer.from(`${client.id}:${secret}`).toString('base64')}`,
      ...headers,
    });
    const text = await answer.text();
    return { status: answer.status, headers: answer.headers, text, body: text === '' ? {} : JSON.parse(text) };
  };
  const request = (changes: Record<string, string> = {}): Record<string, string> => ({
    client_id: client.id,
    response_type: 'code',
    redirect_uri: CALLBACK,
    scope: 'openid',
    state: 's',
    code_challenge: CHALLENGE,
    code_challenge_method: 'S256',
    ...changes,
  });
  const exchange = (code: string, headers: Record<string, string> = {}) => {
    const form = { grant_type: 'authorization_code', redirect_uri: CALLBACK, code_verifier: VERIFIER, code };
    return post('/oidc/token', form, headers);
  };
  const codeOf = async (query: Record<string, string>): Promise<string> => {
    const answer = await agent.get(`/oidc/authorize?${new URLSearchParams(query)}`);
    return answer.location?.searchParams.get('code') ?? '';
  };

  it('RFC 9126 §2.2: take a request ahead of the browser, with 201', async () => {
    const { status, headers, body } = await post('/oidc/par', request());
    expect([status, headers.get('cache-control')]).toEqual([201, 'no-store']);
    const code = await codeOf({ client_id: client.id, request_uri: body.request_uri });
    expect((await exchange(code)).body).toHaveProperty('id_token');
    const refused = await post('/oidc/par', request({ redirect_uri: 'https://evil.example/' }));
    expect([refused.status, refused.body.error]).toEqual([400, 'invalid_request']);
  });

  it('RFC 7662 §2, RFC 7009 §2: tell about tokens, and end them', async () => {
    const { body } = await exchange(await codeOf(request()));
    const token = body.access_token;
    expect((await post('/oidc/introspect', { token })).body).toMatchObject({ active: true, client_id: client.id });
    const signed = await edge.post('/oidc/introspect', new URLSearchParams({ token }).toString(), {
      'content-type': 'application/x-www-form-urlencoded',
      accept: 'application/token-introspection+jwt',
      authorization: `Basic ${Buffer.from(`${client.id}:${secret}`).toString('base64')}`,
    });
    expect(signed.headers.get('content-type')).toMatch(/^application\/token-introspection\+jwt/);
    const ended = await post('/oidc/revoke', { token });
    expect([ended.status, ended.text]).toEqual([200, '']);
    expect((await post('/oidc/introspect', { token })).body).toEqual({ active: false });
    const wrong = await post('/oidc/introspect', { token }, { authorization: 'Basic eDp5' });
    expect([wrong.status, wrong.headers.get('www-authenticate')]).toEqual([401, expect.stringMatching(/^Basic /)]);
  });

  it('RFC 9449 §5, §8: bind tokens to a key by DPoP, with a nonce where the clocks differ', async () => {
    const key = await makeClientKey('ES256');
    const { kty, crv, x, y } = key.publicJwk;
    const header = { typ: 'dpop+jwt', kid: undefined, jwk: { kty, crv, x, y } };
    const proof = (htm: string, path: string, more: Record<string, unknown> = {}) => {
      const claims = { jti: newSecret(edge.deps.random), htm, htu: edge.origin + path };
      return key.sign({ ...claims, iat: numericDate(edge.deps.clock.now()), ...more }, header);
    };
    const code = await codeOf(request());
    const early = await exchange(code, { dpop: await proof('POST', '/oidc/token', { iat: 1_600_000_000 }) });
    expect([early.status, early.body.error]).toEqual([400, 'use_dpop_nonce']);
    const nonce = early.headers.get('dpop-nonce') ?? '';
    expect(early.headers.get('access-control-expose-headers')).toContain('DPoP-Nonce');
    const { body } = await exchange(code, { dpop: await proof('POST', '/oidc/token', { iat: 1_600_000_000, nonce }) });
    expect(body.token_type).toBe('DPoP');
    const authorization = `DPoP ${body.access_token}`;
    const dpop = await proof('GET', '/oidc/userinfo', { ath: sha256(body.access_token) });
    expect((await edge.get('/oidc/userinfo', { authorization, dpop })).status).toBe(200);
    const stolen = await edge.get('/oidc/userinfo', { authorization: `Bearer ${body.access_token}` });
    expect([stolen.status, stolen.headers.get('www-authenticate')]).toEqual([401, expect.stringMatching(/^DPoP /)]);
  });

  it('RFC 8628 §3: let a user connect a device', async () => {
    const { body: asked } = await post('/oidc/device_authorization', { scope: 'openid' });
    const poll = () => post('/oidc/token', { grant_type: DEVICE_GRANT, device_code: asked.device_code });
    expect((await poll()).body.error).toBe('authorization_pending');
    const page = await agent.get(asked.verification_uri_complete);
    expect([page.status, page.text.includes(asked.user_code)]).toEqual([200, false]);
    const unknown = await agent.postForm('/device', { user_code: 'BCDF-GHJK' });
    expect([unknown.status, unknown.text.includes('role="alert"')]).toEqual([400, true]);
    const entered = await agent.postForm('/device', { user_code: asked.user_code });
    const consent = await agent.follow(entered.location?.href ?? '');
    const field = (name: string) => new RegExp(`name="${name}" value="([^"]+)"`).exec(consent.text)?.[1] ?? '';
    const allowed = { interaction: field('interaction'), shown: field('shown'), action: 'allow' };
    const answered = await agent.postForm('/consent', allowed);
    const done = await agent.follow(answered.location?.href ?? '');
    expect([done.status, done.text.includes('Device connected')]).toEqual([200, true]);
    expect((await poll()).body).toMatchObject({ token_type: 'Bearer', id_token: expect.any(String) });
  });

  it('take a code from no other site’s form', async () => {
    const headers = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' };
    expect((await agent.postForm('/device', { user_code: 'BCDF-GHJK' }, headers)).status).toBe(403);
  });

  /** As it is sent: names may come twice, and headers be left out. */
  const send = async (path: string, body: string, headers: Record<string, string>) => {
    const answer = await edge.post(path, body, { 'content-type': 'application/x-www-form-urlencoded', ...headers });
    const text = await answer.text();
    return { status: answer.status, headers: answer.headers, text, body: text === '' ? {} : JSON.parse(text) };
  };
  const basic = () => `Basic ${Buffer.from(`${client.id}:${secret}`).toString('base64')}`;
  const tokens = async (scope = 'openid'): Promise<Record<string, string>> =>
    (await exchange(await codeOf(request({ scope })))).body;

  describe('RFC 6749 §3.2 Token Endpoint', () => {
    it('MUST be asked by POST; revocation (RFC 7009 §2.1), introspection (RFC 7662 §2.1) and devices (RFC 8628 §3.1) too', async () => {
      for (const path of ['token', 'revoke', 'introspect', 'device_authorization', 'par']) {
        for (const method of ['GET', 'PUT', 'DELETE']) {
          const answer = await edge.send(method, `/oidc/${path}?grant_type=client_credentials`);
          expect([path, method, answer.status, answer.headers.get('allow')]).toEqual([
            ...[path, method, 405, 'POST, OPTIONS'],
          ]);
          expect(await answer.json()).toMatchObject({ error: 'invalid_request' });
        }
      }
    });

    it('takes parameters of the body alone: a secret MUST NOT be in the request URI (§2.3.1)', async () => {
      const { client: posting, secret: own } = await makeClient(edge.deps, await ensureDefaultIssuer(edge.deps), {
        token_endpoint_auth_method: 'client_secret_post',
        grant_types: ['client_credentials'],
      });
      const credentials = new URLSearchParams({ client_id: posting.id, client_secret: own }).toString();
      const inUri = await send(`/oidc/token?${credentials}`, 'grant_type=client_credentials', {});
      expect([inUri.status, inUri.body.error]).toEqual([401, 'invalid_client']);
      expect((await send('/oidc/token', `grant_type=client_credentials&${credentials}`, {})).status).toBe(200);
    });

    it('takes a parameter without a value as left out, and ignores one that it does not know', async () => {
      const code = await codeOf(request());
      const form = { grant_type: 'authorization_code', redirect_uri: CALLBACK, code_verifier: VERIFIER, code };
      const empty = { client_secret: '', client_assertion: '', scope: '', resource: '', utm_source: 'x' };
      expect((await post('/oidc/token', { ...form, ...empty })).status).toBe(200);
      const without = await post('/oidc/token', { ...form, code: '' });
      expect(without.body).toEqual({ error: 'invalid_request', error_description: 'The code parameter is missing.' });
    });

    it.each([
      ...['grant_type', 'code', 'redirect_uri', 'code_verifier', 'refresh_token', 'device_code', 'scope'],
      ...['client_id', 'client_secret', 'client_assertion', 'client_assertion_type'],
      ...['subject_token', 'subject_token_type', 'actor_token', 'actor_token_type', 'requested_token_type'],
    ])('MUST NOT take %s more than once', async (name) => {
      const answer = await send('/oidc/token', `grant_type=authorization_code&${name}=a&${name}=b`, {
        authorization: basic(),
      });
      expect([answer.status, answer.body.error]).toEqual([400, 'invalid_request']);
      expect(answer.body.error_description).toMatch(/must not be included more than once/);
    });

    it.each(['token', 'token_type_hint'])(
      'MUST NOT take %s more than once at revocation and introspection',
      async (name) => {
        for (const path of ['revoke', 'introspect']) {
          const answer = await send(`/oidc/${path}`, `token=x&${name}=a&${name}=b`, { authorization: basic() });
          expect([path, answer.status, answer.body.error]).toEqual([path, 400, 'invalid_request']);
        }
      },
    );

    it('takes a form alone (§4.1.3)', async () => {
      for (const type of ['application/json', 'text/plain', 'multipart/form-data; boundary=x']) {
        const answer = await send('/oidc/token', '{}', { authorization: basic(), 'content-type': type });
        expect([type, answer.status, answer.body.error]).toEqual([type, 415, 'invalid_request']);
      }
    });

    it('takes a charset beside the type', async () => {
      const type = 'application/x-www-form-urlencoded;charset=UTF-8';
      const answer = await send('/oidc/token', 'grant_type=x', { authorization: basic(), 'content-type': type });
      expect(answer.body.error).toBe('unsupported_grant_type');
    });
  });

  describe('RFC 6749 §5.1 Successful Response', () => {
    it('is JSON with the members that it MUST have, and MUST NOT be kept by any cache', async () => {
      const { status, headers, body } = await exchange(await codeOf(request({ scope: 'openid offline_access' })));
      expect([status, headers.get('content-type')]).toEqual([200, 'application/json; charset=utf-8']);
      expect([headers.get('cache-control'), headers.get('pragma')]).toEqual(['no-store', 'no-cache']);
      expect(body).toEqual({
        access_token: expect.any(String),
        token_type: 'Bearer',
        expires_in: 300,
        refresh_token: expect.any(String),
        id_token: expect.any(String),
        scope: 'openid offline_access',
      });
    });
  });

  describe('RFC 6749 §5.2 Error Response', () => {
    const form = { grant_type: 'authorization_code', redirect_uri: CALLBACK, code_verifier: VERIFIER };
    it.each<[string, Record<string, string>, number, string]>([
      ['no grant_type', {}, 400, 'invalid_request'],
      ['no code', form, 400, 'invalid_request'],
      ['a code that is none', { ...form, code: 'abc' }, 400, 'invalid_grant'],
      ['a refresh token that is none', { grant_type: 'refresh_token', refresh_token: 'x' }, 400, 'invalid_grant'],
      ['a grant that the client may not use', { grant_type: 'client_credentials' }, 400, 'unauthorized_client'],
      [
        'the password grant, which MUST NOT be used (RFC 9700 §2.4)',
        { grant_type: 'password', username: 'ada', password: 'x' },
        ...([400, 'unsupported_grant_type'] as const),
      ],
      ['a grant that there is not', { grant_type: 'urn:example:grant' }, 400, 'unsupported_grant_type'],
      ['another client_id beside HTTP Basic', { ...form, client_id: 'another' }, 400, 'invalid_request'],
      ['two ways to authenticate (§2.3)', { ...form, client_secret: 'x' }, 400, 'invalid_request'],
    ])('answers %s', async (_, sent, status, error) => {
      const answer = await post('/oidc/token', sent);
      expect([answer.status, answer.body.error]).toEqual([status, error]);
      // MUST NOT include characters outside the set %x20-21 / %x23-5B / %x5D-7E.
      expect(answer.body.error_description).toMatch(/^[\x20-\x21\x23-\x5B\x5D-\x7E]+$/);
      expect(Object.keys(answer.body)).toEqual(['error', 'error_description']);
      expect([answer.headers.get('cache-control'), answer.headers.get('pragma')]).toEqual(['no-store', 'no-cache']);
      expect(answer.headers.get('content-type')).toBe('application/json; charset=utf-8');
      expect(answer.headers.get('www-authenticate')).toBeNull();
    });

    it('answers 401 to a client that fails; with a Basic challenge where it tried the Authorization header', async () => {
      for (const path of ['token', 'revoke', 'introspect', 'device_authorization', 'par']) {
        const tried = await send(`/oidc/${path}`, 'grant_type=x&token=x', { authorization: 'Basic eDp5' });
        expect([path, tried.status, tried.body.error]).toEqual([path, 401, 'invalid_client']);
        expect(tried.headers.get('www-authenticate')).toMatch(/^Basic realm="[^"]+"/);
        const said = await send(`/oidc/${path}`, 'grant_type=x&token=x&client_id=x&client_secret=y', {});
        expect([path, said.status, said.body.error]).toEqual([path, 401, 'invalid_client']);
        expect(said.headers.get('www-authenticate')).toBeNull();
      }
    });

    it('demands that a confidential client authenticates (§3.2.1, §6)', async () => {
      const { refresh_token = '' } = await tokens('openid offline_access');
      const code = await codeOf(request());
      for (const sent of [
        { ...form, code },
        { grant_type: 'refresh_token', refresh_token },
      ]) {
        const body = new URLSearchParams({ ...sent, client_id: client.id }).toString();
        const answer = await send('/oidc/token', body, {});
        expect([answer.status, answer.body.error]).toEqual([401, 'invalid_client']);
      }
      expect((await exchange(code)).status).toBe(200);
    });
  });

  describe('RFC 6749 §2.3.1 Client Password', () => {
    it('MUST be taken by HTTP Basic, its halves form-encoded, the scheme in any case', async () => {
      const issuer = await ensureDefaultIssuer(edge.deps);
      const odd = await makeClient(edge.deps, issuer, { id: 'a~b.c', grant_types: ['client_credentials'] });
      const encoded = [...odd.secret].map((letter) => `%${letter.charCodeAt(0).toString(16)}`).join('');
      for (const [scheme, id, text] of [
        ['Basic', 'a%7Eb.c', encoded],
        ['basic', 'a~b.c', odd.secret],
        ['BASIC', 'a%7eb%2ec', odd.secret],
      ]) {
        const authorization = `${scheme} ${Buffer.from(`${id}:${text}`).toString('base64')}`;
        const answer = await send('/oidc/token', 'grant_type=client_credentials', { authorization });
        expect([scheme, id, answer.status]).toEqual([scheme, id, 200]);
      }
    });
  });

  describe('a client library that knows nothing of this server', () => {
    const EXCHANGE = 'urn:ietf:params:oauth:grant-type:token-exchange';
    const ACCESS_TOKEN = 'urn:ietf:params:oauth:token-type:access_token';

    it('takes every answer: RFC 6749 §4.4, RFC 7009, RFC 7662, RFC 9701, RFC 8628 and RFC 8693', async () => {
      const api = 'https://orders.example/';
      await edge.deps.store.scopes.insert({ id: 'orders', version: 1, claims: [], resource: api });
      const made = await makeClient(edge.deps, await ensureDefaultIssuer(edge.deps), {
        grant_types: ['authorization_code', 'client_credentials', DEVICE_GRANT, EXCHANGE],
        audiences: [api],
        scopes: ['openid', 'orders'],
        introspection_signed_response_alg: 'ES256',
      });
      const metadata = { introspection_signed_response_alg: 'ES256' };
      const secretBasic = library.ClientSecretBasic(made.secret);
      const url = new URL(edge.origin);
      const config = await library.discovery(url, made.client.id, metadata, secretBasic, {
        algorithm: 'oauth2',
        execute: [library.allowInsecureRequests],
      });
      const own = await library.clientCredentialsGrant(config, { scope: 'orders' });
      expect(await library.tokenIntrospection(config, own.access_token)).toMatchObject({ active: true, aud: api });
      await library.tokenRevocation(config, own.access_token);
      expect(await library.tokenIntrospection(config, own.access_token)).toEqual({ active: false });
      const device = await library.initiateDeviceAuthorization(config, { scope: 'openid' });
      expect(device.verification_uri).toBe(`${edge.origin}/device`);
      const query = { ...request({ scope: 'orders' }), client_id: made.client.id };
      const answered = await agent.get(`/oidc/authorize?${new URLSearchParams(query)}`);
      const checks = { expectedState: 's', pkceCodeVerifier: VERIFIER };
      const tokens = await library.authorizationCodeGrant(config, answered.location ?? url, checks);
      const exchanged = await library.genericGrantRequest(config, EXCHANGE, {
        subject_token: tokens.access_token,
        subject_token_type: ACCESS_TOKEN,
      });
      expect(exchanged).toMatchObject({ issued_token_type: ACCESS_TOKEN, scope: 'orders' });
    });
  });

  describe('RFC 6750 §2, §3 Bearer Token Usage, at userinfo', () => {
    const ask = (headers: Record<string, string> = {}, path = '/oidc/userinfo') => edge.get(path, headers);

    it('MUST take the token from the Authorization header, and from a form that is posted (§2.1, §2.2)', async () => {
      const { access_token = '' } = await tokens();
      expect((await ask({ authorization: `Bearer ${access_token}` })).status).toBe(200);
      expect((await send('/oidc/userinfo', `access_token=${access_token}`, {})).status).toBe(200);
      const empty = await edge.post('/oidc/userinfo', undefined, { authorization: `Bearer ${access_token}` });
      expect(empty.status).toBe(200);
    });

    it('MUST NOT take it from a body of another type (§2.2), nor from the URI (§2.3), nor from two places (§2)', async () => {
      const { access_token = '' } = await tokens();
      const json = JSON.stringify({ access_token });
      expect((await send('/oidc/userinfo', json, { 'content-type': 'application/json' })).status).toBe(415);
      expect((await ask({}, `/oidc/userinfo?access_token=${access_token}`)).status).toBe(401);
      const authorization = `Bearer ${access_token}`;
      const twice = await send('/oidc/userinfo', `access_token=${access_token}`, { authorization });
      expect([twice.status, twice.body.error]).toEqual([400, 'invalid_request']);
      expect(twice.headers.get('www-authenticate')).toMatch(/^Bearer error="invalid_request"/);
    });

    it('MUST answer with a Bearer challenge that has a parameter: no error where no token came (§3)', async () => {
      for (const headers of [{}, { authorization: basic() }]) {
        const answer = await ask(headers);
        expect(answer.status).toBe(401);
        expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer realm="[^"]+", DPoP algs="[^"]+"$/);
      }
      const refused = await ask({ authorization: 'Bearer none' });
      expect([refused.status, refused.headers.get('www-authenticate')]).toEqual([
        ...[401, expect.stringMatching(/^Bearer error="invalid_token", error_description="[^"\\]+"$/)],
      ]);
      const malformed = await ask({ authorization: 'Bearer two words' });
      expect([malformed.status, malformed.headers.get('www-authenticate')]).toEqual([
        ...[400, expect.stringMatching(/^Bearer error="invalid_request"/)],
      ]);
    });

    it('says insufficient_scope with 403, and which one is needed (§3.1)', async () => {
      const { access_token = '' } = await tokens('email');
      const answer = await ask({ authorization: `Bearer ${access_token}` });
      expect([answer.status, answer.headers.get('www-authenticate')]).toEqual([
        ...[403, expect.stringMatching(/^Bearer error="insufficient_scope", .*scope="openid"$/)],
      ]);
    });

    it('lets no cache keep what a token opened (§5.3)', async () => {
      const { access_token = '' } = await tokens();
      const answer = await ask({ authorization: `Bearer ${access_token}` });
      expect(answer.headers.get('cache-control')).toBe('no-store');
    });
  });

  describe('RFC 7009 §2 Token Revocation', () => {
    it('answers 200 to a token that is none, whatever the hint says (§2.1, §2.2)', async () => {
      for (const hint of ['access_token', 'refresh_token', 'no_such_hint']) {
        const { status, text } = await post('/oidc/revoke', { token: 'none', token_type_hint: hint });
        expect([hint, status, text]).toEqual([hint, 200, '']);
      }
      expect((await post('/oidc/revoke', {})).body.error).toBe('invalid_request');
    });

    it('refuses another client, whose request changes nothing (§2.1)', async () => {
      const { access_token = '' } = await tokens();
      const issuer = await ensureDefaultIssuer(edge.deps);
      const other = await makeClient(edge.deps, issuer);
      const authorization = `Basic ${Buffer.from(`${other.client.id}:${other.secret}`).toString('base64')}`;
      const answer = await post('/oidc/revoke', { token: access_token }, { authorization });
      expect([answer.status, answer.body.error]).toEqual([400, 'invalid_grant']);
      expect((await edge.get('/oidc/userinfo', { authorization: `Bearer ${access_token}` })).status).toBe(200);
    });

    it('says with unsupported_token_type what cannot be ended (§2.2.1)', async () => {
      const issuer = await ensureDefaultIssuer(edge.deps);
      const machine = await makeClient(edge.deps, issuer, {
        grant_types: ['client_credentials'],
        accessTokenFormat: 'JWT',
      });
      const authorization = `Basic ${Buffer.from(`${machine.client.id}:${machine.secret}`).toString('base64')}`;
      const { body } = await post('/oidc/token', { grant_type: 'client_credentials' }, { authorization });
      const answer = await post('/oidc/revoke', { token: body.access_token }, { authorization });
      expect([answer.status, answer.body.error]).toEqual([400, 'unsupported_token_type']);
    });
  });

  describe('RFC 7662 §2 Introspection', () => {
    it('answers JSON that no cache keeps; of a token that is none nothing but that it is not active (§2.2)', async () => {
      const { status, headers, body } = await post('/oidc/introspect', { token: 'none', token_type_hint: 'whatever' });
      expect([status, body]).toEqual([200, { active: false }]);
      expect([headers.get('content-type'), headers.get('cache-control')]).toEqual([
        ...['application/json; charset=utf-8', 'no-store'],
      ]);
    });

    it('MUST require authorization: a request without a client or of a public client gets no information (§2.1, §2.3)', async () => {
      const { access_token } = await tokens();
      const issuer = await ensureDefaultIssuer(edge.deps);
      const open = await makeClient(edge.deps, issuer, { token_endpoint_auth_method: 'none' });
      for (const body of [`token=${access_token}`, `token=${access_token}&client_id=${open.client.id}`]) {
        const answer = await send('/oidc/introspect', body, {});
        expect([answer.status, answer.body.error]).toEqual([401, 'invalid_client']);
      }
    });
  });

  describe('RFC 9701 §4, §5 JWT Response', () => {
    it('has its media type, and claims of the envelope alone', async () => {
      const { access_token = '' } = await tokens();
      for (const accept of [
        'application/token-introspection+jwt',
        'application/json;q=0.5, application/token-introspection+jwt',
      ]) {
        const answer = await edge.post('/oidc/introspect', new URLSearchParams({ token: access_token }).toString(), {
          'content-type': 'application/x-www-form-urlencoded',
          authorization: basic(),
          accept,
        });
        expect([answer.status, answer.headers.get('content-type')]).toEqual([
          200,
          'application/token-introspection+jwt',
        ]);
        expect(answer.headers.get('cache-control')).toBe('no-store');
        const jwt = await answer.text();
        expect(decodeProtectedHeader(jwt)).toMatchObject({ typ: 'token-introspection+jwt', alg: 'RS256' });
        // §8.1: SHOULD NOT have sub and exp, which would make it pass for another JWT.
        expect(decodeJwt(jwt)).toEqual({
          iss: edge.origin,
          aud: client.id,
          iat: expect.any(Number),
          token_introspection: expect.objectContaining({ active: true, client_id: client.id }),
        });
      }
    });

    it('is no access token, and no ID token', async () => {
      const { access_token = '' } = await tokens();
      const signed = await edge.post('/oidc/introspect', new URLSearchParams({ token: access_token }).toString(), {
        'content-type': 'application/x-www-form-urlencoded',
        authorization: basic(),
        accept: 'application/token-introspection+jwt',
      });
      const jwt = await signed.text();
      expect((await edge.get('/oidc/userinfo', { authorization: `Bearer ${jwt}` })).status).toBe(401);
      const { location } = await agent.get(`/oidc/authorize?${new URLSearchParams(request({ id_token_hint: jwt }))}`);
      expect(location?.searchParams.get('error')).toBe('invalid_request');
    });
  });

  describe('RFC 8628 §3.2, §3.5 Device Authorization Response, and errors', () => {
    it('has the members that it MUST have, and is not kept by any cache', async () => {
      const { status, headers, body } = await post('/oidc/device_authorization', { scope: 'openid', unknown: 'x' });
      expect([status, headers.get('content-type'), headers.get('cache-control')]).toEqual([
        ...[200, 'application/json; charset=utf-8', 'no-store'],
      ]);
      expect(body).toEqual({
        device_code: expect.any(String),
        user_code: expect.stringMatching(/^[B-Z]{4}-[B-Z]{4}$/),
        verification_uri: `${edge.origin}/device`,
        expires_in: 600,
        interval: 5,
        verification_uri_complete: `${edge.origin}/device?user_code=${body.user_code}`,
      });
    });

    it('MUST NOT have a parameter more than once (§3.1)', async () => {
      const answer = await send('/oidc/device_authorization', 'scope=openid&scope=email', { authorization: basic() });
      expect([answer.status, answer.body.error]).toEqual([400, 'invalid_request']);
    });

    it('is polled with 400: authorization_pending, then slow_down for who asks too often', async () => {
      const { body: asked } = await post('/oidc/device_authorization', { scope: 'openid' });
      const poll = async () => {
        const { status, body } = await post('/oidc/token', {
          grant_type: DEVICE_GRANT,
          device_code: asked.device_code,
        });
        return [status, body.error];
      };
      expect(await poll()).toEqual([400, 'authorization_pending']);
      expect(await poll()).toEqual([400, 'slow_down']);
    });

    it('decides nothing by verification_uri_complete alone: whoever opens it is asked (§3.3.1, §5.4)', async () => {
      const { body: asked } = await post('/oidc/device_authorization', { scope: 'openid' });
      const page = await agent.get(asked.verification_uri_complete);
      expect([page.status, page.location]).toEqual([200, undefined]);
      expect(page.text).not.toContain(asked.user_code);
      const { body } = await post('/oidc/token', { grant_type: DEVICE_GRANT, device_code: asked.device_code });
      expect(body.error).toBe('authorization_pending');
    });
  });
});
