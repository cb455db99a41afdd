import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { decodeJwt } from 'jose';
import * as oidc from 'openid-client';
import { ensureDefaultIssuer } from '../../../src/admin/issuers/issuer-default.js';
import type { Client } from '../../../src/model/clients/client.js';
import type { Issuer } from '../../../src/model/clients/issuer.js';
import type { User } from '../../../src/model/people/user.js';
import { startEdge, type TestEdge } from '../../http/start-edge.js';
import { basicHeader, codeFor, codeForm, queryOf, requestToken } from '../../support/authorization.js';
import { frozenClock } from '../../support/deps.js';
import { makeClient, makeIssuer, makeUser, signInAs } from '../../support/fixtures.js';
import { type Answer, newUserAgent } from '../../support/user-agent.js';

const GOODBYE = 'https://wiki.example/goodbye';
const clock = frozenClock(new Date());

let edge: TestEdge;
let issuer: Issuer;
let client: Client;
let secret: string;
let user: User;
beforeAll(async () => {
  edge = await startEdge({ clock });
  issuer = await ensureDefaultIssuer(edge.deps);
  ({ client, secret } = await makeClient(edge.deps, issuer, {
    id: 'wiki',
    post_logout_redirect_uris: [GOODBYE, 'https://wiki.example/bye?from=id'],
  }));
  user = await makeUser(edge.deps, { username: 'ada' });
});
afterAll(() => edge.stop());

/** A browser in which the user is signed in, with the ID token of the client. */
async function signedIn(at = { issuer, client, secret }, base = '') {
  const { session, cookie } = await signInAs(edge.deps, user);
  const agent = newUserAgent(edge.origin);
  await agent.jar.setCookie(`passgraph_session=${cookie}; Path=/`, edge.origin);
  const code = await codeFor(edge.deps, at.issuer, at.client, cookie);
  const header = basicHeader(at.client, at.secret);
  const { id_token, access_token } = await requestToken(edge.deps, at.issuer, codeForm(at.client, code), header);
  const sessionId = session.id;
  const isSignedIn = async () => (await edge.deps.store.sessions.find(sessionId))?.endedAt === undefined;
  const path = `${base}/oidc/logout`;
  const logout = (parameters: Record<string, string>) => agent.get(`${path}?${new URLSearchParams(parameters)}`);
  return { agent, sessionId, isSignedIn, logout, path, idToken: String(id_token), accessToken: String(access_token) };
}

function clearsCookie(answer: Answer) {
  return answer.headers.getSetCookie().some((line) => line.startsWith('passgraph_session=; Max-Age=0'));
}

/** The hidden fields that a page would post. */
function fieldsOf({ text }: Answer): Record<string, string> {
  return Object.fromEntries(
    [...text.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)].map(([, name, value]) => [
      String(name),
      String(value).replaceAll('&amp;', '&'),
    ]),
  );
}

function refused(answer: Answer) {
  expect([answer.status, answer.location]).toEqual([400, undefined]);
  expect(answer.headers.get('content-type')).toContain('text/html');
}

