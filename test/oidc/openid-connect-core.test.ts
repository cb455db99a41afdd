import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createRemoteJWKSet, decodeJwt, decodeProtectedHeader, jwtVerify } from 'jose';
import * as oidc from 'openid-client';
import { startTestApp, type TestApp } from '../support/app.js';
import type { Query } from '../support/authorization.js';
import { makeClientKey, signWithSecret } from '../support/client-keys.js';
import { type FrozenClock, frozenClock, systemClock } from '../support/deps.js';
import { type Person, signInAt } from '../support/people.js';
import {
  answerConsent,
  authorizationQuery,
  authorizeAs,
  basicOf,
  CALLBACK,
  getJson,
  PKCE,
  postForm,
  type Registered,
  redeemCode,
  registerClient,
  registerPerson,
} from '../support/relying-party.js';
import { newUserAgent } from '../support/user-agent.js';

const ADA = {
  username: 'ada',
  name: 'Ada Lovelace',
  givenName: 'Ada',
  familyName: 'Lovelace',
  locale: 'en-GB',
  email: 'ada@rp.example',
  emailVerified: true,
  phoneNumber: '+441234567890',
  phoneNumberVerified: true,
  zoneinfo: 'Europe/London',
  picture: 'https://rp.example/ada.png',
  claims: {
    nickname: 'Countess',
    middle_name: 'King',
    website: 'https://ada.example',
    profile: 'https://ada.example/me',
    gender: 'female',
    birthdate: '1815-12-10',
    address: { formatted: '12 St James’s Square, London', locality: 'London', country: 'United Kingdom' },
  },
};
const ALL_SCOPES = ['openid', 'profile', 'email', 'address', 'phone', 'offline_access'];

let clock: FrozenClock;
let app: TestApp;
let ada: Person & { readonly id: string };
let client: Registered;

beforeAll(async () => {
  clock = frozenClock(new Date());
  app = await startTestApp({}, { clock });
  ada = await registerPerson(app, ADA);
  client = await registerClient(app, { scopes: ALL_SCOPES, claimsInIdToken: false });
});
afterAll(() => app.stop());

function ask(changes: Query = {}, of = client, who: Person = ada) {
  return authorizeAs(who, authorizationQuery(of, changes));
}

async function codeOf(changes: Query = {}, of = client) {
  return (await ask(changes, of)).searchParams.get('code');
}

/** What the token endpoint gives for a fresh code. */
async function tokensOf(changes: Query = {}, of = client) {
  const answer = await redeemCode(app, of, await codeOf(changes, of));
  expect([answer.status, answer.body.error_description]).toEqual([200, undefined]);
  return answer.body as Record<string, string>;
}

async function claimsOf(changes: Query = {}, of = client) {
  return decodeJwt((await tokensOf(changes, of)).id_token ?? '');
}

async function userinfoOf(changes: Query = {}, of = client) {
  const { access_token } = await tokensOf(changes, of);
  return (await getJson(`${app.origin}/oidc/userinfo`, { authorization: `Bearer ${access_token}` })).body;
}

/** A browser in which nobody is signed in. */
function stranger() {
  return newUserAgent(app.origin);
}

function errorOf(back: URL) {
  return back.searchParams.get('error');
}

async function sentBack(changes: Query, of = client) {
  const { location } = await stranger().get(authorizationQuery(of, changes));
  return Object.fromEntries(location?.searchParams ?? []);
}

