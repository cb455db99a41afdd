import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import * as oidc from 'openid-client';
import { startTestApp, type TestApp } from '../../support/app.js';
import { type Query, VERIFIER } from '../../support/authorization.js';
import type { Person } from '../../support/people.js';
import {
  authorizationQuery,
  basicOf,
  CALLBACK,
  getJson,
  PKCE,
  postedBy,
  postForm,
  type Registered,
  registerClient,
  registerPerson,
  WITH_VERIFIER,
} from '../../support/relying-party.js';
import { newUserAgent } from '../../support/user-agent.js';

let app: TestApp;
let ada: Person & { readonly id: string };
let client: Registered;

beforeAll(async () => {
  app = await startTestApp();
  ada = await registerPerson(app, { username: 'ada' });
  client = await registerClient(app);
});
afterAll(() => app.stop());

function ask(changes: Query, of = client) {
  return ada.agent.get(authorizationQuery(of, { ...PKCE, ...changes }));
}

function hashOf(url: URL | undefined) {
  return Object.fromEntries(new URLSearchParams(url?.hash.slice(1)));
}

function queryOf(url: URL | undefined) {
  return Object.fromEntries(url?.searchParams ?? []);
}

function OK() {
  return { code: expect.any(String), state: 'the-state', iss: app.origin };
}
const NO_STATE = { error: 'invalid_scope', error_description: expect.any(String) };

function discover(of: Registered, ...execute: ((config: oidc.Configuration) => void)[]) {
  return oidc.discovery(new URL(app.origin), of.id, {}, oidc.ClientSecretBasic(of.secret), {
    execute: [oidc.allowInsecureRequests, ...execute],
  });
}

describe('OAuth 2.0 Multiple Response Type Encoding Practices §2.1 Response Modes', () => {
  it('puts the response into the query by default and with response_mode=query', async () => {
    for (const response_mode of [undefined, 'query']) {
      const { status, location } = await ask({ response_mode });
      expect([status, location?.hash, queryOf(location)]).toEqual([303, '', OK()]);
    }
  });

  it('puts responses and errors into the fragment with response_mode=fragment', async () => {
    const { location } = await ask({ response_mode: 'fragment' });
    expect([location?.search, hashOf(location)]).toEqual(['', OK()]);
    const refused = await ask({ response_mode: 'fragment', scope: 'phone' });
    expect(hashOf(refused.location)).toEqual({ ...NO_STATE, state: 'the-state', iss: app.origin });
  });

  it('rejects an unknown response_mode, in the default mode', async () => {
    expect(queryOf((await ask({ response_mode: 'carrier_pigeon' })).location)).toMatchObject({
      error: 'invalid_request',
    });
  });

  it('does not support response_type none (§4)', async () => {
    expect(queryOf((await ask({ response_type: 'none' })).location)).toMatchObject({
      error: 'unsupported_response_type',
    });
  });

  it.each(['token', 'id_token', 'id_token token', 'code id_token', 'code token', 'code id_token token'])(
    'does not support response_type %s, and MUST NOT put its error into the query (§3, §5)',
    async (response_type) => {
      const refusal = { error: 'unsupported_response_type', state: 'the-state' };
      for (const response_mode of [undefined, 'query', 'fragment']) {
        const { location } = await ask({ response_type, response_mode, nonce: 'n' });
        expect([queryOf(location), hashOf(location)]).toEqual([{}, expect.objectContaining(refusal)]);
      }
      const posted = postedBy(await ask({ response_type, response_mode: 'form_post' }));
      expect(posted.fields).toMatchObject(refusal);
      const { location } = await ask({ response_type, response_mode: 'jwt' });
      expect([queryOf(location), Object.keys(hashOf(location))]).toEqual([{}, ['response']]);
    },
  );
});