describe('RP-Initiated Logout §2 with an id_token_hint of the current session', () => {
  it('ends the session at once, and redirects with state', async () => {
    const { agent, logout, isSignedIn, idToken, accessToken } = await signedIn();
    const again = `/oidc/authorize?${new URLSearchParams(queryOf(client, { prompt: 'none' }))}`;
    expect((await agent.get(again)).location?.searchParams.has('code')).toBe(true);
    const answer = await logout({ id_token_hint: idToken, post_logout_redirect_uri: GOODBYE, state: 'a b&c' });
    expect((await agent.get(again)).location?.searchParams.get('error')).toBe('login_required');
    expect([answer.status, answer.location?.href]).toEqual([303, `${GOODBYE}?state=a+b%26c`]);
    expect(clearsCookie(answer)).toBe(true);
    expect(await isSignedIn()).toBe(false);
    const userinfo = await edge.get('/oidc/userinfo', { authorization: `Bearer ${accessToken}` });
    expect(userinfo.status).toBe(401);
  });

  it('redirects without state if there was none, and keeps the query of the URI', async () => {
    const first = await signedIn();
    const bare = await first.logout({ id_token_hint: first.idToken, post_logout_redirect_uri: GOODBYE });
    expect(bare.location?.href).toBe(GOODBYE);
    const second = await signedIn();
    const uri = 'https://wiki.example/bye?from=id';
    const kept = await second.logout({ id_token_hint: second.idToken, post_logout_redirect_uri: uri, state: 's' });
    expect(kept.location?.href).toBe(`${uri}&state=s`);
  });

  it('shows a page if there is no URI to redirect to', async () => {
    const { logout, isSignedIn, idToken } = await signedIn();
    const answer = await logout({ id_token_hint: idToken, ui_locales: 'en', logout_hint: 'ada', foo: 'bar' });
    expect(answer.status).toBe(200);
    expect(answer.text).toContain('You’re signed out');
    expect(clearsCookie(answer)).toBe(true);
    expect(await isSignedIn()).toBe(false);
  });

  it('accepts an expired ID token', async () => {
    const { logout, isSignedIn, idToken } = await signedIn();
    clock.advance(2 * 3600);
    const answer = await logout({ id_token_hint: idToken, post_logout_redirect_uri: GOODBYE });
    expect(answer.location?.href).toBe(GOODBYE);
    expect(await isSignedIn()).toBe(false);
  });

  it('accepts an ID token that is signed with the secret of the client', async () => {
    const made = await makeClient(edge.deps, issuer, { id: 'hmac', id_token_signed_response_alg: 'HS256' });
    const { logout, isSignedIn, idToken } = await signedIn({ issuer, ...made });
    expect((await logout({ id_token_hint: idToken, post_logout_redirect_uri: GOODBYE })).status).toBe(303);
    expect(await isSignedIn()).toBe(false);
  });

  it('accepts a pairwise sub', async () => {
    const made = await makeClient(edge.deps, issuer, { id: 'pairwise', subject_type: 'pairwise' });
    const { logout, isSignedIn, idToken } = await signedIn({ issuer, ...made });
    expect(decodeJwt(idToken).sub).not.toBe(user.id);
    expect(decodeJwt(idToken).sid).toMatch(/^[A-Za-z0-9_-]{22}$/);
    await logout({ id_token_hint: idToken });
    expect(await isSignedIn()).toBe(false);
  });

  it('works at each issuer', async () => {
    const shop = await makeIssuer(edge.deps, 'shop');
    const made = await makeClient(edge.deps, shop, { id: 'shop-app' });
    const { logout, isSignedIn, idToken } = await signedIn({ issuer: shop, ...made }, '/i/shop');
    const answer = await logout({ id_token_hint: idToken, post_logout_redirect_uri: GOODBYE });
    expect(answer.location?.href).toBe(GOODBYE);
    expect(await isSignedIn()).toBe(false);
  });

  it('is recorded in the audit log with the client', async () => {
    const { logout, idToken, sessionId } = await signedIn();
    await logout({ id_token_hint: idToken });
    const { items } = await edge.deps.store.auditEvents.page({ first: 10 }, 'NEWEST_FIRST', { sessionId });
    expect(items.map(({ record }) => record)).toContainEqual(
      expect.objectContaining({ type: 'SIGNED_OUT', clientId: 'wiki', userId: user.id }),
    );
  });
});

