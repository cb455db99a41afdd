import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { decodeJwt, decodeProtectedHeader } from 'jose';
import { newSecret, sha256 } from '../../../src/keys/secrets.js';
import type { Client } from '../../../src/model/clients/client.js';
import type { Issuer } from '../../../src/model/clients/issuer.js';
import type { Deps } from '../../../src/model/deps.js';
import type { JsonObject } from '../../../src/model/json.js';
import { numericDate } from '../../../src/model/time.js';
import { authorize } from '../../../src/oidc/authorization/authorize.js';
import { pushAuthorizationRequest } from '../../../src/oidc/authorization/pushed-authorization-request.js';
import { token } from '../../../src/oidc/grants/token-endpoint.js';
import { introspect } from '../../../src/oidc/protected-resource/introspection.js';
import { userinfo } from '../../../src/oidc/protected-resource/userinfo.js';
import {
  answeredParameters,
  browserWith,
  CHALLENGE,
  codeForm,
  errorOf,
  type Query,
  queryOf,
  refusalOf,
} from '../../support/authorization.js';
import { type ClientKey, type MadeClaims, makeClientKey } from '../../support/client-keys.js';
import type { FrozenClock } from '../../support/deps.js';
import { makeClient, makeUser, signInAs } from '../../support/fixtures.js';
import { openWorld } from '../../support/world.js';

const ISSUER = 'http://localhost:3000';
const ASSERTION_TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

let deps: Deps;
let clock: FrozenClock;
let issuer: Issuer;
let cookie: string;
let key: ClientKey;
let dpopKey: ClientKey;
let client: Client;

/** The settings of `securityProfile: FAPI2`, which some tests weaken on purpose. */
async function fapi2(changes: Partial<Client> = {}): Promise<Client> {
  return (
    await makeClient(deps, issuer, {
      securityProfile: 'FAPI2',
      token_endpoint_auth_method: 'private_key_jwt',
      secrets: [],
      jwks: { keys: [key.publicJwk] },
      require_pushed_authorization_requests: true,
      dpop_bound_access_tokens: true,
      id_token_signed_response_alg: 'PS256',
      accessTokenSigningAlg: 'PS256',
      ...changes,
    })
  ).client;
}

beforeAll(async () => {
  ({ deps, clock, issuer } = await openWorld());
  ({ cookie } = await signInAs(deps, await makeUser(deps)));
  key = await makeClientKey('PS256');
  dpopKey = await makeClientKey('ES256');
  client = await fapi2();
});
afterAll(() => deps.store.close());

function now() {
  return numericDate(clock.now());
}

async function assertionOf(of: Client, changes: MadeClaims = {}) {
  return {
    client_assertion: await key.sign({
      iss: of.id,
      sub: of.id,
      aud: ISSUER,
      jti: newSecret(deps.random),
      exp: now() + 60,
      iat: now(),
      ...changes,
    }),
    client_assertion_type: ASSERTION_TYPE,
  };
}

function proof(htm: string, path: string, more: MadeClaims = {}, by = dpopKey): Promise<string> {
  const { kty, crv, x, y, n, e } = by.publicJwk as Record<string, string>;
  const jwk = Object.fromEntries(Object.entries({ kty, crv, x, y, n, e }).filter(([, value]) => value !== undefined));
  const claims = { jti: newSecret(deps.random), htm, htu: ISSUER + path, iat: now(), ...more };
  return by.sign(claims, { typ: 'dpop+jwt', jwk, kid: undefined });
}

function entries(form: Query): [string, string][] {
  return Object.entries(form).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as [string, string]],
  );
}

async function push(of: Client, form: Query, dpop?: string): Promise<string> {
  const parameters = entries({ ...form, ...(await assertionOf(of)) });
  const input = { parameters, authorization: undefined, caller: {}, dpop };
  return String((await pushAuthorizationRequest(deps, issuer, input)).body.request_uri);
}

async function codeOf(of: Client, form: Query): Promise<Record<string, string>> {
  const parameters = entries({ client_id: of.id, request_uri: await push(of, form) });
  return answeredParameters(await authorize(deps, issuer, { parameters, ...browserWith(cookie) }));
}

