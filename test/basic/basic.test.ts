import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { jwtVerify } from 'jose';
import type { BrowserAnswer } from '../../src/access/interaction/browser-answer.js';
import { findInteraction } from '../../src/access/interaction/interaction.js';
import { continueFlow, denyFlow } from '../../src/access/interaction/interaction-flow.js';
import { findActiveSession } from '../../src/access/sessions/session.js';
import { basicFlow } from '../../src/basic/basic-flow.js';
import { basicLogin, basicRegistration } from '../../src/basic/basic-login.js';
import { type BasicLogoutAnswer, basicLogout } from '../../src/basic/basic-logout.js';
import { newClientSecret } from '../../src/keys/client-secrets.js';
import type { Client } from '../../src/model/clients/client.js';
import type { Issuer } from '../../src/model/clients/issuer.js';
import type { Deps } from '../../src/model/deps.js';
import type { User } from '../../src/model/people/user.js';
import { numericDate } from '../../src/model/time.js';
import { answeredParameters, BROWSER_HASH, browserWith } from '../support/authorization.js';
import type { FrozenClock } from '../support/deps.js';
import { makeClient, makeIssuer, makeUser, permit, signInAs } from '../support/fixtures.js';
import '../support/matchers.js';
import { openWorld } from '../support/world.js';

let deps: Deps;
let clock: FrozenClock;
let issuer: Issuer;
let client: Client;
let secret: string;
let user: User;
let cookie: string;

beforeAll(async () => {
  ({ deps, clock, issuer } = await openWorld());
  ({ client, secret } = await makeClient(deps, issuer, { integrations: ['BASIC'] }));
  user = await makeUser(deps, { username: 'ada' });
  ({ cookie } = await signInAs(deps, user));
  clock.advance(30);
});
afterAll(() => deps.store.close());

type Entries = [string, string][];
/** A cookie that names no session. */
const SIGNED_OUT = 'none';
const asked: Entries = [
  ['redirectUri', 'https://wiki.example/callback'],
  ['state', 'a state'],
];

function request(parameters: Entries, of: Client, session: string) {
  return {
    clientId: of.id,
    parameters,
    ...browserWith(session),
  };
}

function login(parameters: Entries = asked, of = client, session = cookie): Promise<BrowserAnswer> {
  return basicLogin(deps, request(parameters, of, session));
}

function register(parameters: Entries = asked, of = client, session = SIGNED_OUT): Promise<BrowserAnswer> {
  return basicRegistration(deps, request(parameters, of, session));
}

async function verified(answer: BrowserAnswer, by = secret) {
  const { token = '' } = answeredParameters(answer);
  return jwtVerify(token, new TextEncoder().encode(by), { algorithms: ['HS256'], currentDate: clock.now() });
}

function pageOf(answer: BrowserAnswer): [page: string | undefined, id: string] {
  if (answer.kind !== 'interaction') throw new Error(`a page was expected: ${JSON.stringify(answer)}`);
  const [page, id = ''] = answer.location.split('?interaction=');
  return [page, id];
}

async function open(id: string) {
  const found = await findInteraction(deps, id, BROWSER_HASH);
  if (found === undefined) throw new Error('the interaction was expected to be open');
  return found;
}

function statusOf(answer: BrowserAnswer | BasicLogoutAnswer) {
  return answer.kind === 'errorPage' ? answer.error.status : answer.kind;
}

