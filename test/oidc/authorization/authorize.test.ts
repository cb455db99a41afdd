import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { BrowserAnswer } from '../../../src/access/interaction/browser-answer.js';
import { findInteraction } from '../../../src/access/interaction/interaction.js';
import { continueFlow, denyFlow } from '../../../src/access/interaction/interaction-flow.js';
import { endSession } from '../../../src/access/sessions/session.js';
import { ensureDefaultIssuer } from '../../../src/admin/issuers/issuer-default.js';
import { readHandle } from '../../../src/keys/secrets.js';
import type { Client } from '../../../src/model/clients/client.js';
import type { Issuer } from '../../../src/model/clients/issuer.js';
import type { Deps } from '../../../src/model/deps.js';
import type { Store } from '../../../src/model/store.js';
import { authorizationFlow } from '../../../src/oidc/authorization/authorization-flow.js';
import { authorize } from '../../../src/oidc/authorization/authorize.js';
import { answeredParameters, BROWSER_HASH, browserWith, type Query, queryOf } from '../../support/authorization.js';
import { countingStore } from '../../support/counting-store.js';
import { type FrozenClock, frozenClock, testDeps } from '../../support/deps.js';
import { makeClient, makeIssuer, makeUser, permit, signInAs } from '../../support/fixtures.js';
import '../../support/matchers.js';
import { openMemoryStore } from '../../support/stores.js';

let store: Store;
let clock: FrozenClock;
let deps: Deps;
let issuer: Issuer;
let client: Client;
let cookie: string;

beforeAll(async () => {
  store = await openMemoryStore();
  clock = frozenClock();
  deps = testDeps(store, { clock });
  issuer = await ensureDefaultIssuer(deps);
  ({ client } = await makeClient(deps, issuer, { requirePkce: true }));
  ({ cookie } = await signInAs(deps, await makeUser(deps)));
});
afterAll(() => store.close());

function ask(changes: Query = {}, of: Client = client, session = cookie): Promise<BrowserAnswer> {
  return authorize(deps, issuer, { parameters: queryOf(of, changes), ...browserWith(session) });
}

/** A cookie that names no session. */
const SIGNED_OUT = 'none';

/** The interaction and the page that an answer redirects to. */
function interactionOf(answer: BrowserAnswer): { id: string; page: string } {
  if (answer.kind !== 'interaction') throw new Error(`a page was expected: ${JSON.stringify(answer)}`);
  const { pathname, searchParams } = new URL(answer.location, 'http://localhost');
  return { page: pathname, id: searchParams.get('interaction') ?? (pathname.split('/').at(-1) as string) };
}

async function openInteraction(id: string) {
  const open = await findInteraction(deps, id, BROWSER_HASH);
  if (open === undefined) throw new Error('the interaction was expected to be open');
  return open;
}

describe('RFC 6749 §4.1.2 Authorization Response', () => {
  it('redirects a signed-in user with a code, the state and iss', async () => {
    const answer = await ask({ nonce: 'n-0S6' });
    expect(answer.kind === 'redirect' && answer.url.startsWith('https://wiki.example/callback?')).toBe(true);
    const { code, ...rest } = answeredParameters(answer);
    expect(rest).toEqual({ state: 'the-state', iss: 'http://localhost:3000' });
    expect(readHandle(code as string)).toBeDefined();
  });

  it('stores the code as a hash in a grant that expires after 60 seconds', async () => {
    const { id, secret } = readHandle(answeredParameters(await ask({ nonce: 'n' })).code as string) ?? {
      id: '',
      secret: '',
    };
    const grant = await store.grants.find(id);
    expect(JSON.stringify(grant)).not.toContain(secret);
    expect(grant).toMatchObject({
      clientGeneration: client.generation,
      issuerGeneration: issuer.generation,
      accessBasis: { by: 'policy' },
      scopes: ['openid'],
      acr: 'phr',
      expiresAt: new Date(clock.now().getTime() + 60_000),
      request: { redirect_uri: 'https://wiki.example/callback', nonce: 'n' },
    });
  });

  it('omits state if the request had none', async () => {
    expect(answeredParameters(await ask({ state: undefined }))).not.toHaveProperty('state');
  });

  it('retains the query of the redirect URI (§3.1.2)', async () => {
    const { client: other } = await makeClient(deps, issuer, {
      redirect_uris: ['https://wiki.example/cb?tenant=a%20b'],
    });
    const answer = await ask({}, other);
    expect(answer.kind === 'redirect' && answer.url.startsWith('https://wiki.example/cb?tenant=a%20b&code=')).toBe(
      true,
    );
  });

  it('adds the client to the session', async () => {
    const { cookie: fresh, session } = await signInAs(deps, await makeUser(deps));
    await ask({}, client, fresh);
    expect((await store.sessions.find(session.id))?.clients).toEqual([
      { id: client.id, generation: client.generation },
    ]);
  });

  it('redirects to the sign-in page if the user is not signed in', async () => {
    expect(interactionOf(await ask({}, client, SIGNED_OUT)).page).toBe('/login');
  });

  it('rejects a revoked session and a cookie with a wrong secret', async () => {
    const { cookie: ended, session } = await signInAs(deps, await makeUser(deps));
    await endSession(deps, session);
    expect(interactionOf(await ask({}, client, ended)).page).toBe('/login');
    const forged = `${session.id}.${'A'.repeat(43)}`;
    expect(interactionOf(await ask({}, client, forged)).page).toBe('/login');
  });
});