describe('OAuth 2.0 Form Post Response Mode §2', () => {
  it('sends a page that posts the response by itself and MUST NOT be cached', async () => {
    const page = await ask({ response_mode: 'form_post' });
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    expect(page.headers.get('cache-control')).toBe('no-store');
    expect(page.text).toMatch(/<form[^>]* method="post"/);
    expect(postedBy(page)).toEqual({ action: CALLBACK, fields: OK() });
    // A control named `submit` would replace the form's own method.
    expect(page.text).not.toContain('name="submit"');
    // A script posts the form; without scripts the user presses a button.
    expect(page.text).toMatch(/<script[^>]* src="\/assets\/[\w-]+\/form-post\.js"/);
    expect(page.text).toContain('<button type="submit"');
  });

  it('sends errors in the same way', async () => {
    const { action, fields } = postedBy(await ask({ response_mode: 'form_post', scope: 'phone' }));
    expect([action, fields]).toEqual([CALLBACK, { ...NO_STATE, state: 'the-state', iss: app.origin }]);
    const signedOut = await newUserAgent(app.origin).get(
      authorizationQuery(client, { ...PKCE, response_mode: 'form_post', prompt: 'none' }),
    );
    expect(postedBy(signedOut).fields).toMatchObject({ error: 'login_required' });
  });

  it('escapes the parameters of the request', async () => {
    const state = '"><script>alert(1)</script>&amp;';
    const page = await ask({ response_mode: 'form_post', state });
    expect(page.text).not.toContain('<script>alert');
    expect(postedBy(page).fields.state).toBe(state);
  });

  it('works with an independent client library', async () => {
    const config = await discover(client);
    const { action, fields } = postedBy(await ask({ response_mode: 'form_post', nonce: 'n' }));
    const posted = new Request(action, { method: 'POST', body: new URLSearchParams(fields) });
    const checks = { expectedNonce: 'n', expectedState: 'the-state', pkceCodeVerifier: VERIFIER };
    const tokens = await oidc.authorizationCodeGrant(config, posted, checks);
    expect(tokens.claims()?.sub).toBe(ada.id);
  });
});

describe('JWT Secured Authorization Response Mode (JARM)', () => {
  const verified = async (jwt = '', of = client) => {
    const keys = createRemoteJWKSet(new URL(`${app.origin}/oidc/jwks`));
    return (await jwtVerify(jwt, keys, { issuer: app.origin, audience: of.id })).payload;
  };
  const SIGNED = () => ({ iss: app.origin, aud: client.id, exp: expect.any(Number), state: 'the-state' });

  it('§2.1 signs iss, aud, exp (at most ten minutes) and the response or error', async () => {
    const { location } = await ask({ response_mode: 'jwt' });
    const payload = await verified(queryOf(location).response);
    expect(payload).toEqual({ ...SIGNED(), code: expect.any(String) });
    expect(Number(payload.exp) * 1000 - app.deps.clock.now().getTime()).toBeLessThanOrEqual(600_000);
    const refused = await ask({ response_mode: 'jwt', scope: 'phone' });
    expect(await verified(queryOf(refused.location).response)).toEqual({ ...SIGNED(), ...NO_STATE });
  });

  it('§2.3.1, §2.3.4 puts only response into the query with query.jwt, and with jwt for a code', async () => {
    for (const response_mode of ['query.jwt', 'jwt']) {
      const { location } = await ask({ response_mode });
      expect([Object.keys(queryOf(location)), location?.hash]).toEqual([['response'], '']);
    }
  });

  it('§2.3.2 puts it into the fragment with fragment.jwt', async () => {
    const { location } = await ask({ response_mode: 'fragment.jwt' });
    expect([Object.keys(hashOf(location)), location?.search]).toEqual([['response'], '']);
    expect(await verified(hashOf(location).response)).toHaveProperty('code');
  });

  it('§2.3.3 posts it in a form with form_post.jwt', async () => {
    const page = await ask({ response_mode: 'form_post.jwt' });
    const { action, fields } = postedBy(page);
    expect([action, Object.keys(fields), page.headers.get('cache-control')]).toEqual([
      ...[CALLBACK, ['response'], 'no-store'],
    ]);
    expect(await verified(fields.response)).toHaveProperty('code');
  });

  it('§2.4 works with an independent client library', async () => {
    const config = await discover(client, oidc.useJwtResponseMode);
    const url = oidc.buildAuthorizationUrl(config, {
      redirect_uri: CALLBACK,
      scope: 'openid',
      state: 'the-state',
      ...(PKCE as Record<string, string>),
    });
    const { location } = await ada.agent.get(url.href);
    const checks = { expectedState: 'the-state', pkceCodeVerifier: VERIFIER };
    const tokens = await oidc.authorizationCodeGrant(config, location as URL, checks);
    expect(tokens.claims()?.sub).toBe(ada.id);
  });

  it('§2.1 does not accept a response as an ID token, request object or access token', async () => {
    const { location } = await ask({ response_mode: 'jwt' });
    const { response = '' } = queryOf(location);
    expect(queryOf((await ask({ id_token_hint: response })).location)).toMatchObject({ error: 'invalid_request' });
    const info = await getJson(`${app.origin}/oidc/userinfo`, { authorization: `Bearer ${response}` });
    expect(info.status).toBe(401);
    expect((await ask({ request: response })).status).toBe(400);
    const { code } = await verified(response);
    const form = { grant_type: 'authorization_code', code: String(code), redirect_uri: CALLBACK, ...WITH_VERIFIER };
    expect((await postForm(`${app.origin}/oidc/token`, form, basicOf(client))).status).toBe(200);
  });

  it('§4 publishes the modes and algorithms in the metadata', async () => {
    const { body } = await getJson(`${app.origin}/.well-known/openid-configuration`);
    expect(body.response_modes_supported).toEqual([
      ...['query', 'fragment', 'form_post', 'jwt', 'query.jwt', 'fragment.jwt', 'form_post.jwt'],
    ]);
    expect(body.authorization_signing_alg_values_supported).toEqual(expect.arrayContaining(['RS256', 'PS256']));
    expect(body.authorization_signing_alg_values_supported).not.toContain('none');
  });
});

