import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readSession } from '../../src/access/sessions/session.js';
import { consentKey } from '../../src/model/access/consent.js';
import type { Client } from '../../src/model/clients/client.js';
import type { Issuer } from '../../src/model/clients/issuer.js';
import type { Deps } from '../../src/model/deps.js';
import type { User } from '../../src/model/people/user.js';
import { type Administration, openAdministration, refusal } from '../support/administration.js';
import { basicHeader, codeFor, codeForm, requestToken } from '../support/authorization.js';
import { makeClient, makeIssuer, makeUser, permit, signInAs } from '../support/fixtures.js';

let server: Administration;
let deps: Deps;
let issuer: Issuer;
beforeAll(async () => {
  server = await openAdministration();
  deps = server.deps;
  const found = await deps.store.issuers.find('default');
  if (found === undefined) throw new Error('no issuer');
  issuer = found;
});
afterAll(() => server.close());

interface Tokens {
  readonly access: string;
  readonly refresh: string;
  readonly id: string;
}

async function tokensFor(
  client: Client,
  secret: string,
  cookie: string,
  scope = 'openid offline_access',
  of = issuer,
): Promise<Tokens> {
  const code = await codeFor(deps, of, client, cookie, { scope });
  const answer = await requestToken(deps, of, codeForm(client, code), basicHeader(client, secret));
  return {
    access: String(answer.access_token),
    refresh: String(answer.refresh_token),
    id: String(answer.id_token),
  };
}

/** A user who is signed in, a client, and the tokens that it got. */
async function signedIn(changes: Partial<Client> = {}, scope?: string) {
  const user = await makeUser(deps);
  const { client, secret } = await makeClient(deps, issuer, changes);
  const { session, cookie } = await signInAs(deps, user);
  return { user, client, secret, session, cookie, tokens: await tokensFor(client, secret, cookie, scope) };
}

async function introspect(token: string) {
  const { data, errors } = await server.call(
    `query ($input: IntrospectTokenInput!) { introspectToken(input: $input) { active tokenType scope clientId client { name } userId user { username } issuerId issuer { url } grantId audience issuedAt expiresAt sessionId claims } }`,
    { input: { token } },
  );
  if (errors.length > 0) throw new Error(JSON.stringify(errors));
  return data.introspectToken;
}

async function isActive(token: string): Promise<boolean> {
  return (await introspect(token)).active;
}

async function sessionsOf(filter: string) {
  return (
    await server.call(`{ sessions(${filter}) { totalCount edges { node { id userId clientIds user { username } } } } }`)
  ).data.sessions;
}

async function grantsOf(filter: string): Promise<string[]> {
  const { data } = await server.call(`{ grants(${filter}) { edges { node { id } } } }`);
  return data.grants.edges.map(({ node }: { node: { id: string } }) => node.id);
}