describe('RFC 6749 §4.1.2.1 errors before the redirect URI is checked', () => {
  const shown: [string, Query, string][] = [
    ['a missing client_id', { client_id: undefined }, 'invalid_request'],
    ['an unknown client', { client_id: 'unknown' }, 'invalid_client'],
    ['an unregistered redirect_uri', { redirect_uri: 'https://evil.example/callback' }, 'invalid_request'],
    ['a redirect_uri with a longer path', { redirect_uri: 'https://wiki.example/callback/' }, 'invalid_request'],
    ['a redirect_uri in another case', { redirect_uri: 'https://WIKI.example/callback' }, 'invalid_request'],
  ];
  it.each(shown)('shows an error page for %s', async (_, changes, error) => {
    const answer = await ask(changes);
    expect(answer).toShowError(error);
  });

  it.each(['client_id', 'redirect_uri'])('shows an error page if %s is included twice', async (name) => {
    const twice: [string, string] = [name, name === 'client_id' ? client.id : 'https://wiki.example/callback'];
    const answer = await authorize(deps, issuer, { parameters: [...queryOf(client), twice], ...browserWith(cookie) });
    expect(answer.kind).toBe('errorPage');
  });

  it('shows an error page for a disabled client and for a client of another issuer or of an earlier issuer with the same id', async () => {
    const other = await makeIssuer(deps, 'other');
    const { client: foreign } = await makeClient(deps, other);
    const { client: orphan } = await makeClient(deps, { ...issuer, generation: 'an earlier one' });
    const { client: disabled } = await makeClient(deps, issuer, { enabled: false });
    for (const one of [foreign, orphan, disabled]) expect((await ask({}, one)).kind).toBe('errorPage');
  });

  it('shows an error page for a client that does not use OpenID Connect', async () => {
    const { client: basic } = await makeClient(deps, issuer, { integrations: ['BASIC'] });
    expect(await ask({}, basic)).toShowError('unauthorized_client');
  });

  it('requires redirect_uri with openid, and without openid if the client has registered several (OpenID Connect Core §3.1.2.1)', async () => {
    expect(await ask({ redirect_uri: undefined, scope: 'email' })).toRedirectWith({ code: expect.any(String) });
    expect(await ask({ redirect_uri: undefined })).toRedirectWith({ error: 'invalid_request' });
    const uris = ['https://wiki.example/a', 'https://wiki.example/b'];
    const { client: two } = await makeClient(deps, issuer, { redirect_uris: uris });
    expect((await ask({ redirect_uri: undefined, scope: 'email' }, two)).kind).toBe('errorPage');
  });
});

