import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { decodeJwt } from 'jose';
import type { Client } from '../../../src/model/clients/client.js';
import type { Issuer } from '../../../src/model/clients/issuer.js';
import type { Deps } from '../../../src/model/deps.js';
import type { JsonObject } from '../../../src/model/json.js';
import type { User } from '../../../src/model/people/user.js';
import { introspect } from '../../../src/oidc/protected-resource/introspection.js';
import { revoke } from '../../../src/oidc/protected-resource/revocation.js';
import { userinfo } from '../../../src/oidc/protected-resource/userinfo.js';
import { findAccessToken } from '../../../src/oidc/tokens/find-access-token.js';
import {
  basicHeader,
  codeFor,
  codeForm,
  madeUpHandle,
  type Query,
  refusalOf,
  requestToken,
} from '../../support/authorization.js';
import type { FrozenClock } from '../../support/deps.js';
import { makeClient, makeIssuer, makeUser, signInAs } from '../../support/fixtures.js';
import { openWorld } from '../../support/world.js';

const GRANT = 'urn:ietf:params:oauth:grant-type:token-exchange';
const ACCESS_TOKEN = 'urn:ietf:params:oauth:token-type:access_token';
const ORDERS = 'https://orders.example/';
const BILLS = 'https://bills.example/';

type Credentials = { readonly client: Client; readonly secret: string };

let deps: Deps;
let clock: FrozenClock;
let issuer: Issuer;
let user: User;
let cookie: string;
let app: Credentials;

beforeAll(async () => {
  ({ deps, clock, issuer } = await openWorld());
  const scope = (id: string, resource: string) => deps.store.scopes.insert({ id, version: 1, claims: [], resource });
  await Promise.all([scope('orders', ORDERS), scope('orders:write', ORDERS), scope('bills', BILLS)]);
  await deps.store.scopes.insert({ id: 'anywhere', version: 1, claims: [] });
  user = await makeUser(deps);
  ({ cookie } = await signInAs(deps, user));
  app = await makeClient(deps, issuer, {
    scopes: ['openid', 'email', 'offline_access', 'orders', 'orders:write', 'bills', 'anywhere'],
  });
});
afterAll(() => deps.store.close());

/** An API that may exchange the tokens it is called with. */
function api(changes: Partial<Client> = {}): Promise<Credentials> {
  return makeClient(deps, issuer, {
    grant_types: [GRANT, 'client_credentials'],
    audiences: [ORDERS],
    redirect_uris: [],
    scopes: ['openid', 'email', 'orders', 'bills', 'anywhere'],
    ...changes,
  });
}

async function subjectToken(scope = 'openid email orders anywhere offline_access', by = app): Promise<string> {
  const code = await codeFor(deps, issuer, by.client, cookie, { scope });
  return String(
    (await requestToken(deps, issuer, codeForm(by.client, code), basicHeader(by.client, by.secret))).access_token,
  );
}

function exchange(by: Credentials, subject_token: string | undefined, more: Query = {}): Promise<JsonObject> {
  const form = { grant_type: GRANT, subject_token, subject_token_type: ACCESS_TOKEN, ...more };
  return requestToken(deps, issuer, form, basicHeader(by.client, by.secret));
}

async function refused(answer: Promise<unknown>) {
  return (await refusalOf(answer)).error;
}

function find(answer: JsonObject) {
  return findAccessToken(deps, issuer, String(answer.access_token));
}

