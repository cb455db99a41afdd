import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createLocalJWKSet, decodeJwt, decodeProtectedHeader, type JSONWebKeySet, jwtVerify } from 'jose';
import { sidOf } from '../../../src/access/names/subject.js';
import { endSession } from '../../../src/access/sessions/session.js';
import { systemCaller } from '../../../src/admin/caller-authentication.js';
import { ensureDefaultIssuer } from '../../../src/admin/issuers/issuer-default.js';
import { deleteUser } from '../../../src/admin/users/user-delete.js';
import { setUserEnabled } from '../../../src/admin/users/user-update.js';
import { makeOutboundFetch } from '../../../src/http/outbound/outbound-fetch.js';
import { deliveryJobs } from '../../../src/jobs/deliver-logouts.js';
import type { Client } from '../../../src/model/clients/client.js';
import type { Issuer } from '../../../src/model/clients/issuer.js';
import type { Deps } from '../../../src/model/deps.js';
import type { JsonObject } from '../../../src/model/json.js';
import type { User } from '../../../src/model/people/user.js';
import { startEdge, type TestEdge } from '../../http/start-edge.js';
import { basicHeader, codeFor, codeForm, requestToken } from '../../support/authorization.js';
import { frozenClock } from '../../support/deps.js';
import { makeClient, makeIssuer, makeUser, signInAs } from '../../support/fixtures.js';
import { type LogoutReceiver, startLogoutReceiver } from '../../support/logout-receiver.js';
import { newUserAgent } from '../../support/user-agent.js';

const EVENT = 'http://schemas.openid.net/event/backchannel-logout';
const clock = frozenClock(new Date());

let edge: TestEdge;
let deps: Deps;
let issuer: Issuer;
let receiver: LogoutReceiver;
let client: Client;
let secret: string;
let user: User;
beforeAll(async () => {
  edge = await startEdge({ clock, fetch: makeOutboundFetch(['localhost']) });
  deps = edge.deps;
  issuer = await ensureDefaultIssuer(deps);
  receiver = await startLogoutReceiver();
  ({ client, secret } = await clientWithLogout('wiki', { integrations: ['OIDC', 'BASIC'] }));
  await makeClient(deps, issuer, { id: 'quiet' });
  user = await makeUser(deps, { username: 'ada' });
});
beforeEach(async () => {
  receiver.status = 200;
  // Deliver what an earlier test has left.
  await runJobs();
  receiver.received.length = 0;
});
afterAll(async () => {
  await receiver.stop();
  await edge.stop();
});

function clientWithLogout(id: string, changes: Partial<Client> = {}) {
  return makeClient(deps, issuer, { id, backchannel_logout_uri: receiver.url, ...changes });
}

/** A session of a browser that signed in to these clients. */
async function signedIn(of: User = user, clients: readonly Client[] = [client], at: Issuer = issuer) {
  const { session, cookie } = await signInAs(deps, of);
  for (const one of clients) await codeFor(deps, at, one, cookie);
  const agent = newUserAgent(edge.origin);
  await agent.jar.setCookie(`passgraph_session=${cookie}; Path=/`, edge.origin);
  return { session, agent };
}

/** Runs the jobs that deliver logout tokens, once. */
async function runJobs(with_ = deps) {
  for (const job of deliveryJobs(with_)) await job.run(new AbortController().signal);
}

function tokens() {
  return receiver.received.map(({ form }) => String(form.get('logout_token')));
}

/** The received logout tokens, as claims. */
function claims() {
  return tokens().map((token) => decodeJwt(token));
}

function deliveryOf(sessionId: string, to: Client = client) {
  return deps.store.deliveries.find(`logout:${sessionId}:${to.generation}`);
}

describe('Back-Channel Logout §2.1 OP support', () => {
  it('is in the metadata of every issuer', async () => {
    await makeIssuer(deps, 'shop');
    for (const base of ['', '/i/shop']) {
      expect(await (await edge.get(`${base}/.well-known/openid-configuration`)).json()).toMatchObject({
        backchannel_logout_supported: true,
        backchannel_logout_session_supported: true,
      });
    }
  });
});

