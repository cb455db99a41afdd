import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newSecret, readHandle } from '../../../src/keys/secrets.js';
import type { Client } from '../../../src/model/clients/client.js';
import type { Issuer } from '../../../src/model/clients/issuer.js';
import type { Deps } from '../../../src/model/deps.js';
import { numericDate } from '../../../src/model/time.js';
import { authorize } from '../../../src/oidc/authorization/authorize.js';
import { pushAuthorizationRequest } from '../../../src/oidc/authorization/pushed-authorization-request.js';
import { discoveryDocument } from '../../../src/oidc/metadata/discovery.js';
import {
  answeredParameters,
  basicHeader,
  browserWith,
  CHALLENGE,
  errorOf,
  madeUpHandle,
  type Query,
  queryOf,
} from '../../support/authorization.js';
import { signWithSecret } from '../../support/client-keys.js';
import type { FrozenClock } from '../../support/deps.js';
import { makeClient, makeIssuer, makeUser, signInAs } from '../../support/fixtures.js';
import '../../support/matchers.js';
import { openWorld } from '../../support/world.js';

const URN = 'urn:ietf:params:oauth:request_uri:';

let deps: Deps;
let clock: FrozenClock;
let issuer: Issuer;
let client: Client;
let secret: string;
let cookie: string;

beforeAll(async () => {
  ({ deps, clock, issuer } = await openWorld());
  ({ client, secret } = await makeClient(deps, issuer, { require_pushed_authorization_requests: true }));
  ({ cookie } = await signInAs(deps, await makeUser(deps)));
  clock.advance(1);
});
afterAll(() => deps.store.close());

function push(changes: Query = {}, more: [string, string][] = [], by = { client, secret }, at = issuer) {
  return pushAuthorizationRequest(deps, at, {
    parameters: [...queryOf(by.client, changes), ...more],
    authorization: basicHeader(by.client, by.secret),
    caller: {},
  });
}

async function uriOf(changes: Query = {}): Promise<string> {
  return String((await push(changes)).body.request_uri);
}

function send(request_uri: string, of = client, more: [string, string][] = [], at = issuer) {
  return authorize(deps, at, {
    parameters: [['client_id', of.id], ['request_uri', request_uri], ...more],
    ...browserWith(cookie),
  });
}

describe('RFC 9126 §2.2 Successful Response', () => {
  it('contains a short-lived request_uri whose secret is stored as a hash, and must not be cached', async () => {
    const { body, headers } = await push();
    expect(body).toEqual({ request_uri: expect.any(String), expires_in: 300 });
    expect(String(body.request_uri).startsWith(URN)).toBe(true);
    expect(headers).toMatchObject({ 'Cache-Control': 'no-store' });
    const handle = readHandle(String(body.request_uri).slice(URN.length));
    expect(JSON.stringify(await deps.store.pushedRequests.find(handle?.id ?? ''))).not.toContain(handle?.secret);
  });
});

describe('RFC 9126 §2.1 Request', () => {
  it('requires client authentication', async () => {
    await expect(push({}, [], { client, secret: 'wrong' })).toRejectWith({
      error: 'invalid_client',
      status: 401,
    });
    const { client: another } = await makeClient(deps, issuer);
    await expect(push({ client_id: another.id })).toRejectWith('invalid_request');
  });

  it('accepts a public client by its client_id', async () => {
    const { client: open } = await makeClient(deps, issuer, { token_endpoint_auth_method: 'none' });
    const input = { parameters: queryOf(open), authorization: undefined, caller: {} };
    const { body } = await pushAuthorizationRequest(deps, issuer, input);
    expect(await send(String(body.request_uri), open)).toRedirectWith({ code: expect.any(String) });
  });

  it('rejects request_uri', async () => {
    await expect(push({ request_uri: `${URN}x` })).toRejectWith('invalid_request');
  });

  it.each<[string, Query, string]>([
    ['an unregistered redirect_uri', { redirect_uri: 'https://evil.example/' }, 'invalid_request'],
    ['a missing code_challenge', { code_challenge: undefined }, 'invalid_request'],
    ['another response_type', { response_type: 'token' }, 'unsupported_response_type'],
    ['scopes that the client does not have', { scope: 'phone' }, 'invalid_scope'],
  ])('rejects %s before the browser is involved', async (_, changes, error) => {
    await expect(push(changes)).toRejectWith({ error, status: 400 });
  });

  it('rejects a repeated parameter', async () => {
    await expect(push({}, [['scope', 'email']])).toRejectWith('invalid_request');
  });
});

