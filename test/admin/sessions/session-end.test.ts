import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { findActiveSession } from '../../../src/access/sessions/session.js';
import type { Issuer } from '../../../src/model/clients/issuer.js';
import type { Deps } from '../../../src/model/deps.js';
import { type Administration, openAdministration, refusal } from '../../support/administration.js';
import { makeClient, signInAs } from '../../support/fixtures.js';
import { tokenCalls } from '../../support/token-calls.js';

let server: Administration;
let deps: Deps;
let issuer: Issuer;
beforeAll(async () => {
  server = await openAdministration();
  deps = server.deps;
  issuer = await defaultIssuer();
});
afterAll(() => server.close());

const { defaultIssuer, tokensFor, isActive, signedIn } = tokenCalls(() => server);

async function sessionsOf(filter: string) {
  return (
    await server.call(`{ sessions(${filter}) { totalCount edges { node { id userId clientIds user { username } } } } }`)
  ).data.sessions;
}

describe('Sessions', () => {
  it('are listed with their user and clients', async () => {
    const { user, client, session } = await signedIn();
    const expected = {
      totalCount: 1,
      edges: [{ node: { id: session.id, userId: user.id, clientIds: [client.id], user: { username: user.username } } }],
    };
    expect(await sessionsOf(`userId: "${user.id}"`)).toEqual(expected);
    expect(await sessionsOf(`clientId: "${client.id}"`)).toEqual(expected);
    const { data } = await server.call(`{ user(id: "${user.id}") { sessions { totalCount edges { node { id } } } } }`);
    expect(data.user.sessions).toEqual({ totalCount: 1, edges: [{ node: { id: session.id } }] });
  });

  it('say on which device and in which country they are used, if that is known', async () => {
    const { user, session } = await signedIn();
    const place = async () => {
      const fields = 'ipAddress country device { name browser system }';
      const { data } = await server.call(`{ sessions(userId: "${user.id}") { edges { node { ${fields} } } } }`);
      return data.sessions.edges[0].node;
    };
    const used = {
      ipAddress: '8.8.8.8',
      userAgent: 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
    };
    const seen = await deps.store.sessions.find(session.id);
    if (seen === undefined) throw new Error('no session');
    const written = await deps.store.sessions.update(seen, used);
    expect(await place()).toEqual({
      ipAddress: '8.8.8.8',
      country: 'US',
      device: { name: 'Firefox on Linux', browser: 'Firefox', system: 'Linux' },
    });
    await deps.store.sessions.update(written ?? seen, { ipAddress: '192.168.0.1', userAgent: undefined });
    expect(await place()).toEqual({ ipAddress: '192.168.0.1', country: null, device: null });
  });

  it('can be ended once, together with the grants that are bound to them, but not offline grants', async () => {
    const { user, session, cookie, tokens } = await signedIn({}, 'openid');
    const other = await signInAs(deps, user);
    const { client, secret } = await makeClient(deps, issuer);
    const offline = await tokensFor({ client, secret, cookie });
    const revoke = () => server.mutate('revokeSession', { id: session.id }, 'deleted');
    expect((await revoke()).data.revokeSession).toEqual({ deleted: true });
    expect(refusal(await revoke())).toBe('NOT_FOUND id');
    expect(await findActiveSession(deps, cookie)).toBeUndefined();
    expect(await findActiveSession(deps, other.cookie)).toBeDefined();
    expect(await isActive(tokens.access)).toBe(false);
    expect(await isActive(offline.access)).toBe(true);
    expect((await sessionsOf(`userId: "${user.id}"`)).totalCount).toBe(1);
  });

  it('can all be ended in one mutation', async () => {
    const { user, cookie, tokens } = await signedIn({}, 'openid');
    await signInAs(deps, user);
    const revoke = () => server.mutate('revokeUserSessions', { userId: user.id }, 'count');
    expect((await revoke()).data.revokeUserSessions).toEqual({ count: 2 });
    expect((await revoke()).data.revokeUserSessions).toEqual({ count: 0 });
    expect(await findActiveSession(deps, cookie)).toBeUndefined();
    expect(await isActive(tokens.access)).toBe(false);
    expect(await sessionsOf(`userId: "${user.id}"`)).toEqual({ totalCount: 0, edges: [] });
    expect(refusal(await server.mutate('revokeUserSessions', { userId: 'unknown' }, 'count'))).toBe('NOT_FOUND userId');
  });

  it('are not listed after they have been idle too long, or if their user is disabled', async () => {
    const { user, session } = await signedIn();
    await server.mutate('setUserEnabled', { id: user.id, enabled: false }, 'user { id }');
    await server.mutate('setUserEnabled', { id: user.id, enabled: true }, 'user { id }');
    expect((await sessionsOf(`userId: "${user.id}"`)).edges).toEqual([]);
    expect(refusal(await server.mutate('revokeSession', { id: session.id }, 'deleted'))).toBe('NOT_FOUND id');
    const idle = await signedIn();
    server.clock.advance(86_400);
    expect((await sessionsOf(`userId: "${idle.user.id}"`)).edges).toEqual([]);
  });
});