describe('Back-Channel Logout §2.4 Logout Token', () => {
  it('has the REQUIRED claims, the user and the session, and no nonce', async () => {
    const { session } = await signedIn();
    await endSession(deps, session);
    await runJobs();
    const now = Math.floor(clock.now().getTime() / 1000);
    expect(claims()).toEqual([
      {
        iss: edge.origin,
        sub: user.id,
        aud: 'wiki',
        iat: now,
        exp: now + 120,
        jti: expect.stringMatching(/^[\w-]{43}$/),
        events: { [EVENT]: {} },
        sid: session.id,
      },
    ]);
  });

  it.each(['RS256', 'ES256', 'EdDSA', 'PS256'] as const)(
    'is signed with %s like the ID tokens of the client',
    async (alg) => {
      const made = await clientWithLogout(`alg-${alg}`, { id_token_signed_response_alg: alg });
      const { session } = await signedIn(user, [made.client]);
      await endSession(deps, session);
      await runJobs();
      const [token = ''] = tokens();
      const keys = (await (await edge.get('/oidc/jwks')).json()) as JSONWebKeySet;
      const options = { typ: 'logout+jwt', algorithms: [alg], currentDate: clock.now() };
      const { payload } = await jwtVerify(token, createLocalJWKSet(keys), options);
      expect(payload.aud).toBe(`alg-${alg}`);
    },
  );

  it('is signed with the secret of a client that registered HS256', async () => {
    const made = await clientWithLogout('hmac', { id_token_signed_response_alg: 'HS256' });
    const { session } = await signedIn(user, [made.client]);
    await endSession(deps, session);
    await runJobs();
    const options = { typ: 'logout+jwt', algorithms: ['HS256'], currentDate: clock.now() };
    const { payload } = await jwtVerify(tokens()[0] ?? '', Buffer.from(made.secret), options);
    expect(payload.sid).toBe(session.id);
  });

  it('has the sub of the user for this client, and its issuer', async () => {
    const shop = (await deps.store.issuers.find('shop')) as Issuer;
    const uri = { backchannel_logout_uri: receiver.url, subject_type: 'pairwise' } as const;
    const made = await makeClient(deps, shop, { id: 'pairwise', ...uri });
    const { session } = await signedIn(user, [made.client], shop);
    await endSession(deps, session);
    await runJobs();
    expect(claims()).toMatchObject([{ iss: `${edge.origin}/i/shop`, aud: 'pairwise' }]);
    expect(claims()[0]?.sub).not.toBe(user.id);
    expect(claims()[0]?.sid).toBe(sidOf(shop, made.client, session.id));
    expect(claims()[0]?.sid).not.toBe(session.id);
  });
});

describe('Back-Channel Logout §2.5 Request', () => {
  it('is a form that is posted to the registered URI', async () => {
    const { session } = await signedIn();
    await endSession(deps, session);
    await runJobs();
    expect(receiver.received).toEqual([
      { method: 'POST', type: 'application/x-www-form-urlencoded', form: expect.any(URLSearchParams) },
    ]);
    expect([...(receiver.received[0]?.form.keys() ?? [])]).toEqual(['logout_token']);
    expect(decodeProtectedHeader(tokens()[0] ?? '')).toMatchObject({ typ: 'logout+jwt', alg: 'RS256' });
  });

  it('is sent to each client of the session with a registered URI, and to no other', async () => {
    const other = (await clientWithLogout('other')).client;
    const quiet = (await deps.store.clients.find('quiet')) as Client;
    const { session } = await signedIn(user, [client, other, quiet]);
    await signedIn(user, [client]);
    await endSession(deps, session);
    await runJobs();
    expect(
      claims()
        .map(({ aud }) => aud)
        .sort(),
    ).toEqual(['other', 'wiki']);
    expect(claims().every(({ sid }) => sid === session.id)).toBe(true);
  });

  it('is not sent to a client that was re-created with the same id', async () => {
    const first = (await clientWithLogout('taken')).client;
    const { session } = await signedIn(user, [first]);
    await deps.store.clients.delete(first.id);
    await clientWithLogout('taken');
    await endSession(deps, session);
    await runJobs();
    expect(receiver.received).toEqual([]);
  });

  it('is not sent for an expired or active session', async () => {
    await signedIn();
    await runJobs();
    clock.advance(86_401);
    await runJobs();
    expect(receiver.received).toEqual([]);
  });
});

