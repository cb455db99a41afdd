import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { decodeJwt } from 'jose';
import type { Client } from '../../../src/model/clients/client.js';
import type { Issuer } from '../../../src/model/clients/issuer.js';
import type { Deps } from '../../../src/model/deps.js';
import type { JsonObject } from '../../../src/model/json.js';
import { authorize } from '../../../src/oidc/authorization/authorize.js';
import { token } from '../../../src/oidc/grants/token-endpoint.js';
import { userinfo } from '../../../src/oidc/protected-resource/userinfo.js';
import {
  answeredParameters,
  basicHeader,
  browserWith,
  codeForm,
  queryOf,
  refusalOf,
} from '../../support/authorization.js';
import { makeClient, makeUser, signInAs } from '../../support/fixtures.js';
import { openWorld } from '../../support/world.js';

const ORDERS = 'https://orders.example/';
const BILLS = 'https://bills.example/';
const ISSUER = 'http://localhost:3000';

let deps: Deps;
let issuer: Issuer;
let client: Client;
let secret: string;
let cookie: string;

beforeAll(async () => {
  ({ deps, issuer } = await openWorld());
  const scope = (id: string, resource: string) => deps.store.scopes.insert({ id, version: 1, claims: [], resource });
  await Promise.all([scope('orders', ORDERS), scope('bills', BILLS), scope('secrets', 'https://secrets.example/')]);
  ({ client, secret } = await makeClient(deps, issuer, {
    accessTokenFormat: 'JWT',
    scopes: ['openid', 'email', 'offline_access', 'orders', 'bills'],
  }));
  ({ cookie } = await signInAs(deps, await makeUser(deps)));
});
afterAll(() => deps.store.close());

type Resources = readonly string[];

function entries(resource: Resources) {
  return resource.map((one): [string, string] => ['resource', one]);
}

async function ask(scope: string, resource: Resources = []) {
  return answeredParameters(
    await authorize(deps, issuer, {
      parameters: [...queryOf(client, { scope }), ...entries(resource)],
      ...browserWith(cookie),
    }),
  );
}

async function request(form: Record<string, string | undefined>, resource: Resources = []): Promise<JsonObject> {
  const parameters = [...(Object.entries(form) as [string, string][]), ...entries(resource)];
  return (await token(deps, issuer, { parameters, authorization: basicHeader(client, secret), caller: {} })).body;
}

async function exchange(code: string | undefined, resource: Resources = []) {
  return request(codeForm(client, code ?? ''), resource);
}

function audienceOf(answer: JsonObject) {
  return decodeJwt(answer.access_token as string).aud;
}

describe('RFC 8707 §2 Resource Parameter', () => {
  it.each([
    ['is relative', '/orders'],
    ['has a fragment', `${ORDERS}#part`],
    ['the client has no scope for', 'https://secrets.example/'],
    ['is unknown', 'https://unknown.example/'],
  ])('rejects a resource that %s', async (_, resource) => {
    expect(await ask('openid orders', [resource])).toMatchObject({ error: 'invalid_target', state: 'the-state' });
  });

  it('uses the resource of the scopes if none is named', async () => {
    const answer = await exchange((await ask('orders')).code);
    expect([audienceOf(answer), answer.scope]).toEqual([ORDERS, 'orders']);
  });

  it('rejects scopes of two resources without a resource', async () => {
    expect(await ask('orders bills')).toMatchObject({ error: 'invalid_scope' });
  });

  it('leaves out the scopes of other resources', async () => {
    const answer = await exchange((await ask('email orders bills', [BILLS])).code);
    expect([audienceOf(answer), answer.scope]).toEqual([BILLS, 'email bills']);
  });

  it('is rejected if none of the requested scopes belongs to it', async () => {
    expect(await ask('orders', [BILLS])).toMatchObject({ error: 'invalid_target' });
    expect((await exchange((await ask('orders bills', [ORDERS, BILLS])).code, [BILLS])).scope).toBe('bills');
  });

  it('can be named with audience', async () => {
    const parameters: [string, string][] = [...queryOf(client, { scope: 'orders bills' }), ['audience', ORDERS]];
    const { code } = answeredParameters(await authorize(deps, issuer, { parameters, ...browserWith(cookie) }));
    expect(audienceOf(await exchange(code))).toBe(ORDERS);
  });

  it('adds the issuer to the audience with openid, so that userinfo accepts the token', async () => {
    const answer = await exchange((await ask('openid orders')).code);
    expect(audienceOf(answer)).toEqual([ORDERS, ISSUER]);
    expect(
      (await userinfo(deps, issuer, { authorization: `Bearer ${answer.access_token}`, parameters: [] })).kind,
    ).toBe('json');
    const without = await exchange((await ask('orders')).code);
    const refused = userinfo(deps, issuer, { authorization: `Bearer ${without.access_token}`, parameters: [] });
    expect((await refusalOf(refused)).error).toBe('invalid_token');
  });

  it('is the issuer if nothing else is requested (RFC 9068 §3)', async () => {
    expect(audienceOf(await exchange((await ask('email')).code))).toBe(ISSUER);
  });
});

describe('RFC 8707 §2.2 Access Token Request', () => {
  it('issues each access token for one of the granted resources', async () => {
    const { code } = await ask('openid offline_access orders bills', [ORDERS, BILLS]);
    const first = await exchange(code, [ORDERS]);
    expect([audienceOf(first), first.scope]).toEqual([[ORDERS, ISSUER], 'openid offline_access orders']);
    const refresh = { grant_type: 'refresh_token', refresh_token: first.refresh_token as string };
    const second = await request(refresh, [BILLS]);
    expect([audienceOf(second), second.scope]).toEqual([[BILLS, ISSUER], 'openid offline_access bills']);
  });

  it('requires a resource if several were granted, and rejects any other', async () => {
    const { code } = await ask('orders bills', [ORDERS, BILLS]);
    expect((await refusalOf(exchange(code))).error).toBe('invalid_target');
    expect((await refusalOf(exchange(code, ['https://secrets.example/']))).error).toBe('invalid_target');
    expect(audienceOf(await exchange(code, [BILLS]))).toBe(BILLS);
  });
});

describe('RFC 9068 §2.2 Data Structure of a user’s token', () => {
  it('contains the authentication of the user and the grant', async () => {
    const { code = '' } = await ask('openid orders');
    const { access_token, id_token } = await exchange(code);
    const claims = decodeJwt(access_token as string);
    const { sub, auth_time, acr, amr } = decodeJwt(id_token as string);
    expect(claims).toEqual({
      iss: ISSUER,
      aud: [ORDERS, ISSUER],
      client_id: client.id,
      scope: 'openid orders',
      iat: expect.any(Number),
      exp: expect.any(Number),
      jti: expect.any(String),
      sub,
      auth_time,
      acr,
      amr,
      grantId: code.split('.')[0],
    });
  });
});