describe('Basic sign-in', () => {
  it('redirects a signed-in user with a JWT that is signed with the client’s secret', async () => {
    const answer = await login();
    const { token, ...rest } = answeredParameters(answer);
    expect(rest).toEqual({ clientId: client.id, state: 'a state' });
    const { payload, protectedHeader } = await verified(answer);
    const now = numericDate(clock.now());
    expect(protectedHeader).toEqual({ alg: 'HS256', typ: 'JWT' });
    expect(payload).toEqual({
      iss: 'http://localhost:3000',
      groups: [],
      sub: user.id,
      userId: user.id,
      username: 'ada',
      preferred_username: 'ada',
      clientId: client.id,
      aud: 'wiki.example',
      iat: now,
      exp: now + 300,
      auth_time: now - 30,
      jti: expect.any(String),
      name: 'Ada Lovelace',
      email: 'ada@example.org',
      email_verified: true,
      updated_at: now - 30,
      sid: expect.any(String),
    });
  });

  it('issues a new jti each time', async () => {
    const [one, two] = [await verified(await login()), await verified(await login())];
    expect(one.payload.jti).not.toBe(two.payload.jti);
  });

  it('uses the host of the redirect URI, with its port, as audience', async () => {
    const uri = 'http://localhost:8080/cb?x=1';
    const { client: local, secret: own } = await makeClient(deps, issuer, {
      integrations: ['BASIC'],
      redirect_uris: [uri],
    });
    const answer = await login([['redirectUri', uri]], local);
    expect(answer.kind === 'redirect' && answer.url.startsWith('http://localhost:8080/cb?x=1&token=')).toBe(true);
    expect((await verified(answer, own)).payload.aud).toBe('localhost:8080');
    expect(answeredParameters(answer)).not.toHaveProperty('state');
  });

  it('uses the client’s issuer as iss', async () => {
    const { client: tenant, secret: own } = await makeClient(deps, await makeIssuer(deps, 'tenant'), {
      integrations: ['BASIC'],
    });
    expect((await verified(await login(asked, tenant), own)).payload.iss).toBe('http://localhost:3000/i/tenant');
  });

  it('signs with the older of two valid secrets and names it in kid', async () => {
    const { client: rotating, secret: old } = await makeClient(deps, issuer, { integrations: ['BASIC'] });
    const { secret: fresh, record } = newClientSecret(deps, rotating);
    const [first] = rotating.secrets;
    if (first === undefined) throw new Error('a client is made with a secret');
    const expiresAt = clock.now().getTime() + 60_000;
    await deps.store.clients.update(rotating, { secrets: [{ ...first, expiresAt }, record] });
    expect((await verified(await login(asked, rotating), old)).protectedHeader.kid).toBe(first.id);
    clock.advance(60);
    expect((await verified(await login(asked, rotating), fresh)).protectedHeader).not.toHaveProperty('kid');
  });

  it('uses a pairwise subject if the client is registered for one', async () => {
    const { client: apart, secret: own } = await makeClient(deps, issuer, {
      integrations: ['BASIC'],
      subject_type: 'pairwise',
    });
    const { payload } = await verified(await login(asked, apart), own);
    expect(payload.sub).toBe(payload.userId);
    expect(payload.sub).not.toBe(user.id);
  });

  it('adds the client to the session', async () => {
    await login();
    expect((await findActiveSession(deps, cookie))?.session.clients).toContainEqual({
      id: client.id,
      generation: client.generation,
    });
  });

  it('redirects to the sign-in page and issues one token afterwards', async () => {
    const [page, id] = pageOf(await login(asked, client, SIGNED_OUT));
    expect(page).toBe('/login');
    const found = await open(id);
    expect(pageOf(await continueFlow(deps, basicFlow, found, browserWith(SIGNED_OUT)))).toEqual(['/login', id]);
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => continueFlow(deps, basicFlow, found, browserWith(cookie))),
    );
    expect(answers.filter(({ kind }) => kind === 'redirect')).toHaveLength(1);
  });
});

describe('Basic errors that are shown on a page', () => {
  const wrong: [string, Entries][] = [
    ['a missing redirectUri', [['state', 's']]],
    ['an unregistered redirectUri', [['redirectUri', 'https://evil.example/']]],
    ['a redirectUri with a query that is not registered', [['redirectUri', 'https://wiki.example/callback?x']]],
    ['a post-logout redirect URI', [['redirectUri', 'https://wiki.example/goodbye']]],
    ['a repeated redirectUri', [...asked, ['redirectUri', 'https://wiki.example/callback']]],
    ['a repeated state', [...asked, ['state', 'another']]],
  ];
  it.each(wrong)('include %s', async (_, parameters) => {
    expect(statusOf(await login(parameters))).toBe(400);
  });

  it('include an unknown or disabled client, one whose issuer is gone, and one that does not use Basic', async () => {
    const clients = await Promise.all([
      makeClient(deps, issuer, { integrations: ['BASIC'], enabled: false }),
      makeClient(deps, { ...issuer, generation: 'an earlier one' }, { integrations: ['BASIC'] }),
      makeClient(deps, issuer, { integrations: ['OIDC'] }),
      makeClient(deps, issuer, { integrations: ['BASIC'], require_signed_request_object: true }),
      makeClient(deps, issuer, { integrations: ['BASIC'], securityProfile: 'FAPI2' }),
    ]);
    for (const { client: one } of clients) expect(statusOf(await login(asked, one))).toBe(404);
    expect(statusOf(await login(asked, { ...client, id: 'unknown' }))).toBe(404);
  });

  it('include every request if signed requests are required', async () => {
    const strict = { ...deps, config: { ...deps.config, requireSignedRequestObject: true } };
    expect(statusOf(await basicLogin(strict, request(asked, client, cookie)))).toBe(404);
    expect(statusOf(await basicLogout(strict, request(asked, client, cookie)))).toBe(404);
  });

  it('include a client without a valid secret, because nothing can be signed', async () => {
    const { client: bare } = await makeClient(deps, issuer, { integrations: ['BASIC'], secrets: [] });
    expect((await login(asked, bare)).kind).toBe('errorPage');
  });
});

