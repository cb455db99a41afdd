import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { calculateJwkThumbprint, decodeJwt } from 'jose';
import { newSecret, sha256 } from '../../../src/keys/secrets.js';
import type { Client } from '../../../src/model/clients/client.js';
import type { Issuer } from '../../../src/model/clients/issuer.js';
import type { Deps } from '../../../src/model/deps.js';
import type { JsonObject } from '../../../src/model/json.js';
import type { User } from '../../../src/model/people/user.js';
import { ASYMMETRIC_ALGS } from '../../../src/model/server/signing-key.js';
import { numericDate } from '../../../src/model/time.js';
import { authorize } from '../../../src/oidc/authorization/authorize.js';
import { pushAuthorizationRequest } from '../../../src/oidc/authorization/pushed-authorization-request.js';
import { discoveryDocument } from '../../../src/oidc/metadata/discovery.js';
import { introspect } from '../../../src/oidc/protected-resource/introspection.js';
import { userinfo } from '../../../src/oidc/protected-resource/userinfo.js';
import {
  answeredParameters,
  basicHeader,
  browserWith,
  codeFor,
  codeForm,
  errorOf,
  type Query,
  queryOf,
  refusalOf,
  requestToken,
} from '../../support/authorization.js';
import { type ClientKey, type MadeClaims, makeClientKey } from '../../support/client-keys.js';
import { countingStore } from '../../support/counting-store.js';
import type { FrozenClock } from '../../support/deps.js';
import { makeClient, makeIssuer, makeUser, signInAs } from '../../support/fixtures.js';
import { openWorld } from '../../support/world.js';

const TOKEN = 'http://localhost:3000/oidc/token';
const USERINFO = 'http://localhost:3000/oidc/userinfo';

let deps: Deps;
let clock: FrozenClock;
let issuer: Issuer;
let user: User;
let cookie: string;
let key: ClientKey;
let jkt: string;
let client: Client;
let secret: string;

beforeAll(async () => {
  ({ deps, clock, issuer } = await openWorld());
  user = await makeUser(deps);
  ({ cookie } = await signInAs(deps, user));
  key = await makeClientKey('ES256');
  jkt = await calculateJwkThumbprint(key.publicJwk);
  ({ client, secret } = await makeClient(deps, issuer));
});
afterAll(() => deps.store.close());

/** A valid proof; `undefined` omits a claim. */
function proof(changes: MadeClaims = {}, header: Record<string, unknown> = {}, by = key): Promise<string> {
  const { kty, crv, x, y, n, e } = by.publicJwk as Record<string, string>;
  const jwk = Object.fromEntries(Object.entries({ kty, crv, x, y, n, e }).filter(([, value]) => value !== undefined));
  const claims = { jti: newSecret(deps.random), htm: 'POST', htu: TOKEN, iat: numericDate(clock.now()), ...changes };
  return by.sign(claims, { typ: 'dpop+jwt', jwk, kid: undefined, ...header });
}

async function exchange(dpop: string | undefined, changes: Query = {}, of = { client, secret }) {
  const code = await codeFor(deps, issuer, of.client, cookie, { scope: 'openid email offline_access', ...changes });
  const { token_endpoint_auth_method: method, id } = of.client;
  const header = method === 'none' ? undefined : basicHeader(of.client, of.secret);
  return requestToken(deps, issuer, codeForm(of.client, code, { client_id: id }), header, dpop);
}

function call(text: unknown, dpop?: string, scheme = 'DPoP', method = 'GET') {
  return userinfo(deps, issuer, { authorization: `${scheme} ${text}`, parameters: [], dpop, method });
}

function proofFor(text: unknown, changes: MadeClaims = {}, by = key) {
  return proof({ htm: 'GET', htu: USERINFO, ath: sha256(String(text)), ...changes }, {}, by);
}

