import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { decodeJwt } from 'jose';
import { endSession } from '../../../src/access/sessions/session.js';
import { ensureDefaultIssuer } from '../../../src/admin/issuers/issuer-default.js';
import type { Client } from '../../../src/model/clients/client.js';
import type { Issuer } from '../../../src/model/clients/issuer.js';
import type { User } from '../../../src/model/people/user.js';
import { startEdge, type TestEdge } from '../../http/start-edge.js';
import { basicHeader, codeFor, codeForm, requestToken } from '../../support/authorization.js';
import { makeClient, makeIssuer, makeUser, signInAs } from '../../support/fixtures.js';
import { type Answer, newUserAgent } from '../../support/user-agent.js';

const GOODBYE = 'https://wiki.example/goodbye';
/** The headers of a form of another site. Browsers send it without our Lax cookies. */
const FOREIGN = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site', 'sec-fetch-dest': 'document' };
/** The same in a browser without Fetch Metadata. */
const FOREIGN_OLD = { origin: 'https://evil.example', 'sec-fetch-site': '' };

let edge: TestEdge;
let issuer: Issuer;
let client: Client;
let secret: string;
let user: User;
beforeAll(async () => {
  edge = await startEdge();
  issuer = await ensureDefaultIssuer(edge.deps);
  ({ client, secret } = await makeClient(edge.deps, issuer, { id: 'wiki', post_logout_redirect_uris: [GOODBYE] }));
  user = await makeUser(edge.deps, { username: 'ada' });
});
afterAll(() => edge.stop());

async function signedIn(at = { issuer, client, secret }) {
  const { session, cookie } = await signInAs(edge.deps, user);
  const agent = newUserAgent(edge.origin);
  await agent.jar.setCookie(`passgraph_session=${cookie}; Path=/`, edge.origin);
  const code = await codeFor(edge.deps, at.issuer, at.client, cookie);
  const header = basicHeader(at.client, at.secret);
  const { id_token } = await requestToken(edge.deps, at.issuer, codeForm(at.client, code), header);
  const isSignedIn = async () => (await edge.deps.store.sessions.find(session.id))?.endedAt === undefined;
  return { agent, sessionId: session.id, isSignedIn, idToken: String(id_token) };
}

const withoutCookie = () => newUserAgent(edge.origin);
const setsSession = ({ headers }: Answer) =>
  headers.getSetCookie().some((line) => line.startsWith('passgraph_session='));
const logoutPath = (parameters: Record<string, string>) => `/oidc/logout?${new URLSearchParams(parameters)}`;

describe('a request without the session cookie', () => {
  it.each([FOREIGN, FOREIGN_OLD])('clears nothing if it is a form of another site: %j', async (headers) => {
    const { isSignedIn } = await signedIn();
    for (const path of ['/oidc/logout', '/oidc/logout?again']) {
      for (const fields of [{}, { client_id: 'wiki', post_logout_redirect_uri: GOODBYE }] as Record<string, string>[]) {
        const answer = await withoutCookie().postForm(path, fields, headers);
        expect([path, answer.status, answer.location, setsSession(answer)]).toEqual([path, 200, undefined, false]);
        expect(answer.text).not.toContain('You’re signed out');
        expect(answer.text).toContain(`action="${edge.origin}/oidc/logout?again"`);
      }
    }
    expect(await isSignedIn()).toBe(true);
  });

  it('clears nothing, whatever else it has', async () => {
    const { idToken } = await signedIn();
    for (const parameters of [
      {},
      { client_id: 'wiki', post_logout_redirect_uri: GOODBYE },
      { id_token_hint: idToken },
      { id_token_hint: idToken, post_logout_redirect_uri: 'https://evil.example/' },
    ] as Record<string, string>[]) {
      const agent = withoutCookie();
      for (const answer of [
        await agent.get(logoutPath(parameters)),
        await agent.postForm('/oidc/logout', parameters),
        await agent.postForm('/oidc/logout?again', parameters),
        await agent.postForm('/oidc/logout/confirm', { ...parameters, action: 'sign-out' }),
      ]) {
        expect(setsSession(answer)).toBe(false);
      }
    }
    expect(setsSession(await withoutCookie().postForm('/account', { action: 'sign-out' }))).toBe(false);
  });

  it('does not loop in a browser that hides the origin of our own form', async () => {
    const hidden = { origin: 'null', 'sec-fetch-site': '' };
    const first = await withoutCookie().postForm('/oidc/logout', { client_id: 'wiki' }, hidden);
    expect(first.text).toContain('/oidc/logout?again');
    const second = await withoutCookie().postForm('/oidc/logout?again', { client_id: 'wiki' }, hidden);
    expect(second.text).not.toContain('/oidc/logout?again');
    expect(setsSession(second)).toBe(false);
  });

  it('clears a cookie whose session has ended', async () => {
    const { agent, sessionId } = await signedIn();
    await endSession(edge.deps, { id: sessionId });
    const answer = await agent.get('/oidc/logout');
    expect(answer.text).toContain('You’re signed out');
    expect(setsSession(answer)).toBe(true);
  });
});