describe('Basic access', () => {
  it('redirects a user without access to the page that says so, and from there back with access_denied', async () => {
    const { client: closed } = await makeClient(deps, issuer, {
      integrations: ['BASIC'],
      accessPolicy: 'PERMITTED_USERS',
    });
    const [page, id] = pageOf(await login(asked, closed));
    expect(page).toBe('/denied');
    const found = await open(id);
    const denied = await denyFlow(deps, basicFlow, found, BROWSER_HASH);
    expect(answeredParameters(denied)).toEqual({ error: 'access_denied', clientId: closed.id, state: 'a state' });
    expect((await denyFlow(deps, basicFlow, found, BROWSER_HASH)).kind).toBe('errorPage');
    await permit(deps, closed, user);
    expect(await login(asked, closed)).toRedirectWith({ token: expect.any(String) });
  });

  it('is decided again after the sign-in', async () => {
    const { client: closing } = await makeClient(deps, issuer, { integrations: ['BASIC'] });
    const [, id] = pageOf(await login(asked, closing, SIGNED_OUT));
    await deps.store.clients.update(closing, { accessPolicy: 'PERMITTED_USERS' });
    expect(pageOf(await continueFlow(deps, basicFlow, await open(id), browserWith(cookie)))[0]).toBe('/denied');
  });
});

describe('Basic registration', () => {
  it('returns 404 if the client does not allow registration', async () => {
    expect(statusOf(await register())).toBe(404);
  });

  it('redirects to the registration page, with the requested username, even a signed-in user', async () => {
    const { client: inviting } = await makeClient(deps, issuer, { integrations: ['BASIC'], registrationEnabled: true });
    const [page, id] = pageOf(await register([...asked, ['username', 'grace']], inviting, cookie));
    expect(page).toBe('/register');
    const found = await open(id);
    expect(found.interaction).toMatchObject({ register: true, loginHint: 'grace' });
    clock.advance(5);
    const { cookie: fresh } = await signInAs(deps, await makeUser(deps, { username: 'grace' }));
    expect(await continueFlow(deps, basicFlow, found, browserWith(fresh))).toRedirectWith({
      token: expect.any(String),
    });
  });

  it('rejects an unregistered redirectUri', async () => {
    const { client: inviting } = await makeClient(deps, issuer, { integrations: ['BASIC'], registrationEnabled: true });
    expect(statusOf(await register([['redirectUri', 'https://evil.example/']], inviting))).toBe(400);
  });
});

describe('Basic sign-out', () => {
  const back: Entries = [['redirectUri', 'https://wiki.example/goodbye']];
  const logout = (parameters: Entries, of: Client, session: string) =>
    basicLogout(deps, request(parameters, of, session));

  it('ends the session with the token of the sign-in, records it, and redirects to a post-logout redirect URI', async () => {
    const { cookie: own, session } = await signInAs(deps, user);
    const { token = '' } = answeredParameters(await login(asked, client, own));
    expect(await logout([...back, ['token', token]], client, own)).toEqual({
      kind: 'redirect',
      url: 'https://wiki.example/goodbye',
      endedSession: true,
    });
    expect(await findActiveSession(deps, own)).toBeUndefined();
    const { items } = await deps.store.auditEvents.page({ first: 9 }, 'NEWEST_FIRST', { types: ['SIGNED_OUT'] });
    expect(items.map(({ record }) => record.sessionId)).toEqual([session.id]);
    expect(pageOf(await login(asked, client, own))[0]).toBe('/login');
  });

  it('asks without the token', async () => {
    const { cookie: own } = await signInAs(deps, user);
    expect((await logout(back, client, own)).kind).toBe('ask');
    expect(await findActiveSession(deps, own)).toBeDefined();
  });

  it('redirects a user who is not signed in', async () => {
    expect((await logout(back, client, SIGNED_OUT)).kind).toBe('redirect');
  });

  it('ends no session for an unknown redirectUri or client', async () => {
    const { cookie: own } = await signInAs(deps, user);
    for (const parameters of [asked, [], [...back, ...back], [...back, ['token', 'a'], ['token', 'b']]] as Entries[]) {
      expect(statusOf(await logout(parameters, client, own))).toBe(400);
    }
    expect(statusOf(await logout(back, { ...client, id: 'unknown' }, own))).toBe(404);
    expect(await findActiveSession(deps, own)).toBeDefined();
  });
});

describe('RFC 8252 §8.5 a native application', () => {
  it('cannot use Basic, even if it was stored with it, because every copy contains the secret', async () => {
    const changes = { integrations: ['BASIC'], application_type: 'native', requirePkce: true } as const;
    const { client: native } = await makeClient(deps, issuer, changes);
    expect(await login(asked, native)).toMatchObject({ kind: 'errorPage', error: { error: 'unauthorized_client' } });
  });
});
