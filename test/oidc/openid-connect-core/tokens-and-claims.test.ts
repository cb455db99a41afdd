import { afterAll, describe, expect, it } from '@jest/globals';
import { createRemoteJWKSet, decodeJwt, decodeProtectedHeader, jwtVerify } from 'jose';
import * as oidc from 'openid-client';
import { ADA, errorIn, startCoreServer } from '../../support/core-server.js';
import {
  authorizeAs,
  basicOf,
  CALLBACK,
  getJson,
  postForm,
  type Registered,
  redeemCode,
  registerClient,
  registerPerson,
} from '../../support/relying-party.js';

const { ada, app, ask, claimsOf, client, clock, codeOf, tokensOf, userinfoOf } = await startCoreServer();
afterAll(() => app.stop());

describe('OpenID Connect Core, by an independent client', () => {
  it('works with discovery, code, ID token and userinfo', async () => {
    const config = await oidc.discovery(new URL(app.origin), client.id, {}, oidc.ClientSecretBasic(client.secret), {
      execute: [oidc.allowInsecureRequests],
    });
    const [nonce, state, verifier] = [oidc.randomNonce(), oidc.randomState(), oidc.randomPKCECodeVerifier()];
    const url = oidc.buildAuthorizationUrl(config, {
      redirect_uri: CALLBACK,
      scope: 'openid email',
      nonce,
      state,
      max_age: '600',
      code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
    });
    const checks = { expectedNonce: nonce, expectedState: state, pkceCodeVerifier: verifier, maxAge: 600 };
    const tokens = await oidc.authorizationCodeGrant(config, await authorizeAs(ada, url.href), checks);
    expect(tokens.claims()?.sub).toBe(ada.id);
    expect(await oidc.fetchUserInfo(config, tokens.access_token, ada.id)).toMatchObject({ email: ADA.email });
  });
});

describe('OpenID Connect Core §2 ID Token', () => {
  it('has each REQUIRED claim with its type, and sub MUST NOT exceed 255 ASCII characters', async () => {
    const { iss, sub, aud, exp = 0, iat = 0, auth_time } = await claimsOf();
    const seconds = Math.floor(clock.now().getTime() / 1000);
    expect({ iss, sub, aud, iat }).toEqual({ iss: app.origin, sub: ada.id, aud: client.id, iat: seconds });
    expect(sub).toMatch(/^[\x20-\x7e]{1,255}$/);
    expect([exp > iat, Number.isInteger(exp), Number.isInteger(auth_time)]).toEqual([true, true, true]);
  });

  it('MUST be signed, with RS256 by default, and names only the kid of its key', async () => {
    const { id_token = '' } = await tokensOf();
    const header = decodeProtectedHeader(id_token);
    expect(Object.keys(header).toSorted()).toEqual(['alg', 'kid']);
    expect(header.alg).toBe('RS256');
    const keys = createRemoteJWKSet(new URL(`${app.origin}/oidc/jwks`));
    await jwtVerify(id_token, keys, { issuer: app.origin, audience: client.id, currentDate: clock.now() });
  });

  it('has the exact nonce of the request, and none if none was sent', async () => {
    for (const nonce of ['n-0S6_WzA2Mj', 'Ünïcode & "quotes"', 'x'.repeat(512)]) {
      expect((await claimsOf({ nonce })).nonce).toBe(nonce);
    }
    expect(await claimsOf()).not.toHaveProperty('nonce');
  });
});

describe('OpenID Connect Core §3.1.3 Token Endpoint', () => {
  it('returns JSON that must not be cached, with token_type Bearer (§3.1.3.3)', async () => {
    const answer = await redeemCode(app, client, await codeOf());
    expect(answer.headers.get('content-type')).toMatch(/^application\/json/);
    expect(answer.headers.get('cache-control')).toContain('no-store');
    expect(answer.body).toEqual({
      access_token: expect.any(String),
      token_type: 'Bearer',
      expires_in: 300,
      id_token: expect.any(String),
      scope: 'openid',
    });
  });

  it('accepts client_secret_post if the client is registered for it', async () => {
    const posting = await registerClient(app, { tokenEndpointAuthMethod: 'CLIENT_SECRET_POST' });
    const fields = { client_id: posting.id, client_secret: posting.secret };
    expect((await redeemCode(app, posting, await codeOf({}, posting), fields, {})).status).toBe(200);
  });

  it('MUST authenticate the client, and MUST check the code and its redirect_uri (§3.1.3.2)', async () => {
    const code = await codeOf();
    const other = await registerClient(app);
    const refusals: [() => Promise<{ status: number; body: { error: string } }>, number, string][] = [
      [() => redeemCode(app, client, code, {}, basicOf({ ...client, secret: 'wrong' })), 401, 'invalid_client'],
      [() => redeemCode(app, client, code, { client_id: client.id }, {}), 401, 'invalid_client'],
      [() => redeemCode(app, other, code), 400, 'invalid_grant'],
      [() => redeemCode(app, client, code, { redirect_uri: `${CALLBACK}/` }), 400, 'invalid_grant'],
      [() => redeemCode(app, client, code, { redirect_uri: undefined }), 400, 'invalid_grant'],
      [() => redeemCode(app, client, 'made-up'), 400, 'invalid_grant'],
      [() => redeemCode(app, client, null), 400, 'invalid_request'],
    ];
    for (const [request, status, error] of refusals) {
      const answer = await request();
      expect([answer.status, answer.body.error]).toEqual([status, error]);
    }
    expect((await redeemCode(app, client, code)).status).toBe(200);
  });

  it('accepts a code once, and revokes its tokens at the second use, even later', async () => {
    for (const seconds of [1, 30]) {
      const code = await codeOf();
      const { body } = await redeemCode(app, client, code);
      clock.advance(seconds);
      const again = await redeemCode(app, client, code);
      expect([again.status, again.body.error, again.headers.get('cache-control')]).toEqual([
        ...[400, 'invalid_grant', 'no-store'],
      ]);
      const info = await getJson(`${app.origin}/oidc/userinfo`, { authorization: `Bearer ${body.access_token}` });
      expect([info.status, info.headers.get('www-authenticate')]).toEqual([
        ...[401, expect.stringContaining('error="invalid_token"')],
      ]);
    }
  });
});

