import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { BrowserAnswer } from '../../../src/access/interaction/browser-answer.js';
import { findInteraction } from '../../../src/access/interaction/interaction.js';
import { continueFlow, denyFlow } from '../../../src/access/interaction/interaction-flow.js';
import { endSession } from '../../../src/access/sessions/session.js';
import { ensureDefaultIssuer } from '../../../src/admin/issuers/issuer-default.js';
import { parseHandle } from '../../../src/keys/secrets.js';
import type { Client } from '../../../src/model/clients/client.js';
import type { Issuer } from '../../../src/model/clients/issuer.js';
import type { Deps } from '../../../src/model/deps.js';
import type { Store } from '../../../src/model/store.js';
import { authorizationFlow } from '../../../src/oidc/authorization/authorization-flow.js';
import { authorize } from '../../../src/oidc/authorization/authorize.js';
import {
  answeredParameters,
  BROWSER_HASH,
  browserWith,
  errorOf,
  type Query,
  queryOf,
} from '../../support/authorization.js';
import { countingStore } from '../../support/counting-store.js';
import { type FrozenClock, frozenClock, testDeps } from '../../support/deps.js';
import { makeClient, makeIssuer, makeUser, permit, signInAs } from '../../support/fixtures.js';
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
  ({ client } = await makeClient(deps, issuer));
  ({ cookie } = await signInAs(deps, await makeUser(deps)));
});
afterAll(() => store.close());

function ask(changes: Query = {}, of: Client = client, session = cookie): Promise<BrowserAnswer> {
  return authorize(deps, issuer, { parameters: queryOf(of, changes), ...browserWith(session) });
}

/** No session: the cookie names none. */
const SIGNED_OUT = 'none';