describe.each(['OPAQUE', 'JWT'] as const)('RFC 8693 §2.2 Response with an %s access token', (accessTokenFormat) => {
  it('contains an access token of the API for the same user and grant, and nothing else', async () => {
    const orders = await api({ accessTokenFormat });
    const answer = await exchange(orders, await subjectToken());
    expect(answer).toEqual({
      access_token: expect.any(String),
      issued_token_type: ACCESS_TOKEN,
      token_type: 'Bearer',
      expires_in: 300,
      scope: 'openid email orders anywhere',
    });
    const found = await find(answer);
    expect(found).toMatchObject({ client: { id: orders.client.id }, exchanged: true, live: { user: { id: user.id } } });
    expect(found).not.toHaveProperty('act');
    expect(found?.live?.grant.clientId).toBe(app.client.id);
  });

  it('is described by introspection as a token of the API', async () => {
    const orders = await api({ accessTokenFormat });
    const { access_token } = await exchange(orders, await subjectToken());
    const input = { authorization: basicHeader(orders.client, orders.secret), caller: {}, accept: undefined };
    const answer = await introspect(deps, issuer, { ...input, parameters: [['token', String(access_token)]] });
    expect(answer).toMatchObject({ body: { active: true, client_id: orders.client.id, sub: user.id } });
  });

  it('is accepted by userinfo, which releases the claims of the scopes of its client', async () => {
    const orders = await api({ accessTokenFormat, subject_type: 'pairwise' });
    const { access_token } = await exchange(orders, await subjectToken());
    const answer = await userinfo(deps, issuer, { authorization: `Bearer ${access_token}`, parameters: [] });
    expect(answer).toMatchObject({ claims: { email: 'ada@example.org' } });
    expect(answer.kind === 'json' && answer.claims.sub).not.toBe(user.id);
  });

  it('does not release claims that the other client requested individually', async () => {
    const asking = { claims: JSON.stringify({ userinfo: { email: null } }), scope: 'openid orders' };
    const code = await codeFor(deps, issuer, app.client, cookie, asking);
    const header = basicHeader(app.client, app.secret);
    const first = await requestToken(deps, issuer, codeForm(app.client, code), header);
    const { access_token } = await exchange(await api({ accessTokenFormat }), String(first.access_token));
    const answer = await userinfo(deps, issuer, { authorization: `Bearer ${access_token}`, parameters: [] });
    expect(answer).toEqual({ kind: 'json', claims: { sub: user.id } });
  });

  it('does not live longer than the subject token', async () => {
    const orders = await api({ accessTokenFormat });
    const subject = await subjectToken();
    clock.advance(100);
    const answer = await exchange(orders, subject);
    expect(answer.expires_in).toBe(200);
    clock.advance(200);
    expect(await find(answer)).toBeUndefined();
  });

  const ends: [string, (holder: Client) => Promise<unknown>][] = [
    [
      'the revocation of its grant',
      async () =>
        deps.store.users.update((await deps.store.users.find(user.id)) ?? user, { grantEpoch: user.grantEpoch + 1 }),
    ],
    ['the revocation of the API’s grants', (holder) => deps.store.clients.update(holder, { grantEpoch: 1 })],
    ['the disabling of the API', (holder) => deps.store.clients.update(holder, { enabled: false })],
    [
      'the re-creation of the API',
      async (holder) => (await deps.store.clients.delete(holder.id)) && api({ id: holder.id }),
    ],
  ];
  it.each(ends)('becomes invalid with %s', async (_, end) => {
    const orders = await api({ accessTokenFormat });
    const answer = await exchange(orders, await subjectToken());
    expect(await find(answer)).toBeDefined();
    await end(orders.client);
    expect(await find(answer)).toBeUndefined();
    user = (await deps.store.users.find(user.id)) ?? user;
  });

  it('can be revoked by the API, which does not revoke the grant', async () => {
    const orders = await api({ accessTokenFormat });
    const subject = await subjectToken();
    const answer = await exchange(orders, subject);
    const input = { authorization: basicHeader(orders.client, orders.secret), caller: {} };
    const ended = revoke(deps, issuer, { ...input, parameters: [['token', String(answer.access_token)]] });
    if (accessTokenFormat === 'JWT') expect(await refused(ended)).toBe('unsupported_token_type');
    else await ended;
    expect((await find(answer)) === undefined).toBe(accessTokenFormat === 'OPAQUE');
    expect(await findAccessToken(deps, issuer, subject)).toBeDefined();
  });
});

