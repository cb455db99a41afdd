import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { calculateJwkThumbprint, createRemoteJWKSet, decodeJwt, decodeProtectedHeader, jwtVerify } from 'jose';
import * as oidc from 'openid-client';
import { sha256 } from '../../src/keys/secrets.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { type Query, VERIFIER } from '../support/authorization.js';
import { type ClientKey, type MadeClaims, makeClientKey } from '../support/client-keys.js';
import { type FrozenClock, frozenClock } from '../support/deps.js';
import type { Person } from '../support/people.js';
import {
  answerConsent,
  authorizationQuery,
  authorizeAs,
  CALLBACK,
  getJson,
  PKCE,
  postForm,
  type Read,
  registerClient,
  registerPerson,
  WITH_VERIFIER,
} from '../support/relying-party.js';

const ASSERTION_TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

/** A client of the profile, with the keys that it signs with. */
interface Fapi {
  readonly id: string;
  readonly key: ClientKey;
}

let clock: FrozenClock;
let app: TestApp;
let ada: Person & { readonly id: string };
let dpopKey: ClientKey;
let rsa: ClientKey;
let client: Fapi;
let other: Fapi;
/** As the client, with required request objects: Message Signing. */
let signing: Fapi;

async function registerFapi(key: ClientKey, input: Record<string, unknown> = {}): Promise<Fapi> {
  const jwks = { keys: [key.publicJwk, rsa.publicJwk] };
  const { id } = await registerClient(app, { securityProfile: 'FAPI2', jwks, ...input });
  return { id, key };
}

beforeAll(async () => {
  clock = frozenClock(new Date());
  app = await startTestApp({}, { clock });
  ada = await registerPerson(app, { username: 'ada', name: 'Ada Lovelace' });
  dpopKey = await makeClientKey('ES256');
  rsa = await makeClientKey('RS256');
  client = await registerFapi(await makeClientKey('PS256'));
  other = await registerFapi(await makeClientKey('ES256'));
  signing = await registerFapi(await makeClientKey('PS256', 'signing'), { requireSignedRequestObject: true });
});
afterAll(() => app.stop());

function now() {
  return Math.floor(clock.now().getTime() / 1000);
}

function fresh() {
  return randomBytes(16).toString('base64url');
}

function at(path: string) {
  return `${app.origin}${path}`;
}
const PAR = '/oidc/par';
const TOKEN = '/oidc/token';
const USERINFO = '/oidc/userinfo';

async function assertion(of: Fapi, changes: MadeClaims = {}, key = of.key): Promise<Query> {
  return {
    client_assertion: await key.sign({
      iss: of.id,
      sub: of.id,
      aud: app.origin,
      jti: fresh(),
      iat: now(),
      nbf: now(),
      exp: now() + 60,
      ...changes,
    }),
    client_assertion_type: ASSERTION_TYPE,
  };
}

function publicJwk({ publicJwk: { kid: _, alg: __, use: ___, ...jwk } }: ClientKey) {
  return jwk;
}

function proof(
  htm: string,
  path: string,
  changes: MadeClaims = {},
  header: Record<string, unknown> = {},
  key = dpopKey,
) {
  return key.sign(
    { jti: fresh(), htm, htu: at(path), iat: now(), ...changes },
    { typ: 'dpop+jwt', jwk: publicJwk(key), kid: undefined, ...header },
  );
}

function plain(changes: Query = {}): Query {
  return {
    response_type: 'code',
    redirect_uri: CALLBACK,
    scope: 'openid',
    state: 'the-state',
    ...PKCE,
    ...changes,
  };
}

async function push(of: Fapi, form: Query, dpop?: string): Promise<Read> {
  return postForm(at(PAR), { ...form, ...(await assertion(of)) }, dpop === undefined ? {} : { dpop });
}

async function pushed(of: Fapi, form: Query, dpop?: string): Promise<string> {
  const answer = await push(of, form, dpop);
  expect([answer.status, answer.body.error_description]).toEqual([201, undefined]);
  return answer.body.request_uri;
}

async function refusedPush(of: Fapi, form: Query, dpop?: string) {
  const { status, body } = await push(of, form, dpop);
  return [status, body.error];
}