describe('OpenID Connect Core §5.1, §5.4 claims and scopes', () => {
  const { claims: own } = ADA;
  const profile = {
    name: ADA.name,
    given_name: 'Ada',
    family_name: 'Lovelace',
    middle_name: 'King',
    nickname: 'Countess',
    preferred_username: 'ada',
    profile: own.profile,
    picture: ADA.picture,
    website: own.website,
    gender: 'female',
    birthdate: '1815-12-10',
    zoneinfo: 'Europe/London',
    locale: 'en-GB',
    updated_at: expect.any(Number),
  };
  const email = { email: ADA.email, email_verified: true };
  const phone = { phone_number: '+441234567890', phone_number_verified: true };
  const released: [string, object][] = [
    ['openid', {}],
    ['openid profile', profile],
    ['openid email', email],
    ['openid address', { address: own.address }],
    ['openid phone', phone],
    ['openid profile email address phone', { ...profile, ...email, ...phone, address: own.address }],
  ];
  it.each(released)('%s releases exactly these claims at userinfo', async (scope, expected) => {
    expect(await userinfoOf({ scope })).toEqual({ sub: ada.id, ...expected });
  });

  it('are also in the ID token if the client has claimsInIdToken', async () => {
    const telling = await registerClient(app, { scopes: ['openid', 'email'], claimsInIdToken: true });
    expect(await claimsOf({ scope: 'openid email' }, telling)).toMatchObject(email);
    expect(await claimsOf({ scope: 'openid email' })).not.toHaveProperty('email');
  });
});

describe('OpenID Connect Core §5.3 UserInfo Endpoint', () => {
  const url = () => `${app.origin}/oidc/userinfo`;

  it('MUST support GET and POST, the token in the header or the form', async () => {
    const { access_token = '', id_token = '' } = await tokensOf({ scope: 'openid email' });
    const bearer = { authorization: `Bearer ${access_token}` };
    for (const answer of [
      await getJson(url(), bearer),
      await postForm(url(), {}, bearer),
      await postForm(url(), { access_token }),
    ]) {
      expect(answer.status).toBe(200);
      expect(answer.headers.get('content-type')).toBe('application/json; charset=utf-8');
      // §5.3.2: the sub MUST be that of the ID Token.
      expect(answer.body).toEqual({ sub: decodeJwt(id_token).sub, email: ADA.email, email_verified: true });
    }
  });

  it('returns errors as in RFC 6750 (§5.3.3)', async () => {
    const refused = await getJson(url(), { authorization: 'Bearer made-up' });
    expect([refused.status, refused.headers.get('www-authenticate')]).toEqual([
      ...[401, expect.stringMatching(/^Bearer .*error="invalid_token"/)],
    ]);
    expect((await getJson(url())).status).toBe(401);
    const { access_token } = await tokensOf();
    expect((await getJson(`${url()}?access_token=${access_token}`)).status).toBe(401);
  });

  it('omits claims without a value (§5.3.2)', async () => {
    const bare = await registerPerson(app, { username: 'bare' });
    const code = (await ask({ scope: 'openid profile email address phone' }, client, bare)).searchParams.get('code');
    const { body } = await redeemCode(app, client, code);
    const info = await getJson(url(), { authorization: `Bearer ${body.access_token}` });
    expect(Object.keys(info.body).toSorted()).toEqual(['preferred_username', 'sub', 'updated_at']);
  });

  it('MUST have iss and aud if it is signed, with the media type application/jwt', async () => {
    const signing = await registerClient(app, { userinfoSignedResponseAlg: 'ES256' });
    const { access_token } = await tokensOf({}, signing);
    const answer = await getJson(url(), { authorization: `Bearer ${access_token}` });
    expect(answer.headers.get('content-type')).toMatch(/^application\/jwt/);
    const keys = createRemoteJWKSet(new URL(`${app.origin}/oidc/jwks`));
    const { payload } = await jwtVerify(answer.text, keys, { issuer: app.origin, audience: signing.id });
    expect(payload.sub).toBe(ada.id);
  });
});

