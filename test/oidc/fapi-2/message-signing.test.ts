import { afterAll, describe, expect, it } from '@jest/globals';
import { calculateJwkThumbprint, createRemoteJWKSet, decodeJwt, decodeProtectedHeader, jwtVerify } from 'jose';
import * as oidc from 'openid-client';
import { type Query, VERIFIER } from '../../support/authorization.js';
import type { MadeClaims } from '../../support/client-keys.js';
import { newValue, PAR, plainRequest, startFapiServer } from '../../support/fapi-server.js';
import { authorizeAs, postForm } from '../../support/relying-party.js';

const {
  ada,
  app,
  assertion,
  at,
  client,
  clock,
  discover,
  dpopKey,
  now,
  pushed,
  redeem,
  refusedPush,
  rsa,
  signing,
  tokensOf,
  visit,
} = await startFapiServer();
afterAll(() => app.stop());

describe('FAPI 2.0 Message Signing §5.3, §5.4, §5.5, by an independent client', () => {
  it('signs the request, the response and the introspection response', async () => {
    const config = await discover(signing, oidc.useJwtResponseMode);
    const DPoP = oidc.getDPoPHandle(config, await oidc.randomDPoPKeyPair('ES256'));
    const state = newValue();
    const { kid, privateKey: key } = signing.key;
    const parameters = plainRequest({ state }) as Record<string, string>;
    const signed = await oidc.buildAuthorizationUrlWithJAR(config, parameters, { key, kid });
    const request = signed.searchParams.get('request') ?? '';
    const url = await oidc.buildAuthorizationUrlWithPAR(config, { request }, { DPoP });
    const back = await authorizeAs(ada, url.href);
    expect([...back.searchParams.keys()]).toEqual(['response']);
    const checks = { expectedState: state, pkceCodeVerifier: VERIFIER };
    const tokens = await oidc.authorizationCodeGrant(config, back, checks, undefined, { DPoP });
    expect(tokens.claims()?.sub).toBe(ada.id);
    expect(await oidc.tokenIntrospection(config, tokens.access_token)).toMatchObject({ active: true, sub: ada.id });
  });
});

