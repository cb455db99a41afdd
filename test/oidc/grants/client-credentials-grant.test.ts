import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createLocalJWKSet, type JSONWebKeySet, jwtVerify } from 'jose';
import type { Client } from '../../../src/model/clients/client.js';
import type { Issuer } from '../../../src/model/clients/issuer.js';
import type { Deps } from '../../../src/model/deps.js';
import { ASYMMETRIC_ALGS } from '../../../src/model/server/signing-key.js';
import { numericDate } from '../../../src/model/time.js';
import { jwks } from '../../../src/oidc/metadata/jwks.js';
import { userinfo } from '../../../src/oidc/protected-resource/userinfo.js';
import { findAccessToken } from '../../../src/oidc/tokens/find-access-token.js';
import { basicHeader, type Query, refusalOf, requestToken } from '../../support/authorization.js';
import { countingStore } from '../../support/counting-store.js';
import type { FrozenClock } from '../../support/deps.js';
import { makeClient, makeIssuer } from '../../support/fixtures.js';
import { openWorld } from '../../support/world.js';

const API = 'https://api.example/v1';
const STOCK = 'https://stock.example/';

let deps: Deps;
let clock: FrozenClock;
let issuer: Issuer;

beforeAll(async () => {
  ({ deps, clock, issuer } = await openWorld());
  await deps.store.scopes.insert({ id: 'orders:read', version: 1, claims: [], resource: API });
  await deps.store.scopes.insert({ id: 'orders:write', version: 1, claims: [], resource: API });
  await deps.store.scopes.insert({ id: 'stock:read', version: 1, claims: [], resource: STOCK });
  await deps.store.scopes.insert({ id: 'plain', version: 1, claims: [] });
});
afterAll(() => deps.store.close());

async function machine(changes: Partial<Client> = {}) {
  const { client, secret } = await makeClient(deps, issuer, {
    grant_types: ['client_credentials'],
    redirect_uris: [],
    scopes: ['orders:read', 'plain', 'openid'],
    ...changes,
  });
  const ask = (more: Query = {}, on = deps) =>
    requestToken(on, issuer, { grant_type: 'client_credentials', ...more }, basicHeader(client, secret));
  return { client, ask };
}

describe('RFC 6749 §4.4 Client Credentials Grant', () => {
  it('returns an access token for the client itself, and no refresh token', async () => {
    const { client, ask } = await machine();
    const answer = await ask({ scope: 'orders:read' });
    expect(answer).toEqual({
      access_token: expect.any(String),
      token_type: 'Bearer',
      expires_in: 300,
      scope: 'orders:read',
    });
    const token = await findAccessToken(deps, issuer, answer.access_token as string);
    expect(token).toMatchObject({ client: { id: client.id }, scopes: ['orders:read'], audience: [API] });
    expect(token).not.toHaveProperty('live');
  });

  it('uses all scopes of the client that are not about a user if scope is omitted (§3.3)', async () => {
    const { ask } = await machine();
    const answer = await ask();
    expect(answer.scope).toBe('orders:read plain');
    const token = await findAccessToken(deps, issuer, answer.access_token as string);
    expect(token).toMatchObject({ scopes: ['orders:read', 'plain'], audience: [API] });
    const { ask: bare } = await machine({ scopes: ['openid', 'profile', 'gone'] });
    expect(await bare()).not.toHaveProperty('scope');
  });

  it('uses the scopes of the named resource, or those without a resource if none is named', async () => {
    const { ask } = await machine({ scopes: ['orders:read', 'stock:read', 'plain'] });
    expect((await ask({ resource: STOCK })).scope).toBe('stock:read plain');
    expect((await ask({ audience: STOCK })).scope).toBe('stock:read plain');
    expect((await ask()).scope).toBe('plain');
  });

  it('leaves out scopes that the client does not have, and scopes about a user', async () => {
    const { ask } = await machine();
    expect((await ask({ scope: 'openid orders:read orders:write plain' })).scope).toBe('orders:read plain');
    expect((await refusalOf(ask({ scope: 'openid' }))).error).toBe('invalid_scope');
  });

  it('MUST only be used by confidential clients', async () => {
    const { client } = await machine({ token_endpoint_auth_method: 'none' });
    const form = { grant_type: 'client_credentials', client_id: client.id };
    expect((await refusalOf(requestToken(deps, issuer, form))).error).toBe('unauthorized_client');
  });

  it('is rejected for a native application with a secret, which is a public client (RFC 8252 §8.5)', async () => {
    const { ask } = await machine({ application_type: 'native' });
    expect((await refusalOf(ask())).error).toBe('unauthorized_client');
  });

  it('is rejected for a client that is not registered for the grant', async () => {
    const { ask } = await machine({ grant_types: ['authorization_code'] });
    expect((await refusalOf(ask())).error).toBe('unauthorized_client');
  });

  it('issues a token that userinfo rejects', async () => {
    const { ask } = await machine();
    const { access_token } = await ask();
    const answer = userinfo(deps, issuer, { authorization: `Bearer ${access_token}`, parameters: [] });
    expect((await refusalOf(answer)).error).toBe('invalid_token');
  });
});

