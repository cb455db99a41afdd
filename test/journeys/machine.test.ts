import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createRemoteJWKSet, decodeProtectedHeader, errors, jwtVerify } from 'jose';
import * as oidc from 'openid-client';
import type { Clock } from '../../src/model/deps.js';
import { KEY_SET_AGE } from '../../src/model/server/signing-key.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { type ClientKey, makeClientKey } from '../support/client-keys.js';
import { frozenClock, systemClock } from '../support/deps.js';
import { createClient, discover, refusalTo } from '../support/journey.js';

const PUT_SCOPE = 'mutation ($input: PutScopeInput!) { putScope(input: $input) { scope { name } } }';
const ROTATE = `mutation ($input: RotateSigningKeyInput!) {
  rotateSigningKey(input: $input) { issuer { signingKeys { kid alg status } } }
}`;

/** An API that verifies access tokens itself and fetches only the key set. */
interface Api {
  readonly resource: string;
  /** Calls the API; returns the status and the reason. */
  call(token: string): Promise<{ status: number; says: string }>;
  stop(): Promise<void>;
}

/** Verifies an access token as a resource server does (RFC 9068 §4); jose caches the keys. */
async function startApi(issuer: string, scope: string, clock: Clock): Promise<Api> {
  const { jwks_uri } = (await (await fetch(`${issuer}/.well-known/openid-configuration`)).json()) as {
    jwks_uri: string;
  };
  const keys = createRemoteJWKSet(new URL(jwks_uri));
  const verify = async (token: string) => {
    const { payload } = await jwtVerify(token, keys, {
      issuer,
      audience: resource,
      typ: 'at+jwt',
      currentDate: clock.now(),
    });
    if (!String(payload.scope).split(' ').includes(scope)) return { status: 403, says: 'insufficient_scope' };
    return { status: 200, says: String(payload.client_id) };
  };
  const server = createServer((request, response) => {
    const token = request.headers.authorization?.replace(/^Bearer /, '') ?? '';
    verify(token).then(
      ({ status, says }) => response.writeHead(status).end(says),
      (error: unknown) => response.writeHead(401).end(error instanceof errors.JOSEError ? error.code : String(error)),
    );
  });
  await new Promise<void>((listening) => server.listen(0, 'localhost', listening));
  const resource = `http://localhost:${(server.address() as AddressInfo).port}/`;
  return {
    resource,
    call: async (token) => {
      const response = await fetch(resource, { headers: { authorization: `Bearer ${token}` } });
      return { status: response.status, says: await response.text() };
    },
    stop: () =>
      new Promise((stopped) => {
        server.close(() => stopped());
        server.closeAllConnections();
      }),
  };
}