describe('Back-Channel Logout §2.3 every way to end a session informs its clients', () => {
  const ended = async (sessionId: string) => {
    await runJobs();
    expect(claims().map(({ sid }) => sid)).toEqual([sessionId]);
  };

  it('informs them if the user ends the session at /account', async () => {
    const { session, agent } = await signedIn();
    expect((await agent.postForm('/account', { action: 'sign-out' })).status).toBe(303);
    await ended(session.id);
  });

  it('informs them after RP-Initiated Logout', async () => {
    const { session, agent } = await signedIn();
    await agent.postForm('/oidc/logout/confirm', { action: 'sign-out' });
    await ended(session.id);
  });

  it('informs them after Basic logout', async () => {
    const { session, agent } = await signedIn();
    const fields = { action: 'sign-out', redirectUri: 'https://wiki.example/goodbye' };
    expect((await agent.postForm('/auth/logout/wiki/confirm', fields)).status).toBe(303);
    await ended(session.id);
  });

  it('informs them of all sessions if an administrator disables the user', async () => {
    const grace = await makeUser(deps);
    const [one, two] = [await signedIn(grace), await signedIn(grace)];
    await setUserEnabled(deps, systemCaller, { id: grace.id, enabled: false });
    await runJobs();
    expect(
      claims()
        .map(({ sid }) => sid)
        .sort(),
    ).toEqual([one.session.id, two.session.id].sort());
    await setUserEnabled(deps, systemCaller, { id: grace.id, enabled: true });
    const again = await signedIn((await deps.store.users.find(grace.id)) as User);
    await runJobs();
    expect(receiver.received).toHaveLength(2);
    expect((await deps.store.sessions.find(again.session.id))?.endedAt).toBeUndefined();
  });

  it('informs them if an administrator deletes the user', async () => {
    const grace = await makeUser(deps);
    const { session } = await signedIn(grace);
    await deleteUser(deps, systemCaller, { id: grace.id });
    await ended(session.id);
    expect(claims()[0]?.sub).toBe(grace.id);
  });

  it('informs them if the session epoch of the user is raised in any other way', async () => {
    const grace = await makeUser(deps);
    const { session } = await signedIn(grace);
    await deps.store.users.update(grace, { sessionEpoch: grace.sessionEpoch + 1 });
    await ended(session.id);
  });
});

describe('Back-Channel Logout §2.7 tokens of the session', () => {
  const tokensFor = async (scope: string) => {
    const { session, cookie } = await signInAs(deps, user);
    const code = await codeFor(deps, issuer, client, cookie, { scope });
    const header = basicHeader(client, secret);
    const issued = await requestToken(deps, issuer, codeForm(client, code), header);
    const refresh = () =>
      requestToken(deps, issuer, { grant_type: 'refresh_token', refresh_token: String(issued.refresh_token) }, header);
    return { session, issued, refresh };
  };
  const userinfo = async ({ access_token }: JsonObject) =>
    (await edge.get('/oidc/userinfo', { authorization: `Bearer ${access_token}` })).status;

  it('become invalid with it', async () => {
    const { session, issued } = await tokensFor('openid');
    expect([await userinfo(issued), issued.refresh_token]).toEqual([200, undefined]);
    await endSession(deps, session);
    expect(await userinfo(issued)).toBe(401);
  });

  it('SHOULD NOT be revoked if they are refresh tokens with offline_access', async () => {
    const { session, refresh } = await tokensFor('openid offline_access');
    await endSession(deps, session);
    expect(await userinfo(await refresh())).toBe(200);
  });
});