function visit(of: Fapi, request_uri: string, more: Query = {}) {
  return ada.agent.get(`/oidc/authorize?${new URLSearchParams({ client_id: of.id, request_uri, ...more } as never)}`);
}

async function codeOf(of: Fapi, changes: Query = {}, dpop?: string): Promise<string> {
  const { location } = await visit(of, await pushed(of, plain(changes), dpop));
  return location?.searchParams.get('code') ?? '';
}

async function redeem(of: Fapi, code: string, changes: Query = {}, dpop?: string | null): Promise<Read> {
  const header = dpop === null ? {} : { dpop: dpop ?? (await proof('POST', TOKEN)) };
  const form = { grant_type: 'authorization_code', code, redirect_uri: CALLBACK, ...WITH_VERIFIER };
  return postForm(at(TOKEN), { ...form, ...(await assertion(of)), ...changes }, header);
}

function refused({ status, body }: Read) {
  return [status, body.error];
}

async function tokensOf(of: Fapi, changes: Query = {}): Promise<Record<string, string>> {
  const answer = await redeem(of, await codeOf(of, changes));
  expect([answer.status, answer.body.error_description]).toEqual([200, undefined]);
  return answer.body;
}

function discover(of: Fapi, ...execute: ((config: oidc.Configuration) => void)[]) {
  const { kid, privateKey: key } = of.key;
  const metadata = {
    id_token_signed_response_alg: 'PS256',
    authorization_signed_response_alg: 'PS256',
    introspection_signed_response_alg: 'PS256',
  };
  return oidc.discovery(new URL(app.origin), of.id, metadata, oidc.PrivateKeyJwt({ key, kid }), {
    execute: [oidc.allowInsecureRequests, ...execute],
  });
}

describe('FAPI 2.0 Security Profile §5.3.2, by an independent client', () => {
  it('is one way: private_key_jwt, pushed request, PKCE and DPoP; refresh tokens stay', async () => {
    const config = await discover(client);
    const DPoP = oidc.getDPoPHandle(config, await oidc.randomDPoPKeyPair('ES256'));
    const [nonce, state] = [randomBytes(32).toString('hex'), fresh()];
    const parameters = plain({ scope: 'offline_access openid', nonce, state }) as Record<string, string>;
    const url = await oidc.buildAuthorizationUrlWithPAR(config, parameters, { DPoP });
    expect([...url.searchParams.keys()].toSorted()).toEqual(['client_id', 'request_uri']);
    const back = await authorizeAs(ada, url.href);
    const checks = { expectedNonce: nonce, expectedState: state, pkceCodeVerifier: VERIFIER };
    const tokens = await oidc.authorizationCodeGrant(config, back, checks, undefined, { DPoP });
    expect(tokens.token_type).toBe('dpop');
    expect(await oidc.fetchUserInfo(config, tokens.access_token, ada.id, { DPoP })).toEqual({ sub: ada.id });
    const again = await oidc.refreshTokenGrant(config, tokens.refresh_token ?? '', undefined, { DPoP });
    expect(again.refresh_token).toBeUndefined();
    expect(again.claims()?.sub).toBe(ada.id);
  });
});