describe('RP-Initiated Logout §2 the OP MUST ask', () => {
  it('asks without an id_token_hint, and ends nothing before the user answers', async () => {
    const { agent, logout, isSignedIn } = await signedIn();
    const page = await logout({ client_id: 'wiki', post_logout_redirect_uri: GOODBYE, state: 'x' });
    expect(page.status).toBe(200);
    expect(page.text).toContain('You’re signed in as <strong>ada</strong>');
    expect(page.headers.get('x-frame-options')).toBe('DENY');
    expect(await isSignedIn()).toBe(true);
    const fields = { ...fieldsOf(page), action: 'sign-out' };
    expect(fields).toMatchObject({ client_id: 'wiki', post_logout_redirect_uri: GOODBYE, state: 'x' });
    const answer = await agent.postForm('/oidc/logout/confirm', fields);
    expect([answer.status, answer.location?.href]).toEqual([303, `${GOODBYE}?state=x`]);
    expect(clearsCookie(answer)).toBe(true);
    expect(await isSignedIn()).toBe(false);
  });

  it('asks if there is no parameter at all', async () => {
    const { agent, logout, isSignedIn } = await signedIn();
    const page = await logout({});
    expect(page.text).toContain('Do you want to sign out?');
    const answer = await agent.postForm('/oidc/logout/confirm', { action: 'sign-out' });
    expect(answer.text).toContain('You’re signed out');
    expect(await isSignedIn()).toBe(false);
  });

  it('asks if there is only state, which is not used', async () => {
    const { agent, logout, isSignedIn } = await signedIn();
    const page = await logout({ state: 'x' });
    expect(page.text).toContain('Do you want to sign out?');
    expect(await isSignedIn()).toBe(true);
    const answer = await agent.postForm('/oidc/logout/confirm', { ...fieldsOf(page), action: 'sign-out' });
    expect([answer.status, answer.location]).toEqual([200, undefined]);
    expect(answer.text).toContain('You’re signed out');
    expect(await isSignedIn()).toBe(false);
  });

  it('asks if the ID token belongs to another session of the same user', async () => {
    const other = await signedIn();
    const { logout, isSignedIn } = await signedIn();
    const page = await logout({ id_token_hint: other.idToken, post_logout_redirect_uri: GOODBYE });
    expect(page.text).toContain('Do you want to sign out?');
    expect([await isSignedIn(), await other.isSignedIn()]).toEqual([true, true]);
  });

  it('asks if the ID token belongs to another user', async () => {
    const { idToken } = await signedIn();
    const grace = await makeUser(edge.deps, { username: 'grace' });
    const { session, cookie } = await signInAs(edge.deps, grace);
    const agent = newUserAgent(edge.origin);
    await agent.jar.setCookie(`passgraph_session=${cookie}; Path=/`, edge.origin);
    const page = await agent.get(`/oidc/logout?id_token_hint=${idToken}`);
    expect(page.text).toContain('You’re signed in as <strong>grace</strong>');
    expect((await edge.deps.store.sessions.find(session.id))?.endedAt).toBeUndefined();
  });

  it('asks in the language of ui_locales', async () => {
    const { logout } = await signedIn();
    const page = await logout({ ui_locales: 'xx de' });
    expect(page.text).toContain('<html lang="de"');
  });

  it('keeps the session if the user declines, and leads to /account', async () => {
    const { agent, isSignedIn } = await signedIn();
    const answer = await agent.postForm('/oidc/logout/confirm', { action: 'stay', client_id: 'wiki' });
    expect(answer.location?.pathname).toBe('/account');
    expect(await isSignedIn()).toBe(true);
  });

  it('rejects an answer that another site sends', async () => {
    const { agent, isSignedIn } = await signedIn();
    const other = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' };
    const answer = await agent.postForm('/oidc/logout/confirm', { action: 'sign-out' }, other);
    expect(answer.status).toBe(403);
    expect((await agent.get('/oidc/logout/confirm?action=sign-out')).status).toBe(405);
    expect((await agent.postForm('/oidc/logout/confirm', { action: 'else' })).status).toBe(400);
    expect(await isSignedIn()).toBe(true);
  });

  it('checks the request again when the user answers', async () => {
    const { agent, isSignedIn } = await signedIn();
    const fields = { action: 'sign-out', client_id: 'wiki', post_logout_redirect_uri: 'https://evil.example/' };
    refused(await agent.postForm('/oidc/logout/confirm', fields));
    expect(await isSignedIn()).toBe(true);
  });
});

