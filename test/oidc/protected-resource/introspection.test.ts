import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createLocalJWKSet, type JSONWebKeySet, jwtVerify } from 'jose';
import type { Client } from '../../../src/model/clients/client.js';
import type { Issuer } from '../../../src/model/clients/issuer.js';
import type { Deps } from '../../../src/model/deps.js';
import type { JsonObject } from '../../../src/model/json.js';
import type { User } from '../../../src/model/people/user.js';
import { numericDate } from '../../../src/model/time.js';
import { jwks } from '../../../src/oidc/metadata/jwks.js';
import { introspect } from '../../../src/oidc/protected-resource/introspection.js';
import { basicHeader, codeFor, codeForm, madeUpHandle, refusalOf, requestToken } from '../../support/authorization.js';
import { countingStore } from '../../support/counting-store.js';
import type { FrozenClock } from '../../support/deps.js';
import { makeClient, makeIssuer, makeUser, signInAs } from '../../support/fixtures.js';
import { openWorld } from '../../support/world.js';

const API = 'https://orders.example/';
type Credentials = { readonly client: Client; readonly secret: string };

let deps: Deps;
let clock: FrozenClock;
let issuer: Issuer;
let user: User;
let cookie: string;
let api: Credentials;
let stranger: Credentials;

beforeAll(async () => {
  ({ deps, clock, issuer } = await openWorld());
  await deps.store.scopes.insert({ id: 'orders', version: 1, claims: [], resource: API });
  user = await makeUser(deps);
  ({ cookie } = await signInAs(deps, user));
  api = await makeClient(deps, issuer, { audiences: [API] });
  stranger = await makeClient(deps, issuer, { audiences: ['https://elsewhere.example/'] });
});
afterAll(() => deps.store.close());

function form(text: unknown): [string, string][] {
  return [['token', String(text)]];
}

function ask(text: unknown, by: Credentials, more: { accept?: string; on?: Deps; at?: Issuer } = {}) {
  return introspect(more.on ?? deps, more.at ?? issuer, {
    parameters: form(text),
    authorization: basicHeader(by.client, by.secret),
    caller: {},
    accept: more.accept,
  });
}

async function bodyOf(text: unknown, by: Credentials): Promise<JsonObject> {
  const answer = await ask(text, by);
  if (answer.kind !== 'json') throw new Error('plain JSON was expected');
  return answer.body;
}

async function tokensOf(changes: Partial<Client> = {}, scope = 'openid orders offline_access') {
  const owner = await makeClient(deps, issuer, { scopes: ['openid', 'orders', 'offline_access'], ...changes });
  const code = await codeFor(deps, issuer, owner.client, cookie, { scope });
  const header = basicHeader(owner.client, owner.secret);
  return { owner, header, ...(await requestToken(deps, issuer, codeForm(owner.client, code), header)) } as {
    owner: Credentials;
    header: string;
    access_token: string;
    refresh_token: string;
  };
}

describe.each(['OPAQUE', 'JWT'] as const)('RFC 7662 §2.2 Introspection Response for an %s access token', (format) => {
  it('describes the token to its own client, and to the API in its audience', async () => {
    const { owner, access_token } = await tokensOf({ accessTokenFormat: format });
    const now = numericDate(clock.now());
    const expected = {
      active: true,
      iss: 'http://localhost:3000',
      client_id: owner.client.id,
      token_type: 'Bearer',
      sub: user.id,
      username: user.username,
      aud: [API, 'http://localhost:3000'],
      jti: expect.any(String),
      scope: 'openid orders offline_access',
      iat: now,
      exp: now + 300,
      auth_time: expect.any(Number),
      acr: 'phr',
      amr: expect.any(Array),
    };
    expect(await bodyOf(access_token, owner)).toEqual(expected);
    expect(await bodyOf(access_token, api)).toEqual(expected);
  });

  it('is only active: false for any other client', async () => {
    const { access_token } = await tokensOf({ accessTokenFormat: format });
    expect(await bodyOf(access_token, stranger)).toEqual({ active: false });
  });

  it('is the same for an expired or revoked token', async () => {
    const expired = await tokensOf({ accessTokenFormat: format });
    clock.advance(300);
    expect(await bodyOf(expired.access_token, expired.owner)).toEqual({ active: false });
    const ended = await tokensOf({ accessTokenFormat: format });
    await deps.store.clients.update(ended.owner.client, { grantEpoch: 1 });
    expect(await bodyOf(ended.access_token, ended.owner)).toEqual({ active: false });
  });

  it('is the same at another issuer', async () => {
    const { access_token } = await tokensOf({ accessTokenFormat: format });
    const other = await makeIssuer(deps, `other-${format.toLowerCase()}`);
    const there = await makeClient(deps, other, { audiences: [API] });
    expect(await ask(access_token, there, { at: other })).toMatchObject({ body: { active: false } });
  });

  it('has the pairwise subject for its client, and no username', async () => {
    const { access_token, owner } = await tokensOf({ accessTokenFormat: format, subject_type: 'pairwise' });
    const body = await bodyOf(access_token, api);
    expect(body.sub).not.toBe(user.id);
    expect(body).not.toHaveProperty('username');
    expect((await bodyOf(access_token, owner)).sub).toBe(body.sub);
  });

  it('has the client as the subject of its own token', async () => {
    const machine = await makeClient(deps, issuer, {
      accessTokenFormat: format,
      grant_types: ['client_credentials'],
      scopes: ['orders'],
    });
    const request = { grant_type: 'client_credentials', scope: 'orders' };
    const { access_token } = await requestToken(deps, issuer, request, basicHeader(machine.client, machine.secret));
    const body = await bodyOf(access_token, api);
    expect(body).toMatchObject({ active: true, sub: machine.client.id, aud: API });
    expect(body).not.toHaveProperty('username');
  });
});