describe('RFC 8693 §2.1 Request', () => {
  it('requires a confidential client that is registered for the grant', async () => {
    const subject = await subjectToken();
    expect(await refused(exchange(await api({ grant_types: ['client_credentials'] }), subject))).toBe(
      'unauthorized_client',
    );
    const { client: open } = await api({ token_endpoint_auth_method: 'none' });
    const form = { grant_type: GRANT, subject_token: subject, subject_token_type: ACCESS_TOKEN, client_id: open.id };
    expect(await refused(requestToken(deps, issuer, form))).toBe('unauthorized_client');
  });

  it.each<[string, Query]>([
    ['no subject_token', { subject_token: undefined }],
    ['no subject_token_type', { subject_token_type: undefined }],
    ['another subject_token_type', { subject_token_type: 'urn:ietf:params:oauth:token-type:saml2' }],
    ['another requested_token_type', { requested_token_type: 'urn:ietf:params:oauth:token-type:refresh_token' }],
    ['an actor_token_type alone', { actor_token_type: ACCESS_TOKEN }],
    ['an actor_token without its type', { actor_token: 'abc' }],
    ['a subject_token that is not an access token', { subject_token: 'abc' }],
  ])('is rejected with %s', async (_, changes) => {
    expect(await refused(exchange(await api(), await subjectToken(), changes))).toBe('invalid_request');
  });

  it('rejects a token whose audience does not include the client', async () => {
    const bills = await api({ audiences: [BILLS] });
    expect(await refused(exchange(bills, await subjectToken()))).toBe('invalid_request');
    expect(await refused(exchange(bills, madeUpHandle(deps)))).toBe('invalid_request');
    const itself = await api({ audiences: [] });
    expect(await refused(exchange(itself, await subjectToken()))).toBe('invalid_request');
  });

  it('rejects a client’s own token, and one of another issuer', async () => {
    const orders = await api();
    const machine = await api({ audiences: [] });
    const form = { grant_type: 'client_credentials', scope: 'orders' };
    const own = await requestToken(deps, issuer, form, basicHeader(machine.client, machine.secret));
    expect(await refused(exchange(orders, String(own.access_token)))).toBe('invalid_request');
    const other = await makeIssuer(deps, 'other');
    const there = await makeClient(deps, other, { grant_types: [GRANT], audiences: [ORDERS] });
    const request = { grant_type: GRANT, subject_token: await subjectToken(), subject_token_type: ACCESS_TOKEN };
    const answer = requestToken(deps, other, request, basicHeader(there.client, there.secret));
    expect(await refused(answer)).toBe('invalid_request');
  });

  it('can narrow the scopes and never widens them', async () => {
    const orders = await api();
    const subject = await subjectToken('orders anywhere');
    expect((await exchange(orders, subject, { scope: 'anywhere' })).scope).toBe('anywhere');
    expect(await refused(exchange(orders, subject, { scope: 'anywhere email' }))).toBe('invalid_scope');
    expect(await refused(exchange(orders, subject, { scope: 'bills' }))).toBe('invalid_scope');
    const writing = await subjectToken('orders orders:write');
    expect((await exchange(orders, writing)).scope).toBe('orders');
  });

  it('is rejected if no scope is left (§2.2.1)', async () => {
    const orders = await api();
    expect(await refused(exchange(orders, await subjectToken('orders:write')))).toBe('invalid_scope');
  });

  it('leaves out scopes that the client, or the client of the grant, has lost', async () => {
    const orders = await api();
    const giver = await makeClient(deps, issuer, { scopes: ['openid', 'email', 'orders', 'anywhere'] });
    const subject = await subjectToken('email orders anywhere', giver);
    const answer = await exchange(orders, subject);
    expect(answer.scope).toBe('email orders anywhere');
    await deps.store.clients.update(giver.client, { scopes: ['email', 'orders'] });
    await deps.store.clients.update(orders.client, { scopes: ['orders', 'anywhere'] });
    expect((await find(answer))?.scopes).toEqual(['orders']);
    expect((await exchange(orders, subject)).scope).toBe('orders');
  });

  it('issues a token for the requested resource if the client has a scope for it', async () => {
    const orders = await api();
    const answer = await exchange(orders, await subjectToken('orders anywhere'), { resource: BILLS });
    expect(answer.scope).toBe('anywhere');
    expect((await find(answer))?.audience).toEqual([BILLS]);
    expect(
      await refused(exchange(orders, await subjectToken('orders'), { resource: 'https://elsewhere.example/' })),
    ).toBe('invalid_target');
  });

  it('works along a chain of APIs, and not past one of them', async () => {
    const orders = await api();
    const bills = await api({ audiences: [BILLS] });
    const first = await exchange(orders, await subjectToken('orders anywhere'), { resource: BILLS });
    const second = await exchange(bills, String(first.access_token));
    expect((await find(second))?.client.id).toBe(bills.client.id);
    expect(await refused(exchange(orders, String(first.access_token)))).toBe('invalid_request');
  });
});

describe('RFC 8693 §4.1 act', () => {
  const actorToken = async (by: Credentials): Promise<Query> => {
    const header = basicHeader(by.client, by.secret);
    const { access_token } = await requestToken(deps, issuer, { grant_type: 'client_credentials' }, header);
    return { actor_token: String(access_token), actor_token_type: ACCESS_TOKEN };
  };

  it('names the actor, with earlier actors nested in it', async () => {
    const orders = await api({ accessTokenFormat: 'JWT' });
    const bills = await api({ accessTokenFormat: 'JWT', audiences: [BILLS] });
    const more = { ...(await actorToken(orders)), resource: BILLS };
    const first = await exchange(orders, await subjectToken('orders anywhere'), more);
    expect(decodeJwt(String(first.access_token))).toMatchObject({ sub: user.id, act: { sub: orders.client.id } });
    const second = await exchange(bills, String(first.access_token), await actorToken(bills));
    const chain = { sub: bills.client.id, act: { sub: orders.client.id } };
    expect(decodeJwt(String(second.access_token)).act).toEqual(chain);
    const input = { authorization: basicHeader(bills.client, bills.secret), caller: {}, accept: undefined };
    const introspected = await introspect(deps, issuer, {
      ...input,
      parameters: [['token', String(second.access_token)]],
    });
    expect(introspected).toMatchObject({ body: { act: chain } });
  });

  it('is stored with an opaque token as well', async () => {
    const orders = await api();
    const answer = await exchange(orders, await subjectToken('orders'), await actorToken(orders));
    expect((await find(answer))?.act).toEqual({ sub: orders.client.id });
  });

  it('requires an actor_token of the client, or one whose audience includes it', async () => {
    const orders = await api();
    const stranger = await api({ audiences: [] });
    const answer = exchange(orders, await subjectToken('orders'), await actorToken(stranger));
    expect(await refused(answer)).toBe('invalid_request');
  });
});
