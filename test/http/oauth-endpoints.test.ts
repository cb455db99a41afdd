import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ensureDefaultIssuer } from '../../src/admin/default-issuer.js';
import { newSecret, sha256 } from '../../src/keys/secrets.js';
import type { Client } from '../../src/model/client.js';
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
    ...{ client_id: client.id, response_type: 'code', redirect_uri: CALLBACK, scope: 'openid', state: 's' },
    ...{ code_challenge: CHALLENGE, code_challenge_method: 'S256', ...changes },
  });
  const exchange = (code: string, headers: Record<string, string> = {}) => {
    const form = { grant_type: 'authorization_code', redirect_uri: CALLBACK, code_verifier: VERIFIER, code };
    return post('/oidc/token', form, headers);
  };
  const codeOf = async (query: Record<string, string>): Promise<string> => {
    const answer = await agent.get(`/oidc/authorize?${new URLSearchParams(query)}`);
    return answer.location?.searchParams.get('code') ?? '';
  };

  it('take a request ahead of the browser (RFC 9126), with 201', async () => {
    const { status, headers, body } = await post('/oidc/par', request());
    expect([status, headers.get('cache-control')]).toEqual([201, 'no-store']);
    const code = await codeOf({ client_id: client.id, request_uri: body.request_uri });
    expect((await exchange(code)).body).toHaveProperty('id_token');
    const refused = await post('/oidc/par', request({ redirect_uri: 'https://evil.example/' }));
    expect([refused.status, refused.body.error]).toEqual([400, 'invalid_request']);
  });

  it('tell about tokens (RFC 7662), and end them (RFC 7009)', async () => {
    const { body } = await exchange(await codeOf(request()));
    const token = body.access_token;
    expect((await post('/oidc/introspect', { token })).body).toMatchObject({ active: true, client_id: client.id });
    const signed = await edge.post('/oidc/introspect', new URLSearchParams({ token }).toString(), {
      ...{ 'content-type': 'application/x-www-form-urlencoded', accept: 'application/token-introspection+jwt' },
      authorization: `Basic ${Buffer.from(`${client.id}:${secret}`).toString('base64')}`,
    });
    expect(signed.headers.get('content-type')).toMatch(/^application\/token-introspection\+jwt/);
    const ended = await post('/oidc/revoke', { token });
    expect([ended.status, ended.text]).toEqual([200, '']);
    expect((await post('/oidc/introspect', { token })).body).toEqual({ active: false });
    const wrong = await post('/oidc/introspect', { token }, { authorization: 'Basic eDp5' });
    expect([wrong.status, wrong.headers.get('www-authenticate')]).toEqual([401, expect.stringMatching(/^Basic /)]);
  });

  it('bind tokens to a key by DPoP (RFC 9449), with a nonce where the clocks differ', async () => {
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

  it('let somebody connect a device (RFC 8628)', async () => {
    const { body: asked } = await post('/oidc/device_authorization', { scope: 'openid' });
    const poll = () => post('/oidc/token', { grant_type: DEVICE_GRANT, device_code: asked.device_code });
    expect((await poll()).body.error).toBe('authorization_pending');
    const page = await agent.get(asked.verification_uri_complete);
    expect([page.status, page.text.includes(`value="${asked.user_code}"`)]).toEqual([200, true]);
    const unknown = await agent.postForm('/device', { user_code: 'BCDF-GHJK' });
    expect([unknown.status, unknown.text.includes('role="alert"')]).toEqual([400, true]);
    const entered = await agent.postForm('/device', { user_code: asked.user_code });
    const consent = await agent.follow(entered.location?.href ?? '');
    const field = (name: string) => new RegExp(`name="${name}" value="([^"]+)"`).exec(consent.text)?.[1] ?? '';
    const allowed = { interaction: field('interaction'), shown: field('shown'), action: 'allow' };
    const answered = await agent.postForm('/consent', allowed);
    const done = await agent.follow(answered.location?.href ?? '');
    expect([done.status, done.text.includes('The device is connected')]).toEqual([200, true]);
    expect((await poll()).body).toMatchObject({ token_type: 'Bearer', id_token: expect.any(String) });
  });

  it('take a code from no other site’s form', async () => {
    const headers = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' };
    expect((await agent.postForm('/device', { user_code: 'BCDF-GHJK' }, headers)).status).toBe(403);
  });
});
