import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { decodeJwt } from 'jose';
import { ensureDefaultIssuer } from '../../src/admin/issuers/issuer-default.js';
import { openClientSecret } from '../../src/keys/client-secrets.js';
import type { Client } from '../../src/model/clients/client.js';
import type { Issuer } from '../../src/model/clients/issuer.js';
import type { User } from '../../src/model/people/user.js';
import { startEdge, type TestEdge } from '../http/start-edge.js';
import { frozenClock } from '../support/deps.js';
import { makeClient, makeUser, signInAs } from '../support/fixtures.js';
import { type Answer, newUserAgent, type UserAgent } from '../support/user-agent.js';

const GOODBYE = 'https://wiki.example/goodbye';
const CALLBACK = 'https://wiki.example/callback';
const clock = frozenClock(new Date());

let edge: TestEdge;
let issuer: Issuer;
let client: Client;
let user: User;
let agent: UserAgent;
let sessionId: string;
beforeAll(async () => {
  edge = await startEdge({ clock });
  issuer = await ensureDefaultIssuer(edge.deps);
  ({ client } = await makeClient(edge.deps, issuer, { id: 'wiki', integrations: ['BASIC'] }));
  user = await makeUser(edge.deps, { username: 'ada' });
});
afterAll(() => edge.stop());
beforeEach(async () => {
  ({ agent, sessionId } = await signedIn());
});

async function signedIn(as = user) {
  const { session, cookie } = await signInAs(edge.deps, as);
  const browser = newUserAgent(edge.origin);
  await browser.jar.setCookie(`passgraph_session=${cookie}; Path=/`, edge.origin);
  return { agent: browser, sessionId: session.id };
}

async function tokenOf(browser: UserAgent, clientId = 'wiki'): Promise<string> {
  const { location } = await browser.get(`/auth/login/${clientId}?${new URLSearchParams({ redirectUri: CALLBACK })}`);
  return String(location?.searchParams.get('token'));
}

const logout = (parameters: Record<string, string>, browser = agent) =>
  browser.get(`/auth/logout/wiki?${new URLSearchParams({ redirectUri: GOODBYE, ...parameters })}`);
const isSignedIn = async (id = sessionId) => (await edge.deps.store.sessions.find(id))?.endedAt === undefined;
const clearsCookie = ({ headers }: Answer) =>
  headers.getSetCookie().some((line) => line.startsWith('passgraph_session=; Max-Age=0'));