describe('RP-Initiated Logout §2 OPs MUST support GET and POST', () => {
  it('accepts a same-site form, which is sent with the cookies', async () => {
    const { agent, isSignedIn, idToken } = await signedIn();
    const fields = { id_token_hint: idToken, post_logout_redirect_uri: GOODBYE, state: 'p' };
    const answer = await agent.postForm('/oidc/logout', fields);
    expect(answer.location?.href).toBe(`${GOODBYE}?state=p`);
    expect(await isSignedIn()).toBe(false);
  });

  it('posts a cross-site form again from a page of its own, because Lax cookies are missing', async () => {
    const { agent, isSignedIn, idToken } = await signedIn();
    const fields = { id_token_hint: idToken, post_logout_redirect_uri: GOODBYE, state: 'q', foo: 'bar' };
    const page = await newUserAgent(edge.origin).postForm('/oidc/logout', fields, {
      origin: 'https://wiki.example',
      'sec-fetch-site': 'cross-site',
    });
    expect(page.status).toBe(200);
    const action = /action="([^"]+)"/.exec(page.text)?.[1] ?? '';
    expect(action).toBe(`${edge.origin}/oidc/logout?again`);
    expect(fieldsOf(page)).toEqual({ id_token_hint: idToken, post_logout_redirect_uri: GOODBYE, state: 'q' });
    expect(await isSignedIn()).toBe(true);
    const answer = await agent.postForm(action, fieldsOf(page));
    expect(answer.location?.href).toBe(`${GOODBYE}?state=q`);
    expect(await isSignedIn()).toBe(false);
  });

  it('redirects after the second form if no user is signed in', async () => {
    const { idToken } = await signedIn();
    const fields = { id_token_hint: idToken, post_logout_redirect_uri: GOODBYE };
    const answer = await newUserAgent(edge.origin).postForm('/oidc/logout?again', fields);
    expect(answer.location?.href).toBe(GOODBYE);
  });
});

describe('RP-Initiated Logout §3 redirection', () => {
  const withoutSession = (parameters: [string, string][]) =>
    newUserAgent(edge.origin).get(`/oidc/logout?${new URLSearchParams(parameters)}`);

  it('rejects a URI that does not exactly match a registered one', async () => {
    const { logout, isSignedIn, idToken } = await signedIn();
    for (const uri of [
      'https://evil.example/',
      `${GOODBYE}/`,
      `${GOODBYE}?x=1`,
      'https://WIKI.example/goodbye',
      'https://wiki.example/callback',
      '//evil.example',
      'javascript:alert(1)',
    ]) {
      refused(await logout({ id_token_hint: idToken, post_logout_redirect_uri: uri }));
      refused(
        await withoutSession([
          ['client_id', 'wiki'],
          ['post_logout_redirect_uri', uri],
        ]),
      );
    }
    expect(await isSignedIn()).toBe(true);
  });

  it('rejects a URI without an identified client', async () => {
    refused(await withoutSession([['post_logout_redirect_uri', GOODBYE]]));
    refused(
      await withoutSession([
        ['post_logout_redirect_uri', GOODBYE],
        ['client_id', 'unknown'],
      ]),
    );
  });

  it('rejects a URI of another client, or of a client of another issuer', async () => {
    await makeClient(edge.deps, issuer, { id: 'chat', post_logout_redirect_uris: ['https://chat.example/bye'] });
    refused(
      await withoutSession([
        ['client_id', 'wiki'],
        ['post_logout_redirect_uri', 'https://chat.example/bye'],
      ]),
    );
    const answer = await newUserAgent(edge.origin).get(
      `/i/shop/oidc/logout?${new URLSearchParams({ client_id: 'wiki', post_logout_redirect_uri: GOODBYE })}`,
    );
    refused(answer);
  });

  it('redirects for a client_id alone if no user is signed in', async () => {
    const answer = await withoutSession([
      ['client_id', 'wiki'],
      ['post_logout_redirect_uri', GOODBYE],
      ['state', 's'],
    ]);
    expect(answer.location?.href).toBe(`${GOODBYE}?state=s`);
  });
});

