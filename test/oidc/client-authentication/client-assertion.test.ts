import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as oidc from 'openid-client';
import { startTestApp, type TestApp } from '../../support/app.js';
import type { Query } from '../../support/authorization.js';
import { type ClientKey, type MadeClaims, makeClientKey, signWithSecret } from '../../support/client-keys.js';
import { type FrozenClock, frozenClock } from '../../support/deps.js';
import { CALLBACK, getJson, postForm, type Registered, registerClient } from '../../support/relying-party.js';

const TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
const GRANTS = ['AUTHORIZATION_CODE', 'CLIENT_CREDENTIALS', 'DEVICE_CODE'];

let clock: FrozenClock;
let app: TestApp;
let key: ClientKey;
/** One client with a key and one with a secret. */
let keyed: Registered;
let shared: Registered;

beforeAll(async () => {
  clock = frozenClock(new Date());
  app = await startTestApp({}, { clock });
  key = await makeClientKey('EdDSA');
  const jwks = { keys: [key.publicJwk] };
  keyed = await registerClient(app, { tokenEndpointAuthMethod: 'PRIVATE_KEY_JWT', jwks, grantTypes: GRANTS });
  shared = await registerClient(app, { tokenEndpointAuthMethod: 'CLIENT_SECRET_JWT', grantTypes: GRANTS });
});
afterAll(() => app.stop());

function now() {
  return Math.floor(clock.now().getTime() / 1000);
}

function at(path: string) {
  return `${app.origin}${path}`;
}

function claimsOf(of: Registered, changes: MadeClaims = {}): MadeClaims {
  return {
    iss: of.id,
    sub: of.id,
    aud: app.origin,
    jti: randomBytes(16).toString('hex'),
    iat: now(),
    exp: now() + 60,
    ...changes,
  };
}

function signedBy(of: Registered, changes: MadeClaims = {}) {
  return of === keyed ? key.sign(claimsOf(of, changes)) : signWithSecret(of.secret, claimsOf(of, changes));
}

/** The endpoints with client authentication, and a valid form for each. */
const ENDPOINTS: [string, Query, number][] = [
  ['/oidc/token', { grant_type: 'client_credentials' }, 200],
  ['/oidc/par', { response_type: 'code', redirect_uri: CALLBACK, scope: 'openid' }, 201],
  ['/oidc/introspect', { token: 'unknown' }, 200],
  ['/oidc/revoke', { token: 'unknown' }, 200],
  ['/oidc/device_authorization', { scope: 'openid' }, 200],
];

async function send(path: string, client_assertion: string | undefined, more: Query = {}) {
  const form = ENDPOINTS.find(([one]) => one === path)?.[1];
  return postForm(at(path), { ...form, client_assertion, client_assertion_type: TYPE, ...more });
}