function plainForm(of: Client, changes: Query = {}): Query {
  return Object.fromEntries(queryOf(of, changes));
}

async function redeem(of: Client, code: string, dpop: string | undefined, changes: Query = {}): Promise<JsonObject> {
  const form = { ...codeForm(of, code), ...(await assertionOf(of)), ...changes };
  return (await token(deps, issuer, { parameters: entries(form), authorization: undefined, caller: {}, dpop })).body;
}

describe('FAPI 2.0 Security Profile §5.3.2', () => {
  it('works with private_key_jwt, a pushed request, PKCE, DPoP, and refresh tokens that are not rotated', async () => {
    const { code = '', iss } = await codeOf(client, plainForm(client, { scope: 'openid offline_access' }));
    expect(iss).toBe(ISSUER);
    const answer = await redeem(client, code, await proof('POST', '/oidc/token'));
    expect(answer).toMatchObject({ token_type: 'DPoP', refresh_token: expect.any(String) });
    expect(decodeProtectedHeader(answer.id_token as string).alg).toBe('PS256');
    const ath = sha256(answer.access_token as string);
    const dpop = await proof('GET', '/oidc/userinfo', { ath });
    const bearer = { authorization: `DPoP ${answer.access_token}`, parameters: [], dpop, method: 'GET' };
    expect((await userinfo(deps, issuer, bearer)).kind).toBe('json');
    const form = {
      grant_type: 'refresh_token',
      refresh_token: String(answer.refresh_token),
      ...(await assertionOf(client)),
    };
    const input = { parameters: entries(form), authorization: undefined, caller: {} };
    const refreshed = await token(deps, issuer, { ...input, dpop: await proof('POST', '/oidc/token') });
    expect(refreshed.body).not.toHaveProperty('refresh_token');
  });

  it('rejects authorization requests that were not pushed, whatever the settings (§5.3.2.2)', async () => {
    for (const of of [client, await fapi2({ require_pushed_authorization_requests: false })]) {
      const plain = await authorize(deps, issuer, { parameters: queryOf(of), ...browserWith(cookie) });
      expect(errorOf(plain)).toBe('invalid_request');
    }
  });

  it('requires redirect_uri and PKCE in the pushed request (§5.3.2.2)', async () => {
    const lax = await fapi2({ requirePkce: false });
    const without = { code_challenge: undefined, code_challenge_method: undefined };
    expect((await refusalOf(push(lax, plainForm(lax, without)))).error).toBe('invalid_request');
    const nowhere = plainForm(lax, { redirect_uri: undefined, scope: 'email' });
    expect((await refusalOf(push(lax, nowhere))).description).toContain('redirect_uri');
  });

  it('accepts only confidential clients with private_key_jwt (§5.3.2.1)', async () => {
    for (const token_endpoint_auth_method of ['none', 'client_secret_post'] as const) {
      const { client: lax, secret } = await makeClient(deps, issuer, {
        securityProfile: 'FAPI2',
        token_endpoint_auth_method,
        require_pushed_authorization_requests: true,
      });
      const form = plainForm(lax, token_endpoint_auth_method === 'none' ? {} : { client_secret: secret });
      const input = { parameters: entries(form), authorization: undefined, caller: {} };
      expect((await refusalOf(pushAuthorizationRequest(deps, issuer, input))).error).toBe('invalid_client');
    }
  });

  it('accepts only the issuer, as one string, as aud of an assertion (§5.3.2.1)', async () => {
    for (const aud of [`${ISSUER}/oidc/par`, `${ISSUER}/oidc/token`, [ISSUER], [ISSUER, 'https://elsewhere.example']]) {
      const parameters = entries({ ...plainForm(client), ...(await assertionOf(client, { aud })) });
      const pushed = pushAuthorizationRequest(deps, issuer, { parameters, authorization: undefined, caller: {} });
      expect(await refusalOf(pushed)).toMatchObject({
        error: 'invalid_client',
        description: expect.stringContaining('aud'),
      });
    }
  });

  it('issues only sender-constrained access tokens (§5.3.2.1)', async () => {
    for (const of of [client, await fapi2({ dpop_bound_access_tokens: false })]) {
      const { code = '' } = await codeOf(of, plainForm(of));
      expect((await refusalOf(redeem(of, code, undefined))).error).toBe('invalid_request');
    }
  });

  it('accepts PS256, ES256 and EdDSA and rejects RS256 (§5.4.1)', async () => {
    const rsa = await makeClientKey('RS256');
    const lax = await fapi2({ jwks: { keys: [rsa.publicJwk, key.publicJwk] } });
    const { code = '' } = await codeOf(lax, plainForm(lax));
    const weak = await proof('POST', '/oidc/token', {}, rsa);
    expect((await refusalOf(redeem(lax, code, weak))).error).toBe('invalid_dpop_proof');
    const claims = { iss: lax.id, sub: lax.id, aud: ISSUER, jti: 'j', exp: now() + 60 };
    const assertion = { client_assertion: await rsa.sign(claims) };
    const refused = redeem(lax, code, await proof('POST', '/oidc/token'), assertion);
    expect((await refusalOf(refused)).error).toBe('invalid_client');
    expect(await redeem(lax, code, await proof('POST', '/oidc/token'))).toHaveProperty('token_type', 'DPoP');
  });

  it('binds the code to the key of the pushed request (§5.3.2.1)', async () => {
    const request_uri = await push(client, plainForm(client), await proof('POST', '/oidc/par'));
    const parameters = entries({ client_id: client.id, request_uri });
    const { code = '' } = answeredParameters(await authorize(deps, issuer, { parameters, ...browserWith(cookie) }));
    const other = await makeClientKey('EdDSA');
    const stolen = redeem(client, code, await proof('POST', '/oidc/token', {}, other));
    expect((await refusalOf(stolen)).error).toBe('invalid_grant');
    expect(await redeem(client, code, await proof('POST', '/oidc/token'))).toHaveProperty('access_token');
  });
});