describe('FAPI 2.0 Message Signing §5.3.1 signed authorization requests', () => {
  const object = (changes: MadeClaims = {}, header: Record<string, unknown> = {}, key = signing.key) =>
    key.sign(
      {
        iss: signing.id,
        aud: app.origin,
        client_id: signing.id,
        jti: newValue(),
        nbf: now(),
        exp: now() + 300,
        ...plainRequest({ state: 'inside', nonce: 'inside' }),
        ...changes,
      },
      { typ: 'oauth-authz-req+jwt', ...header },
    );
  const tried = async (request: string, more: Query = {}) => refusedPush(signing, { request, ...more });

  const good: [string, () => MadeClaims][] = [
    ['a list with the issuer in it as aud', () => ({ aud: [app.origin, 'https://elsewhere.example'] })],
    ['an nbf 8 s ahead', () => ({ nbf: now() + 8, exp: now() + 308 })],
    ['a lifetime of 60 minutes', () => ({ exp: now() + 3600 })],
  ];
  it.each(good)('accepts %s', async (_, changes) => {
    expect(await tried(await object(changes()))).toEqual([201, undefined]);
  });

  const wrong: [string, () => MadeClaims][] = [
    ['no exp', () => ({ exp: undefined })],
    ['an exp that has passed', () => ({ nbf: now() - 600, exp: now() - 300 })],
    ['no nbf, though there is an iat', () => ({ nbf: undefined, iat: now() })],
    ['an exp more than 60 minutes after nbf', () => ({ exp: now() + 3660 })],
    ['an nbf more than 60 minutes ago', () => ({ nbf: now() - 3660 })],
    ['another aud', () => ({ aud: 'https://elsewhere.example' })],
    ['no aud', () => ({ aud: undefined })],
    ['the PAR endpoint as aud', () => ({ aud: at(PAR) })],
    ['a request_uri claim', () => ({ request_uri: 'urn:x' })],
    ['another client_id', () => ({ client_id: client.id })],
    ['another iss', () => ({ iss: client.id })],
    ['the client_id as sub', () => ({ sub: signing.id })],
  ];
  it.each(wrong)('rejects %s', async (_, changes) => {
    expect(await tried(await object(changes()))).toEqual([400, 'invalid_request_object']);
  });

  it('rejects RS256, none, a wrong signature, and another client’s key', async () => {
    const [, payload = ''] = (await object()).split('.');
    const header = Buffer.from('{"alg":"none"}').toString('base64url');
    for (const text of [
      await object({}, {}, rsa),
      `${header}.${payload}.`,
      `${(await object()).slice(0, -8)}AAAAAAAA`,
      await object({}, {}, client.key),
    ]) {
      expect(await tried(text)).toEqual([400, 'invalid_request_object']);
    }
  });

  it('rejects an unsigned request, and one without redirect_uri', async () => {
    expect(await refusedPush(signing, plainRequest())).toEqual([400, 'invalid_request']);
    expect(await tried(await object({ redirect_uri: undefined }))).toEqual([400, 'invalid_request']);
  });

  it('uses only the parameters inside the object, never those outside', async () => {
    const claimsOf = async (request: string) => {
      const outside = { state: 'outside', nonce: 'outside' };
      const { location } = await visit(signing, await pushed(signing, { request, ...outside }), outside);
      const { body } = await redeem(signing, location?.searchParams.get('code') ?? '');
      return [location?.searchParams.get('state'), decodeJwt(body.id_token).nonce];
    };
    expect(await claimsOf(await object())).toEqual(['inside', 'inside']);
    expect(await claimsOf(await object({ state: undefined, nonce: undefined }))).toEqual([null, undefined]);
  });

  it('rejects a request object by value that was not pushed', async () => {
    const answer = await ada.agent.get(
      `/oidc/authorize?${new URLSearchParams({ client_id: signing.id, request: await object() })}`,
    );
    expect(answer.location?.searchParams.get('error')).toBe('invalid_request');
  });

  describe('§5.4.1 signed authorization responses', () => {
    const responseTo = async (changes: MadeClaims) => {
      const request = await object({ response_mode: 'jwt', ...changes });
      const { location } = await visit(signing, await pushed(signing, { request }));
      const jwt = location?.searchParams.get('response') ?? '';
      const keys = createRemoteJWKSet(new URL(at('/oidc/jwks')));
      const { payload } = await jwtVerify(jwt, keys, {
        audience: signing.id,
        issuer: app.origin,
        currentDate: clock.now(),
      });
      return { payload, alg: decodeProtectedHeader(jwt).alg, keys: [...(location?.searchParams.keys() ?? [])] };
    };

    it('are JWTs of the issuer for the client, signed with PS256 and valid for at most ten minutes', async () => {
      const { payload, alg, keys } = await responseTo({});
      expect([alg, keys]).toEqual(['PS256', ['response']]);
      expect(payload).toEqual({
        iss: app.origin,
        aud: signing.id,
        exp: expect.any(Number),
        code: expect.any(String),
        state: 'inside',
      });
      expect(Number(payload.exp) - now()).toBeLessThanOrEqual(600);
      expect((await redeem(signing, String(payload.code))).status).toBe(200);
    });

    it('are JWTs for errors as well', async () => {
      clock.advance(1);
      expect((await responseTo({ prompt: 'none', max_age: 0, state: 'e' })).payload).toMatchObject({
        error: 'login_required',
        error_description: expect.any(String),
        state: 'e',
      });
    });
  });

  describe('§5.5.1 signed introspection responses', () => {
    it('have their own typ, the client as aud, and the facts in token_introspection', async () => {
      const tokens = await tokensOf(client);
      const headers = { accept: 'application/token-introspection+jwt' };
      const form = { token: tokens.access_token, ...(await assertion(client)) };
      const answer = await postForm(at('/oidc/introspect'), form, headers);
      expect(answer.headers.get('content-type')).toMatch(/^application\/token-introspection\+jwt/);
      const keys = createRemoteJWKSet(new URL(at('/oidc/jwks')));
      const { payload, protectedHeader } = await jwtVerify(answer.text, keys, {
        audience: client.id,
        issuer: app.origin,
        currentDate: clock.now(),
      });
      expect(protectedHeader).toMatchObject({ alg: 'PS256', typ: 'token-introspection+jwt' });
      const cnf = { jkt: await calculateJwkThumbprint(dpopKey.publicJwk) };
      expect(payload.token_introspection).toMatchObject({ active: true, sub: ada.id, token_type: 'DPoP', cnf });
      expect(payload).not.toHaveProperty('active');
    });
  });
});