describe('RFC 9068 §2.2 Data Structure of a client’s own token', () => {
  it.each(ASYMMETRIC_ALGS)('is signed with %s, has the typ at+jwt and the client as sub', async (alg) => {
    const { client, ask } = await machine({ accessTokenFormat: 'JWT', accessTokenSigningAlg: alg });
    const { access_token } = await ask({ scope: 'orders:read' });
    const keys = createLocalJWKSet((await jwks(deps, issuer)) as unknown as JSONWebKeySet);
    const options = { typ: 'at+jwt', algorithms: [alg], audience: API, currentDate: clock.now() };
    const { payload } = await jwtVerify(access_token as string, keys, options);
    const now = numericDate(clock.now());
    expect(payload).toEqual({
      iss: 'http://localhost:3000',
      aud: API,
      sub: client.id,
      client_id: client.id,
      scope: 'orders:read',
      iat: now,
      exp: now + 300,
      jti: expect.any(String),
      clientGeneration: client.generation,
      clientGrantEpoch: 0,
    });
  });
});

describe.each(['OPAQUE', 'JWT'] as const)('A client’s own %s access token', (accessTokenFormat) => {
  const ends: [string, (client: Client) => Promise<unknown>][] = [
    ['disabling the client', (client) => deps.store.clients.update(client, { enabled: false })],
    ['revoking the client’s grants', (client) => deps.store.clients.update(client, { grantEpoch: 1 })],
    ['deleting the client', (client) => deps.store.clients.delete(client.id)],
    ['the expiry of the token', async () => clock.advance(300)],
    [
      'deleting the client and creating it again',
      async ({ id }) => (await deps.store.clients.delete(id)) && makeClient(deps, issuer, { id }),
    ],
  ];
  it.each(ends)('becomes invalid by %s', async (_, end) => {
    const { client, ask } = await machine({ accessTokenFormat });
    const text = (await ask()).access_token as string;
    expect(await findAccessToken(deps, issuer, text)).toBeDefined();
    await end(client);
    expect(await findAccessToken(deps, issuer, text)).toBeUndefined();
  });

  it('is not valid at another issuer', async () => {
    const { ask } = await machine({ accessTokenFormat });
    const other = await makeIssuer(deps, `other-${accessTokenFormat.toLowerCase()}`);
    expect(await findAccessToken(deps, other, (await ask()).access_token as string)).toBeUndefined();
  });
});

describe('Round trips', () => {
  it('are none with a JWT, and one insert with an opaque token', async () => {
    const trips = async (changes: Partial<Client>) => {
      const calls: string[] = [];
      const { ask } = await machine(changes);
      await ask({}, { ...deps, store: countingStore(deps.store, calls) });
      return calls;
    };
    expect(await trips({ accessTokenFormat: 'JWT' })).toEqual([]);
    expect(await trips({})).toEqual(['commit']);
  });
});