describe('a machine with client_credentials', () => {
  const clock = frozenClock(systemClock.now());
  let app: TestApp;
  let api: Api;
  let key: ClientKey;

  beforeAll(async () => {
    app = await startTestApp({}, { clock });
    key = await makeClientKey('ES256');
  });
  afterAll(() => app.stop());

  beforeEach(async () => {
    api = await startApi(app.origin, 'reports:read', clock);
    for (const name of ['reports:read', 'reports:write']) {
      await app.graphql(PUT_SCOPE, { input: { name, resource: api.resource } });
    }
  });
  afterEach(() => api.stop());

  const METHODS = ['CLIENT_SECRET_BASIC', 'PRIVATE_KEY_JWT'] as const;

  const machine = async (method: (typeof METHODS)[number], changes: object = {}): Promise<oidc.Configuration> => {
    const keyed = method === 'PRIVATE_KEY_JWT';
    const made = await createClient(app, {
      name: 'Night job',
      grantTypes: ['CLIENT_CREDENTIALS'],
      scopes: ['reports:read', 'reports:write'],
      accessTokenFormat: 'JWT',
      tokenEndpointAuthMethod: method,
      ...(keyed && { jwks: { keys: [key.publicJwk] } }),
      ...changes,
    });
    return discover(app, made, keyed ? oidc.PrivateKeyJwt({ key: key.privateKey, kid: key.kid }) : undefined, {
      // The API has the server's clock.
      [oidc.clockSkew]: Math.round((clock.now().getTime() - systemClock.now().getTime()) / 1000),
    });
  };

  const rotate = (how: object = {}) => app.graphql(ROTATE, { input: { alg: 'RS256', ...how } });

  const tokenOf = async (config: oidc.Configuration, asked: Record<string, string> = { scope: 'reports:read' }) => {
    const tokens = await oidc.clientCredentialsGrant(config, asked);
    expect([tokens.refresh_token, tokens.id_token]).toEqual([undefined, undefined]);
    return tokens.access_token;
  };

  it.each(METHODS)('calls an API that verifies its token with the JWKS, authenticated by %s', async (method) => {
    const config = await machine(method);
    const { client_id } = config.clientMetadata();
    expect(await api.call(await tokenOf(config))).toEqual({ status: 200, says: client_id });
  });

  it('is refused without the necessary scope', async () => {
    const token = await tokenOf(await machine('CLIENT_SECRET_BASIC'), { scope: 'reports:write' });
    expect(await api.call(token)).toEqual({ status: 403, says: 'insufficient_scope' });
  });

  it('is refused with a changed token, a forged token and a token for another API', async () => {
    await app.graphql(PUT_SCOPE, { input: { name: 'elsewhere', resource: 'https://elsewhere.example/' } });
    const good = await machine('CLIENT_SECRET_BASIC', { scopes: ['reports:read', 'elsewhere'] });
    const token = await tokenOf(good);
    const [header, payload, signature] = token.split('.') as [string, string, string];
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as Record<string, unknown>;
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const stronger = part({ ...claims, scope: 'reports:read reports:write' });
    const other = await tokenOf(good, { scope: 'elsewhere' });
    const stranger = await key.sign(claims, { typ: 'at+jwt' });
    for (const [wrong, says] of [
      [`${header}.${stronger}.${signature}`, 'ERR_JWS_SIGNATURE_VERIFICATION_FAILED'],
      [`${part({ alg: 'none', typ: 'at+jwt' })}.${payload}.`, 'ERR_JOSE_NOT_SUPPORTED'],
      [stranger, 'ERR_JWKS_NO_MATCHING_KEY'],
      [other, 'ERR_JWT_CLAIM_VALIDATION_FAILED'],
    ] as const) {
      expect(await api.call(wrong)).toEqual({ status: 401, says });
    }
    expect((await api.call(token)).status).toBe(200);
  });

  it('works across a rotation of the signing key: old and new tokens are valid without a new fetch of the key set', async () => {
    // Until then, a cached key set may lack the next key.
    await expect(rotate()).rejects.toThrow('CONFLICT');
    clock.advance(2 * KEY_SET_AGE);
    const config = await machine('PRIVATE_KEY_JWT');
    const before = await tokenOf(config);
    expect((await api.call(before)).status).toBe(200);
    await rotate();
    const after = await tokenOf(config);
    expect(decodeProtectedHeader(after).kid).not.toBe(decodeProtectedHeader(before).kid);
    // jose fetches a key set at most every 30 seconds, so the cached one contained the new key.
    expect([(await api.call(before)).status, (await api.call(after)).status]).toEqual([200, 200]);
  });

  it('works with a new key after the old one was compromised, whose tokens are invalid', async () => {
    const config = await machine('CLIENT_SECRET_BASIC');
    const before = await tokenOf(config);
    await rotate({ compromised: true });
    const after = await tokenOf(config);
    expect(await api.call(before)).toEqual({ status: 401, says: 'ERR_JWKS_NO_MATCHING_KEY' });
    expect((await api.call(after)).status).toBe(200);
    expect(await oidc.tokenIntrospection(config, before)).toEqual({ active: false });
  });

  it('is refused with a wrong secret, a wrong key and a scope that it does not have', async () => {
    const secretly = await machine('CLIENT_SECRET_BASIC');
    const { client_id } = secretly.clientMetadata();
    const wrong = await discover(app, { id: client_id, secret: 'not-its-secret' });
    expect(await refusalTo(oidc.clientCredentialsGrant(wrong, { scope: 'reports:read' }))).toBe('invalid_client');
    const stranger = await makeClientKey('ES256', key.kid);
    const keyed = (await machine('PRIVATE_KEY_JWT')).clientMetadata().client_id;
    const byAnother = oidc.PrivateKeyJwt({ key: stranger.privateKey, kid: stranger.kid });
    const forged = await discover(app, { id: keyed, secret: '' }, byAnother);
    expect(await refusalTo(oidc.clientCredentialsGrant(forged, { scope: 'reports:read' }))).toBe('invalid_client');
    const elsewhere = { scope: 'reports:read', resource: 'https://elsewhere.example/' };
    expect(await refusalTo(oidc.clientCredentialsGrant(secretly, elsewhere))).toBe('invalid_target');
  });
});