describe('Back-Channel Logout §2.8 Response', () => {
  it.each([200, 204])('ends the delivery with status %i', async (status) => {
    receiver.status = status;
    const { session } = await signedIn();
    await endSession(deps, session);
    await runJobs();
    clock.advance(4000);
    await runJobs();
    expect(receiver.received).toHaveLength(1);
    expect((await deliveryOf(session.id))?.deliveredAt).toBeDefined();
  });

  it.each([302, 408, 425, 429, 500, 501])(
    'repeats the delivery after status %i, with growing pauses',
    async (status) => {
      receiver.status = status;
      const { session } = await signedIn();
      await endSession(deps, session);
      await runJobs();
      expect(receiver.received).toHaveLength(1);
      await runJobs();
      clock.advance(9);
      await runJobs();
      expect(receiver.received).toHaveLength(1);
      clock.advance(1);
      await runJobs();
      expect(receiver.received).toHaveLength(2);
      clock.advance(19);
      await runJobs();
      expect(receiver.received).toHaveLength(2);
      receiver.status = 200;
      clock.advance(1);
      await runJobs();
      clock.advance(4000);
      await runJobs();
      expect(claims().map(({ sid }) => sid)).toEqual([session.id, session.id, session.id]);
      expect(new Set(claims().map(({ jti }) => jti)).size).toBe(3);
      expect((claims()[2]?.exp ?? 0) - (claims()[0]?.exp ?? 0)).toBe(30);
    },
  );

  it('ends the delivery after a day without success', async () => {
    receiver.status = 503;
    const { session } = await signedIn();
    await endSession(deps, session);
    for (let hours = 0; hours < 30; hours += 1) {
      await runJobs();
      clock.advance(3600);
    }
    const attempts = receiver.received.length;
    expect(attempts).toBeGreaterThan(20);
    expect(attempts).toBeLessThan(27);
    receiver.status = 200;
    await runJobs();
    expect(receiver.received).toHaveLength(attempts);
  });

  it('of one client does not delay the others', async () => {
    const closed = await clientWithLogout('closed', { backchannel_logout_uri: 'http://localhost:1/logout' });
    const { session } = await signedIn(user, [closed.client, client]);
    await endSession(deps, session);
    await runJobs();
    expect(claims().map(({ aud }) => aud)).toEqual(['wiki']);
    expect((await deliveryOf(session.id, closed.client))?.deliveredAt).toBeUndefined();
  });
});

describe('deliveries', () => {
  it('are not sent to a private address, unless its host is allowed', async () => {
    const literal = await clientWithLogout('literal', {
      backchannel_logout_uri: receiver.url.replace('localhost', '127.0.0.1'),
    });
    const { session } = await signedIn(user, [literal.client, client]);
    await endSession(deps, session);
    await runJobs({ ...deps, fetch: makeOutboundFetch([]) });
    expect(receiver.received).toEqual([]);
    clock.advance(10);
    await runJobs();
    expect(claims().map(({ aud }) => aud)).toEqual(['wiki']);
  });

  it('are sent once, however many processes run', async () => {
    const { session } = await signedIn();
    await endSession(deps, session);
    await Promise.all(Array.from({ length: 10 }, () => runJobs()));
    expect(receiver.received).toHaveLength(1);
  });

  it('are sent although the process is killed after the end of the session, after planning, or while sending', async () => {
    const dying = (verb: 'insert' | 'claim' | 'delivered'): Deps => {
      const deliveries = { ...deps.store.deliveries, [verb]: () => Promise.reject(new Error('killed')) };
      return { ...deps, store: { ...deps.store, deliveries } };
    };
    const { session } = await signedIn();
    await endSession(deps, session);
    await expect(runJobs(dying('insert'))).rejects.toThrow('killed');
    await expect(runJobs(dying('claim'))).rejects.toMatchObject({ errors: [{ message: 'killed' }] });
    expect(receiver.received).toEqual([]);
    await expect(runJobs(dying('delivered'))).rejects.toMatchObject({ errors: [{ message: 'killed' }] });
    expect(receiver.received).toHaveLength(1);
    clock.advance(10);
    await runJobs();
    // Delivered again, because the success was not recorded: at least once.
    expect(receiver.received).toHaveLength(2);
    clock.advance(4000);
    await runJobs();
    expect(receiver.received).toHaveLength(2);
  });

  it('write no token and no secret to the log', async () => {
    receiver.status = 500;
    const { session } = await signedIn();
    await endSession(deps, session);
    edge.logged.length = 0;
    await runJobs();
    const text = edge.logged.map(({ detail, message }) => `${message} ${JSON.stringify(detail)} ${detail.err}`).join();
    expect(text).toContain('a delivery failed');
    expect(text).toContain('"target":"wiki"');
    expect(text).not.toContain(tokens()[0]);
    expect(text).not.toContain(secret);
  });
});