/** The id of the interaction that an answer leads to, with the page it is on. */
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
  it('gives a signed-in user’s client a code, its state and iss', async () => {
    const answer = await ask({ nonce: 'n-0S6' });
    expect(answer.kind === 'redirect' && answer.url.startsWith('https://wiki.example/callback?')).toBe(true);
    const { code, ...rest } = answeredParameters(answer);
    expect(rest).toEqual({ state: 'the-state', iss: 'http://localhost:3000' });
    expect(parseHandle(code as string)).toBeDefined();
  });

  it('keeps the code as a hash, with all that it stands on, for 60 s', async () => {
    const { id, secret } = parseHandle(answeredParameters(await ask({ nonce: 'n' })).code as string) ?? {
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

  it('leaves state out where none came', async () => {
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

  it('notes the client on the session', async () => {
    const { cookie: fresh, session } = await signInAs(deps, await makeUser(deps));
    await ask({}, client, fresh);
    expect((await store.sessions.find(session.id))?.clients).toEqual([
      { id: client.id, generation: client.generation },
    ]);
  });

  it('leads who is not signed in to the sign-in page', async () => {
    expect(interactionOf(await ask({}, client, SIGNED_OUT)).page).toBe('/login');
  });

  it('does not take a session that was ended, or a cookie with a wrong secret', async () => {
    const { cookie: ended, session } = await signInAs(deps, await makeUser(deps));
    await endSession(deps, session);
    expect(interactionOf(await ask({}, client, ended)).page).toBe('/login');
    const forged = `${session.id}.${'A'.repeat(43)}`;
    expect(interactionOf(await ask({}, client, forged)).page).toBe('/login');
  });
});

describe('RFC 6749 §4.1.2.1 Error Response, before the redirect URI is proved', () => {
  const shown: [string, Query, string][] = [
    ['no client_id', { client_id: undefined }, 'invalid_request'],
    ['an unknown client', { client_id: 'nobody' }, 'invalid_client'],
    ['an unregistered redirect_uri', { redirect_uri: 'https://evil.example/callback' }, 'invalid_request'],
    ['a redirect_uri with more behind it', { redirect_uri: 'https://wiki.example/callback/' }, 'invalid_request'],
    ['a redirect_uri of other case', { redirect_uri: 'https://WIKI.example/callback' }, 'invalid_request'],
  ];
  it.each(shown)('shows %s', async (_, changes, error) => {
    const answer = await ask(changes);
    expect(answer.kind).toBe('errorPage');
    expect(errorOf(answer)).toBe(error);
  });

  it.each(['client_id', 'redirect_uri'])('shows two %s', async (name) => {
    const twice: [string, string] = [name, name === 'client_id' ? client.id : 'https://wiki.example/callback'];
    const answer = await authorize(deps, issuer, { parameters: [...queryOf(client), twice], ...browserWith(cookie) });
    expect(answer.kind).toBe('errorPage');
  });

  it('shows a client of another issuer, of another life of the issuer, and one that is disabled', async () => {
    const other = await makeIssuer(deps, 'other');
    const { client: foreign } = await makeClient(deps, other);
    const { client: orphan } = await makeClient(deps, { ...issuer, generation: 'an earlier one' });
    const { client: disabled } = await makeClient(deps, issuer, { enabled: false });
    for (const one of [foreign, orphan, disabled]) expect((await ask({}, one)).kind).toBe('errorPage');
  });

  it('shows a client that does not use OpenID Connect', async () => {
    const { client: basic } = await makeClient(deps, issuer, { integrations: ['BASIC'] });
    expect(errorOf(await ask({}, basic))).toBe('unauthorized_client');
  });

  it('lets redirect_uri be left out where one is registered, but not with openid (OpenID Connect Core §3.1.2.1)', async () => {
    expect(answeredParameters(await ask({ redirect_uri: undefined, scope: 'email' }))).toHaveProperty('code');
    expect(errorOf(await ask({ redirect_uri: undefined }))).toBe('invalid_request');
    const uris = ['https://wiki.example/a', 'https://wiki.example/b'];
    const { client: two } = await makeClient(deps, issuer, { redirect_uris: uris });
    expect((await ask({ redirect_uri: undefined, scope: 'email' }, two)).kind).toBe('errorPage');
  });
});

describe('RFC 6749 §4.1.2.1 Error Response, after', () => {
  const sent: [string, Query, string][] = [
    ['no response_type', { response_type: undefined }, 'invalid_request'],
    ['another response_type', { response_type: 'token' }, 'unsupported_response_type'],
    ['a hybrid response_type', { response_type: 'code id_token' }, 'unsupported_response_type'],
    ['an unknown response_mode', { response_mode: 'carrier_pigeon' }, 'invalid_request'],
    ['scopes of which the client has none', { scope: 'phone' }, 'invalid_scope'],
    ['a character that no scope has', { scope: 'openid "quoted"' }, 'invalid_scope'],
    ['no code_challenge', { code_challenge: undefined, code_challenge_method: undefined }, 'invalid_request'],
    ['a method without challenge', { code_challenge: undefined }, 'invalid_request'],
    ['plain', { code_challenge_method: 'plain' }, 'invalid_request'],
    ['plain by omission', { code_challenge_method: undefined }, 'invalid_request'],
    ['a code_challenge that is no SHA-256', { code_challenge: 'short' }, 'invalid_request'],
    ['an unknown prompt', { prompt: 'shout' }, 'invalid_request'],
    ['prompt=none with another', { prompt: 'none login' }, 'invalid_request'],
    ['a max_age that is no number', { max_age: '-1' }, 'invalid_request'],
    ['request_uri', { request_uri: 'https://wiki.example/request' }, 'request_uri_not_supported'],
    ['registration', { registration: '{}' }, 'registration_not_supported'],
  ];
  it.each(sent)('sends %s back, with state and iss', async (_, changes, error) => {
    const { error_description, ...rest } = answeredParameters(await ask(changes));
    expect(rest).toEqual({ error, state: 'the-state', iss: 'http://localhost:3000' });
    expect(error_description).toMatch(/^[\x20-\x21\x23-\x5B\x5D-\x7E]+$/);
  });

  it('refuses a parameter that came twice, and echoes no state that did', async () => {
    const twice = async (name: string) => {
      const parameters: [string, string][] = [...queryOf(client, { nonce: 'n' }), [name, 'another']];
      return answeredParameters(await authorize(deps, issuer, { parameters, ...browserWith(cookie) }));
    };
    expect(await twice('nonce')).toMatchObject({ error: 'invalid_request', state: 'the-state' });
    expect(await twice('scope')).toMatchObject({ error: 'invalid_request' });
    expect(await twice('state')).not.toHaveProperty('state');
  });

  it('ignores unknown parameters, and takes an empty one as left out (§3.1)', async () => {
    expect(answeredParameters(await ask({ utm_source: 'x', prompt: '', max_age: '' }))).toHaveProperty('code');
  });

  it('says that a request_uri is not supported also where it stands alone', async () => {
    const uris = ['https://wiki.example/a', 'https://wiki.example/b'];
    const { client: two } = await makeClient(deps, issuer, { redirect_uris: uris });
    const parameters: [string, string][] = [
      ['client_id', two.id],
      ['request_uri', 'https://wiki.example/request'],
    ];
    const answer = await authorize(deps, issuer, { parameters, ...browserWith(cookie) });
    expect([answer.kind, errorOf(answer)]).toEqual(['errorPage', 'request_uri_not_supported']);
  });

  it('refuses a client without the grant', async () => {
    const { client: machine } = await makeClient(deps, issuer, { grant_types: ['client_credentials'] });
    expect(errorOf(await ask({}, machine))).toBe('unauthorized_client');
  });

  it('demands signed and pushed requests where they are required', async () => {
    const { client: signing } = await makeClient(deps, issuer, { require_signed_request_object: true });
    expect(errorOf(await ask({}, signing))).toBe('invalid_request');
    const { client: pushing } = await makeClient(deps, issuer, { require_pushed_authorization_requests: true });
    expect(errorOf(await ask({}, pushing))).toBe('invalid_request');
    const strict = { ...deps, config: { ...deps.config, requireSignedRequestObject: true } };
    const answer = await authorize(strict, issuer, { parameters: queryOf(client), ...browserWith(cookie) });
    expect(errorOf(answer)).toBe('invalid_request');
  });
});

describe('RFC 7636 §4.3, §4.4.1 and RFC 9700 §2.1.1 PKCE', () => {
  const without = { code_challenge: undefined, code_challenge_method: undefined };
  it.each<[string, Query]>([
    ['no code_challenge', without],
    ['plain', { code_challenge_method: 'plain' }],
    ['plain by omission', { code_challenge_method: undefined }],
    ['a method that there is not', { code_challenge_method: 's256' }],
    ['a code_challenge that is no SHA-256', { code_challenge: 'A'.repeat(42) }],
    ['a code_challenge with padding', { code_challenge: `${'A'.repeat(43)}=` }],
  ])('MUST be refused with invalid_request, and say why: %s', async (_, changes) => {
    const { error, error_description } = answeredParameters(await ask(changes));
    expect([error, error_description]).toEqual(['invalid_request', expect.stringContaining('code_challenge')]);
  });

  it('is left to a confidential client whose administrator said so, never to a public one', async () => {
    const { client: confidential } = await makeClient(deps, issuer, { requirePkce: false });
    expect(answeredParameters(await ask(without, confidential))).toHaveProperty('code');
    const { client: open } = await makeClient(deps, issuer, { requirePkce: false, token_endpoint_auth_method: 'none' });
    expect(errorOf(await ask(without, open))).toBe('invalid_request');
  });

  it('is demanded of a native application, whatever its other settings (RFC 8252 §8.1)', async () => {
    const changes = { requirePkce: false, application_type: 'native' } as const;
    const { client: native } = await makeClient(deps, issuer, changes);
    expect(errorOf(await ask(without, native))).toBe('invalid_request');
  });
});

describe('RFC 8252 §7 Native redirect URIs', () => {
  const registered = ['http://127.0.0.1/cb', 'http://[::1]:4000/cb', 'http://localhost/cb', 'com.example.app:/cb'];
  it('may differ in the port on the loopback interface, and in nothing else', async () => {
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

  it('are compared whole for a web client', async () => {
    const { client: web } = await makeClient(deps, issuer, { redirect_uris: ['http://localhost/cb'] });
    expect((await ask({ redirect_uri: 'http://localhost:8080/cb' }, web)).kind).toBe('errorPage');
  });
});

describe('OAuth 2.0 Multiple Response Types §2.1 and Form Post Response Mode', () => {
  it('answers in the fragment', async () => {
    const answer = await ask({ response_mode: 'fragment' });
    expect(answer.kind === 'redirect' && answer.url.startsWith('https://wiki.example/callback#code=')).toBe(true);
    expect(answeredParameters(await ask({ response_mode: 'fragment', scope: 'phone' }))).toMatchObject({
      error: 'invalid_scope',
    });
  });

  it('answers by a form', async () => {
    const answer = await ask({ response_mode: 'form_post' });
    expect(answer).toMatchObject({
      kind: 'form_post',
      url: 'https://wiki.example/callback',
      parameters: { state: 'the-state', iss: 'http://localhost:3000' },
    });
  });
});

describe('RFC 6749 §3.3 Scope', () => {
  it('leaves out what the client does not have', async () => {
    const { code } = answeredParameters(await ask({ scope: 'openid phone email email unheard-of' }));
    expect((await store.grants.find((code as string).split('.')[0] as string))?.scopes).toEqual(['openid', 'email']);
  });

  it('MUST have a default where it is left out: none', async () => {
    const { code } = answeredParameters(await ask({ scope: undefined }));
    expect((await store.grants.find((code as string).split('.')[0] as string))?.scopes).toEqual([]);
  });

  it('is case-sensitive', async () => {
    expect(errorOf(await ask({ scope: 'OpenID Email' }))).toBe('invalid_scope');
  });

  it('is refused where nothing of it is left, which an answer could not say', async () => {
    const { client: brief } = await makeClient(deps, issuer, { grant_types: ['authorization_code'] });
    expect(errorOf(await ask({ scope: 'offline_access' }, brief))).toBe('invalid_scope');
  });
});

describe('OpenID Connect Core §3.1.2.1 prompt and max_age', () => {
  it('refuses at once with prompt=none', async () => {
    expect(errorOf(await ask({ prompt: 'none' }, client, SIGNED_OUT))).toBe('login_required');
    expect(answeredParameters(await ask({ prompt: 'none' }))).toHaveProperty('code');
    const { client: closed } = await makeClient(deps, issuer, { accessPolicy: 'PERMITTED_USERS' });
    expect(errorOf(await ask({ prompt: 'none' }, closed))).toBe('access_denied');
    clock.advance(10);
    expect(errorOf(await ask({ prompt: 'none', max_age: '5' }))).toBe('login_required');
  });

  it.each(['login', 'select_account', 'create'])(
    'asks again with prompt=%s, and only the new sign-in counts',
    async (prompt) => {
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
      expect(answeredParameters(done)).toHaveProperty('code');
    },
  );

  it('takes an authentication that is young enough, and asks again for an older one', async () => {
    const { cookie: fresh } = await signInAs(deps, await makeUser(deps));
    clock.advance(5);
    expect(answeredParameters(await ask({ max_age: '5' }, client, fresh))).toHaveProperty('code');
    expect(interactionOf(await ask({ max_age: '4' }, client, fresh)).page).toBe('/login');
    expect(interactionOf(await ask({ max_age: '0' }, client, fresh)).page).toBe('/login');
  });

  it('leads prompt=create to registration where the client allows it', async () => {
    const { client: open } = await makeClient(deps, issuer, { registrationEnabled: true });
    expect(interactionOf(await ask({ prompt: 'create' }, open)).page).toBe('/register');
  });
});

describe('OpenID Connect Core §3.1.2.1 by POST', () => {
  it('keeps a cross-site POST until the browser comes back with its cookies, once', async () => {
    const { browserHash: _, ...unknown } = browserWith(undefined);
    const answer = await authorize(deps, issuer, { parameters: queryOf(client), ...unknown, browserHash: undefined });
    const { id, page } = interactionOf(answer);
    expect(page).toBe(`/continue/${id}`);
    const open = await openInteraction(id);
    expect(await findInteraction(deps, id, 'another browser')).toBeUndefined();
    const done = await continueFlow(deps, authorizationFlow, open, browserWith(cookie));
    expect(answeredParameters(done)).toHaveProperty('code');
  });
});

describe('RFC 6749 §3.1: the resource owner is authenticated first, and let in', () => {
  it('lets in whom a permission names, and leads others to the page that says whom to ask', async () => {
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

  it('records who was not let in', async () => {
    const { client: closed } = await makeClient(deps, issuer, { accessPolicy: 'PERMITTED_USERS' });
    await ask({}, closed);
    const { items } = await store.auditEvents.page({ first: 1 }, 'NEWEST_FIRST', { clientId: closed.id });
    expect(items[0]?.record).toMatchObject({ type: 'ACCESS_DENIED', outcome: 'FAILURE', ipAddress: '192.0.2.1' });
  });

  it('leads back with access_denied, once', async () => {
    const { id } = interactionOf(await ask({}, client, SIGNED_OUT));
    const open = await openInteraction(id);
    const denied = await denyFlow(deps, authorizationFlow, open, BROWSER_HASH);
    expect(answeredParameters(denied)).toMatchObject({ error: 'access_denied', state: 'the-state' });
    expect((await denyFlow(deps, authorizationFlow, open, BROWSER_HASH)).kind).toBe('errorPage');
    expect((await continueFlow(deps, authorizationFlow, open, browserWith(cookie))).kind).toBe('errorPage');
  });

  it('gives one code to twenty that finish one interaction at once', async () => {
    const { id } = interactionOf(await ask({}, client, SIGNED_OUT));
    const open = await openInteraction(id);
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => continueFlow(deps, authorizationFlow, open, browserWith(cookie))),
    );
    expect(answers.filter(({ kind }) => kind === 'redirect')).toHaveLength(1);
    expect(answers.filter(({ kind }) => kind === 'errorPage')).toHaveLength(19);
  });

  it('refuses to go on where the client’s grants were ended meanwhile', async () => {
    const { client: changing } = await makeClient(deps, issuer);
    const { id } = interactionOf(await ask({}, changing, SIGNED_OUT));
    await store.clients.update(changing, { grantEpoch: 1 });
    const answer = await continueFlow(deps, authorizationFlow, await openInteraction(id), browserWith(cookie));
    expect(errorOf(answer)).toBe('access_denied');
  });

  it('still lets in a session whose user’s grants were ended: the new grant is another', async () => {
    const user = await makeUser(deps);
    const { cookie: before } = await signInAs(deps, user);
    await store.users.update(user, { grantEpoch: 1 });
    const { code } = answeredParameters(await ask({}, client, before));
    expect((await store.grants.find((code as string).split('.')[0] as string))?.userGrantEpoch).toBe(1);
  });

  it('holds the checks again at the end: a redirect URI that was removed meanwhile gets nothing', async () => {
    const { client: changing } = await makeClient(deps, issuer);
    const { id } = interactionOf(await ask({}, changing, SIGNED_OUT));
    await store.clients.update(changing, { redirect_uris: ['https://wiki.example/new'] });
    const answer = await continueFlow(deps, authorizationFlow, await openInteraction(id), browserWith(cookie));
    expect(answer.kind).toBe('errorPage');
  });
});

describe('Round trips', () => {
  it('are three for a live session: read, insert, note', async () => {
    const { client: fresh } = await makeClient(deps, issuer);
    const calls: string[] = [];
    const counted = { ...deps, store: countingStore(store, calls) };
    await authorize(counted, issuer, { parameters: queryOf(fresh), ...browserWith(cookie) });
    expect(calls).toEqual(['readSession', 'grants.insert', 'sessions.update']);
  });
});