describe('RFC 6749 §4.1.2.1 errors after the redirect URI is checked', () => {
  const sent: [string, Query, string][] = [
    ['a missing response_type', { response_type: undefined }, 'invalid_request'],
    ['another response_type', { response_type: 'token' }, 'unsupported_response_type'],
    ['a hybrid response_type', { response_type: 'code id_token' }, 'unsupported_response_type'],
    ['an unknown response_mode', { response_mode: 'carrier_pigeon' }, 'invalid_request'],
    ['scopes that the client does not have', { scope: 'phone' }, 'invalid_scope'],
    ['a character that is not allowed in a scope', { scope: 'openid "quoted"' }, 'invalid_scope'],
    ['a missing code_challenge', { code_challenge: undefined, code_challenge_method: undefined }, 'invalid_request'],
    ['a code_challenge_method without code_challenge', { code_challenge: undefined }, 'invalid_request'],
    ['code_challenge_method plain', { code_challenge_method: 'plain' }, 'invalid_request'],
    ['a missing code_challenge_method, which means plain', { code_challenge_method: undefined }, 'invalid_request'],
    ['a code_challenge that is not a SHA-256 hash', { code_challenge: 'short' }, 'invalid_request'],
    ['an unknown prompt', { prompt: 'shout' }, 'invalid_request'],
    ['prompt=none with another value', { prompt: 'none login' }, 'invalid_request'],
    ['a max_age that is not a number', { max_age: '-1' }, 'invalid_request'],
    ['a request_uri of another server', { request_uri: 'https://wiki.example/request' }, 'request_uri_not_supported'],
    ['the parameter registration', { registration: '{}' }, 'registration_not_supported'],
  ];
  it.each(sent)('redirects with an error, state and iss for %s', async (_, changes, error) => {
    const { error_description, ...rest } = answeredParameters(await ask(changes));
    expect(rest).toEqual({ error, state: 'the-state', iss: 'http://localhost:3000' });
    expect(error_description).toMatch(/^[\x20-\x21\x23-\x5B\x5D-\x7E]+$/);
  });

  it('rejects a repeated parameter and does not echo a repeated state', async () => {
    const twice = async (name: string) => {
      const parameters: [string, string][] = [...queryOf(client, { nonce: 'n' }), [name, 'another']];
      return answeredParameters(await authorize(deps, issuer, { parameters, ...browserWith(cookie) }));
    };
    expect(await twice('nonce')).toMatchObject({ error: 'invalid_request', state: 'the-state' });
    expect(await twice('scope')).toMatchObject({ error: 'invalid_request' });
    expect(await twice('state')).not.toHaveProperty('state');
  });

  it('ignores unknown parameters and treats empty ones as omitted (§3.1)', async () => {
    expect(await ask({ utm_source: 'x', prompt: '', max_age: '' })).toRedirectWith({ code: expect.any(String) });
  });

  it('rejects an unsupported request_uri that is sent without redirect_uri on an error page', async () => {
    const uris = ['https://wiki.example/a', 'https://wiki.example/b'];
    const { client: two } = await makeClient(deps, issuer, { redirect_uris: uris });
    const parameters: [string, string][] = [
      ['client_id', two.id],
      ['request_uri', 'https://wiki.example/request'],
    ];
    const answer = await authorize(deps, issuer, { parameters, ...browserWith(cookie) });
    expect(answer).toShowError('request_uri_not_supported');
  });

  it('rejects a client without the authorization code grant', async () => {
    const { client: machine } = await makeClient(deps, issuer, { grant_types: ['client_credentials'] });
    expect(await ask({}, machine)).toRedirectWith({ error: 'unauthorized_client' });
  });

  it('rejects an unsigned or unpushed request if the client or the server requires signed or pushed ones', async () => {
    const { client: signing } = await makeClient(deps, issuer, { require_signed_request_object: true });
    expect(await ask({}, signing)).toRedirectWith({ error: 'invalid_request' });
    const { client: pushing } = await makeClient(deps, issuer, { require_pushed_authorization_requests: true });
    expect(await ask({}, pushing)).toRedirectWith({ error: 'invalid_request' });
    const strict = { ...deps, config: { ...deps.config, requireSignedRequestObject: true } };
    const answer = await authorize(strict, issuer, { parameters: queryOf(client), ...browserWith(cookie) });
    expect(answer).toRedirectWith({ error: 'invalid_request' });
  });
});

