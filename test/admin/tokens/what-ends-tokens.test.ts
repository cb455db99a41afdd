import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Client } from '../../../src/model/clients/client.js';
import type { Issuer } from '../../../src/model/clients/issuer.js';
import type { Deps } from '../../../src/model/deps.js';
import type { User } from '../../../src/model/people/user.js';
import { type Administration, openAdministration, refusal } from '../../support/administration.js';
import { basicHeader, requestToken } from '../../support/authorization.js';
import { makeClient, makeUser, permit, signInAs } from '../../support/fixtures.js';
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

const { defaultIssuer, tokensFor, isActive, signedIn, grantsOf } = tokenCalls(() => server);

describe('Tokens are rejected from their next use on', () => {
  const ways: [string, (of: { user: User; client: Client }) => Promise<{ errors: readonly unknown[] }>][] = [
    [
      'the user was disabled',
      ({ user }) => server.mutate('setUserEnabled', { id: user.id, enabled: false }, 'user { id }'),
    ],
    ['the user was deleted', ({ user }) => server.mutate('deleteUser', { id: user.id }, 'deleted')],
    [
      'the client was disabled',
      ({ client }) => server.mutate('updateClient', { id: client.id, enabled: false }, 'client { id }'),
    ],
    ['the client was deleted', ({ client }) => server.mutate('deleteClient', { id: client.id }, 'deleted')],
    [
      'the permission was revoked',
      ({ user, client }) => server.mutate('revokePermission', { clientId: client.id, userId: user.id }, 'deleted'),
    ],
    ['all tokens of the user were revoked', ({ user }) => server.mutate('revokeToken', { userId: user.id }, 'count')],
    [
      'all tokens of the client were revoked',
      ({ client }) => server.mutate('revokeToken', { clientId: client.id }, 'count'),
    ],
    [
      'all tokens of the user for the client were revoked',
      ({ user, client }) => server.mutate('revokeToken', { userId: user.id, clientId: client.id }, 'count'),
    ],
  ];

  it.each(ways)('after %s', async (_, end) => {
    const user = await makeUser(deps);
    const { client, secret } = await makeClient(deps, issuer, { accessPolicy: 'PERMITTED_USERS' });
    await permit(deps, client, user);
    const { cookie } = await signInAs(deps, user);
    const tokens = await tokensFor({ client, secret, cookie });
    expect(await grantsOf(`userId: "${user.id}"`)).toHaveLength(1);
    expect((await end({ user, client })).errors).toEqual([]);
    expect([await isActive(tokens.access), await isActive(tokens.refresh)]).toEqual([false, false]);
    expect(await grantsOf(`userId: "${user.id}"`)).toEqual([]);
    const refreshing = requestToken(
      deps,
      issuer,
      { grant_type: 'refresh_token', refresh_token: tokens.refresh },
      basicHeader(client, secret),
    );
    await expect(refreshing).rejects.toMatchObject({ name: 'OAuthError' });
  });

  it('after a group membership was removed, even if the user is added again', async () => {
    const user = await makeUser(deps);
    const { client, secret } = await makeClient(deps, issuer, { accessPolicy: 'PERMITTED_USERS' });
    await server.mutate('createGroup', { id: 'let-in', name: 'Let in', memberIds: [user.id] }, 'group { id }');
    await server.mutate('grantPermission', { clientId: client.id, groupId: 'let-in' }, 'permission { clientId }');
    const { cookie } = await signInAs(deps, user);
    const tokens = await tokensFor({ client, secret, cookie });
    expect(await isActive(tokens.access)).toBe(true);
    expect(await grantsOf(`clientId: "${client.id}"`)).toHaveLength(1);
    await server.mutate('updateGroup', { id: 'let-in', removeMemberIds: [user.id] }, 'group { id }');
    expect(await isActive(tokens.access)).toBe(false);
    await server.mutate('updateGroup', { id: 'let-in', addMemberIds: [user.id] }, 'group { id }');
    expect(await isActive(tokens.access)).toBe(false);
    expect(await grantsOf(`clientId: "${client.id}"`)).toEqual([]);
  });

  it('after a user was disabled, even if the user is enabled again', async () => {
    const { user, tokens } = await signedIn();
    await server.mutate('setUserEnabled', { id: user.id, enabled: false }, 'user { id }');
    await server.mutate('setUserEnabled', { id: user.id, enabled: true }, 'user { id }');
    expect(await isActive(tokens.refresh)).toBe(false);
  });
});

describe('A caller cannot revoke what belongs to a user with more permissions', () => {
  it.each([
    ['a session', 'revokeSession', (of: { sessionId: string }) => ({ id: of.sessionId }), 'deleted'],
    ['all sessions', 'revokeUserSessions', (of: { userId: string }) => ({ userId: of.userId }), 'count'],
    ['a grant', 'revokeGrant', (of: { grantId: string }) => ({ id: of.grantId }), 'deleted'],
    ['a token', 'revokeToken', (of: { token: string }) => ({ token: of.token }), 'count'],
    ['all tokens', 'revokeToken', (of: { userId: string }) => ({ userId: of.userId }), 'count'],
    [
      'a consent',
      'revokeConsent',
      (of: { userId: string; clientId: string }) => ({ userId: of.userId, clientId: of.clientId }),
      'deleted',
    ],
  ] as const)('such as %s', async (_, field, input, selection) => {
    const { user, client, session, tokens } = await signedIn();
    await deps.store.users.update(user, { adminRole: 'ADMIN' });
    const [grantId = ''] = await grantsOf(`userId: "${user.id}"`);
    const of = { userId: user.id, clientId: client.id, sessionId: session.id, grantId, token: tokens.access };
    const key = await server.keyWith('users:write', 'sessions:write', 'tokens:write');
    expect(refusal(await server.mutate(field, input(of), selection, key))).toMatch(/^FORBIDDEN/);
    expect(await isActive(tokens.access)).toBe(true);
  });
});