describe('OpenID Connect Discovery §3, §4', () => {
  it('§4.2 MUST be answered with 200 and JSON that contains neither empty arrays nor null', async () => {
    const { status, headers, body } = await getJson(`${app.origin}/.well-known/openid-configuration`);
    expect([status, headers.get('content-type')]).toEqual([200, 'application/json; charset=utf-8']);
    for (const [name, value] of Object.entries(body)) {
      expect([name, value === null, Array.isArray(value) && value.length === 0]).toEqual([name, false, false]);
    }
  });

  it('§3 contains everything that is REQUIRED; RS256 MUST be included, and none MUST NOT', async () => {
    const { body } = await getJson(`${app.origin}/.well-known/openid-configuration`);
    expect(body.id_token_signing_alg_values_supported).toContain('RS256');
    expect(body.scopes_supported).toContain('openid');
    for (const [name, value] of Object.entries(body)) {
      if (name.endsWith('_alg_values_supported'))
        expect([name, value]).not.toEqual([name, expect.arrayContaining(['none'])]);
      if (/_endpoint$|_uri$/.test(name)) expect([name, new URL(String(value)).hash]).toEqual([name, '']);
    }
  });

  it('§4.3 has the URL of the document as issuer, which is the iss of responses', async () => {
    const { body } = await getJson(`${app.origin}/.well-known/openid-configuration`);
    expect(body.issuer).toBe(app.origin);
    const { location } = await ask({});
    expect(location?.searchParams.get('iss')).toBe(body.issuer);
  });

  it('§3 publishes a key set of public signing keys, each with kid and use (OpenID Connect Core §10.1)', async () => {
    const { body } = await getJson(`${app.origin}/oidc/jwks`);
    const kids = body.keys.map(({ kid }: { kid: string }) => kid);
    expect(new Set(kids).size).toBe(kids.length);
    for (const key of body.keys) {
      expect(key).toMatchObject({ kid: expect.any(String), use: 'sig', alg: expect.any(String) });
      for (const secret of ['d', 'p', 'q', 'dp', 'dq', 'qi', 'k']) expect(key).not.toHaveProperty(secret);
    }
  });
});
