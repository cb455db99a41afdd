import { afterAll, describe, expect, it } from '@jest/globals';
import { decodeJwt } from 'jose';
import * as oidc from 'openid-client';
import { startTestApp } from '../../support/app.js';
import type { Query } from '../../support/authorization.js';
import { makeClientKey, signWithSecret } from '../../support/client-keys.js';
import { errorIn, startCoreServer } from '../../support/core-server.js';
import { systemClock } from '../../support/deps.js';
import {
  authorizationQuery,
  authorizeAs,
  basicOf,
  CALLBACK,
  getJson,
  PKCE,
  postForm,
  type Registered,
  redeemCode,
  registerClient,
  registerPerson,
} from '../../support/relying-party.js';

const { ada, app, ask, client, clock, sentBack, stranger } = await startCoreServer();
afterAll(() => app.stop());

describe('OpenID Connect Core §6, §7.2.1 unsupported parameters', () => {
  it('returns request_uri_not_supported for request_uri', async () => {
    const request_uri = 'https://rp.example/request.jwt';
    expect(await sentBack({ request_uri })).toMatchObject({ error: 'request_uri_not_supported', state: 'the-state' });
  });

  it('returns registration_not_supported for registration', async () => {
    expect(await sentBack({ registration: '{}' })).toMatchObject({ error: 'registration_not_supported' });
  });

  it('rejects an unsigned request object, which discovery does not list', async () => {
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const unsigned = `${part({ alg: 'none' })}.${part({ iss: client.id, aud: app.origin, client_id: client.id })}.`;
    const answer = await ada.agent.get(authorizationQuery(client, { request: unsigned }));
    expect([answer.status, answer.location]).toEqual([400, undefined]);
    expect(answer.text).toContain('invalid_request_object');
    const { body } = await getJson(`${app.origin}/.well-known/openid-configuration`);
    expect(body.request_object_signing_alg_values_supported).not.toContain('none');
  });

  it('uses the redirect_uri of a signed request object instead of the one outside', async () => {
    const key = await makeClientKey('ES256');
    const signing = await registerClient(app, { jwks: { keys: [key.publicJwk] } });
    const now = Math.floor(clock.now().getTime() / 1000);
    const request = await key.sign({
      iss: signing.id,
      aud: app.origin,
      client_id: signing.id,
      iat: now,
      exp: now + 300,
      response_type: 'code',
      redirect_uri: CALLBACK,
      scope: 'openid',
      state: 'inside',
    });
    const back = await ask({ request, redirect_uri: 'https://rp.example/invalid' }, signing);
    expect([back.origin + back.pathname, back.searchParams.get('state')]).toEqual([CALLBACK, 'inside']);
  });
});

describe('OpenID Connect Core §6.1 and RFC 9101 §4, §5 a request object, by an independent client', () => {
  it('contains a whole request, passed by value', async () => {
    const key = await makeClientKey('EdDSA');
    const signing = await registerClient(app, { jwks: { keys: [key.publicJwk] }, requireSignedRequestObject: true });
    const authentication = oidc.ClientSecretBasic(signing.secret);
    const skewed = { [oidc.clockSkew]: Math.round((clock.now().getTime() - systemClock.now().getTime()) / 1000) };
    const config = await oidc.discovery(new URL(app.origin), signing.id, skewed, authentication, {
      execute: [oidc.allowInsecureRequests],
    });
    const { privateKey, kid } = key;
    const asked = { redirect_uri: CALLBACK, scope: 'openid', state: 'inside', nonce: 'n' };
    const url = await oidc.buildAuthorizationUrlWithJAR(config, asked, { key: privateKey, kid });
    expect([...url.searchParams.keys()].toSorted()).toEqual(['client_id', 'request']);
    const back = await authorizeAs(ada, url.href);
    const checks = { expectedState: 'inside', expectedNonce: 'n' };
    const tokens = await oidc.authorizationCodeGrant(config, back, checks);
    expect(tokens.claims()?.sub).toBe(ada.id);
    expect(errorIn(await ask({}, signing))).toBe('invalid_request');
  });
});