describe('RFC 7636 §4.3, §4.4.1 and RFC 9700 §2.1.1 PKCE', () => {
  const without = { code_challenge: undefined, code_challenge_method: undefined };
  it.each<[string, Query]>([
    ['a missing code_challenge', without],
    ['code_challenge_method plain', { code_challenge_method: 'plain' }],
    ['a missing code_challenge_method, which means plain', { code_challenge_method: undefined }],
    ['an unknown method', { code_challenge_method: 's256' }],
    ['a code_challenge that is not a SHA-256 hash', { code_challenge: 'A'.repeat(42) }],
    ['a code_challenge with padding', { code_challenge: `${'A'.repeat(43)}=` }],
  ])('rejects %s with invalid_request and names the parameter', async (_, changes) => {
    const { error, error_description } = answeredParameters(await ask(changes));
    expect([error, error_description]).toEqual(['invalid_request', expect.stringContaining('code_challenge')]);
  });

  it('may be optional for a confidential client, but not for a public one', async () => {
    const { client: confidential } = await makeClient(deps, issuer, { requirePkce: false });
    expect(await ask(without, confidential)).toRedirectWith({ code: expect.any(String) });
    const { client: open } = await makeClient(deps, issuer, { requirePkce: false, token_endpoint_auth_method: 'none' });
    expect(await ask(without, open)).toRedirectWith({ error: 'invalid_request' });
  });

  it('is optional for a new confidential client, which is held to a challenge that it sends (RFC 9700 §2.1.1)', async () => {
    const { client: fresh } = await makeClient(deps, issuer);
    expect(fresh.requirePkce).toBe(false);
    expect(await ask(without, fresh)).toRedirectWith({ code: expect.any(String), iss: 'http://localhost:3000' });
    expect(await ask({ code_challenge_method: 'plain' }, fresh)).toRedirectWith({ error: 'invalid_request' });
  });

  it('is required of a client with relaxed redirect URIs even with requirePkce: false', async () => {
    const { client: relaxed } = await makeClient(deps, issuer, { requirePkce: false, redirectUriPolicy: 'RELAXED' });
    expect(await ask(without, relaxed)).toRedirectWith({ error: 'invalid_request' });
  });

  it('is required of a native application even with requirePkce: false (RFC 8252 §8.1)', async () => {
    const changes = { requirePkce: false, application_type: 'native' } as const;
    const { client: native } = await makeClient(deps, issuer, changes);
    expect(await ask(without, native)).toRedirectWith({ error: 'invalid_request' });
  });
});

describe('RFC 8252 §7 Native redirect URIs', () => {
  const registered = ['http://127.0.0.1/cb', 'http://[::1]:4000/cb', 'http://localhost/cb', 'com.example.app:/cb'];
  it('may differ from the registered URI only in the port of a loopback address', async () => {
    const { client: native } = await makeClient(deps, issuer, {
      application_type: 'native',
      token_endpoint_auth_method: 'none',
      redirect_uris: registered,
    });
    const good = ['http://127.0.0.1:51004/cb', 'http://[::1]:1/cb', 'http://[::1]/cb', 'http://localhost:8080/cb'];
    for (const uri of [...good, 'com.example.app:/cb']) {
      expect([uri, Object.keys(answeredParameters(await ask({ redirect_uri: uri }, native)))]).toEqual([
        uri,
        expect.arrayContaining(['code']),
      ]);
    }
    const bad = [
      'http://127.0.0.1:51004/other',
      'http://127.0.0.1:70000/cb',
      'http://127.0.0.1:/cb',
      'http://127.0.0.1:80@evil.example/cb',
      'http://127.0.0.2:80/cb',
      'https://127.0.0.1:80/cb',
      'http://localhost.evil.example/cb',
      'com.example.app:9/cb',
    ];
    for (const uri of bad) expect([uri, (await ask({ redirect_uri: uri }, native)).kind]).toEqual([uri, 'errorPage']);
  });

  it('must match exactly for a web client', async () => {
    const { client: web } = await makeClient(deps, issuer, { redirect_uris: ['http://localhost/cb'] });
    expect((await ask({ redirect_uri: 'http://localhost:8080/cb' }, web)).kind).toBe('errorPage');
  });
});

describe('OAuth 2.0 Multiple Response Types §2.1 and Form Post Response Mode', () => {
  it('puts the response into the fragment with response_mode=fragment', async () => {
    const answer = await ask({ response_mode: 'fragment' });
    expect(answer.kind === 'redirect' && answer.url.startsWith('https://wiki.example/callback#code=')).toBe(true);
    expect(await ask({ response_mode: 'fragment', scope: 'phone' })).toRedirectWith({
      error: 'invalid_scope',
    });
  });

  it('posts the response in a form with response_mode=form_post', async () => {
    const answer = await ask({ response_mode: 'form_post' });
    expect(answer).toMatchObject({
      kind: 'form_post',
      url: 'https://wiki.example/callback',
      parameters: { state: 'the-state', iss: 'http://localhost:3000' },
    });
  });
});