describe('FAPI 2.0 Message Signing §5.3.1', () => {
  const objectOf = (of: Client, changes: MadeClaims = {}) =>
    key.sign(
      {
        iss: of.id,
        aud: ISSUER,
        client_id: of.id,
        jti: newSecret(deps.random),
        nbf: now(),
        exp: now() + 300,
        response_type: 'code',
        redirect_uri: of.redirect_uris[0],
        scope: 'openid',
        response_mode: 'jwt',
        code_challenge: CHALLENGE,
        code_challenge_method: 'S256',
        ...changes,
      },
      { typ: 'oauth-authz-req+jwt' },
    );

  it('signs the pushed request, and the response as a JWT', async () => {
    const signing = await fapi2({ require_signed_request_object: true });
    expect((await refusalOf(push(signing, plainForm(signing)))).error).toBe('invalid_request');
    const { response = '' } = await codeOf(signing, { client_id: signing.id, request: await objectOf(signing) });
    expect(decodeProtectedHeader(response).alg).toBe('PS256');
    expect(decodeJwt(response)).toMatchObject({ iss: ISSUER, aud: signing.id, code: expect.any(String) });
  });

  it('requires nbf, although other clients may send only iat', async () => {
    const request = await objectOf(client, { nbf: undefined, iat: now() });
    const refused = await refusalOf(push(client, { client_id: client.id, request }));
    expect([refused.error, refused.description]).toEqual(['invalid_request_object', expect.stringContaining('nbf')]);
  });

  it('returns introspection as a JWT with the algorithm of the profile', async () => {
    const { code = '' } = await codeOf(client, plainForm(client));
    const { access_token } = await redeem(client, code, await proof('POST', '/oidc/token'));
    const parameters = entries({ token: String(access_token), ...(await assertionOf(client)) });
    const accept = 'application/token-introspection+jwt';
    const answer = await introspect(deps, issuer, { parameters, authorization: undefined, caller: {}, accept });
    expect(answer.kind === 'jwt' && decodeProtectedHeader(answer.jwt).alg).toBe('PS256');
  });
});