describe('RFC 9449 §4.2, §4.3 DPoP proof', () => {
  it.each(ASYMMETRIC_ALGS)('accepts a signature with %s', async (alg) => {
    const answer = await exchange(await proof({}, {}, await makeClientKey(alg)));
    expect(answer.token_type).toBe('DPoP');
  });

  it('accepts Ed25519 as the name of EdDSA (RFC 9864 §2.2)', async () => {
    const answer = await exchange(await proof({}, { alg: 'Ed25519' }, await makeClientKey('EdDSA')));
    expect(answer.token_type).toBe('DPoP');
  });

  it('compares htu without query and fragment, after normalization', async () => {
    for (const htu of [`${TOKEN}?a=b#c`, 'HTTP://LOCALHOST:3000/oidc/x/../token']) {
      expect(await exchange(await proof({ htu }))).toHaveProperty('access_token');
    }
  });

  const wrongClaims: [string, MadeClaims, string][] = [
    ['no jti', { jti: undefined }, 'jti'],
    ['another htm', { htm: 'GET' }, 'htm'],
    ['no htm', { htm: undefined }, 'htm'],
    ['another htu', { htu: USERINFO }, 'htu'],
    ['an htu of another host', { htu: 'https://elsewhere.example/oidc/token' }, 'htu'],
    ['no htu', { htu: undefined }, 'htu'],
    ['an htu that is no URL', { htu: 'token' }, 'htu'],
    ['no iat', { iat: undefined }, 'iat'],
  ];
  it.each(wrongClaims)('is rejected with %s', async (_, changes, named) => {
    const error = await refusalOf(exchange(await proof(changes)));
    expect([error.error, error.status, error.description]).toEqual([
      ...['invalid_dpop_proof', 400, expect.stringContaining(named)],
    ]);
  });

  it('is rejected if the header or the signature is wrong', async () => {
    const good = await proof();
    const other = await makeClientKey('ES256');
    const rsa = await makeClientKey('RS256');
    const wrong = {
      'no JWT': 'text',
      'two of them': `${good}, ${await proof()}`,
      'another typ': await proof({}, { typ: 'jwt' }),
      'no jwk': await proof({}, { jwk: undefined }),
      'a jwk of another key': await proof({}, { jwk: other.publicJwk }),
      'a jwk of another kind': await proof({}, { jwk: rsa.publicJwk }),
      'a jwk of no kind': await proof({}, { jwk: { kty: { toString: 1 }, crv: 'P-256' } }),
      'a private key': await proof({}, { jwk: { ...key.publicJwk, d: 'x' } }),
      'a symmetric key': await proof({}, { jwk: { kty: 'oct', k: 'c2VjcmV0' } }),
      'a changed claim': good.replace(/\.[^.]+\./, `.${Buffer.from('{"htm":"POST"}').toString('base64url')}.`),
    };
    for (const [name, dpop] of Object.entries(wrong)) {
      expect([name, (await refusalOf(exchange(dpop))).error]).toEqual([name, 'invalid_dpop_proof']);
    }
  });

  it('is accepted once (§11.1), even of twenty requests at once and at every endpoint', async () => {
    const dpop = await proof();
    const answers = await Promise.allSettled(Array.from({ length: 20 }, () => exchange(dpop)));
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect((await refusalOf(exchange(dpop))).description).toContain('jti');
  });

  it('costs one round trip', async () => {
    const calls: string[] = [];
    const on = { ...deps, store: countingStore(deps.store, calls) };
    const code = await codeFor(deps, issuer, client, cookie);
    await requestToken(on, issuer, codeForm(client, code), basicHeader(client, secret), await proof());
    expect(calls).toEqual(['usedOnce.take', 'readLive', 'commit']);
  });
});

describe('RFC 9449 §8 nonce', () => {
  const nonceFor = async (changes: MadeClaims) => {
    const error = await refusalOf(exchange(await proof(changes)));
    expect([error.error, error.status]).toEqual(['use_dpop_nonce', 400]);
    return error.headers['DPoP-Nonce'];
  };
  const at = (seconds: number) => numericDate(clock.now()) + seconds;

  it('is required if the clock of the client is wrong, and is then accepted instead of iat', async () => {
    for (const iat of [at(-61), at(31), at(100_000)]) {
      const nonce = await nonceFor({ iat });
      expect(await exchange(await proof({ iat, nonce }))).toHaveProperty('access_token');
    }
    for (const iat of [at(-60), at(30)]) expect(await exchange(await proof({ iat }))).toHaveProperty('access_token');
  });

  it('is valid for five minutes, and only at its issuer', async () => {
    const nonce = await nonceFor({ iat: at(-100) });
    clock.advance(299);
    expect(await exchange(await proof({ nonce }))).toHaveProperty('access_token');
    clock.advance(1);
    await nonceFor({ nonce });
    // The clock was set back: the nonce would be valid for longer than its proofs are remembered.
    const ahead = await nonceFor({ iat: at(-100) });
    clock.advance(-3600);
    await nonceFor({ nonce: ahead });
    clock.advance(3600);
    const other = await makeIssuer(deps, 'other');
    const there = await makeClient(deps, other);
    const code = await codeFor(deps, other, there.client, cookie);
    const htu = 'http://localhost:3000/i/other/oidc/token';
    const ask = async (changes: MadeClaims) =>
      requestToken(
        deps,
        other,
        codeForm(there.client, code),
        basicHeader(there.client, there.secret),
        await proof(changes),
      );
    expect((await refusalOf(ask({ htu, nonce: await nonceFor({ iat: at(-100) }) }))).error).toBe('use_dpop_nonce');
    expect(await ask({ htu })).toHaveProperty('access_token');
  });

  it('cannot be forged', async () => {
    await nonceFor({ nonce: 'made-up' });
    await nonceFor({ nonce: { toString: 1 } });
    await nonceFor({ nonce: 1 });
  });

  it('is required at a protected resource as well, with status 401 (§9)', async () => {
    const { access_token } = await exchange(await proof());
    const error = await refusalOf(call(access_token, await proofFor(access_token, { iat: at(-100) })));
    expect([error.error, error.status]).toEqual(['use_dpop_nonce', 401]);
    expect(error.headers['WWW-Authenticate']).toContain(
      'DPoP algs="RS256 PS256 ES256 EdDSA Ed25519", error="use_dpop_nonce"',
    );
    const again = await proofFor(access_token, { iat: at(-100), nonce: error.headers['DPoP-Nonce'] });
    expect((await call(access_token, again)).kind).toBe('json');
  });
});