describe('FAPI 2.0 Message Signing §5.3, §5.4, §5.5, by an independent client', () => {
  it('signs the request, the response, and what is told of the token', async () => {
    const config = await discover(signing, oidc.useJwtResponseMode);
    const DPoP = oidc.getDPoPHandle(config, await oidc.randomDPoPKeyPair('ES256'));
    const state = fresh();
    const { kid, privateKey: key } = signing.key;
    const parameters = plain({ state }) as Record<string, string>;
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

describe('FAPI 2.0 Security Profile §5.3.2.1 general requirements: metadata', () => {
  it('names what a client of the profile looks for', async () => {
    const { body } = await getJson(at('/.well-known/openid-configuration'));
    expect(body).toMatchObject({
      pushed_authorization_request_endpoint: at(PAR),
      authorization_response_iss_parameter_supported: true,
      code_challenge_methods_supported: ['S256'],
      response_types_supported: ['code'],
      token_endpoint_auth_methods_supported: expect.arrayContaining(['private_key_jwt']),
    });
    for (const name of ['dpop', 'id_token', 'token_endpoint_auth', 'request_object', 'authorization', 'userinfo']) {
      expect(body[`${name}_signing_alg_values_supported`]).toEqual(expect.arrayContaining(['PS256', 'ES256', 'EdDSA']));
    }
  });
});

describe('FAPI 2.0 Security Profile §5.3.2.1 client authentication', () => {
  const tried = async (credentials: Query) => refused(await postForm(at(PAR), { ...plain(), ...credentials }));
  const changed = async (changes: MadeClaims) => tried(await assertion(client, changes));
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

  it('refuses who has no assertion, or no type, or another', async () => {
    const { client_assertion } = await assertion(client);
    expect(await tried({ client_id: client.id })).toEqual([401, 'invalid_client']);
    expect(await tried({ client_assertion })).toEqual([400, 'invalid_request']);
    expect(await tried({ client_assertion, client_assertion_type: 'urn:x' })).toEqual([400, 'invalid_request']);
  });

  const wrong: [string, () => MadeClaims][] = [
    ['no sub', () => ({ sub: undefined })],
    ['another sub', () => ({ sub: 'another' })],
    ['no iss', () => ({ iss: undefined })],
    ['another iss', () => ({ iss: 'another' })],
    ['no aud', () => ({ aud: undefined })],
    ['an unrelated aud', () => ({ aud: 'https://elsewhere.example' })],
    ['the PAR endpoint as aud', () => ({ aud: at(PAR) })],
    ['the token endpoint as aud', () => ({ aud: at(TOKEN) })],
    ['a list as aud: the issuer MUST be a string', () => ({ aud: [app.origin, 'https://elsewhere.example'] })],
    ['no jti', () => ({ jti: undefined })],
    ['no exp', () => ({ exp: undefined })],
    ['an exp five minutes ago', () => ({ exp: now() - 300 })],
    ['iat and nbf more than 60 s ahead', () => ({ iat: now() + 61, nbf: now() + 61, exp: now() + 120 })],
  ];
  it.each(wrong)('refuses %s', async (_, changes) => {
    expect(await changed(changes())).toEqual([401, 'invalid_client']);
  });

  it('refuses RS256, none, a wrong signature, and a key of somebody else (§5.4.1)', async () => {
    const { client_assertion = '' } = await assertion(client);
    const [, payload = '', signature = ''] = client_assertion.split('.');
    const forged = [
      (await assertion(client, {}, rsa)).client_assertion,
      `${part({ alg: 'none' })}.${payload}.`,
      `${part({ alg: 'none' })}.${payload}.${signature}`,
      `${client_assertion.slice(0, -8)}AAAAAAAA`,
      (await assertion(client, {}, other.key)).client_assertion,
    ];
    for (const text of forged) {
      const outcome = await tried({ client_assertion: text, client_assertion_type: ASSERTION_TYPE });
      expect(outcome).toEqual([401, 'invalid_client']);
    }
  });

  it('takes iat and nbf 8 s ahead, and an assertion once', async () => {
    const ahead = { iat: now() + 8, nbf: now() + 8, exp: now() + 68 };
    expect(await changed(ahead)).toEqual([201, undefined]);
    const credentials = await assertion(client);
    expect(await tried(credentials)).toEqual([201, undefined]);
    expect(await tried(credentials)).toEqual([401, 'invalid_client']);
  });
});

describe('FAPI 2.0 Security Profile §5.3.2.2 and RFC 9126 pushed authorization requests', () => {
  it('rejects an authorization request that was not pushed', async () => {
    const answer = await ada.agent.get(authorizationQuery({ ...client, secret: '' }, plain()));
    expect(Object.fromEntries(answer.location?.searchParams ?? [])).toMatchObject({
      error: 'invalid_request',
      state: 'the-state',
      iss: app.origin,
    });
  });

  const wrong: [string, Query, string][] = [
    ['response_type=token', { response_type: 'token' }, 'unsupported_response_type'],
    ['response_type=code id_token', { response_type: 'code id_token' }, 'unsupported_response_type'],
    ['no response_type', { response_type: undefined }, 'invalid_request'],
    ['no redirect_uri, with openid', { redirect_uri: undefined }, 'invalid_request'],
    ['no redirect_uri, without openid', { redirect_uri: undefined, scope: 'email' }, 'invalid_request'],
    ['a redirect_uri that is not registered', { redirect_uri: `${CALLBACK}/x` }, 'invalid_request'],
    ['no code_challenge', { code_challenge: undefined, code_challenge_method: undefined }, 'invalid_request'],
    ['plain', { code_challenge_method: 'plain' }, 'invalid_request'],
    ['request_uri in it (RFC 9126 §2.1)', { request_uri: 'urn:x' }, 'invalid_request'],
    ['a client_id that is another’s', { client_id: 'another' }, 'invalid_request'],
  ];
  it.each(wrong)('rejects %s at the PAR endpoint', async (_, changes, error) => {
    expect(await refusedPush(client, plain(changes))).toEqual([400, error]);
  });

  it('answers 201 with a request_uri of less than 600 s; another method than POST with 405 (RFC 9126 §2.2, §2.3)', async () => {
    const { status, headers, body } = await push(client, plain());
    expect([status, headers.get('cache-control'), headers.get('content-type')]).toEqual([
      ...[201, 'no-store', expect.stringMatching(/^application\/json/)],
    ]);
    expect([body.expires_in > 0, body.expires_in < 600]).toEqual([true, true]);
    for (const method of ['GET', 'PUT', 'DELETE']) expect((await fetch(at(PAR), { method })).status).toBe(405);
  });

  it('takes client_id and request_uri alone, and counts nothing beside them', async () => {
    const request_uri = await pushed(client, plain());
    const { location } = await visit(client, request_uri, { state: 'outside', redirect_uri: 'https://evil.example/' });
    expect(location?.href.startsWith(`${CALLBACK}?`)).toBe(true);
    expect(Object.fromEntries(location?.searchParams ?? [])).toEqual({
      code: expect.any(String),
      state: 'the-state',
      iss: app.origin,
    });
  });

  it('succeeds without state, with a long one, and without nonce or with one of 64 characters', async () => {
    for (const changes of [{ state: undefined }, { state: 'x'.repeat(384) }, { nonce: 'n'.repeat(64) }]) {
      const { location } = await visit(client, await pushed(client, plain(changes)));
      expect(location?.searchParams.get('state')).toBe('state' in changes ? (changes.state ?? null) : 'the-state');
      const { body } = await redeem(client, location?.searchParams.get('code') ?? '');
      expect(decodeJwt(body.id_token).nonce).toBe('nonce' in changes ? changes.nonce : undefined);
    }
  });

  it('a request_uri may be loaded again until the sign-in is done, and is of no use after that', async () => {
    const request_uri = await pushed(client, plain({ prompt: 'login' }));
    clock.advance(1);
    const path = `/oidc/authorize?${new URLSearchParams({ client_id: client.id, request_uri })}`;
    for (let time = 0; time < 2; time += 1) expect((await ada.agent.get(path)).location?.pathname).toBe('/login');
    const back = await authorizeAs(ada, path);
    expect(back.searchParams.get('code')).toEqual(expect.any(String));
    const second = await authorizeAs(ada, path);
    expect(second.searchParams.get('error')).toBe('invalid_request_uri');
  });

  it('MUST be bound to the client that pushed it, and expires', async () => {
    const request_uri = await pushed(client, plain());
    const foreign = await visit(other, request_uri);
    expect([foreign.status, foreign.location]).toEqual([400, undefined]);
    expect(foreign.text).toContain('invalid_request_uri');
    clock.advance(300);
    const late = await visit(client, request_uri);
    expect([late.status, late.location]).toEqual([400, undefined]);
    expect(late.text).toContain('invalid_request_uri');
  });

  it('leads back with access_denied who declines', async () => {
    const asking = await registerFapi(await makeClientKey('PS256', 'asking'), { consent: 'ALWAYS' });
    const { location } = await visit(asking, await pushed(asking, plain()));
    expect(await answerConsent(ada, location, 'deny')).toMatchObject({
      error: 'access_denied',
      state: 'the-state',
      iss: app.origin,
    });
  });
});

describe('FAPI 2.0 Security Profile §5.3.2.1 token endpoint', () => {
  it('issues no token that is not sender-constrained', async () => {
    const code = await codeOf(client);
    expect(refused(await redeem(client, code, {}, null))).toEqual([400, 'invalid_request']);
    expect((await redeem(client, code)).body.token_type).toBe('DPoP');
  });

  it('demands the verifier of the challenge', async () => {
    const code = await codeOf(client);
    expect(refused(await redeem(client, code, { code_verifier: undefined }))).toEqual([400, 'invalid_grant']);
    expect(refused(await redeem(client, code, { code_verifier: 'y'.repeat(43) }))).toEqual([400, 'invalid_grant']);
  });

  it('demands who is asking: an assertion, of the client that the code was issued to', async () => {
    const code = await codeOf(client);
    const nobody = { client_assertion: undefined, client_assertion_type: undefined };
    expect(refused(await redeem(client, code, nobody))).toEqual([401, 'invalid_client']);
    expect(refused(await redeem(client, code, { ...nobody, client_id: client.id }))).toEqual([401, 'invalid_client']);
    expect(refused(await redeem(other, code))).toEqual([400, 'invalid_grant']);
    // Says that it is the other, and signs with its own key.
    const mixed = { client_id: other.id, ...(await assertion(other, {}, client.key)) };
    expect(refused(await redeem(other, code, mixed))).toEqual([401, 'invalid_client']);
    const atToken = await assertion(client, { aud: at(TOKEN) });
    expect(refused(await redeem(client, code, atToken))).toEqual([401, 'invalid_client']);
  });

  it('takes a code once, and for 60 s', async () => {
    const code = await codeOf(client);
    const { access_token } = (await redeem(client, code)).body;
    clock.advance(1);
    expect(refused(await redeem(client, code))).toEqual([400, 'invalid_grant']);
    const dpop = await proof('GET', USERINFO, { ath: sha256(access_token) });
    expect((await getJson(at(USERINFO), { authorization: `DPoP ${access_token}`, dpop })).status).toBe(401);
    const late = await codeOf(client);
    clock.advance(60);
    expect(refused(await redeem(client, late))).toEqual([400, 'invalid_grant']);
  });

  it('refreshes for the client and a proof alone, whatever its key, and does not rotate (§5.3.2.1)', async () => {
    const { refresh_token } = await tokensOf(client, { scope: 'openid offline_access' });
    const form = { grant_type: 'refresh_token', refresh_token };
    const refresh = async (of: Fapi, headers: Record<string, string>) =>
      postForm(at(TOKEN), { ...form, ...(await assertion(of)) }, headers);
    expect(refused(await refresh(client, {}))).toEqual([400, 'invalid_request']);
    expect(refused(await refresh(other, { dpop: await proof('POST', TOKEN) }))).toEqual([400, 'invalid_grant']);
    for (let time = 0; time < 3; time += 1) {
      const dpop = await proof('POST', TOKEN, {}, {}, await makeClientKey('ES256'));
      const { status, body } = await refresh(client, { dpop });
      expect([status, body.token_type, body.refresh_token]).toEqual([200, 'DPoP', undefined]);
    }
  });
});

describe('FAPI 2.0 Security Profile §5.3.2.1 and RFC 9449 §10 Authorization Code Binding', () => {
  const jktOf = (key: ClientKey) => calculateJwkThumbprint(key.publicJwk);

  it('binds the code to dpop_jkt, or to the key of the proof that came with the pushed request', async () => {
    const stranger = await makeClientKey('ES256');
    const ways: (() => Promise<string>)[] = [
      async () => codeOf(client, { dpop_jkt: await jktOf(dpopKey) }),
      async () => codeOf(client, {}, await proof('POST', PAR)),
      async () => codeOf(client, { dpop_jkt: await jktOf(dpopKey) }, await proof('POST', PAR)),
    ];
    for (const way of ways) {
      const code = await way();
      const stolen = await proof('POST', TOKEN, {}, {}, stranger);
      expect(refused(await redeem(client, code, {}, stolen))).toEqual([400, 'invalid_grant']);
      expect((await redeem(client, code)).status).toBe(200);
    }
  });

  it('MUST reject a pushed request whose proof has another key than its dpop_jkt names', async () => {
    const dpop_jkt = await jktOf(await makeClientKey('ES256'));
    const outcome = await refusedPush(client, plain({ dpop_jkt }), await proof('POST', PAR));
    expect(outcome).toEqual([400, 'invalid_dpop_proof']);
    expect(await refusedPush(client, plain({ dpop_jkt: 'short' }))).toEqual([400, 'invalid_request']);
    expect(await refusedPush(client, plain(), await proof('POST', TOKEN))).toEqual([400, 'invalid_dpop_proof']);
  });
});

describe('RFC 9449 §4.3, §7 DPoP at a protected resource, under FAPI 2.0', () => {
  let accessToken: string;
  beforeAll(async () => {
    accessToken = (await tokensOf(client)).access_token ?? '';
  });

  const call = (headers: Record<string, string>) => getJson(at(USERINFO), headers);
  const withProof = (dpop: string, scheme = 'DPoP') => call({ authorization: `${scheme} ${accessToken}`, dpop });
  const made = (changes: MadeClaims = {}, header: Record<string, unknown> = {}, key = dpopKey) =>
    proof('GET', USERINFO, { ath: sha256(accessToken), ...changes }, header, key);

  const good: [string, () => Promise<string>][] = [
    ['as it should be', () => made()],
    ['an iat 10 s ago', () => made({ iat: now() - 10 })],
    ['an iat 10 s ahead', () => made({ iat: now() + 10 })],
    ['nbf and exp', () => made({ nbf: now(), exp: now() + 300 })],
    ['a query and a fragment in htu', () => made({ htu: `${at(USERINFO)}?query=value#fragment` })],
    [
      'scheme and host in capitals in htu',
      () => made({ htu: at(USERINFO).replace('http://localhost', 'HTTP://LOCALHOST') }),
    ],
    ['claims and header parameters that nobody knows', () => made({ extra: 'x' }, { extra: 'y' })],
  ];
  it.each(good)('takes a proof with %s', async (_, proofOf) => {
    expect((await withProof(await proofOf())).status).toBe(200);
  });

  it('takes a POST as well, whose proof says so', async () => {
    const headers = async (htm: string) => ({
      authorization: `DPoP ${accessToken}`,
      dpop: await proof(htm, USERINFO, { ath: sha256(accessToken) }),
    });
    expect((await postForm(at(USERINFO), {}, await headers('POST'))).status).toBe(200);
    expect((await postForm(at(USERINFO), {}, await headers('GET'))).status).toBe(401);
  });

  it('takes the scheme in any case (RFC 9110 §11.1)', async () => {
    for (const scheme of ['dpop', 'DPOP', 'dPoP']) expect((await withProof(await made(), scheme)).status).toBe(200);
  });

  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const wrong: [string, () => Promise<string>][] = [
    ['more than one proof', async () => `${await made()}, ${await made()}`],
    ['no JWT', async () => 'not.a-jwt'],
    ['no typ', () => made({}, { typ: undefined })],
    ['another typ', () => made({}, { typ: 'JWT' })],
    ['no jwk', () => made({}, { jwk: undefined })],
    ['a private key as jwk', () => made({}, { jwk: { ...publicJwk(dpopKey), d: 'AAAA' } })],
    [
      'no alg',
      async () =>
        `${part({ typ: 'dpop+jwt', jwk: publicJwk(dpopKey) })}.${(await made()).split('.').slice(1).join('.')}`,
    ],
    [
      'alg none',
      async () => `${part({ alg: 'none', typ: 'dpop+jwt', jwk: publicJwk(dpopKey) })}.${(await made()).split('.')[1]}.`,
    ],
    ['RS256, which the profile does not take', () => made({}, { jwk: publicJwk(rsa) }, rsa)],
    ['a wrong signature', async () => `${(await made()).slice(0, -8)}AAAAAAAA`],
    ['no jti', () => made({ jti: undefined })],
    ['no htm', () => made({ htm: undefined })],
    ['another htm', () => made({ htm: 'PUT' })],
    ['no htu', () => made({ htu: undefined })],
    ['another htu', () => made({ htu: at(TOKEN) })],
    ['no iat', () => made({ iat: undefined })],
    ['no ath', () => made({ ath: undefined })],
    ['the ath of another token', () => made({ ath: sha256('another') })],
    ['another key', async () => made({}, {}, await makeClientKey('ES256'))],
  ];
  it.each(wrong.map(([name, proofOf]) => [name, proofOf] as const))(
    'refuses %s with 401 and a DPoP challenge',
    async (_, proofOf) => {
      const { status, headers } = await withProof(await proofOf());
      expect([status, headers.get('www-authenticate')]).toEqual([401, expect.stringMatching(/^DPoP .*error="/)]);
    },
  );

  it('refuses a bound token without a proof, and as a bearer token (§7.2)', async () => {
    expect((await call({ authorization: `DPoP ${accessToken}` })).status).toBe(401);
    expect((await call({ authorization: `Bearer ${accessToken}` })).status).toBe(401);
    expect((await postForm(at(USERINFO), { access_token: accessToken })).status).toBe(401);
  });

  it('takes a jti once', async () => {
    const dpop = await made();
    expect((await withProof(dpop)).status).toBe(200);
    expect((await withProof(dpop)).status).toBe(401);
  });

  it('demands a nonce of a clock that is an hour off, and takes the nonce for the time (§8, §9)', async () => {
    for (const iat of [now() - 3600, now() + 3600]) {
      const { status, headers } = await withProof(await made({ iat }));
      const nonce = headers.get('dpop-nonce') ?? '';
      expect([status, headers.get('www-authenticate')]).toEqual([401, expect.stringContaining('use_dpop_nonce')]);
      // §8.1: NQCHAR alone.
      expect(nonce).toMatch(/^[\x21\x23-\x5B\x5D-\x7E]+$/);
      expect((await withProof(await made({ iat, nonce }))).status).toBe(200);
      expect((await withProof(await made({ nonce: `${nonce.slice(0, -2)}xx` }))).status).toBe(401);
    }
  });
});

describe('FAPI 2.0 Message Signing §5.3.1 signed authorization requests', () => {
  const object = (changes: MadeClaims = {}, header: Record<string, unknown> = {}, key = signing.key) =>
    key.sign(
      {
        iss: signing.id,
        aud: app.origin,
        client_id: signing.id,
        jti: fresh(),
        nbf: now(),
        exp: now() + 300,
        ...plain({ state: 'inside', nonce: 'inside' }),
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
  it.each(good)('takes %s', async (_, changes) => {
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
    ['request_uri in it', () => ({ request_uri: 'urn:x' })],
    ['another client_id', () => ({ client_id: client.id })],
    ['another iss', () => ({ iss: client.id })],
    ['the client_id as sub', () => ({ sub: signing.id })],
  ];
  it.each(wrong)('refuses %s', async (_, changes) => {
    expect(await tried(await object(changes()))).toEqual([400, 'invalid_request_object']);
  });

  it('refuses RS256, none, a wrong signature, and another client’s key', async () => {
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

  it('refuses a request that is not signed, and one without redirect_uri', async () => {
    expect(await refusedPush(signing, plain())).toEqual([400, 'invalid_request']);
    expect(await tried(await object({ redirect_uri: undefined }))).toEqual([400, 'invalid_request']);
  });

  it('counts what is inside, and never what is outside alone', async () => {
    const claimsOf = async (request: string) => {
      const outside = { state: 'outside', nonce: 'outside' };
      const { location } = await visit(signing, await pushed(signing, { request, ...outside }), outside);
      const { body } = await redeem(signing, location?.searchParams.get('code') ?? '');
      return [location?.searchParams.get('state'), decodeJwt(body.id_token).nonce];
    };
    expect(await claimsOf(await object())).toEqual(['inside', 'inside']);
    expect(await claimsOf(await object({ state: undefined, nonce: undefined }))).toEqual([null, undefined]);
  });

  it('takes no request by value that was not pushed', async () => {
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

    it('is a JWT of the issuer for the client, signed by PS256, of ten minutes at most', async () => {
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

    it('tells an error the same way', async () => {
      clock.advance(1);
      expect((await responseTo({ prompt: 'none', max_age: 0, state: 'e' })).payload).toMatchObject({
        error: 'login_required',
        error_description: expect.any(String),
        state: 'e',
      });
    });
  });

  describe('§5.5.1 signed introspection responses', () => {
    it('are of their own type, for the client that asked, with the facts in token_introspection', async () => {
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