describe('RFC 7521 §4.2 Using Assertions for Client Authentication', () => {
  it.each(ENDPOINTS)('authenticates a client at %s', async (path, _, status) => {
    for (const of of [keyed, shared]) {
      expect((await send(path, await signedBy(of))).status).toBe(status);
      // client_id is OPTIONAL; it MUST identify the same client.
      expect((await send(path, await signedBy(of), { client_id: of.id })).status).toBe(status);
      const other = await send(path, await signedBy(of), { client_id: 'another' });
      expect([other.status, other.body.error]).toEqual([400, 'invalid_request']);
    }
  });

  it('requires client_assertion_type, and rejects other credentials in the same request', async () => {
    for (const more of [
      { client_assertion_type: undefined },
      { client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:saml2-bearer' },
      { client_secret: 'a secret' },
    ]) {
      const answer = await send('/oidc/token', await signedBy(keyed), more);
      expect([answer.status, answer.body.error]).toEqual([400, 'invalid_request']);
    }
    const missing = await send('/oidc/token', undefined);
    expect([missing.status, missing.body.error]).toEqual([400, 'invalid_request']);
  });

  it('returns invalid_client as JSON that must not be cached (§4.2.1)', async () => {
    for (const text of ['made up', 'a.b.c', await signedBy(keyed, { iss: undefined })]) {
      const { status, headers, body } = await send('/oidc/token', text);
      expect([status, body.error, headers.get('cache-control')]).toEqual([401, 'invalid_client', 'no-store']);
    }
  });

  it('accepts an assertion only with the registered method', async () => {
    const basic = await registerClient(app, { grantTypes: GRANTS });
    const swapped = await signWithSecret(basic.secret, claimsOf(basic));
    const keyOfAnother = await key.sign(claimsOf(shared));
    for (const text of [swapped, keyOfAnother]) {
      const { status, body } = await send('/oidc/token', text);
      expect([status, body.error]).toEqual([401, 'invalid_client']);
    }
  });
});

describe('RFC 7523 §3 JWT Format and Processing Requirements', () => {
  const wrong: [string, () => MadeClaims][] = [
    ['1: no iss', () => ({ iss: undefined })],
    ['1: another iss', () => ({ iss: 'another' })],
    ['2: no sub', () => ({ sub: undefined })],
    ['2: another sub', () => ({ sub: 'another' })],
    ['3: no aud', () => ({ aud: undefined })],
    ['3: an aud of another server', () => ({ aud: 'https://elsewhere.example' })],
    ['3: an aud that only begins like the issuer', () => ({ aud: `${app.origin}.evil.example` })],
    [
      '3: a list of two as aud, which would let one server use the assertion at another',
      () => ({ aud: [app.origin, 'https://elsewhere.example'] }),
    ],
    ['3: an empty list as aud', () => ({ aud: [] })],
    ['3: a list in a list as aud', () => ({ aud: [[app.origin]] as never })],
    ['4: no exp', () => ({ exp: undefined })],
    ['4: an exp that is a string', () => ({ exp: String(now() + 60) })],
    ['4: an exp that has passed', () => ({ exp: now() - 60 })],
    ['4: an exp unreasonably far in the future', () => ({ exp: now() + 86_400 })],
    ['5: an nbf in the future', () => ({ nbf: now() + 61 })],
    ['6: an iat in the future', () => ({ iat: now() + 61 })],
    ['7: no jti (OpenID Connect Core §9)', () => ({ jti: undefined })],
    ['7: an empty jti', () => ({ jti: '' })],
  ];
  it.each(wrong)('rejects %s', async (_, changes) => {
    for (const of of [keyed, shared]) {
      const { status, body } = await send('/oidc/token', await signedBy(of, changes()));
      expect([status, body.error]).toEqual([401, 'invalid_client']);
    }
  });

  it('accepts the issuer or the URL of the endpoint as aud, and no other endpoint (rule 3)', async () => {
    for (const [path, , status] of ENDPOINTS) {
      expect((await send(path, await signedBy(keyed, { aud: at(path) }))).status).toBe(status);
      const elsewhere = path === '/oidc/token' ? '/oidc/revoke' : '/oidc/token';
      expect((await send(path, await signedBy(keyed, { aud: at(elsewhere) }))).status).toBe(401);
    }
  });

  it('accepts a list of one as aud (rule 3, RFC 7519 §4.1.3)', async () => {
    for (const of of [keyed, shared]) {
      expect((await send('/oidc/token', await signedBy(of, { aud: [app.origin] }))).status).toBe(200);
      expect((await send('/oidc/token', await signedBy(of, { aud: [at('/oidc/token')] }))).status).toBe(200);
    }
  });

  it('accepts a jti once, at whatever endpoint (rule 7)', async () => {
    const text = await signedBy(keyed);
    expect((await send('/oidc/revoke', text)).status).toBe(200);
    expect((await send('/oidc/token', text)).status).toBe(401);
  });

  it('accepts other claims (rule 8)', async () => {
    expect((await send('/oidc/token', await signedBy(keyed, { purpose: 'test' }))).status).toBe(200);
  });

  it('rejects a wrong signature, none, another key, and the public key as a secret (rule 9)', async () => {
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const good = await signedBy(keyed);
    for (const text of [
      `${good.slice(0, -8)}AAAAAAAA`,
      `${part({ alg: 'none' })}.${part(claimsOf(keyed))}.`,
      await (await makeClientKey('EdDSA')).sign(claimsOf(keyed)),
      await signWithSecret(JSON.stringify(key.publicJwk), claimsOf(keyed)),
      await signWithSecret(`${shared.secret}x`, claimsOf(shared)),
    ]) {
      expect((await send('/oidc/token', text)).status).toBe(401);
    }
  });
});

describe('RFC 7523 §2.1 Using JWTs as Authorization Grants', () => {
  it('is not supported', async () => {
    const grant_type = 'urn:ietf:params:oauth:grant-type:jwt-bearer';
    const answer = await send('/oidc/token', await signedBy(keyed), { grant_type, assertion: await signedBy(keyed) });
    expect([answer.status, answer.body.error]).toEqual([400, 'unsupported_grant_type']);
    const { body } = await getJson(at('/.well-known/openid-configuration'));
    expect(body.grant_types_supported).not.toContain(grant_type);
  });
});

describe('RFC 7521, RFC 7523 by an independent client', () => {
  it('authenticates a client with a key, and with a secret', async () => {
    const authentications: [Registered, oidc.ClientAuth][] = [
      [keyed, oidc.PrivateKeyJwt({ key: key.privateKey, kid: key.kid })],
      [shared, oidc.ClientSecretJwt(shared.secret)],
    ];
    for (const [of, authentication] of authentications) {
      const execute = [oidc.allowInsecureRequests];
      const config = await oidc.discovery(new URL(app.origin), of.id, {}, authentication, { execute });
      expect(await oidc.clientCredentialsGrant(config)).toMatchObject({ token_type: 'bearer' });
    }
  });
});