describe('sessions', () => {
  it('show who is signed in where', async () => {
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

  it('end one by one, once; what is bound to them dies, offline grants outlive them', async () => {
    const { user, session, cookie, tokens } = await signedIn({}, 'openid');
    const other = await signInAs(deps, user);
    const { client, secret } = await makeClient(deps, issuer);
    const offline = await tokensFor(client, secret, cookie);
    const revoke = () => server.mutate('revokeSession', { id: session.id }, 'deleted');
    expect((await revoke()).data.revokeSession).toEqual({ deleted: true });
    expect(refusal(await revoke())).toBe('NOT_FOUND id');
    expect(await readSession(deps, cookie)).toBeUndefined();
    expect(await readSession(deps, other.cookie)).toBeDefined();
    expect(await isActive(tokens.access)).toBe(false);
    expect(await isActive(offline.access)).toBe(true);
    expect((await sessionsOf(`userId: "${user.id}"`)).totalCount).toBe(1);
  });

  it('end all at once', async () => {
    const { user, cookie, tokens } = await signedIn({}, 'openid');
    await signInAs(deps, user);
    const revoke = () => server.mutate('revokeUserSessions', { userId: user.id }, 'count');
    expect((await revoke()).data.revokeUserSessions).toEqual({ count: 2 });
    expect((await revoke()).data.revokeUserSessions).toEqual({ count: 0 });
    expect(await readSession(deps, cookie)).toBeUndefined();
    expect(await isActive(tokens.access)).toBe(false);
    expect(await sessionsOf(`userId: "${user.id}"`)).toEqual({ totalCount: 0, edges: [] });
    expect(refusal(await server.mutate('revokeUserSessions', { userId: 'nobody' }, 'count'))).toBe('NOT_FOUND userId');
  });

  it('are not shown once they idled too long, or their user is disabled', async () => {
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

describe('introspectToken', () => {
  it('tells what an opaque access token stands for', async () => {
    const { user, client, session, tokens } = await signedIn();
    expect(await introspect(tokens.access)).toMatchObject({
      active: true,
      tokenType: 'access_token',
      scope: 'openid offline_access',
      clientId: client.id,
      client: { name: 'Wiki' },
      userId: user.id,
      user: { username: user.username },
      issuerId: 'default',
      issuer: { url: 'http://localhost:3000' },
      audience: ['http://localhost:3000'],
      issuedAt: server.clock.now().toISOString(),
      expiresAt: new Date(server.clock.now().getTime() + 300_000).toISOString(),
      sessionId: session.id,
      claims: null,
    });
    expect(await grantsOf(`userId: "${user.id}"`)).toEqual([(await introspect(tokens.access)).grantId]);
  });

  it('tells what a JWT access token says', async () => {
    const { user, client, tokens } = await signedIn({ accessTokenFormat: 'JWT' });
    const answer = await introspect(tokens.access);
    expect(answer).toMatchObject({ active: true, tokenType: 'access_token', clientId: client.id, userId: user.id });
    expect(answer.claims).toMatchObject({ sub: user.id, client_id: client.id, grantId: answer.grantId });
  });

  it('tells what a refresh token stands for', async () => {
    const { user, tokens } = await signedIn();
    expect(await introspect(tokens.refresh)).toMatchObject({
      active: true,
      tokenType: 'refresh_token',
      userId: user.id,
    });
  });

  it.each(['RS256', 'HS256'] as const)('tells what an ID token under %s says', async (alg) => {
    const { user, client, session, tokens } = await signedIn({ id_token_signed_response_alg: alg });
    expect(await introspect(tokens.id)).toMatchObject({
      active: true,
      tokenType: 'id_token',
      clientId: client.id,
      userId: user.id,
      sessionId: session.id,
      audience: [client.id],
      claims: { sub: user.id, aud: client.id },
    });
  });

  it('knows the user of a pairwise subject', async () => {
    const { user, tokens } = await signedIn({ subject_type: 'pairwise' });
    const answer = await introspect(tokens.id);
    expect(answer.userId).toBe(user.id);
    expect(answer.claims.sub).not.toBe(user.id);
  });

  it('knows tokens of every issuer', async () => {
    const other = await makeIssuer(deps, 'other');
    const { client, secret } = await makeClient(deps, other, { accessTokenFormat: 'JWT' });
    const { cookie } = await signInAs(deps, await makeUser(deps));
    const tokens = await tokensFor(client, secret, cookie, undefined, other);
    for (const token of [tokens.access, tokens.refresh, tokens.id]) {
      expect(await introspect(token)).toMatchObject({ active: true, issuerId: 'other' });
    }
  });

  it.each(['', 'nothing', 'a.b', `x.${'a'.repeat(43)}`, 'e30.e30.e30', `${'a'.repeat(10_000)}`])(
    'says of %j only that it does not count',
    async (token) => {
      const { active, ...rest } = await introspect(token);
      expect(active).toBe(false);
      expect(Object.values(rest).every((value) => value === null)).toBe(true);
    },
  );

  it('says so of what was tampered with, and of what has expired', async () => {
    const { tokens } = await signedIn({ accessTokenFormat: 'JWT' });
    for (const token of [tokens.access, tokens.refresh, tokens.id]) {
      const last = token.at(-3) === 'A' ? 'B' : 'A';
      expect(await isActive(`${token.slice(0, -3)}${last}${token.slice(-2)}`)).toBe(false);
    }
    server.clock.advance(300);
    expect(await isActive(tokens.access)).toBe(false);
    expect(await isActive(tokens.id)).toBe(true);
    server.clock.advance(3300);
    expect(await isActive(tokens.id)).toBe(false);
    expect(await isActive(tokens.refresh)).toBe(true);
  });

  it('keeps back the nouns that the caller may not read', async () => {
    const { tokens } = await signedIn();
    const query =
      'query ($input: IntrospectTokenInput!) { introspectToken(input: $input) { active userId user { id } client { id } issuer { id } } }';
    const { data, errors } = await server.call(
      query,
      { input: { token: tokens.access } },
      await server.keyWith('tokens:read'),
    );
    expect(data.introspectToken).toMatchObject({ active: true, user: null, client: null, issuer: null });
    expect(errors.map(({ extensions }) => extensions.code)).toEqual(['FORBIDDEN', 'FORBIDDEN', 'FORBIDDEN']);
  });
});

describe('everything that is disabled, revoked or deleted dies at its next use', () => {
  const ways: [string, (of: { user: User; client: Client }) => Promise<{ errors: readonly unknown[] }>][] = [
    [
      'the user disabled',
      ({ user }) => server.mutate('setUserEnabled', { id: user.id, enabled: false }, 'user { id }'),
    ],
    ['the user deleted', ({ user }) => server.mutate('deleteUser', { id: user.id }, 'deleted')],
    [
      'the client disabled',
      ({ client }) => server.mutate('updateClient', { id: client.id, enabled: false }, 'client { id }'),
    ],
    ['the client deleted', ({ client }) => server.mutate('deleteClient', { id: client.id }, 'deleted')],
    [
      'the permission revoked',
      ({ user, client }) => server.mutate('revokePermission', { clientId: client.id, userId: user.id }, 'deleted'),
    ],
    ['all of the user revoked', ({ user }) => server.mutate('revokeToken', { userId: user.id }, 'count')],
    ['all of the client revoked', ({ client }) => server.mutate('revokeToken', { clientId: client.id }, 'count')],
    [
      'all of the user at the client revoked',
      ({ user, client }) => server.mutate('revokeToken', { userId: user.id, clientId: client.id }, 'count'),
    ],
  ];

  it.each(ways)('%s', async (_, end) => {
    const user = await makeUser(deps);
    const { client, secret } = await makeClient(deps, issuer, { accessPolicy: 'PERMITTED_USERS' });
    await permit(deps, client, user);
    const { cookie } = await signInAs(deps, user);
    const tokens = await tokensFor(client, secret, cookie);
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

  it('a group membership taken away', async () => {
    const user = await makeUser(deps);
    const { client, secret } = await makeClient(deps, issuer, { accessPolicy: 'PERMITTED_USERS' });
    await server.mutate('createGroup', { id: 'let-in', name: 'Let in', memberIds: [user.id] }, 'group { id }');
    await server.mutate('grantPermission', { clientId: client.id, groupId: 'let-in' }, 'permission { clientId }');
    const { cookie } = await signInAs(deps, user);
    const tokens = await tokensFor(client, secret, cookie);
    expect(await isActive(tokens.access)).toBe(true);
    expect(await grantsOf(`clientId: "${client.id}"`)).toHaveLength(1);
    await server.mutate('updateGroup', { id: 'let-in', removeMemberIds: [user.id] }, 'group { id }');
    expect(await isActive(tokens.access)).toBe(false);
    await server.mutate('updateGroup', { id: 'let-in', addMemberIds: [user.id] }, 'group { id }');
    expect(await isActive(tokens.access)).toBe(false);
    expect(await grantsOf(`clientId: "${client.id}"`)).toEqual([]);
  });

  it('what was ended stays ended: enabling brings nothing back', async () => {
    const { user, tokens } = await signedIn();
    await server.mutate('setUserEnabled', { id: user.id, enabled: false }, 'user { id }');
    await server.mutate('setUserEnabled', { id: user.id, enabled: true }, 'user { id }');
    expect(await isActive(tokens.refresh)).toBe(false);
  });
});

describe('revokeGrant', () => {
  it('ends every token of the grant, once', async () => {
    const { user, tokens } = await signedIn();
    const [id] = await grantsOf(`userId: "${user.id}"`);
    const revoke = () => server.mutate('revokeGrant', { id }, 'deleted');
    expect((await revoke()).data.revokeGrant).toEqual({ deleted: true });
    expect([await isActive(tokens.access), await isActive(tokens.refresh)]).toEqual([false, false]);
    expect(refusal(await revoke())).toBe('NOT_FOUND id');
    expect(refusal(await server.mutate('revokeGrant', { id: 'nobody' }, 'deleted'))).toBe('NOT_FOUND id');
  });

  it('leaves other grants of the user alone', async () => {
    const { user, cookie, tokens } = await signedIn();
    const { client, secret } = await makeClient(deps, issuer);
    server.clock.advance(1);
    const other = await tokensFor(client, secret, cookie);
    const [, first] = await grantsOf(`userId: "${user.id}"`);
    await server.mutate('revokeGrant', { id: first }, 'deleted');
    expect([await isActive(tokens.access), await isActive(other.access)]).toEqual([false, true]);
  });
});

describe('revokeToken', () => {
  const revoke = (input: object, key?: string) => server.mutate('revokeToken', input, 'count', key);

  it('ends an opaque access token by itself', async () => {
    const { tokens } = await signedIn();
    expect((await revoke({ token: tokens.access })).data.revokeToken).toEqual({ count: 1 });
    expect([await isActive(tokens.access), await isActive(tokens.refresh)]).toEqual([false, true]);
    expect((await revoke({ token: tokens.access })).data.revokeToken).toEqual({ count: 0 });
  });

  it('ends with a refresh token, or a JWT of a user, the whole grant', async () => {
    for (const which of ['refresh', 'access'] as const) {
      const { tokens } = await signedIn({ accessTokenFormat: 'JWT' });
      expect((await revoke({ token: tokens[which] })).data.revokeToken).toEqual({ count: 1 });
      expect([await isActive(tokens.access), await isActive(tokens.refresh)]).toEqual([false, false]);
    }
  });

  it('ends what a client got for itself', async () => {
    const changes = { grant_types: ['client_credentials'], scopes: [] } as const;
    for (const accessTokenFormat of ['OPAQUE', 'JWT'] as const) {
      const { client, secret } = await makeClient(deps, issuer, { ...changes, accessTokenFormat });
      const answer = await requestToken(
        deps,
        issuer,
        { grant_type: 'client_credentials' },
        basicHeader(client, secret),
      );
      const token = String(answer.access_token);
      expect(await introspect(token)).toMatchObject({ active: true, clientId: client.id, userId: null, grantId: null });
      if (accessTokenFormat === 'JWT') expect(refusal(await revoke({ token }))).toBe('CONFLICT token');
      expect((await revoke({ clientId: client.id })).data.revokeToken).toEqual({ count: 1 });
      expect(await isActive(token)).toBe(false);
    }
  });

  it('ends what one user holds at one client, and nothing else', async () => {
    const { user, client, cookie, tokens } = await signedIn();
    const { client: other, secret } = await makeClient(deps, issuer);
    const elsewhere = await tokensFor(other, secret, cookie);
    expect((await revoke({ userId: user.id, clientId: client.id })).data.revokeToken).toEqual({ count: 1 });
    expect([await isActive(tokens.access), await isActive(elsewhere.access)]).toEqual([false, true]);
  });

  it('refuses an ID token, which nothing ends, and changes nothing for what is no token', async () => {
    const { tokens } = await signedIn();
    expect(refusal(await revoke({ token: tokens.id }))).toBe('CONFLICT token');
    expect((await revoke({ token: 'nothing' })).data.revokeToken).toEqual({ count: 0 });
  });

  it('takes either a token or ids that are there', async () => {
    const user = await makeUser(deps);
    expect(refusal(await revoke({}))).toBe('INVALID_INPUT');
    expect(refusal(await revoke({ token: 'x', userId: user.id }))).toBe('INVALID_INPUT');
    expect(refusal(await revoke({ userId: 'nobody' }))).toBe('NOT_FOUND userId');
    expect(refusal(await revoke({ clientId: user.id }))).toBe('NOT_FOUND clientId');
    expect(refusal(await revoke({ userId: user.id, clientId: 'nobody' }))).toBe('NOT_FOUND clientId');
  });
});

describe('consents', () => {
  it('are shown, and forgotten once, with the grants that stood on them', async () => {
    const { user, client, tokens } = await signedIn();
    const consent = {
      id: 'the-consent',
      version: 1,
      key: consentKey(client, user.id),
      userId: user.id,
      clientId: client.id,
      clientGeneration: client.generation,
      scopes: ['openid'],
      claims: [],
      createdAt: server.clock.now(),
    };
    await deps.store.consents.insert(consent);
    const [grantId = ''] = await grantsOf(`userId: "${user.id}"`);
    const grant = await deps.store.grants.find(grantId);
    if (grant === undefined) throw new Error('no grant');
    await deps.store.grants.delete(grantId);
    await deps.store.grants.insert({ ...grant, consentId: consent.id });
    expect(await isActive(tokens.refresh)).toBe(true);
    expect(await grantsOf(`userId: "${user.id}"`)).toEqual([grantId]);
    const { data } = await server.call(
      `{ user(id: "${user.id}") { consents { totalCount edges { node { clientId scopes client { name } lastUsedAt } } } } }`,
    );
    expect(data.user.consents).toEqual({
      totalCount: 1,
      edges: [{ node: { clientId: client.id, scopes: ['openid'], client: { name: 'Wiki' }, lastUsedAt: null } }],
    });
    const revoke = () => server.mutate('revokeConsent', { userId: user.id, clientId: client.id }, 'deleted');
    expect((await revoke()).data.revokeConsent).toEqual({ deleted: true });
    expect(refusal(await revoke())).toBe('NOT_FOUND');
    expect(await isActive(tokens.refresh)).toBe(false);
    expect(await grantsOf(`userId: "${user.id}"`)).toEqual([]);
  });

  it('say which of user and client is not there', async () => {
    const { user, client } = await signedIn();
    const revoke = (input: object) => server.mutate('revokeConsent', input, 'deleted');
    expect(refusal(await revoke({ userId: 'nobody', clientId: client.id }))).toBe('NOT_FOUND userId');
    expect(refusal(await revoke({ userId: user.id, clientId: 'nobody' }))).toBe('NOT_FOUND clientId');
  });
});

describe('nobody ends what is of somebody stronger', () => {
  it.each([
    ['a session', 'revokeSession', (of: { sessionId: string }) => ({ id: of.sessionId }), 'deleted'],
    ['sessions', 'revokeUserSessions', (of: { userId: string }) => ({ userId: of.userId }), 'count'],
    ['a grant', 'revokeGrant', (of: { grantId: string }) => ({ id: of.grantId }), 'deleted'],
    ['a token', 'revokeToken', (of: { token: string }) => ({ token: of.token }), 'count'],
    ['all tokens', 'revokeToken', (of: { userId: string }) => ({ userId: of.userId }), 'count'],
    [
      'a consent',
      'revokeConsent',
      (of: { userId: string; clientId: string }) => ({ userId: of.userId, clientId: of.clientId }),
      'deleted',
    ],
  ] as const)('%s', async (_, field, input, selection) => {
    const { user, client, session, tokens } = await signedIn();
    await deps.store.users.update(user, { adminRole: 'ADMIN' });
    const [grantId = ''] = await grantsOf(`userId: "${user.id}"`);
    const of = { userId: user.id, clientId: client.id, sessionId: session.id, grantId, token: tokens.access };
    const key = await server.keyWith('users:write', 'sessions:write', 'tokens:write');
    expect(refusal(await server.mutate(field, input(of), selection, key))).toMatch(/^FORBIDDEN/);
    expect(await isActive(tokens.access)).toBe(true);
  });
});
