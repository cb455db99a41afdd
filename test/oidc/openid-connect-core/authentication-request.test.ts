import { afterAll, describe, expect, it } from '@jest/globals';
import { decodeJwt } from 'jose';
import type { Query } from '../../support/authorization.js';
import { makeClientKey } from '../../support/client-keys.js';
import { errorIn, startCoreServer } from '../../support/core-server.js';
import { signInAt } from '../../support/people.js';
import {
  answerConsent,
  authorizationQuery,
  CALLBACK,
  getJson,
  redeemCode,
  registerClient,
  registerPerson,
} from '../../support/relying-party.js';

const { ada, app, ask, claimsOf, client, clock, sentBack, stranger, tokensOf } = await startCoreServer();
afterAll(() => app.stop());

describe('OpenID Connect Core §3.1.2.1 Authentication Request', () => {
  it('MUST be accepted by GET and by POST', async () => {
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

  it('MUST NOT show a page for prompt=none by POST', async () => {
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
    ['an unknown display', { display: 'hologram' }],
    ['ui_locales, which MUST NOT be an error', { ui_locales: 'tlh se sv-SE' }],
    ['claims_locales', { claims_locales: 'tlh se' }],
    ['acr_values that are not reached', { acr_values: '1 2 urn:mace:incommon:iap:silver' }],
    ['a login_hint', { login_hint: 'person@rp.example' }],
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

  it('shows the sign-in page with the login_hint, in the language of ui_locales', async () => {
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

    it('MUST exactly match a registered one, and otherwise there is no redirect', async () => {
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
  it('MUST NOT show a page for none, and returns login_required or, with a session, a code', async () => {
    expect(await sentBack({ prompt: 'none' })).toMatchObject({
      error: 'login_required',
      state: 'the-state',
      iss: app.origin,
    });
    const answer = await ada.agent.get(authorizationQuery(client, { prompt: 'none' }));
    expect(answer.location?.searchParams.get('code')).toEqual(expect.any(String));
  });

  it('rejects none together with another value, and an unsupported value', async () => {
    expect(errorIn(await ask({ prompt: 'none login' }))).toBe('invalid_request');
    expect(errorIn(await ask({ prompt: 'shout' }))).toBe('invalid_request');
  });

  it('asks the user to sign in again for login, so that auth_time is later', async () => {
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

  it('redirects to the page for choosing an account for select_account', async () => {
    clock.advance(1);
    const answer = await ada.agent.get(authorizationQuery(client, { prompt: 'select_account' }));
    expect(answer.location?.pathname).toBe('/login');
  });

  it('always asks for consent, and returns consent_required for none if the user must be asked', async () => {
    const answer = await ada.agent.get(authorizationQuery(client, { prompt: 'consent' }));
    expect(answer.location?.pathname).toBe('/consent');
    const asking = await registerClient(app, { consent: 'ALWAYS' });
    expect(errorIn(await ask({ prompt: 'none' }, asking))).toBe('consent_required');
  });
});

describe('OpenID Connect Core §3.1.2.1 max_age', () => {
  it('asks the user to sign in again after a longer time, and auth_time MUST be in the ID token', async () => {
    clock.advance(2);
    const answer = await ada.agent.get(authorizationQuery(client, { max_age: '1' }));
    expect(answer.location?.pathname).toBe('/login');
    const back = await signInAt(ada, answer.location as URL);
    const { body } = await redeemCode(app, client, back?.searchParams.get('code') ?? null);
    expect(decodeJwt(body.id_token).auth_time).toBe(Math.floor(clock.now().getTime() / 1000));
  });

  it('does not ask again after a shorter time', async () => {
    const { auth_time } = await claimsOf();
    clock.advance(5);
    for (const max_age of ['10000', '2147483647']) {
      const answer = await ada.agent.get(authorizationQuery(client, { max_age }));
      const { body } = await redeemCode(app, client, answer.location?.searchParams.get('code') ?? null);
      expect(decodeJwt(body.id_token).auth_time).toBe(auth_time);
    }
  });

  it('treats 0 like prompt=login, and returns login_required with prompt=none', async () => {
    clock.advance(1);
    const answer = await ada.agent.get(authorizationQuery(client, { max_age: '0' }));
    expect(answer.location?.pathname).toBe('/login');
    expect(errorIn(await ask({ max_age: '0', prompt: 'none' }))).toBe('login_required');
  });
});

describe('OpenID Connect Core §3.1.2.1, §3.1.2.2 id_token_hint and a requested sub', () => {
  it('are satisfied at once by the user that they name', async () => {
    const { id_token } = await tokensOf();
    expect(errorIn(await ask({ id_token_hint: id_token, prompt: 'none' }))).toBeNull();
    const claims = JSON.stringify({ id_token: { sub: { value: ada.id } } });
    expect(errorIn(await ask({ claims, prompt: 'none' }))).toBeNull();
  });

  it('MUST NOT lead to a token for another user, even one who is signed in', async () => {
    const grace = await registerPerson(app, { username: 'grace' });
    const { id_token } = await tokensOf();
    const claims = JSON.stringify({ id_token: { sub: { value: ada.id } } });
    for (const demand of [{ id_token_hint: id_token }, { claims }]) {
      expect(errorIn(await ask({ ...demand, prompt: 'none' }, client, grace))).toBe('login_required');
      const answer = await grace.agent.get(authorizationQuery(client, demand));
      expect(answer.location?.pathname).toBe('/login');
      // The user who signs in is another one again.
      const back = await signInAt(grace, answer.location as URL);
      expect(back?.searchParams.get('error')).toBe('login_required');
    }
  });

  it('MUST be of this issuer', async () => {
    const key = await makeClientKey('RS256');
    const now = Math.floor(clock.now().getTime() / 1000);
    const forged = await key.sign({ iss: app.origin, sub: ada.id, aud: client.id, iat: now, exp: now + 60 });
    expect(errorIn(await ask({ id_token_hint: forged, prompt: 'none' }))).toBe('invalid_request');
  });
});

describe('OpenID Connect Core §3.1.2.2 Authentication Request Validation', () => {
  it('MUST return an error if a REQUIRED parameter is missing', async () => {
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

  it('issues no ID token and no userinfo without the scope openid', async () => {
    const tokens = await tokensOf({ scope: 'email' });
    expect(tokens).not.toHaveProperty('id_token');
    const info = await getJson(`${app.origin}/oidc/userinfo`, { authorization: `Bearer ${tokens.access_token}` });
    expect([info.status, info.headers.get('www-authenticate')]).toEqual([
      ...[403, expect.stringContaining('insufficient_scope')],
    ]);
  });
});

describe('OpenID Connect Core §3.1.2.3, §3.1.2.4 Authentication and Consent', () => {
  it('MUST have measures against CSRF and clickjacking on every page that asks the user', async () => {
    const page = await stranger().follow(authorizationQuery(client));
    expect(page.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    expect(page.headers.get('x-frame-options')).toBe('DENY');
    const foreign = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' };
    for (const path of ['/passkeys/authentication/options', '/passkeys/authentication/verify']) {
      expect([path, (await ada.agent.postJson(path, {}, foreign)).status]).toEqual([path, 403]);
    }
    expect((await ada.agent.postForm('/consent', { action: 'allow' }, foreign)).status).toBe(403);
  });

  it('MUST obtain the user’s decision before releasing information, and returns access_denied if the user declines', async () => {
    const asking = await registerClient(app, { consent: 'ALWAYS' });
    const decide = async (action: 'allow' | 'deny') =>
      answerConsent(ada, (await ada.agent.get(authorizationQuery(asking))).location, action);
    expect(await decide('deny')).toMatchObject({ error: 'access_denied', state: 'the-state', iss: app.origin });
    expect(await decide('allow')).toMatchObject({ code: expect.any(String), state: 'the-state' });
  });
});