describe('RFC 9449 §5 DPoP Access Token Request', () => {
  it('returns token_type DPoP with a proof and Bearer without', async () => {
    expect((await exchange(await proof())).token_type).toBe('DPoP');
    expect((await exchange(undefined)).token_type).toBe('Bearer');
  });

  it('is rejected without a proof if the client has dpop_bound_access_tokens (§5.2)', async () => {
    const bound = await makeClient(deps, issuer, { dpop_bound_access_tokens: true });
    const refused = await refusalOf(exchange(undefined, {}, bound));
    expect([refused.error, refused.status]).toEqual(['invalid_request', 400]);
    expect(await exchange(await proof(), {}, bound)).toHaveProperty('token_type', 'DPoP');
  });

  it('binds the token of a client that acts for itself', async () => {
    const machine = await makeClient(deps, issuer, { grant_types: ['client_credentials'], accessTokenFormat: 'JWT' });
    const header = basicHeader(machine.client, machine.secret);
    const answer = await requestToken(deps, issuer, { grant_type: 'client_credentials' }, header, await proof());
    expect(answer.token_type).toBe('DPoP');
    expect(decodeJwt(answer.access_token as string).cnf).toEqual({ jkt });
  });
});

describe('RFC 9449 §5 refresh tokens', () => {
  const refresh = (of: { client: Client; secret: string }, first: JsonObject, dpop: string | undefined) => {
    const form = { grant_type: 'refresh_token', refresh_token: String(first.refresh_token), client_id: of.client.id };
    const header = of.client.token_endpoint_auth_method === 'none' ? undefined : basicHeader(of.client, of.secret);
    return requestToken(deps, issuer, form, header, dpop);
  };

  it('are bound to the key if the client is public', async () => {
    const open = await makeClient(deps, issuer, { token_endpoint_auth_method: 'none' });
    const first = await exchange(await proof(), {}, open);
    const other = await makeClientKey('ES256');
    expect((await refusalOf(refresh(open, first, undefined))).error).toBe('invalid_grant');
    expect((await refusalOf(refresh(open, first, await proof({}, {}, other)))).error).toBe('invalid_grant');
    const second = await refresh(open, first, await proof());
    expect(second).toMatchObject({ token_type: 'DPoP', refresh_token: expect.any(String) });
    expect((await refusalOf(refresh(open, second, undefined))).error).toBe('invalid_grant');
  });

  it('of a confidential client with DPoP are not rotated and not bound to the key', async () => {
    const bound = await makeClient(deps, issuer, { dpop_bound_access_tokens: true });
    const first = await exchange(await proof(), {}, bound);
    for (let n = 0; n < 3; n += 1) {
      clock.advance(1_200_000);
      const answer = await refresh(bound, first, await proof({}, {}, await makeClientKey('EdDSA')));
      expect(answer).toHaveProperty('token_type', 'DPoP');
      expect(answer).not.toHaveProperty('refresh_token');
    }
    const calls: string[] = [];
    const on = { ...deps, store: countingStore(deps.store, calls) };
    const form = { grant_type: 'refresh_token', refresh_token: String(first.refresh_token) };
    await requestToken(on, issuer, form, basicHeader(bound.client, bound.secret), await proof());
    expect(calls).toEqual(['usedOnce.take', 'readLive', 'commit']);
    ({ cookie } = await signInAs(deps, user));
  });
});