describe('a server-side call with an id_token_hint (RP-Initiated Logout §2)', () => {
  const send = (method: string, parameters: Record<string, string>, base = '') => {
    const query = new URLSearchParams(parameters).toString();
    return method === 'GET'
      ? edge.get(`${base}/oidc/logout?${query}`)
      : edge.post(`${base}/oidc/logout`, query, { 'content-type': 'application/x-www-form-urlencoded' });
  };

  it.each(['GET', 'POST'])('ends the session that the hint names, by %s', async (method) => {
    const { isSignedIn, idToken, sessionId } = await signedIn();
    const other = await signedIn();
    const answer = await send(method, { id_token_hint: idToken });
    expect(answer.status).toBe(200);
    expect(await answer.text()).toContain('You’re signed out');
    expect([await isSignedIn(), await other.isSignedIn()]).toEqual([false, true]);
    const { items } = await edge.deps.store.auditEvents.page({ first: 10 }, 'NEWEST_FIRST', { sessionId });
    expect(items.map(({ record }) => record)).toContainEqual(
      expect.objectContaining({ type: 'SIGNED_OUT', actorKind: 'CLIENT', actorId: 'wiki', userId: user.id }),
    );
    const ended = await edge.deps.store.sessions.find(sessionId);
    expect(ended?.endToTell).toBeDefined();
  });

  it('accepts an expired hint, and ends only the session that its sid names', async () => {
    const { isSignedIn, idToken } = await signedIn();
    const other = await signedIn();
    const claims = decodeJwt(idToken) as Record<string, string>;
    const expired: Record<string, string | number> = {
      ...claims,
      iat: Number(claims.iat) - 7200,
      exp: Number(claims.exp) - 7200,
    };
    const sign = (changes: object) => edge.deps.keys.sign(issuer, 'RS256', { ...expired, ...changes });
    const { sid: _sid, ...nameless } = expired;
    for (const hint of [await sign({ sid: 'unknown' }), await edge.deps.keys.sign(issuer, 'RS256', nameless)]) {
      for (const method of ['GET', 'POST']) await send(method, { id_token_hint: hint });
    }
    expect([await isSignedIn(), await other.isSignedIn()]).toEqual([true, true]);
    await send('POST', { id_token_hint: await sign({}) });
    expect([await isSignedIn(), await other.isSignedIn()]).toEqual([false, true]);
    // A hint of a session that has ended ends no other session of the same user.
    const answer = await send('POST', { id_token_hint: await sign({}) });
    expect(await answer.text()).toContain('You’re signed out');
    expect(await other.isSignedIn()).toBe(true);
  });

  it('redirects if it names a registered URI', async () => {
    const { isSignedIn, idToken } = await signedIn();
    const answer = await send('POST', { id_token_hint: idToken, post_logout_redirect_uri: GOODBYE, state: 's' });
    expect([answer.status, answer.headers.get('location')]).toEqual([303, `${GOODBYE}?state=s`]);
    expect(await isSignedIn()).toBe(false);
  });

  it('ends nothing without a hint, with one that is not valid, or with other parameters that are not valid', async () => {
    const { isSignedIn, idToken, sessionId } = await signedIn();
    const shop = await makeIssuer(edge.deps, 'shop');
    const { client: elsewhere } = await makeClient(edge.deps, shop, { id: 'shop-app' });
    const { client: other, secret: otherSecret } = await makeClient(edge.deps, issuer, {
      id: 'other',
      id_token_signed_response_alg: 'HS256',
    });
    const claims = { ...(decodeJwt(idToken) as Record<string, string>), aud: 'other' };
    // A client with HS256 can make ID tokens for its own audience, but not for the session of another user.
    const stranger = await makeUser(edge.deps, { username: 'grace' });
    const forged = await edge.deps.keys.signWithSecret(otherSecret, { ...claims, sub: stranger.id });
    for (const parameters of [
      {},
      { client_id: 'wiki', logout_hint: 'ada' },
      { id_token_hint: `${idToken.slice(0, -8)}AAAAAAAA` },
      { id_token_hint: idToken, client_id: other.id },
      { id_token_hint: idToken, client_id: elsewhere.id },
      { id_token_hint: idToken, post_logout_redirect_uri: 'https://evil.example/' },
      { id_token_hint: forged },
    ] as Record<string, string>[]) {
      for (const method of ['GET', 'POST']) await send(method, parameters);
    }
    await send('GET', { id_token_hint: idToken }, '/i/shop');
    expect([await isSignedIn(), (await edge.deps.store.sessions.find(sessionId))?.endedAt]).toEqual([true, undefined]);
  });

  it('ends only a session in which the user signed in to that client', async () => {
    const { isSignedIn, idToken } = await signedIn();
    const { secret: own } = await makeClient(edge.deps, issuer, { id: 'hs', id_token_signed_response_alg: 'HS256' });
    const claims = { ...(decodeJwt(idToken) as Record<string, string>), aud: 'hs' };
    await send('POST', { id_token_hint: await edge.deps.keys.signWithSecret(own, claims) });
    expect(await isSignedIn()).toBe(true);
  });

  it('asks nevertheless if the browser has another session', async () => {
    const other = await signedIn();
    const { agent, isSignedIn } = await signedIn();
    const page = await agent.get(logoutPath({ id_token_hint: other.idToken }));
    expect(page.text).toContain('Do you want to sign out?');
    expect([await isSignedIn(), await other.isSignedIn()]).toEqual([true, true]);
  });
});