describe('OpenID Connect Core §5.5 claims Request Parameter', () => {
  const asking = (claims: unknown) => ({ claims: JSON.stringify(claims) });

  it('releases an essential claim only at the requested place', async () => {
    const { access_token, id_token = '' } = await tokensOf(asking({ userinfo: { name: { essential: true } } }));
    const info = await getJson(`${app.origin}/oidc/userinfo`, { authorization: `Bearer ${access_token}` });
    expect(info.body).toEqual({ sub: ada.id, name: ADA.name });
    expect(decodeJwt(id_token)).not.toHaveProperty('name');
    expect(await claimsOf(asking({ id_token: { name: null } }))).toHaveProperty('name', ADA.name);
  });

  it('MUST NOT lead to an error if a claim has no value, even an essential one', async () => {
    const wanted = { userinfo: { unheard_of: { essential: true }, 'name#ja-Kana-JP': null } };
    expect(await userinfoOf(asking(wanted))).toEqual({ sub: ada.id });
  });

  it('MUST ignore members that are not understood', async () => {
    const wanted = { somewhere: { name: null }, userinfo: { name: { essential: true, 'https://rp.example': 1 } } };
    expect(await userinfoOf(asking(wanted))).toEqual({ sub: ada.id, name: ADA.name });
  });

  it('is rejected if it is not a JSON object', async () => {
    for (const claims of ['{', '[]', '"name"', '{"userinfo":["name"]}', '{"userinfo":{"name":"essential"}}']) {
      expect(errorIn(await ask({ claims }))).toBe('invalid_request');
    }
  });

  it('MUST treat an essential acr that is not reached as a failed authentication (§5.5.1.1)', async () => {
    const acr = { essential: true, values: ['urn:mace:incommon:iap:silver'] };
    expect(errorIn(await ask({ ...asking({ id_token: { acr } }), prompt: 'none' }))).toBe(
      'unmet_authentication_requirements',
    );
    expect(await claimsOf(asking({ id_token: { acr: { essential: true, values: ['x', 'phr'] } } }))).toMatchObject({
      acr: 'phr',
    });
  });
});

describe('OpenID Connect Core §8 Subject Identifier Types', () => {
  it('are the same at userinfo, never the user id, and different in another sector, if pairwise', async () => {
    const input = { subjectType: 'PAIRWISE' };
    const one = await registerClient(app, input);
    const same = await registerClient(app, input);
    const other = await registerClient(app, { ...input, redirectUris: ['https://other.example/cb'] });
    const { sub } = await claimsOf({}, one);
    expect((await userinfoOf({}, one)).sub).toBe(sub);
    expect((await claimsOf({}, same)).sub).toBe(sub);
    expect(sub).not.toBe(ada.id);
    const back = await ask({ redirect_uri: 'https://other.example/cb' }, other);
    const { body } = await redeemCode(app, other, back.searchParams.get('code'), {
      redirect_uri: 'https://other.example/cb',
    });
    expect([sub, ada.id]).not.toContain(decodeJwt(body.id_token).sub);
  });
});

describe('OpenID Connect Core §11, §12 Offline Access and Refresh Tokens', () => {
  const refresh = (of: Registered, refresh_token: string | undefined, headers = basicOf(of)) =>
    postForm(`${app.origin}/oidc/token`, { grant_type: 'refresh_token', refresh_token }, headers);

  it('issues a refresh token only for offline_access', async () => {
    expect(await tokensOf({ scope: 'openid offline_access' })).toHaveProperty('refresh_token');
    expect(await tokensOf({ scope: 'openid email' })).not.toHaveProperty('refresh_token');
  });

  it('MUST keep iss, sub, aud and auth_time in the ID token of a refresh (§12.2)', async () => {
    const first = await tokensOf({ scope: 'openid offline_access', nonce: 'n' });
    clock.advance(5);
    const { status, body } = await refresh(client, first.refresh_token);
    expect([status, body.token_type]).toEqual([200, 'Bearer']);
    const [before, after] = [decodeJwt(first.id_token ?? ''), decodeJwt(body.id_token)];
    for (const claim of ['iss', 'sub', 'aud', 'auth_time', 'acr', 'sid']) expect(after[claim]).toEqual(before[claim]);
    expect(after.iat).toBe(Number(before.iat) + 5);
    expect(after).not.toHaveProperty('nonce');
    expect(body.access_token).not.toBe(first.access_token);
  });

  it('MUST belong to the client that sends them (§12.1)', async () => {
    const other = await registerClient(app);
    const { refresh_token } = await tokensOf({ scope: 'openid offline_access' });
    const stolen = await refresh(other, refresh_token);
    expect([stolen.status, stolen.body.error]).toEqual([400, 'invalid_grant']);
    const unproved = await refresh(client, refresh_token, basicOf({ ...client, secret: 'wrong' }));
    expect([unproved.status, unproved.body.error]).toEqual([401, 'invalid_client']);
    expect((await refresh(client, refresh_token)).status).toBe(200);
  });
});
