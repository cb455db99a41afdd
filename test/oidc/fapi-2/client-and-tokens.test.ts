import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as oidc from 'openid-client';
import { sha256 } from '../../../src/keys/secrets.js';
import { type Query, VERIFIER } from '../../support/authorization.js';
import { type MadeClaims, makeClientKey } from '../../support/client-keys.js';
import {
  ASSERTION_TYPE,
  type FapiClient,
  newValue,
  PAR,
  plainRequest,
  publicJwk,
  refused,
  startFapiServer,
  TOKEN,
  USERINFO,
} from '../../support/fapi-server.js';
import { authorizeAs, getJson, postForm } from '../../support/relying-party.js';

const { ada, app, assertion, at, client, clock, codeOf, discover, dpopKey, now, other, proof, redeem, rsa, tokensOf } =
  await startFapiServer();
afterAll(() => app.stop());

describe('FAPI 2.0 Security Profile §5.3.2, by an independent client', () => {
  it('works with private_key_jwt, a pushed request, PKCE and DPoP, and refresh tokens are not rotated', async () => {
    const config = await discover(client);
    const DPoP = oidc.getDPoPHandle(config, await oidc.randomDPoPKeyPair('ES256'));
    const [nonce, state] = [randomBytes(32).toString('hex'), newValue()];
    const parameters = plainRequest({ scope: 'offline_access openid', nonce, state }) as Record<string, string>;
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

describe('FAPI 2.0 Security Profile §5.3.2.1 general requirements: metadata', () => {
  it('has every member that a client of the profile needs', async () => {
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
  const tried = async (credentials: Query) => refused(await postForm(at(PAR), { ...plainRequest(), ...credentials }));
  const changed = async (changes: MadeClaims) => tried(await assertion(client, changes));
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

  it('rejects a request without an assertion, without its type, or with another type', async () => {
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
    ['a list of one as aud: the issuer MUST be a string', () => ({ aud: [app.origin] })],
    ['a list as aud: the issuer MUST be a string', () => ({ aud: [app.origin, 'https://elsewhere.example'] })],
    ['no jti', () => ({ jti: undefined })],
    ['no exp', () => ({ exp: undefined })],
    ['an exp five minutes ago', () => ({ exp: now() - 300 })],
    ['iat and nbf more than 60 s ahead', () => ({ iat: now() + 61, nbf: now() + 61, exp: now() + 120 })],
  ];
  it.each(wrong)('rejects %s', async (_, changes) => {
    expect(await changed(changes())).toEqual([401, 'invalid_client']);
  });

  it('rejects RS256, none, a wrong signature, and the key of another client (§5.4.1)', async () => {
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

  it('accepts iat and nbf 8 s in the future, and an assertion once', async () => {
    const ahead = { iat: now() + 8, nbf: now() + 8, exp: now() + 68 };
    expect(await changed(ahead)).toEqual([201, undefined]);
    const credentials = await assertion(client);
    expect(await tried(credentials)).toEqual([201, undefined]);
    expect(await tried(credentials)).toEqual([401, 'invalid_client']);
  });
});

describe('FAPI 2.0 Security Profile §5.3.2.1 token endpoint', () => {
  it('issues only sender-constrained tokens', async () => {
    const code = await codeOf(client);
    expect(refused(await redeem(client, code, {}, null))).toEqual([400, 'invalid_request']);
    expect((await redeem(client, code)).body.token_type).toBe('DPoP');
  });

  it('requires the code_verifier of the code_challenge', async () => {
    const code = await codeOf(client);
    expect(refused(await redeem(client, code, { code_verifier: undefined }))).toEqual([400, 'invalid_grant']);
    expect(refused(await redeem(client, code, { code_verifier: 'y'.repeat(43) }))).toEqual([400, 'invalid_grant']);
  });

  it('requires an assertion of the client that the code was issued to', async () => {
    const code = await codeOf(client);
    const noAssertion = { client_assertion: undefined, client_assertion_type: undefined };
    expect(refused(await redeem(client, code, noAssertion))).toEqual([401, 'invalid_client']);
    expect(refused(await redeem(client, code, { ...noAssertion, client_id: client.id }))).toEqual([
      401,
      'invalid_client',
    ]);
    expect(refused(await redeem(other, code))).toEqual([400, 'invalid_grant']);
    // The assertion names the other client and is signed with the client's own key.
    const mixed = { client_id: other.id, ...(await assertion(other, {}, client.key)) };
    expect(refused(await redeem(other, code, mixed))).toEqual([401, 'invalid_client']);
    const atToken = await assertion(client, { aud: at(TOKEN) });
    expect(refused(await redeem(client, code, atToken))).toEqual([401, 'invalid_client']);
  });

  it('accepts a code once, and for 60 s', async () => {
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

  it('refreshes with client authentication and a proof with any key, and does not rotate (§5.3.2.1)', async () => {
    const { refresh_token } = await tokensOf(client, { scope: 'openid offline_access' });
    const form = { grant_type: 'refresh_token', refresh_token };
    const refresh = async (of: FapiClient, headers: Record<string, string>) =>
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
    ['the expected claims', () => made()],
    ['an iat 10 s ago', () => made({ iat: now() - 10 })],
    ['an iat 10 s ahead', () => made({ iat: now() + 10 })],
    ['nbf and exp', () => made({ nbf: now(), exp: now() + 300 })],
    ['a query and a fragment in htu', () => made({ htu: `${at(USERINFO)}?query=value#fragment` })],
    [
      'scheme and host in capitals in htu',
      () => made({ htu: at(USERINFO).replace('http://localhost', 'HTTP://LOCALHOST') }),
    ],
    ['unknown claims and header parameters', () => made({ extra: 'x' }, { extra: 'y' })],
  ];
  it.each(good)('accepts a proof with %s', async (_, proofOf) => {
    expect((await withProof(await proofOf())).status).toBe(200);
  });

  it('accepts a POST as well, with the method in the proof', async () => {
    const headers = async (htm: string) => ({
      authorization: `DPoP ${accessToken}`,
      dpop: await proof(htm, USERINFO, { ath: sha256(accessToken) }),
    });
    expect((await postForm(at(USERINFO), {}, await headers('POST'))).status).toBe(200);
    expect((await postForm(at(USERINFO), {}, await headers('GET'))).status).toBe(401);
  });

  it('accepts the scheme in any case (RFC 9110 §11.1)', async () => {
    for (const scheme of ['dpop', 'DPOP', 'dPoP']) expect((await withProof(await made(), scheme)).status).toBe(200);
  });

  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const wrong: [string, () => Promise<string>][] = [
    ['two proofs in the header', async () => `${await made()}, ${await made()}`],
    ['a text that is not a JWT', async () => 'not.a-jwt'],
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
    ['RS256, which the profile does not allow', () => made({}, { jwk: publicJwk(rsa) }, rsa)],
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
    'rejects %s with 401 and a DPoP challenge',
    async (_, proofOf) => {
      const { status, headers } = await withProof(await proofOf());
      expect([status, headers.get('www-authenticate')]).toEqual([401, expect.stringMatching(/^DPoP .*error="/)]);
    },
  );

  it('rejects a bound token without a proof, and as a bearer token (§7.2)', async () => {
    expect((await call({ authorization: `DPoP ${accessToken}` })).status).toBe(401);
    expect((await call({ authorization: `Bearer ${accessToken}` })).status).toBe(401);
    expect((await postForm(at(USERINFO), { access_token: accessToken })).status).toBe(401);
  });

  it('accepts a jti once', async () => {
    const dpop = await made();
    expect((await withProof(dpop)).status).toBe(200);
    expect((await withProof(dpop)).status).toBe(401);
  });

  it('requires a nonce if the clock is an hour wrong, and accepts the nonce instead of iat (§8, §9)', async () => {
    for (const iat of [now() - 3600, now() + 3600]) {
      const { status, headers } = await withProof(await made({ iat }));
      const nonce = headers.get('dpop-nonce') ?? '';
      expect([status, headers.get('www-authenticate')]).toEqual([401, expect.stringContaining('use_dpop_nonce')]);
      // §8.1: the syntax of a nonce is 1*NQCHAR.
      expect(nonce).toMatch(/^[\x21\x23-\x5B\x5D-\x7E]+$/);
      expect((await withProof(await made({ iat, nonce }))).status).toBe(200);
      expect((await withProof(await made({ nonce: `${nonce.slice(0, -2)}xx` }))).status).toBe(401);
    }
  });
});