describe.each(['OPAQUE', 'JWT'] as const)('RFC 9449 §6, §7 a bound %s access token', (accessTokenFormat) => {
  const bound = async () => {
    const of = await makeClient(deps, issuer, { accessTokenFormat });
    return { of, text: (await exchange(await proof(), {}, of)).access_token as string };
  };

  it('is accepted with a proof of its key', async () => {
    const { text } = await bound();
    expect((await call(text, await proofFor(text))).kind).toBe('json');
    expect((await call(text, await proofFor(text, { htm: 'POST' }), 'dpop', 'POST')).kind).toBe('json');
  });

  it('MUST NOT be accepted as a bearer token (§7.2)', async () => {
    const { text } = await bound();
    const error = await refusalOf(call(text, await proofFor(text), 'Bearer'));
    expect([error.error, error.status]).toEqual(['invalid_token', 401]);
    expect(error.headers['WWW-Authenticate']).toMatch(/^DPoP algs=/);
    const posted = userinfo(deps, issuer, { authorization: undefined, parameters: [['access_token', text]] });
    expect((await refusalOf(posted)).status).toBe(401);
  });

  it('is rejected without a proof, with another key, another ath, or another htu', async () => {
    const { text } = await bound();
    const other = await makeClientKey('ES256');
    const refusals: [string, string | undefined, string][] = [
      ['none', undefined, 'invalid_dpop_proof'],
      ['key', await proofFor(text, {}, other), 'invalid_token'],
      ['ath', await proofFor('another'), 'invalid_dpop_proof'],
      ['no ath', await proofFor(text, { ath: undefined }), 'invalid_dpop_proof'],
      ['htu', await proofFor(text, { htu: TOKEN }), 'invalid_dpop_proof'],
      ['htm', await proofFor(text, { htm: 'POST' }), 'invalid_dpop_proof'],
    ];
    for (const [name, dpop, error] of refusals) {
      const refused = await refusalOf(call(text, dpop));
      expect([name, refused.error, refused.status]).toEqual([name, error, 401]);
      expect(refused.headers['WWW-Authenticate']).toMatch(/^DPoP algs=/);
    }
  });

  it('is rejected with the DPoP scheme if it is not bound', async () => {
    const of = await makeClient(deps, issuer, { accessTokenFormat });
    const text = (await exchange(undefined, {}, of)).access_token;
    expect((await refusalOf(call(text, await proofFor(text)))).error).toBe('invalid_token');
  });

  it('is described by introspection with its key (§6.2)', async () => {
    const { of, text } = await bound();
    const input = { authorization: basicHeader(of.client, of.secret), caller: {}, accept: undefined };
    const answer = await introspect(deps, issuer, { ...input, parameters: [['token', text]] });
    expect(answer).toMatchObject({ body: { active: true, token_type: 'DPoP', cnf: { jkt } } });
  });
});

describe('RFC 9449 §10 Authorization Code Binding to a DPoP Key', () => {
  it('accepts the code only with that key', async () => {
    expect(await exchange(await proof(), { dpop_jkt: jkt })).toHaveProperty('token_type', 'DPoP');
    const other = await makeClientKey('ES256');
    expect((await refusalOf(exchange(await proof({}, {}, other), { dpop_jkt: jkt }))).error).toBe('invalid_grant');
    expect((await refusalOf(exchange(undefined, { dpop_jkt: jkt }))).error).toBe('invalid_grant');
  });

  it('rejects a dpop_jkt that is not a thumbprint', async () => {
    const parameters = queryOf(client, { dpop_jkt: 'short' });
    expect(errorOf(await authorize(deps, issuer, { parameters, ...browserWith(cookie) }))).toBe('invalid_request');
  });

  it('takes the key from the DPoP header of a pushed request as well (§10.1)', async () => {
    const htu = 'http://localhost:3000/oidc/par';
    const push = async (changes: Query) =>
      pushAuthorizationRequest(deps, issuer, {
        parameters: queryOf(client, changes),
        authorization: basicHeader(client, secret),
        caller: {},
        dpop: await proof({ htu }),
      });
    const request_uri = String((await push({})).body.request_uri);
    const parameters: [string, string][] = [
      ['client_id', client.id],
      ['request_uri', request_uri],
    ];
    const { code = '' } = answeredParameters(await authorize(deps, issuer, { parameters, ...browserWith(cookie) }));
    const redeem = async (by: ClientKey) =>
      requestToken(deps, issuer, codeForm(client, code), basicHeader(client, secret), await proof({}, {}, by));
    expect((await refusalOf(redeem(await makeClientKey('ES256')))).error).toBe('invalid_grant');
    expect(await redeem(key)).toHaveProperty('token_type', 'DPoP');
    expect((await refusalOf(push({ dpop_jkt: sha256('another') }))).error).toBe('invalid_dpop_proof');
  });
});

describe('RFC 9449 §5.1 metadata', () => {
  it('lists the algorithms', async () => {
    const { dpop_signing_alg_values_supported } = await discoveryDocument(deps, issuer);
    expect(dpop_signing_alg_values_supported).toEqual(['RS256', 'PS256', 'ES256', 'EdDSA', 'Ed25519']);
  });
});
