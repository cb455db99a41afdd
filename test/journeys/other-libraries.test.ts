import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { startTestApp, type TestApp } from '../support/app.js';
import type { Person } from '../support/people.js';
import {
  authorizationQuery,
  authorizeAs,
  CALLBACK,
  getJson,
  PKCE,
  postForm,
  type Read,
  type Registered,
  registerClient,
  registerPerson,
  WITH_VERIFIER,
} from '../support/relying-party.js';

type Form = Record<string, string>;

/** Requests as widely used products and libraries send them, even if they deviate from the specifications. */
describe('requests of products and libraries', () => {
  let app: TestApp;
  let person: Person & { readonly id: string };

  beforeAll(async () => {
    app = await startTestApp();
    person = await registerPerson(app, { username: 'ada', name: 'Ada Lovelace', email: 'ada@example.com' });
  });
  afterAll(() => app.stop());

  const codeFor = async (client: Registered, asked: Form = {}): Promise<string> =>
    (await authorizeAs(person, authorizationQuery(client, asked))).searchParams.get('code') ?? '';
  const askToken = (form: Form, headers: Form = {}) => postForm(`${app.origin}/oidc/token`, form, headers);
  /** RFC 6749 §2.3.1, as most libraries implement it. */
  const header = (id: string, secret: string): Form => ({
    authorization: `Basic ${Buffer.from(`${encodeURIComponent(id)}:${encodeURIComponent(secret)}`).toString('base64')}`,
  });
  const userinfo = (token: string) => getJson(`${app.origin}/oidc/userinfo`, { authorization: `Bearer ${token}` });

  describe('golang.org/x/oauth2, as in Grafana and Portainer: no PKCE, no nonce, client authentication by trial', () => {
    /** `AuthStyleAutoDetect`: first in the header, after any error in the body. */
    const exchange = async ({ id, secret }: Registered, code: string, more: Form = {}): Promise<Read[]> => {
      const form = { grant_type: 'authorization_code', code, redirect_uri: CALLBACK, ...more };
      const first = await askToken(form, header(id, secret));
      if (first.status === 200) return [first];
      return [first, await askToken({ ...form, client_id: id, ...(secret !== '' && { client_secret: secret }) })];
    };

    it('detects client_secret_basic at the first attempt', async () => {
      const client = await registerClient(app, { tokenEndpointAuthMethod: 'CLIENT_SECRET_BASIC' });
      const answers = await exchange(client, await codeFor(client, { access_type: 'offline' }));
      expect(answers.map(({ status }) => status)).toEqual([200]);
    });

    it('detects client_secret_post at the second attempt; the first one does not use up the code', async () => {
      const client = await registerClient(app, { tokenEndpointAuthMethod: 'CLIENT_SECRET_POST' });
      const [first, second] = await exchange(client, await codeFor(client, { scope: 'openid email' }));
      expect([first?.status, first?.body.error, second?.status]).toEqual([401, 'invalid_client', 200]);
      const { email } = (await userinfo(second?.body.access_token)).body;
      expect(email).toBe('ada@example.com');
    });

    it('detects a public client at the first attempt, with an empty secret in the header', async () => {
      const { id } = await registerClient(app, { tokenEndpointAuthMethod: 'NONE' });
      const client = { id, secret: '' };
      const answers = await exchange(client, await codeFor(client, PKCE as Form), WITH_VERIFIER as Form);
      expect(answers.map(({ status }) => status)).toEqual([200]);
    });

    it('reads token_type and a numeric expires_in, and refreshes', async () => {
      const client = await registerClient(app, { tokenEndpointAuthMethod: 'CLIENT_SECRET_BASIC' });
      const [answer] = await exchange(client, await codeFor(client, { scope: 'openid email profile offline_access' }));
      expect(answer?.body).toMatchObject({ token_type: 'Bearer', expires_in: 300, id_token: expect.any(String) });
      const form = { grant_type: 'refresh_token', refresh_token: String(answer?.body.refresh_token) };
      const refreshed = await askToken(form, header(client.id, client.secret));
      expect(refreshed.body).toMatchObject({
        token_type: 'Bearer',
        expires_in: 300,
        refresh_token: expect.any(String),
      });
    });

    it('gets a readable error', async () => {
      const client = await registerClient(app);
      const [, second] = await exchange({ ...client, secret: 'not-its-secret' }, await codeFor(client));
      expect(second?.headers.get('content-type')).toMatch(/^application\/json/);
      expect(second?.body).toEqual({ error: 'invalid_client', error_description: expect.any(String) });
    });
  });

  it('accept Cloudflare Access: the secret in the body and all claims in an ID token signed with RS256', async () => {
    const client = await registerClient(app, { tokenEndpointAuthMethod: 'CLIENT_SECRET_POST' });
    const code = await codeFor(client, { scope: 'openid email profile', nonce: 'of-cloudflare', ...(PKCE as Form) });
    const { body } = await askToken({
      grant_type: 'authorization_code',
      code,
      redirect_uri: CALLBACK,
      ...(WITH_VERIFIER as Form),
      client_id: client.id,
      client_secret: client.secret,
    });
    const keys = createRemoteJWKSet(new URL(`${app.origin}/oidc/jwks`));
    const expected = { algorithms: ['RS256'], issuer: app.origin, audience: client.id };
    const { payload } = await jwtVerify(body.id_token, keys, expected);
    expect(payload).toMatchObject({
      sub: person.id,
      email: 'ada@example.com',
      name: 'Ada Lovelace',
      nonce: 'of-cloudflare',
    });
  });

  it('accept Spring Security and Keycloak: client_id in the body besides the header', async () => {
    const client = await registerClient(app);
    const form = { grant_type: 'authorization_code', code: await codeFor(client), redirect_uri: CALLBACK };
    expect((await askToken({ ...form, client_id: client.id }, header(client.id, client.secret))).status).toBe(200);
  });

  it('accept an empty client_secret of a public client (RFC 6749 §3.2)', async () => {
    const { id } = await registerClient(app, { tokenEndpointAuthMethod: 'NONE' });
    const code = await codeFor({ id, secret: '' }, PKCE as Form);
    const form = { grant_type: 'authorization_code', code, redirect_uri: CALLBACK, ...(WITH_VERIFIER as Form) };
    expect((await askToken({ ...form, client_id: id, client_secret: '' })).status).toBe(200);
  });

  it('accept curl and old libraries: Basic without form encoding, in any case', async () => {
    const client = await registerClient(app);
    const plain = Buffer.from(`${client.id}:${client.secret}`).toString('base64');
    for (const scheme of ['Basic', 'basic', 'BASIC']) {
      const form = { grant_type: 'authorization_code', code: await codeFor(client), redirect_uri: CALLBACK };
      const { status, body } = await askToken(form, { authorization: `${scheme} ${plain}` });
      expect([scheme, status]).toEqual([scheme, 200]);
      const told = await getJson(`${app.origin}/oidc/userinfo`, { authorization: `bearer ${body.access_token}` });
      expect([scheme, told.status]).toEqual([scheme, 200]);
    }
  });

  it('serve oauth2-proxy and Argo CD a discovery document with exactly their issuer URL', async () => {
    const { body } = await getJson(`${app.origin}/.well-known/openid-configuration`);
    expect(body.issuer).toBe(app.origin);
    expect(body.id_token_signing_alg_values_supported).toContain('RS256');
    const { body: keySet } = await getJson(body.jwks_uri);
    for (const key of keySet.keys)
      expect(key).toMatchObject({ kid: expect.any(String), alg: expect.any(String), use: 'sig' });
  });

  it('accept forms with a charset in their content type', async () => {
    const client = await registerClient(app);
    const form = { grant_type: 'authorization_code', code: await codeFor(client), redirect_uri: CALLBACK };
    const type = { 'content-type': 'application/x-www-form-urlencoded;charset=UTF-8' };
    expect((await askToken(form, { ...header(client.id, client.secret), ...type })).status).toBe(200);
  });
});