describe('RFC 9101 §10.5 REQUIRE_SIGNED_REQUEST_OBJECT', () => {
  it('MUST reject unsigned requests of every client, and accepts HS256 and EdDSA objects', async () => {
    const strict = await startTestApp({ requireSignedRequestObject: true }, { clock });
    const key = await makeClientKey('EdDSA');
    const signing = await registerClient(strict, { jwks: { keys: [key.publicJwk] } });
    const grace = await registerPerson(strict, { username: 'grace' });
    const now = Math.floor(clock.now().getTime() / 1000);
    const claims = {
      iss: signing.id,
      aud: strict.origin,
      client_id: signing.id,
      iat: now,
      exp: now + 300,
      response_type: 'code',
      redirect_uri: CALLBACK,
      scope: 'openid',
      state: 'inside',
    };
    const push = (form: Query) => postForm(`${strict.origin}/oidc/par`, form, basicOf(signing));
    const plain = await grace.agent.get(authorizationQuery(signing));
    expect(plain.location?.searchParams.get('error')).toBe('invalid_request');
    const fapi2 = { securityProfile: 'FAPI2', jwks: { keys: [key.publicJwk] } };
    for (const kind of [{ tokenEndpointAuthMethod: 'NONE' }, { applicationType: 'NATIVE' }, fapi2]) {
      const other = await registerClient(strict, { requirePkce: true, ...kind });
      const { location } = await grace.agent.get(authorizationQuery(other, PKCE));
      expect(location?.searchParams.get('error_description')).toMatch(
        /^The request parameter is missing. Send the request as a signed request object/,
      );
    }
    const unsigned = await push({ response_type: 'code', redirect_uri: CALLBACK, scope: 'openid' });
    expect([unsigned.status, unsigned.body.error]).toEqual([400, 'invalid_request']);
    for (const sign of [() => key.sign(claims), () => signWithSecret(signing.secret, claims)]) {
      const byValue = `/oidc/authorize?${new URLSearchParams({ client_id: signing.id, request: await sign() })}`;
      const { request_uri } = (await push({ request: await sign() })).body;
      const pushed = `/oidc/authorize?${new URLSearchParams({ client_id: signing.id, request_uri })}`;
      for (const path of [byValue, pushed]) {
        const back = await authorizeAs(grace, path);
        expect(back.searchParams.get('state')).toBe('inside');
        expect((await redeemCode(strict, signing, back.searchParams.get('code'))).status).toBe(200);
      }
    }
    const { body } = await getJson(`${strict.origin}/.well-known/openid-configuration`);
    expect(body).toMatchObject({ require_signed_request_object: true, request_parameter_supported: true });
    await strict.stop();
  });
});

describe('Initiating User Registration §4 prompt=create', () => {
  it('leads to the registration page, and from there to the client with the new account', async () => {
    const open = await registerClient(app, { registrationEnabled: true });
    const agent = stranger();
    const answer = await agent.get(authorizationQuery(open, { prompt: 'create', login_hint: 'new.comer' }));
    expect(answer.location?.pathname).toBe('/register');
    const page = await agent.get(answer.location?.href ?? '');
    expect(page.text).toContain('value="new.comer"');
    const interaction = answer.location?.searchParams.get('interaction') ?? '';
    const { authenticator } = ada;
    const options = await agent.postJson('/passkeys/registration/options', { username: 'new.comer', interaction });
    expect(options.status).toBe(200);
    const made = await agent.postJson('/passkeys/registration/verify', authenticator.create(options.json()));
    const back = (await agent.follow(made.json<{ next: string }>().next)).location;
    const { body } = await redeemCode(app, open, back?.searchParams.get('code') ?? null);
    const { sub } = decodeJwt(body.id_token);
    expect(sub).not.toBe(ada.id);
    expect(back?.searchParams.get('state')).toBe('the-state');
  });

  it('leads to the registration page even with a session, and to the sign-in page if registration is disabled', async () => {
    const open = await registerClient(app, { registrationEnabled: true });
    // Ada signed in a moment before.
    clock.advance(1);
    const path = async (of: Registered, prompt: string) =>
      (await ada.agent.get(authorizationQuery(of, { prompt }))).location?.pathname;
    expect(await path(open, 'create')).toBe('/register');
    expect(await path(client, 'create')).toBe('/login');
    expect(errorIn(await ask({ prompt: 'none create' }, open))).toBe('invalid_request');
  });

  it('MUST be in prompt_values_supported', async () => {
    const { body } = await getJson(`${app.origin}/.well-known/openid-configuration`);
    expect(body.prompt_values_supported).toEqual(['none', 'login', 'consent', 'select_account', 'create']);
  });
});