describe('RP-Initiated Logout §4 a parameter that fails to validate is not used', () => {
  it('rejects an ID token that this issuer did not issue to the client', async () => {
    const { logout, isSignedIn, idToken, accessToken } = await signedIn();
    const made = await makeClient(edge.deps, issuer, { id: 'other' });
    const foreign = await signedIn({ issuer, ...made });
    const shop = (await edge.deps.store.issuers.find('shop')) as Issuer;
    const ofShop = (await makeClient(edge.deps, shop, { id: 'shop-two' })).client;
    const elsewhere = await edge.deps.keys.sign(shop, 'RS256', {
      iss: `${edge.origin}/i/shop`,
      aud: ofShop.id,
      sub: user.id,
      iat: 1,
      sid: 'x',
    });
    for (const [client_id, id_token_hint] of [
      ['wiki', foreign.idToken],
      ['other', idToken],
      ['wiki', `${idToken.slice(0, -8)}AAAAAAAA`],
      ['wiki', accessToken],
      ['wiki', 'no.jwt.atall'],
    ] as const) {
      refused(await logout({ client_id, id_token_hint }));
    }
    const unsigned = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${idToken.split('.')[1]}.`;
    refused(await logout({ id_token_hint: unsigned, post_logout_redirect_uri: GOODBYE }));
    for (const hint of [elsewhere, 'x', `${idToken}x`]) refused(await logout({ id_token_hint: hint }));
    expect(await isSignedIn()).toBe(true);
  });

  it('rejects a logout token, and every other JWT of this issuer (RFC 8725 §3.11)', async () => {
    const { logout, isSignedIn, idToken } = await signedIn();
    const claims = { ...(decodeJwt(idToken) as Record<string, string>) };
    for (const typ of ['logout+jwt', 'at+jwt']) {
      refused(await logout({ id_token_hint: await edge.deps.keys.sign(issuer, 'RS256', claims, typ) }));
      refused(await logout({ id_token_hint: await edge.deps.keys.signWithSecret(secret, claims, { typ }) }));
    }
    expect(await isSignedIn()).toBe(true);
  });

  it('rejects a parameter that is included twice', async () => {
    const { agent, isSignedIn, idToken } = await signedIn();
    for (const name of ['id_token_hint', 'client_id', 'post_logout_redirect_uri', 'state']) {
      const twice = new URLSearchParams([
        ['id_token_hint', idToken],
        ['client_id', 'wiki'],
        ['post_logout_redirect_uri', GOODBYE],
        ['state', 'x'],
        [name, 'y'],
      ]);
      refused(await agent.get(`/oidc/logout?${twice}`));
    }
    expect(await isSignedIn()).toBe(true);
  });
});

describe('RP-Initiated Logout §2.1 the endpoint in the metadata', () => {
  it('is used by an independent client library', async () => {
    const { agent, isSignedIn, idToken } = await signedIn();
    const execute = [oidc.allowInsecureRequests];
    const config = await oidc.discovery(new URL(edge.origin), client.id, secret, undefined, { execute });
    const parameters = { id_token_hint: idToken, post_logout_redirect_uri: GOODBYE, state: 's' };
    const answer = await agent.get(oidc.buildEndSessionUrl(config, parameters).href);
    expect(answer.location?.href).toBe(`${GOODBYE}?state=s`);
    expect(await isSignedIn()).toBe(false);
  });

  it('is published as end_session_endpoint', async () => {
    for (const base of ['', '/i/shop']) {
      const answer = await edge.get(`${base}/.well-known/openid-configuration`);
      expect(await answer.json()).toMatchObject({ end_session_endpoint: `${edge.origin}${base}/oidc/logout` });
    }
  });
});