describe('OpenID Connect Core, by an independent client', () => {
  it('signs somebody in: discovery, code, ID token, userinfo', async () => {
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
  it('has each REQUIRED claim, of its type; sub MUST NOT exceed 255 ASCII characters', async () => {
    const { iss, sub, aud, exp = 0, iat = 0, auth_time } = await claimsOf();
    const seconds = Math.floor(clock.now().getTime() / 1000);
    expect({ iss, sub, aud, iat }).toEqual({ iss: app.origin, sub: ada.id, aud: client.id, iat: seconds });
    expect(sub).toMatch(/^[\x20-\x7e]{1,255}$/);
    expect([exp > iat, Number.isInteger(exp), Number.isInteger(auth_time)]).toEqual([true, true, true]);
  });

  it('MUST be signed, by RS256 where nothing else was registered, and names its key and no other', async () => {
    const { id_token = '' } = await tokensOf();
    const header = decodeProtectedHeader(id_token);
    expect(Object.keys(header).toSorted()).toEqual(['alg', 'kid']);
    expect(header.alg).toBe('RS256');
    const keys = createRemoteJWKSet(new URL(`${app.origin}/oidc/jwks`));
    await jwtVerify(id_token, keys, { issuer: app.origin, audience: client.id, currentDate: clock.now() });
  });

  it('has the nonce of the request, case and all, and none where none was sent', async () => {
    for (const nonce of ['n-0S6_WzA2Mj', 'Ünïcode & "quotes"', 'x'.repeat(512)]) {
      expect((await claimsOf({ nonce })).nonce).toBe(nonce);
    }
    expect(await claimsOf()).not.toHaveProperty('nonce');
  });
});

describe('OpenID Connect Core §3.1.2.1 Authentication Request', () => {
  it('MUST be taken by GET and by POST', async () => {
    const form = Object.fromEntries(new URLSearchParams(authorizationQuery(client).split('?')[1]));
    const posted = await ada.agent.postForm('/oidc/authorize', form, {
      origin: 'https://rp.example',
      'sec-fetch-site': 'cross-site',
    });
    const back = posted.location?.pathname.startsWith('/continue/')
      ? (await ada.agent.follow(posted.location.href)).location
      : posted.location;
    expect([posted.status, back?.searchParams.get('state')]).toEqual([303, 'the-state']);
    expect((await redeemCode(app, client, back?.searchParams.get('code') ?? null)).status).toBe(200);
  });

  it('MUST NOT show a page for prompt=none that came by POST either', async () => {
    const query = authorizationQuery(client, { prompt: 'none' });
    const agent = stranger();
    const form = Object.fromEntries(new URLSearchParams(query.split('?')[1]));
    const posted = await agent.postForm('/oidc/authorize', form, {
      origin: 'https://rp.example',
      'sec-fetch-site': 'cross-site',
    });
    const { location } = await agent.follow(posted.location?.href ?? '');
    expect(location?.searchParams.get('error')).toBe('login_required');
  });

  const harmless: [string, Query][] = [
    ['unknown parameters', { extra: 'foobar' }],
    ['scopes in another order', { scope: 'email openid' }],
    ['a scope that it does not understand (SHOULD be ignored)', { scope: 'openid unheard-of' }],
    ['display=page', { display: 'page' }],
    ['display=popup', { display: 'popup' }],
    ['display=touch', { display: 'touch' }],
    ['a display that nobody knows', { display: 'hologram' }],
    ['ui_locales, which MUST NOT be an error', { ui_locales: 'tlh se sv-SE' }],
    ['claims_locales', { claims_locales: 'tlh se' }],
    ['acr_values that are not reached', { acr_values: '1 2 urn:mace:incommon:iap:silver' }],
    ['a login_hint', { login_hint: 'somebody@rp.example' }],
    ['a request without state', { state: undefined }],
    ['PKCE where it is not demanded', { code_challenge: 'x'.repeat(43), code_challenge_method: 'S256' }],
  ];
  it.each(harmless)('succeeds with %s', async (_, changes) => {
    expect(Object.fromEntries((await ask(changes)).searchParams)).toEqual({
      code: expect.any(String),
      iss: app.origin,
      ...(!('state' in changes) && { state: 'the-state' }),
    });
  });

  it('shows the login_hint, and the language of ui_locales, to who signs in', async () => {
    const agent = stranger();
    const page = await agent.follow(authorizationQuery(client, { login_hint: 'grace', ui_locales: 'tlh de' }));
    expect(page.status).toBe(200);
    expect(page.text).toContain('value="grace"');
    expect(page.headers.get('content-language')).toBe('de');
  });

  describe('redirect_uri', () => {
    const registered = `${CALLBACK}?bar=foo`;

    it('may have a query, which is kept', async () => {
      const own = await registerClient(app, { redirectUris: [registered] });
      const back = await ask({ redirect_uri: registered }, own);
      expect(Object.fromEntries(back.searchParams)).toMatchObject({ bar: 'foo', code: expect.any(String) });
    });

    it('MUST exactly match one that is registered: else nobody is sent there', async () => {
      const own = await registerClient(app, { redirectUris: [registered] });
      const others = [CALLBACK, `${registered}&x=y`, `${CALLBACK}?bar=other`, 'https://rp.example/unregistered'];
      for (const redirect_uri of others) {
        for (const agent of [ada.agent, stranger()]) {
          const answer = await agent.get(authorizationQuery(own, { redirect_uri }));
          expect([answer.status, answer.location]).toEqual([400, undefined]);
          expect(answer.text).toContain('invalid_request');
        }
      }
    });
  });
});

describe('OpenID Connect Core §3.1.2.1 prompt', () => {
  it('none MUST NOT show a page: login_required where nobody is signed in, a code where somebody is', async () => {
    expect(await sentBack({ prompt: 'none' })).toMatchObject({
      error: 'login_required',
      state: 'the-state',
      iss: app.origin,
    });
    const answer = await ada.agent.get(authorizationQuery(client, { prompt: 'none' }));
    expect(answer.location?.searchParams.get('code')).toEqual(expect.any(String));
  });

  it('none with another value is an error, as is a value that is not supported', async () => {
    expect(errorOf(await ask({ prompt: 'none login' }))).toBe('invalid_request');
    expect(errorOf(await ask({ prompt: 'shout' }))).toBe('invalid_request');
  });

  it('login signs in again, though somebody is signed in: auth_time is later', async () => {
    const before = await claimsOf();
    clock.advance(5);
    const answer = await ada.agent.get(authorizationQuery(client, { prompt: 'login' }));
    expect(answer.location?.pathname).toBe('/login');
    const back = await signInAt(ada, answer.location as URL);
    const { body } = await redeemCode(app, client, back?.searchParams.get('code') ?? null);
    const { auth_time, sid } = decodeJwt(body.id_token);
    expect(auth_time).toBe(Number(before.auth_time) + 5);
    expect(sid).toBe(before.sid);
  });

  it('select_account leads to where an account is chosen', async () => {
    clock.advance(1);
    const answer = await ada.agent.get(authorizationQuery(client, { prompt: 'select_account' }));
    expect(answer.location?.pathname).toBe('/login');
  });

  it('consent asks, whatever was allowed before; none where it would be asked is consent_required', async () => {
    const answer = await ada.agent.get(authorizationQuery(client, { prompt: 'consent' }));
    expect(answer.location?.pathname).toBe('/consent');
    const asking = await registerClient(app, { consent: 'ALWAYS' });
    expect(errorOf(await ask({ prompt: 'none' }, asking))).toBe('consent_required');
  });
});

describe('OpenID Connect Core §3.1.2.1 max_age', () => {
  it('signs in again where the last time is longer ago, and auth_time MUST be in the ID token', async () => {
    clock.advance(2);
    const answer = await ada.agent.get(authorizationQuery(client, { max_age: '1' }));
    expect(answer.location?.pathname).toBe('/login');
    const back = await signInAt(ada, answer.location as URL);
    const { body } = await redeemCode(app, client, back?.searchParams.get('code') ?? null);
    expect(decodeJwt(body.id_token).auth_time).toBe(Math.floor(clock.now().getTime() / 1000));
  });

  it('does not where it is not', async () => {
    const { auth_time } = await claimsOf();
    clock.advance(5);
    for (const max_age of ['10000', '2147483647']) {
      const answer = await ada.agent.get(authorizationQuery(client, { max_age }));
      const { body } = await redeemCode(app, client, answer.location?.searchParams.get('code') ?? null);
      expect(decodeJwt(body.id_token).auth_time).toBe(auth_time);
    }
  });

  it('0 is as prompt=login; with prompt=none what is too old is login_required', async () => {
    clock.advance(1);
    const answer = await ada.agent.get(authorizationQuery(client, { max_age: '0' }));
    expect(answer.location?.pathname).toBe('/login');
    expect(errorOf(await ask({ max_age: '0', prompt: 'none' }))).toBe('login_required');
  });
});

describe('OpenID Connect Core §3.1.2.1, §3.1.2.2 id_token_hint and a demanded sub', () => {
  it('are met by the user whom they name, at once', async () => {
    const { id_token } = await tokensOf();
    expect(errorOf(await ask({ id_token_hint: id_token, prompt: 'none' }))).toBeNull();
    const claims = JSON.stringify({ id_token: { sub: { value: ada.id } } });
    expect(errorOf(await ask({ claims, prompt: 'none' }))).toBeNull();
  });

  it('MUST NOT give a token for another user, even one who is signed in', async () => {
    const grace = await registerPerson(app, { username: 'grace' });
    const { id_token } = await tokensOf();
    const claims = JSON.stringify({ id_token: { sub: { value: ada.id } } });
    for (const demand of [{ id_token_hint: id_token }, { claims }]) {
      expect(errorOf(await ask({ ...demand, prompt: 'none' }, client, grace))).toBe('login_required');
      const answer = await grace.agent.get(authorizationQuery(client, demand));
      expect(answer.location?.pathname).toBe('/login');
      // Whoever signs in is somebody else again.
      const back = await signInAt(grace, answer.location as URL);
      expect(back?.searchParams.get('error')).toBe('login_required');
    }
  });

  it('MUST be of this issuer', async () => {
    const key = await makeClientKey('RS256');
    const now = Math.floor(clock.now().getTime() / 1000);
    const forged = await key.sign({ iss: app.origin, sub: ada.id, aud: client.id, iat: now, exp: now + 60 });
    expect(errorOf(await ask({ id_token_hint: forged, prompt: 'none' }))).toBe('invalid_request');
  });
});

describe('OpenID Connect Core §3.1.2.2 Authentication Request Validation', () => {
  it('MUST verify that what is REQUIRED is there, and return an error', async () => {
    expect(await sentBack({ response_type: undefined })).toMatchObject({
      error: 'invalid_request',
      state: 'the-state',
    });
    const missing = await ada.agent.get(authorizationQuery(client, { client_id: undefined }));
    expect([missing.status, missing.location]).toEqual([400, undefined]);
    const two = await registerClient(app, { redirectUris: [CALLBACK, `${CALLBACK}/2`] });
    const nowhere = await ada.agent.get(authorizationQuery(two, { redirect_uri: undefined }));
    expect([nowhere.status, nowhere.location]).toEqual([400, undefined]);
  });

  it('without openid it is no OpenID Connect request: no ID token, and no userinfo', async () => {
    const tokens = await tokensOf({ scope: 'email' });
    expect(tokens).not.toHaveProperty('id_token');
    const info = await getJson(`${app.origin}/oidc/userinfo`, { authorization: `Bearer ${tokens.access_token}` });
    expect([info.status, info.headers.get('www-authenticate')]).toEqual([
      ...[403, expect.stringContaining('insufficient_scope')],
    ]);
  });
});

describe('OpenID Connect Core §3.1.2.3, §3.1.2.4 Authentication and Consent', () => {
  it('MUST have measures against CSRF and clickjacking wherever somebody is asked', async () => {
    const page = await stranger().follow(authorizationQuery(client));
    expect(page.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    expect(page.headers.get('x-frame-options')).toBe('DENY');
    const foreign = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' };
    for (const path of ['/passkeys/authentication/options', '/passkeys/authentication/verify']) {
      expect([path, (await ada.agent.postJson(path, {}, foreign)).status]).toEqual([path, 403]);
    }
    expect((await ada.agent.postForm('/consent', { action: 'allow' }, foreign)).status).toBe(403);
  });

  it('MUST obtain a decision before it releases anything; no is access_denied', async () => {
    const asking = await registerClient(app, { consent: 'ALWAYS' });
    const decide = async (action: 'allow' | 'deny') =>
      answerConsent(ada, (await ada.agent.get(authorizationQuery(asking))).location, action);
    expect(await decide('deny')).toMatchObject({ error: 'access_denied', state: 'the-state', iss: app.origin });
    expect(await decide('allow')).toMatchObject({ code: expect.any(String), state: 'the-state' });
  });
});

describe('OpenID Connect Core §3.1.3 Token Endpoint', () => {
  it('answers with JSON that is not stored, of type Bearer (§3.1.3.3)', async () => {
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

  it('takes client_secret_post of who registered for it', async () => {
    const posting = await registerClient(app, { tokenEndpointAuthMethod: 'CLIENT_SECRET_POST' });
    const fields = { client_id: posting.id, client_secret: posting.secret };
    expect((await redeemCode(app, posting, await codeOf({}, posting), fields, {})).status).toBe(200);
  });

  it('MUST authenticate the client, and MUST ensure that the code, and its redirect_uri, are of that request (§3.1.3.2)', async () => {
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

  it('takes a code once, and ends what was issued for it; later too', async () => {
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
  it.each(released)('%s releases these claims at userinfo, and no others', async (scope, expected) => {
    expect(await userinfoOf({ scope })).toEqual({ sub: ada.id, ...expected });
  });

  it('stand in the ID token too where the client is set to', async () => {
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

  it('tells an error as RFC 6750 says (§5.3.3)', async () => {
    const refused = await getJson(url(), { authorization: 'Bearer made-up' });
    expect([refused.status, refused.headers.get('www-authenticate')]).toEqual([
      ...[401, expect.stringMatching(/^Bearer .*error="invalid_token"/)],
    ]);
    expect((await getJson(url())).status).toBe(401);
    const { access_token } = await tokensOf();
    expect((await getJson(`${url()}?access_token=${access_token}`)).status).toBe(401);
  });

  it('leaves out claims without a value, rather than null or empty (§5.3.2)', async () => {
    const bare = await registerPerson(app, { username: 'bare' });
    const code = (await ask({ scope: 'openid profile email address phone' }, client, bare)).searchParams.get('code');
    const { body } = await redeemCode(app, client, code);
    const info = await getJson(url(), { authorization: `Bearer ${body.access_token}` });
    expect(Object.keys(info.body).toSorted()).toEqual(['preferred_username', 'sub', 'updated_at']);
  });

  it('MUST have iss and aud where it is signed, of type application/jwt', async () => {
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

  it('releases an essential claim where it was asked for, and there alone', async () => {
    const { access_token, id_token = '' } = await tokensOf(asking({ userinfo: { name: { essential: true } } }));
    const info = await getJson(`${app.origin}/oidc/userinfo`, { authorization: `Bearer ${access_token}` });
    expect(info.body).toEqual({ sub: ada.id, name: ADA.name });
    expect(decodeJwt(id_token)).not.toHaveProperty('name');
    expect(await claimsOf(asking({ id_token: { name: null } }))).toHaveProperty('name', ADA.name);
  });

  it('MUST NOT be an error where a claim is not there, essential or not', async () => {
    const wanted = { userinfo: { unheard_of: { essential: true }, 'name#ja-Kana-JP': null } };
    expect(await userinfoOf(asking(wanted))).toEqual({ sub: ada.id });
  });

  it('MUST ignore members that it does not understand', async () => {
    const wanted = { somewhere: { name: null }, userinfo: { name: { essential: true, 'https://rp.example': 1 } } };
    expect(await userinfoOf(asking(wanted))).toEqual({ sub: ada.id, name: ADA.name });
  });

  it('is refused where it is no JSON object', async () => {
    for (const claims of ['{', '[]', '"name"', '{"userinfo":["name"]}', '{"userinfo":{"name":"essential"}}']) {
      expect(errorOf(await ask({ claims }))).toBe('invalid_request');
    }
  });

  it('MUST treat an essential acr that is not reached as a failed authentication (§5.5.1.1)', async () => {
    const acr = { essential: true, values: ['urn:mace:incommon:iap:silver'] };
    expect(errorOf(await ask({ ...asking({ id_token: { acr } }), prompt: 'none' }))).toBe(
      'unmet_authentication_requirements',
    );
    expect(await claimsOf(asking({ id_token: { acr: { essential: true, values: ['x', 'phr'] } } }))).toMatchObject({
      acr: 'phr',
    });
  });
});

describe('OpenID Connect Core §6, §7.2.1 what is passed by reference, or not signed', () => {
  it('request_uri is request_uri_not_supported', async () => {
    const request_uri = 'https://rp.example/request.jwt';
    expect(await sentBack({ request_uri })).toMatchObject({ error: 'request_uri_not_supported', state: 'the-state' });
  });

  it('registration is registration_not_supported', async () => {
    expect(await sentBack({ registration: '{}' })).toMatchObject({ error: 'registration_not_supported' });
  });

  it('an unsigned request object is none: what discovery does not list is not taken', async () => {
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const unsigned = `${part({ alg: 'none' })}.${part({ iss: client.id, aud: app.origin, client_id: client.id })}.`;
    const answer = await ada.agent.get(authorizationQuery(client, { request: unsigned }));
    expect([answer.status, answer.location]).toEqual([400, undefined]);
    expect(answer.text).toContain('invalid_request_object');
    const { body } = await getJson(`${app.origin}/.well-known/openid-configuration`);
    expect(body.request_object_signing_alg_values_supported).not.toContain('none');
  });

  it('a redirect_uri in a signed one goes before that outside', async () => {
    const key = await makeClientKey('ES256');
    const signing = await registerClient(app, { jwks: { keys: [key.publicJwk] } });
    const now = Math.floor(clock.now().getTime() / 1000);
    const request = await key.sign({
      iss: signing.id,
      aud: app.origin,
      client_id: signing.id,
      iat: now,
      exp: now + 300,
      response_type: 'code',
      redirect_uri: CALLBACK,
      scope: 'openid',
      state: 'inside',
    });
    const back = await ask({ request, redirect_uri: 'https://rp.example/invalid' }, signing);
    expect([back.origin + back.pathname, back.searchParams.get('state')]).toEqual([CALLBACK, 'inside']);
  });
});

describe('OpenID Connect Core §6.1 and RFC 9101 §4, §5 a request object, by an independent client', () => {
  it('is a whole request, passed by value', async () => {
    const key = await makeClientKey('EdDSA');
    const signing = await registerClient(app, { jwks: { keys: [key.publicJwk] }, requireSignedRequestObject: true });
    const authentication = oidc.ClientSecretBasic(signing.secret);
    const skewed = { [oidc.clockSkew]: Math.round((clock.now().getTime() - systemClock.now().getTime()) / 1000) };
    const config = await oidc.discovery(new URL(app.origin), signing.id, skewed, authentication, {
      execute: [oidc.allowInsecureRequests],
    });
    const { privateKey, kid } = key;
    const asked = { redirect_uri: CALLBACK, scope: 'openid', state: 'inside', nonce: 'n' };
    const url = await oidc.buildAuthorizationUrlWithJAR(config, asked, { key: privateKey, kid });
    expect([...url.searchParams.keys()].toSorted()).toEqual(['client_id', 'request']);
    const back = await authorizeAs(ada, url.href);
    const checks = { expectedState: 'inside', expectedNonce: 'n' };
    const tokens = await oidc.authorizationCodeGrant(config, back, checks);
    expect(tokens.claims()?.sub).toBe(ada.id);
    expect(errorOf(await ask({}, signing))).toBe('invalid_request');
  });
});

describe('RFC 9101 §10.5 REQUIRE_SIGNED_REQUEST_OBJECT', () => {
  it('MUST reject what is not signed, of every client, pushed or not; HS256 and EdDSA objects work', async () => {
    const strict = await startTestApp({ requireSignedRequestObject: true }, { clock });
    const key = await makeClientKey('EdDSA');
    const signing = await registerClient(strict, { jwks: { keys: [key.publicJwk] } });
    const grace = await registerPerson(strict, { username: 'grace' });
    const now = Math.floor(clock.now().getTime() / 1000);
    const claims = {
      iss: signing.id,
      aud: strict.origin,
      client_id: signing.id,
      iat: now,
      exp: now + 300,
      response_type: 'code',
      redirect_uri: CALLBACK,
      scope: 'openid',
      state: 'inside',
    };
    const push = (form: Query) => postForm(`${strict.origin}/oidc/par`, form, basicOf(signing));
    const plain = await grace.agent.get(authorizationQuery(signing));
    expect(plain.location?.searchParams.get('error')).toBe('invalid_request');
    const fapi2 = { securityProfile: 'FAPI2', jwks: { keys: [key.publicJwk] } };
    for (const kind of [{ tokenEndpointAuthMethod: 'NONE' }, { applicationType: 'NATIVE' }, fapi2]) {
      const other = await registerClient(strict, { requirePkce: true, ...kind });
      const { location } = await grace.agent.get(authorizationQuery(other, PKCE));
      expect(location?.searchParams.get('error_description')).toMatch(/^request is missing: a signed request object/);
    }
    const unsigned = await push({ response_type: 'code', redirect_uri: CALLBACK, scope: 'openid' });
    expect([unsigned.status, unsigned.body.error]).toEqual([400, 'invalid_request']);
    for (const sign of [() => key.sign(claims), () => signWithSecret(signing.secret, claims)]) {
      const byValue = `/oidc/authorize?${new URLSearchParams({ client_id: signing.id, request: await sign() })}`;
      const { request_uri } = (await push({ request: await sign() })).body;
      const pushed = `/oidc/authorize?${new URLSearchParams({ client_id: signing.id, request_uri })}`;
      for (const path of [byValue, pushed]) {
        const back = await authorizeAs(grace, path);
        expect(back.searchParams.get('state')).toBe('inside');
        expect((await redeemCode(strict, signing, back.searchParams.get('code'))).status).toBe(200);
      }
    }
    const { body } = await getJson(`${strict.origin}/.well-known/openid-configuration`);
    expect(body).toMatchObject({ require_signed_request_object: true, request_parameter_supported: true });
    await strict.stop();
  });
});

describe('OpenID Connect Core §8 Subject Identifier Types', () => {
  it('pairwise: the same at userinfo, never the user’s own, and another in another sector', async () => {
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

  it('gives a refresh token for offline_access, and for nothing else', async () => {
    expect(await tokensOf({ scope: 'openid offline_access' })).toHaveProperty('refresh_token');
    expect(await tokensOf({ scope: 'openid email' })).not.toHaveProperty('refresh_token');
  });

  it('the ID token of a refresh MUST have the same iss, sub and aud, and the auth_time of the sign-in (§12.2)', async () => {
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

  it('MUST be of the client that asks (§12.1)', async () => {
    const other = await registerClient(app);
    const { refresh_token } = await tokensOf({ scope: 'openid offline_access' });
    const stolen = await refresh(other, refresh_token);
    expect([stolen.status, stolen.body.error]).toEqual([400, 'invalid_grant']);
    const unproved = await refresh(client, refresh_token, basicOf({ ...client, secret: 'wrong' }));
    expect([unproved.status, unproved.body.error]).toEqual([401, 'invalid_client']);
    expect((await refresh(client, refresh_token)).status).toBe(200);
  });
});

describe('Initiating User Registration §4 prompt=create', () => {
  it('leads to where an account is made, and from there to the client, as somebody new', async () => {
    const open = await registerClient(app, { registrationEnabled: true });
    const agent = stranger();
    const answer = await agent.get(authorizationQuery(open, { prompt: 'create', login_hint: 'new.comer' }));
    expect(answer.location?.pathname).toBe('/register');
    const page = await agent.get(answer.location?.href ?? '');
    expect(page.text).toContain('value="new.comer"');
    const interaction = answer.location?.searchParams.get('interaction') ?? '';
    const { authenticator } = ada;
    const options = await agent.postJson('/passkeys/registration/options', { username: 'new.comer', interaction });
    expect(options.status).toBe(200);
    const made = await agent.postJson('/passkeys/registration/verify', authenticator.create(options.json()));
    const back = (await agent.follow(made.json<{ next: string }>().next)).location;
    const { body } = await redeemCode(app, open, back?.searchParams.get('code') ?? null);
    const { sub } = decodeJwt(body.id_token);
    expect(sub).not.toBe(ada.id);
    expect(back?.searchParams.get('state')).toBe('the-state');
  });

  it('leads there also who is signed in, and to the sign-in page where nobody may register', async () => {
    const open = await registerClient(app, { registrationEnabled: true });
    const path = async (of: Registered, prompt: string) =>
      (await ada.agent.get(authorizationQuery(of, { prompt }))).location?.pathname;
    expect(await path(open, 'create')).toBe('/register');
    expect(await path(client, 'create')).toBe('/login');
    expect(errorOf(await ask({ prompt: 'none create' }, open))).toBe('invalid_request');
  });

  it('MUST be in prompt_values_supported', async () => {
    const { body } = await getJson(`${app.origin}/.well-known/openid-configuration`);
    expect(body.prompt_values_supported).toEqual(['none', 'login', 'consent', 'select_account', 'create']);
  });
});