describe('RFC 6749 §3.3 Scope', () => {
  it('omits scopes that the client does not have', async () => {
    const { code } = answeredParameters(await ask({ scope: 'openid phone email email unheard-of' }));
    expect((await store.grants.find((code as string).split('.')[0] as string))?.scopes).toEqual(['openid', 'email']);
  });

  it('grants no scope if the parameter is omitted', async () => {
    const { code } = answeredParameters(await ask({ scope: undefined }));
    expect((await store.grants.find((code as string).split('.')[0] as string))?.scopes).toEqual([]);
  });

  it('is case-sensitive', async () => {
    expect(await ask({ scope: 'OpenID Email' })).toRedirectWith({ error: 'invalid_scope' });
  });

  it('is rejected if no scope is left, because a response cannot name an empty scope', async () => {
    const { client: brief } = await makeClient(deps, issuer, { grant_types: ['authorization_code'] });
    expect(await ask({ scope: 'offline_access' }, brief)).toRedirectWith({ error: 'invalid_scope' });
  });
});

describe('OpenID Connect Core §3.1.2.1 prompt and max_age', () => {
  it('redirects with an error instead of showing a page for prompt=none', async () => {
    expect(await ask({ prompt: 'none' }, client, SIGNED_OUT)).toRedirectWith({ error: 'login_required' });
    expect(await ask({ prompt: 'none' })).toRedirectWith({ code: expect.any(String) });
    const { client: closed } = await makeClient(deps, issuer, { accessPolicy: 'PERMITTED_USERS' });
    expect(await ask({ prompt: 'none' }, closed)).toRedirectWith({ error: 'access_denied' });
    clock.advance(10);
    expect(await ask({ prompt: 'none', max_age: '5' })).toRedirectWith({ error: 'login_required' });
  });

  it.each(['login', 'select_account', 'create'])('requires a new sign-in for prompt=%s', async (prompt) => {
    const user = await makeUser(deps);
    const { cookie: before } = await signInAs(deps, user);
    clock.advance(1);
    const { id, page } = interactionOf(await ask({ prompt }, client, before));
    expect(page).toBe('/login');
    clock.advance(1);
    const still = await continueFlow(deps, authorizationFlow, await openInteraction(id), browserWith(before));
    expect(interactionOf(still)).toEqual({ id, page: '/login' });
    const { cookie: after } = await signInAs(deps, user);
    const done = await continueFlow(deps, authorizationFlow, await openInteraction(id), browserWith(after));
    expect(done).toRedirectWith({ code: expect.any(String) });
  });

  it('accepts an authentication within max_age and requires a new sign-in after an older one', async () => {
    const { cookie: fresh } = await signInAs(deps, await makeUser(deps));
    clock.advance(5);
    expect(await ask({ max_age: '5' }, client, fresh)).toRedirectWith({ code: expect.any(String) });
    expect(interactionOf(await ask({ max_age: '4' }, client, fresh)).page).toBe('/login');
    expect(interactionOf(await ask({ max_age: '0' }, client, fresh)).page).toBe('/login');
  });

  it('does not count a sign-in as recent if the clock was set back since', async () => {
    const { cookie: ahead } = await signInAs(deps, await makeUser(deps));
    clock.advance(-3600);
    expect(interactionOf(await ask({ max_age: '300' }, client, ahead)).page).toBe('/login');
    expect(interactionOf(await ask({ prompt: 'login' }, client, ahead)).page).toBe('/login');
    expect(await ask({}, client, ahead)).toRedirectWith({ code: expect.any(String) });
    clock.advance(3600);
  });

  it('redirects to the registration page for prompt=create if the client allows registration', async () => {
    const { client: open } = await makeClient(deps, issuer, { registrationEnabled: true });
    expect(interactionOf(await ask({ prompt: 'create' }, open)).page).toBe('/register');
  });
});

describe('OpenID Connect Core §3.1.2.1 request by POST', () => {
  it('stores a cross-site POST until the browser follows the redirect with its cookies, and binds it to that browser', async () => {
    const { browserHash: _, ...unknown } = browserWith(undefined);
    const answer = await authorize(deps, issuer, { parameters: queryOf(client), ...unknown, browserHash: undefined });
    const { id, page } = interactionOf(answer);
    expect(page).toBe(`/continue/${id}`);
    const open = await openInteraction(id);
    expect(await findInteraction(deps, id, 'another browser')).toBeUndefined();
    const done = await continueFlow(deps, authorizationFlow, open, browserWith(cookie));
    expect(done).toRedirectWith({ code: expect.any(String) });
  });
});