describe('a logout request that is not valid (RP-Initiated Logout §4)', () => {
  const wrong: Record<string, string>[] = [
    { client_id: 'wiki', post_logout_redirect_uri: 'https://evil.example/' },
    { post_logout_redirect_uri: GOODBYE },
    { client_id: 'unknown' },
    { id_token_hint: 'x' },
  ];

  it.each(wrong)('shows the error and a form to sign out: %j', async (parameters) => {
    const { agent, isSignedIn } = await signedIn();
    const page = await agent.get(logoutPath(parameters));
    expect([page.status, page.location, setsSession(page)]).toEqual([400, undefined, false]);
    expect(page.text).toContain('invalid_request');
    expect(await isSignedIn()).toBe(true);
    expect(page.text).toMatch(/<form method="post" action="\/oidc\/logout\/confirm"/);
    expect(page.text).not.toContain('evil.example');
    const answer = await agent.postForm('/oidc/logout/confirm', { action: 'sign-out' });
    expect([answer.status, answer.location, setsSession(answer)]).toEqual([200, undefined, true]);
    expect(answer.text).toContain('You’re signed out');
    expect(await isSignedIn()).toBe(false);
  });

  it('shows the same for Basic', async () => {
    const { client: basic } = await makeClient(edge.deps, issuer, { id: 'shop', integrations: ['BASIC'] });
    const { agent, isSignedIn } = await signedIn();
    for (const path of [
      `/auth/logout/${basic.id}`,
      `/auth/logout/${basic.id}?redirectUri=https://evil.example/`,
      `/auth/logout/unknown?redirectUri=${GOODBYE}`,
      `/auth/logout/wiki?redirectUri=${GOODBYE}`,
    ]) {
      const page = await agent.get(path);
      expect([path, page.location, setsSession(page)]).toEqual([path, undefined, false]);
      expect(page.text).toMatch(/<form method="post" action="\/oidc\/logout\/confirm"/);
    }
    expect(await isSignedIn()).toBe(true);
  });
});