describe('RFC 9126 §3 The "request" Request Parameter', () => {
  const objectOf = (of: { client: Client; secret: string }, changes = {}) => {
    const now = numericDate(clock.now());
    return signWithSecret(of.secret, {
      iss: of.client.id,
      aud: 'http://localhost:3000',
      client_id: of.client.id,
      nbf: now,
      exp: now + 60,
      response_type: 'code',
      redirect_uri: of.client.redirect_uris[0],
      scope: 'openid',
      state: 'inside',
      code_challenge: CHALLENGE,
      code_challenge_method: 'S256',
      jti: newSecret(deps.random),
      ...changes,
    });
  };
  const pushObject = (of: { client: Client; secret: string }, request: string) =>
    pushAuthorizationRequest(deps, issuer, {
      parameters: [
        ['request', request],
        ['scope', 'openid email'],
      ],
      authorization: basicHeader(of.client, of.secret),
      caller: {},
    });

  it('replaces all other parameters, and satisfies a client that requires signed requests', async () => {
    const signing = await makeClient(deps, issuer, {
      require_signed_request_object: true,
      require_pushed_authorization_requests: true,
    });
    await expect(push({}, [], signing)).toRejectWith('invalid_request');
    const { body } = await pushObject(signing, await objectOf(signing));
    const answer = answeredParameters(await send(String(body.request_uri), signing.client));
    expect(answer).toMatchObject({ code: expect.any(String), state: 'inside' });
    expect((await deps.store.grants.find(answer.code?.split('.')[0] ?? ''))?.scopes).toEqual(['openid']);
  });

  it('is rejected with invalid_request_object', async () => {
    const refused = pushObject({ client, secret }, await objectOf({ client, secret }, { exp: undefined }));
    await expect(refused).toRejectWith({ error: 'invalid_request_object', status: 400 });
  });

  it('has its jti consumed when the code is issued', async () => {
    const request = await objectOf({ client, secret });
    const [one, two] = [await pushObject({ client, secret }, request), await pushObject({ client, secret }, request)];
    expect(await send(String(one.body.request_uri))).toRedirectWith({ code: expect.any(String) });
    expect(await send(String(two.body.request_uri))).toRedirectWith({ error: 'invalid_request_object' });
  });
});

describe('RFC 9126 §4 Authorization Request', () => {
  it('uses the pushed parameters and ignores all others', async () => {
    const beside: [string, string][] = [
      ['state', 'beside'],
      ['scope', 'openid email'],
      ['redirect_uri', 'https://evil.example/'],
    ];
    expect(await send(await uriOf(), client, beside)).toRedirectWith({
      code: expect.any(String),
      state: 'the-state',
    });
  });

  it('may be opened twice but leads to one code', async () => {
    const request_uri = await uriOf({ prompt: 'login' });
    expect((await send(request_uri)).kind).toBe('interaction');
    expect((await send(request_uri)).kind).toBe('interaction');
    const direct = await uriOf();
    const answers = await Promise.all(Array.from({ length: 20 }, () => send(direct)));
    expect(answers.filter((answer) => errorOf(answer) === undefined)).toHaveLength(1);
    expect(await send(direct)).toRedirectWith({ error: 'invalid_request_uri' });
  });

  it('accepts a request_uri only from the client and at the issuer that it was issued for', async () => {
    const request_uri = await uriOf();
    const { client: another } = await makeClient(deps, issuer);
    expect(await send(request_uri, another)).toShowError('invalid_request_uri');
    const other = await makeIssuer(deps, 'other');
    const { client: there } = await makeClient(deps, other);
    expect(await send(request_uri, there, [], other)).toShowError('invalid_request_uri');
  });

  it('is checked again: a redirect URI that was removed meanwhile receives nothing', async () => {
    const changing = await makeClient(deps, issuer);
    const { body } = await push({}, [], changing);
    await deps.store.clients.update(changing.client, { redirect_uris: ['https://wiki.example/new'] });
    const answer = await send(String(body.request_uri), changing.client);
    expect(answer).toShowError('invalid_request');
  });

  it('rejects an expired request_uri', async () => {
    const request_uri = await uriOf();
    clock.advance(300);
    expect(await send(request_uri)).toShowError('invalid_request_uri');
  });

  it('rejects an invented request_uri', async () => {
    for (const text of [`${URN}abc`, URN + madeUpHandle(deps), `${(await uriOf()).slice(0, -1)}!`]) {
      expect(await send(text)).toShowError('invalid_request_uri');
    }
  });
});

describe('RFC 9126 §5, §6 metadata', () => {
  it('is published, and plain requests of a client that has to push are rejected', async () => {
    expect(await discoveryDocument(deps, issuer)).toMatchObject({
      pushed_authorization_request_endpoint: 'http://localhost:3000/oidc/par',
      require_pushed_authorization_requests: false,
    });
    const plain = await authorize(deps, issuer, { parameters: queryOf(client), ...browserWith(cookie) });
    expect(plain).toRedirectWith({ error: 'invalid_request' });
  });
});