describe('RFC 6749 §3.1 authentication and access of the resource owner', () => {
  it('admits a user with a permission and redirects others to the page without access', async () => {
    const { client: closed } = await makeClient(deps, issuer, { accessPolicy: 'PERMITTED_USERS' });
    const user = await makeUser(deps);
    const { cookie: known } = await signInAs(deps, user);
    const { id, page } = interactionOf(await ask({}, closed, known));
    expect(page).toBe('/denied');
    const permissionId = await permit(deps, closed, user);
    const answer = await continueFlow(deps, authorizationFlow, await openInteraction(id), browserWith(known));
    const { code } = answeredParameters(answer);
    expect((await store.grants.find((code as string).split('.')[0] as string))?.accessBasis).toEqual({
      by: 'user',
      permissionId,
    });
  });

  it('records a denied user in the audit log', async () => {
    const { client: closed } = await makeClient(deps, issuer, { accessPolicy: 'PERMITTED_USERS' });
    await ask({}, closed);
    const { items } = await store.auditEvents.page({ first: 1 }, 'NEWEST_FIRST', { clientId: closed.id });
    expect(items[0]?.record).toMatchObject({ type: 'ACCESS_DENIED', outcome: 'FAILURE', ipAddress: '192.0.2.1' });
  });

  it('records one denial per interaction, however often the page is loaded', async () => {
    const { client: closed } = await makeClient(deps, issuer, { accessPolicy: 'PERMITTED_USERS' });
    const { id } = interactionOf(await ask({}, closed));
    const again = async () => continueFlow(deps, authorizationFlow, await openInteraction(id), browserWith(cookie));
    await Promise.all([again(), again(), again()]);
    expect(interactionOf(await again()).page).toBe('/denied');
    expect(await store.auditEvents.count({ clientId: closed.id })).toBe(1);
  });

  it('redirects with access_denied, once', async () => {
    const { id } = interactionOf(await ask({}, client, SIGNED_OUT));
    const open = await openInteraction(id);
    const denied = await denyFlow(deps, authorizationFlow, open, BROWSER_HASH);
    expect(denied).toRedirectWith({ error: 'access_denied', state: 'the-state' });
    expect((await denyFlow(deps, authorizationFlow, open, BROWSER_HASH)).kind).toBe('errorPage');
    expect((await continueFlow(deps, authorizationFlow, open, browserWith(cookie))).kind).toBe('errorPage');
  });

  it('issues one code if an interaction is finished twenty times at once', async () => {
    const { id } = interactionOf(await ask({}, client, SIGNED_OUT));
    const open = await openInteraction(id);
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => continueFlow(deps, authorizationFlow, open, browserWith(cookie))),
    );
    expect(answers.filter(({ kind }) => kind === 'redirect')).toHaveLength(1);
    expect(answers.filter(({ kind }) => kind === 'errorPage')).toHaveLength(19);
  });

  it('denies the request if the grants of the client were revoked during the sign-in', async () => {
    const { client: changing } = await makeClient(deps, issuer);
    const { id } = interactionOf(await ask({}, changing, SIGNED_OUT));
    await store.clients.update(changing, { grantEpoch: 1 });
    const answer = await continueFlow(deps, authorizationFlow, await openInteraction(id), browserWith(cookie));
    expect(answer).toRedirectWith({ error: 'access_denied' });
  });

  it('admits a session after the grants of its user were revoked, because the new grant is another one', async () => {
    const user = await makeUser(deps);
    const { cookie: before } = await signInAs(deps, user);
    await store.users.update(user, { grantEpoch: 1 });
    const { code } = answeredParameters(await ask({}, client, before));
    expect((await store.grants.find((code as string).split('.')[0] as string))?.userGrantEpoch).toBe(1);
  });

  it('checks the request again after the sign-in: a redirect URI that was removed meanwhile receives nothing', async () => {
    const { client: changing } = await makeClient(deps, issuer);
    const { id } = interactionOf(await ask({}, changing, SIGNED_OUT));
    await store.clients.update(changing, { redirect_uris: ['https://wiki.example/new'] });
    const answer = await continueFlow(deps, authorizationFlow, await openInteraction(id), browserWith(cookie));
    expect(answer.kind).toBe('errorPage');
  });
});

describe('round trips to the store', () => {
  it('are two for an active session: one read, and one change set', async () => {
    const { client: fresh } = await makeClient(deps, issuer);
    const calls: string[] = [];
    const counted = { ...deps, store: countingStore(store, calls) };
    await authorize(counted, issuer, { parameters: queryOf(fresh), ...browserWith(cookie) });
    expect(calls).toEqual(['readSession', 'commit']);
  });
});