describe('Basic sign-out with the token of the sign-in', () => {
  it('ends the session at once', async () => {
    const answer = await logout({ token: await tokenOf(agent) });
    expect([answer.status, answer.location?.href, clearsCookie(answer)]).toEqual([303, GOODBYE, true]);
    expect(await isSignedIn()).toBe(false);
    const { items } = await edge.deps.store.auditEvents.page({ first: 9 }, 'NEWEST_FIRST', { sessionId });
    expect(items.map(({ record }) => record)).toContainEqual(
      expect.objectContaining({ type: 'SIGNED_OUT', clientId: 'wiki', userId: user.id }),
    );
  });

  it('accepts the token after it has expired', async () => {
    const token = await tokenOf(agent);
    clock.advance(7200);
    expect((await logout({ token })).location?.href).toBe(GOODBYE);
    expect(await isSignedIn()).toBe(false);
  });

  it('accepts a token with a pairwise subject', async () => {
    await makeClient(edge.deps, issuer, { id: 'apart', integrations: ['BASIC'], subject_type: 'pairwise' });
    const query = new URLSearchParams({ redirectUri: GOODBYE, token: await tokenOf(agent, 'apart') });
    expect((await agent.get(`/auth/logout/apart?${query}`)).location?.href).toBe(GOODBYE);
    expect(await isSignedIn()).toBe(false);
  });

  it('asks if the token is of another session, user, client or kind, or was changed', async () => {
    const token = await tokenOf(agent);
    const other = await signedIn();
    const grace = await signedIn(await makeUser(edge.deps, { username: 'grace' }));
    const { client: second } = await makeClient(edge.deps, issuer, { id: 'chat', integrations: ['BASIC'] });
    const [own] = client.secrets;
    if (own === undefined) throw new Error('a client is made with a secret');
    const secret = openClientSecret(edge.deps.keys, client, own);
    const claims = decodeJwt(token) as Record<string, string>;
    const { sid: _sid, ...withoutSid } = claims;
    const sign = (changed: Record<string, string>, typ?: string) =>
      edge.deps.keys.signWithSecret(secret, changed, typ === undefined ? {} : { typ });
    for (const wrong of [
      await tokenOf(other.agent),
      await tokenOf(grace.agent),
      await tokenOf(agent, second.id),
      `${token.slice(0, -8)}AAAAAAAA`,
      `${Buffer.from('{"alg":"none"}').toString('base64url')}.${token.split('.')[1]}.`,
      'x',
      await sign(withoutSid),
      await sign({ ...claims, sid: other.sessionId }),
      await sign({ ...claims, sub: 'another' }),
      await sign({ ...claims, clientId: 'chat' }),
      await sign({ ...claims, iss: 'https://evil.example' }),
      await sign(claims, 'logout+jwt'),
    ]) {
      const page = await logout({ token: wrong });
      expect([page.status, page.location, clearsCookie(page)]).toEqual([200, undefined, false]);
      expect(page.text).toContain('Do you want to sign out?');
    }
    expect([await isSignedIn(), await isSignedIn(other.sessionId)]).toEqual([true, true]);
  });

  it('names the session, and differently for a client with pairwise subjects', async () => {
    await makeClient(edge.deps, issuer, { id: 'paired', integrations: ['BASIC'], subject_type: 'pairwise' });
    const [one, two] = [decodeJwt(await tokenOf(agent)), decodeJwt(await tokenOf(agent, 'paired'))];
    expect(one.sid).toBe(sessionId);
    expect([expect.any(String), true]).toEqual([two.sid, two.sid !== sessionId]);
    expect(decodeJwt(await tokenOf(agent)).sid).toBe(one.sid);
  });
});

describe('Basic sign-out without proof from the application', () => {
  it('asks, and ends nothing before the user answers', async () => {
    const page = await logout({});
    expect([page.status, page.location, clearsCookie(page)]).toEqual([200, undefined, false]);
    expect(page.text).toContain('You’re signed in as <strong>ada</strong>');
    expect(page.text).toContain('action="/auth/logout/wiki/confirm"');
    expect(await isSignedIn()).toBe(true);
    const answer = await agent.postForm('/auth/logout/wiki/confirm', { action: 'sign-out', redirectUri: GOODBYE });
    expect([answer.status, answer.location?.href, clearsCookie(answer)]).toEqual([303, GOODBYE, true]);
    expect(await isSignedIn()).toBe(false);
  });

  it('keeps the session if the user declines', async () => {
    const answer = await agent.postForm('/auth/logout/wiki/confirm', { action: 'stay', redirectUri: GOODBYE });
    expect(answer.location?.pathname).toBe('/account');
    expect(await isSignedIn()).toBe(true);
  });

  it('rejects an answer of another site, of an unknown kind, or with a URI that is not registered', async () => {
    const fields = { action: 'sign-out', redirectUri: GOODBYE };
    const foreign = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' };
    expect((await agent.postForm('/auth/logout/wiki/confirm', fields, foreign)).status).toBe(403);
    expect((await agent.postForm('/auth/logout/wiki/confirm', { ...fields, action: 'x' })).status).toBe(400);
    expect((await agent.get(`/auth/logout/wiki/confirm?${new URLSearchParams(fields)}`)).status).toBe(405);
    const elsewhere = { ...fields, redirectUri: 'https://evil.example/' };
    const answer = await agent.postForm('/auth/logout/wiki/confirm', elsewhere);
    expect([answer.status, answer.location]).toEqual([400, undefined]);
    expect(await isSignedIn()).toBe(true);
  });

  it('redirects a browser without a session, and clears no cookie', async () => {
    const answer = await logout({}, newUserAgent(edge.origin));
    expect([answer.location?.href, clearsCookie(answer), answer.headers.getSetCookie()]).toEqual([GOODBYE, false, []]);
    expect((await edge.post(`/auth/logout/wiki?redirectUri=${GOODBYE}`, '')).status).toBe(405);
  });
});