describe('RFC 7662 §2.1 Introspection Request', () => {
  it('requires a confidential client', async () => {
    const { access_token } = await tokensOf();
    const wrong = ask(access_token, { ...api, secret: 'wrong' });
    expect(await refusalOf(wrong)).toMatchObject({ error: 'invalid_client', status: 401 });
    const { client: open } = await makeClient(deps, issuer, { token_endpoint_auth_method: 'none', audiences: [API] });
    const parameters: [string, string][] = [...form(access_token), ['client_id', open.id]];
    const input = { parameters, authorization: undefined, caller: {}, accept: undefined };
    expect(await refusalOf(introspect(deps, issuer, input))).toMatchObject({ error: 'invalid_client', status: 401 });
  });

  it('requires exactly one token', async () => {
    const input = { authorization: basicHeader(api.client, api.secret), caller: {}, accept: undefined };
    expect((await refusalOf(introspect(deps, issuer, { ...input, parameters: [] }))).error).toBe('invalid_request');
    const twice = [...form('a'), ...form('b')];
    expect((await refusalOf(introspect(deps, issuer, { ...input, parameters: twice }))).error).toBe('invalid_request');
  });

  it('is answered with active: false for any other text', async () => {
    for (const text of [madeUpHandle(deps), 'abc', 'a.b.c']) expect(await bodyOf(text, api)).toEqual({ active: false });
  });

  it('is answered with headers that prevent caching', async () => {
    expect((await ask('abc', api)).headers).toMatchObject({ 'Cache-Control': 'no-store' });
  });
});

describe('RFC 7662 §2.1, §2.2 refresh tokens', () => {
  it('are described only to their own client', async () => {
    const { owner, refresh_token } = await tokensOf();
    expect(await bodyOf(refresh_token, owner)).toMatchObject({
      active: true,
      client_id: owner.client.id,
      sub: user.id,
      scope: 'openid orders offline_access',
    });
    expect(await bodyOf(refresh_token, api)).toEqual({ active: false });
  });

  it('are not active after they were replaced', async () => {
    const { owner, refresh_token, header } = await tokensOf();
    await requestToken(deps, issuer, { grant_type: 'refresh_token', refresh_token }, header);
    expect(await bodyOf(refresh_token, owner)).toEqual({ active: false });
  });
});

describe('RFC 9701 §5 JWT Introspection Response', () => {
  it('is signed if the client registered an algorithm or accepts it', async () => {
    const { access_token } = await tokensOf();
    const signed = await makeClient(deps, issuer, { audiences: [API], introspection_signed_response_alg: 'ES256' });
    const keys = createLocalJWKSet((await jwks(deps, issuer)) as unknown as JSONWebKeySet);
    for (const [by, alg, accept] of [
      [signed, 'ES256', undefined],
      [api, 'RS256', 'application/token-introspection+jwt'],
    ] as const) {
      const answer = await ask(access_token, by, accept === undefined ? {} : { accept });
      if (answer.kind !== 'jwt') throw new Error('a JWT was expected');
      const options = { algorithms: [alg], typ: 'token-introspection+jwt', audience: by.client.id };
      const keySet = alg === 'ES256' ? createLocalJWKSet((await jwks(deps, issuer)) as unknown as JSONWebKeySet) : keys;
      const { payload } = await jwtVerify(answer.jwt, keySet, options);
      expect(payload).toEqual({
        iss: 'http://localhost:3000',
        aud: by.client.id,
        iat: numericDate(clock.now()),
        token_introspection: await bodyOf(access_token, api),
      });
    }
  });

  it('does not describe a token that the client may not know about', async () => {
    const { access_token } = await tokensOf();
    const answer = await ask(access_token, stranger, { accept: 'application/token-introspection+jwt' });
    const payload = answer.kind === 'jwt' ? (answer.jwt.split('.')[1] ?? '') : '';
    expect(JSON.parse(Buffer.from(payload, 'base64url').toString())).toMatchObject({
      token_introspection: { active: false },
    });
  });
});

describe('Round trips', () => {
  it.each(['OPAQUE', 'JWT'] as const)('are one for an %s access token', async (accessTokenFormat) => {
    const { owner, access_token } = await tokensOf({ accessTokenFormat });
    const calls: string[] = [];
    await ask(access_token, owner, { on: { ...deps, store: countingStore(deps.store, calls) } });
    expect(calls).toEqual(['readLive']);
  });
});
