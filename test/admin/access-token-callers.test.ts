import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { intersectPermissions, ROLE_PERMISSIONS } from '../../src/access/administration/admin-permissions.js';
import { freshSignInOf } from '../../src/graphql/fresh-sign-in.js';
import { newSecret, sha256 } from '../../src/keys/secrets.js';
import type { Client } from '../../src/model/clients/client.js';
import type { Issuer } from '../../src/model/clients/issuer.js';
import type { Deps } from '../../src/model/deps.js';
import { ADMIN_ROLES, type AdminRole } from '../../src/model/people/user.js';
import { ADMIN_PERMISSIONS } from '../../src/model/server/administration.js';
import { numericDate } from '../../src/model/time.js';
import { type Administration, type GraphqlAnswer, openAdministration, refusal } from '../support/administration.js';
import { basicHeader, codeFor, codeForm, requestToken } from '../support/authorization.js';
import { makeClientKey } from '../support/client-keys.js';
import { makeClient, makeIssuer, makeUser, signInAs } from '../support/fixtures.js';
import { operationOf, rootFields, wronglyAnswered } from '../support/root-fields.js';

let server: Administration;
let deps: Deps;
let issuer: Issuer;
const RESOURCE = 'http://localhost:3000/graphql';
beforeAll(async () => {
  server = await openAdministration({ config: { maxAccessTokenLifetime: 900 } });
  deps = server.deps;
  const found = await deps.store.issuers.find('default');
  if (found === undefined) throw new Error('no issuer');
  issuer = found;
});
afterAll(() => server.close());

async function viewer(token: string) {
  const answer = await server.call('{ viewer { subject kind permissions } }', {}, token);
  return answer.data?.viewer ?? refusal(answer);
}

async function machine(changes: Partial<Client> = {}, scope = 'users:read clients:write', of = issuer) {
  const { client, secret } = await makeClient(deps, of, {
    grant_types: ['client_credentials'],
    scopes: ['users:read', 'clients:write'],
    ...changes,
  });
  const form = { grant_type: 'client_credentials', scope, resource: RESOURCE };
  const answer = await requestToken(deps, of, form, basicHeader(client, secret));
  return { client, token: String(answer.access_token) };
}

async function person(adminRole: AdminRole | undefined, scope: string, changes: Partial<Client> = {}) {
  const user = await makeUser(deps, { adminRole });
  const scopes = ['openid', ...scope.split(' ')];
  const { client, secret } = await makeClient(deps, issuer, { scopes, ...changes });
  const { cookie } = await signInAs(deps, user);
  const code = await codeFor(deps, issuer, client, cookie, { scope, resource: RESOURCE });
  const form = { ...codeForm(client, code), resource: RESOURCE };
  const answer = await requestToken(deps, issuer, form, basicHeader(client, secret));
  return { user, client, token: String(answer.access_token) };
}

describe('Access tokens for the administration API', () => {
  it.each(['OPAQUE', 'JWT'] as const)(
    'of a client that acts for itself, %s, do what their scopes say',
    async (accessTokenFormat) => {
      const { client, token } = await machine({ accessTokenFormat });
      expect(await viewer(token)).toEqual({
        subject: client.id,
        kind: 'CLIENT',
        permissions: ['clients:write', 'users:read'],
      });
      expect((await server.call('{ users { totalCount } }', {}, token)).errors).toEqual([]);
      expect(refusal(await server.call('{ groups { totalCount } }', {}, token))).toBe('FORBIDDEN');
      const made = await server.mutate('createClient', { id: `by-${client.id}`, name: 'x' }, 'client { id }', token);
      expect(made.errors).toEqual([]);
      expect((await server.events()).at(-1)).toMatchObject({ actorKind: 'CLIENT', actorId: client.id });
    },
  );

  it('of a client have at most the scopes that the client may request at present', async () => {
    const { client, token } = await machine();
    await server.mutate('updateClient', { id: client.id, scopes: ['users:read'] }, 'client { id }');
    expect((await viewer(token)).permissions).toEqual(['users:read']);
    await server.mutate('updateClient', { id: client.id, enabled: false }, 'client { id }');
    expect(await viewer(token)).toBe('UNAUTHENTICATED');
  });

  it('of a client create keys that have at most the permissions of the client, and are rejected without it', async () => {
    const scopes = ['apiKeys:write', 'users:write'];
    const { client, token } = await machine({ scopes }, scopes.join(' '));
    const newKey = async (permissions: string[], by: string): Promise<string> =>
      (await server.mutate('createApiKey', { name: 'Its own', permissions }, 'key', by)).data.createApiKey.key;
    const key = await newKey(scopes, token);
    const child = await newKey(['users:read'], key);
    const held = async (of: string) => (await viewer(of)).permissions;
    expect([await held(key), await held(child)]).toEqual([['users:write', 'apiKeys:write'], ['users:read']]);
    const change = (input: object) => server.mutate('updateClient', { id: client.id, ...input }, 'client { id }');
    await change({ scopes: ['apiKeys:read'] });
    expect([await held(key), await held(child)]).toEqual([['apiKeys:read'], []]);
    await change({ scopes, enabled: false });
    expect([await viewer(key), await viewer(child)]).toEqual(['UNAUTHENTICATED', 'UNAUTHENTICATED']);
    await change({ enabled: true });
    expect([await viewer(key), await viewer(child)]).toEqual(['UNAUTHENTICATED', 'UNAUTHENTICATED']);
    await server.mutate('deleteClient', { id: client.id }, 'deleted');
    await server.mutate('createClient', { id: client.id, name: 'Another of the id', scopes }, 'client { id }');
    expect([await viewer(key), await viewer(child)]).toEqual(['UNAUTHENTICATED', 'UNAUTHENTICATED']);
  });

  it('of a user have at most the permissions of the present role', async () => {
    const { user, token } = await person('USER_MANAGER', 'users:write clients:write audit:read');
    expect(await viewer(token)).toEqual({ subject: user.id, kind: 'USER', permissions: ['users:write'] });
    await server.mutate('updateUser', { id: user.id, adminRole: 'AUDITOR' }, 'user { id }');
    expect((await viewer(token)).permissions).toEqual(['clients:read', 'users:read', 'audit:read']);
    await server.mutate('updateUser', { id: user.id, adminRole: null }, 'user { id }');
    expect((await viewer(token)).permissions).toEqual([]);
    await server.mutate('setUserEnabled', { id: user.id, enabled: false }, 'user { id }');
    expect(await viewer(token)).toBe('UNAUTHENTICATED');
  });

  it('of a user have no permissions without a role or without administration scopes', async () => {
    expect((await viewer((await person(undefined, '*')).token)).permissions).toEqual([]);
    expect((await viewer((await person('OWNER', '*')).token)).permissions).toEqual([]);
  });

  it('of an owner have all permissions that are among the scopes', async () => {
    const { user, token } = await person('OWNER', '*');
    const owners = await deps.store.owners.find('owners');
    if (owners === undefined) throw new Error('no owners');
    await deps.store.owners.update(owners, { userIds: [user.id] });
    expect((await viewer(token)).permissions).toEqual(['*']);
    const made = await server.mutate('createApiKey', { name: 'Mine', permissions: ['*'] }, 'apiKey { id }', token);
    const { id } = made.data.createApiKey.apiKey;
    expect((await deps.store.apiKeys.find(id))?.userId).toBe(user.id);
  });
});

describe('The matrix of callers and permissions', () => {
  const everything = ADMIN_PERMISSIONS.filter((permission) => permission !== '*');

  it.each(everything)('gives a client with the scope %s the fields of that permission and no other', async (scope) => {
    const { token } = await machine({ scopes: [scope] }, scope);
    expect(await wronglyAnswered(server, [scope], token)).toEqual([]);
  });

  it.each([...ADMIN_ROLES, undefined])(
    'a user with the role %s gets what that role opens, and nothing else, whatever the scopes',
    async (role) => {
      const { user, token } = await person(role, everything.join(' '));
      const owners = await deps.store.owners.find('owners');
      if (role === 'OWNER' && owners !== undefined) await deps.store.owners.update(owners, { userIds: [user.id] });
      const held = role === undefined ? [] : ROLE_PERMISSIONS[role];
      expect(await wronglyAnswered(server, intersectPermissions(everything, held), token)).toEqual([]);
    },
  );
});

describe('A mutation that needs a fresh sign-in', () => {
  const operations = rootFields.flatMap(([, { name }, field]) => {
    const fields = freshSignInOf(field);
    // Wrong input is refused first.
    const operation = operationOf(name, field)
      .replace('permissions: []', 'permissions: ["users:read"]')
      .replace(
        'templateId: "unknown"',
        'templateId: "grafana", values: { name: "url", value: "https://grafana.example" }',
      )
      .replace('url: "nothing", types: []', 'url: "https://hooks.example/x", types: [SIGNED_IN]');
    if (fields?.length !== 0) return (fields ?? []).map((one) => operation.replace(' })', `, ${one}: null })`));
    return [operation];
  });
  const needed = async (token: string) => {
    const answers = await Promise.all(operations.map((operation) => server.call(operation, {}, token)));
    const isNeeded = ({ errors: [error] }: GraphqlAnswer) => error?.extensions.code === 'FRESH_SIGN_IN_REQUIRED';
    return operations.filter((_, index) => isNeeded(answers[index] as GraphqlAnswer));
  };

  it('is each that takes over, or takes away, accounts, applications or the server', () => {
    const names = operations.map((operation) => /\w+\((?:input: {.*, (\w+): null)?/.exec(operation)?.[0]);
    const plain = names.map((name = '') => name.replace(/\(input: .*, (\w+): null/, ' with $1').replace('(', ''));
    expect(plain.sort()).toEqual([
      'addClientSecret',
      'createApiKey',
      'createClient',
      'createClientFromTemplate',
      'createEnrolmentLink',
      'createInvitation',
      'createUser with adminRole',
      'createUser with enrolmentLink',
      'createWebhook',
      'deleteApiKey',
      'deleteClient',
      'deleteIssuer',
      'deletePasskey',
      'deleteUser',
      'deleteWebhook',
      'eraseFromAuditLog',
      'rejectUser',
      'removeClientSecret',
      'rotateSigningKey',
      'rotateWebhookSecret',
      'updateClient with claimRules',
      'updateClient with forwardAuth',
      'updateClient with grantTypes',
      'updateClient with jwks',
      'updateClient with jwksUri',
      'updateClient with postLogoutRedirectUris',
      'updateClient with redirectUriPolicy',
      'updateClient with redirectUris',
      'updateClient with scopes',
      'updateClient with tokenEndpointAuthMethod',
      'updateServerSettings',
      'updateUser with adminRole',
      'updateWebhook',
    ]);
  });

  it('is refused to a user who signed in more than 300 seconds ago, and to no key or client', async () => {
    const everything = ADMIN_PERMISSIONS.filter((permission) => permission !== '*');
    const { user, client, token } = await person('OWNER', everything.join(' '), { accessTokenLifetime: 900 });
    const owners = await deps.store.owners.find('owners');
    if (owners !== undefined) await deps.store.owners.update(owners, { userIds: [user.id] });
    server.clock.advance(299);
    expect(await needed(token)).toEqual([]);
    server.clock.advance(1);
    const taken = jest.spyOn(deps.limits, 'take');
    const commit = jest.spyOn(deps.store, 'commit');
    expect(await needed(token)).toEqual(operations);
    // Nothing is stored, and each request counts only as a request.
    expect(commit).not.toHaveBeenCalled();
    expect(new Set(taken.mock.calls.map(([name]) => name))).toEqual(new Set(['graphql']));
    for (const spy of [taken, commit]) spy.mockRestore();
    // The clock was set back: a sign-in in the future has no known age.
    server.clock.advance(-3600);
    expect(await needed(token)).toEqual(operations);
    server.clock.advance(3600);
    const { id } = await makeUser(deps);
    const change = await server.mutate('updateUser', { id, name: 'Ada' }, 'user { name }', token);
    expect(change.data.updateUser.user.name).toBe('Ada');
    const [error] = (await server.mutate('deleteUser', { id }, 'deleted', token)).errors;
    expect(error?.extensions).toEqual({ code: 'FRESH_SIGN_IN_REQUIRED', maxAge: 300 });
    expect(error?.message).toMatch(/max_age=300/);
    const dry = `mutation ($id: ID!) { deleteUser(input: { id: $id }, dryRun: true) { deleted effects { users { count } } } }`;
    expect((await server.call(dry, { id }, token)).data).toEqual({
      deleteUser: { deleted: false, effects: { users: { count: 1 } } },
    });
    // The input is checked first, but not against what is stored.
    const refused = async (field: string, input: object) =>
      refusal(await server.mutate(field, input, '__typename', token));
    expect(await refused('createApiKey', { name: '', permissions: ['users:read'] })).toBe('INVALID_INPUT name');
    expect(await refused('createWebhook', { url: 'http://10.0.0.1', types: ['SIGNED_IN'] })).toBe('INVALID_INPUT url');
    expect(await refused('updateUser', { id, adminRole: 'OWNER', username: '' })).toBe('INVALID_INPUT username');
    const { username } = await makeUser(deps);
    expect(await refused('createUser', { username, enrolmentLink: true })).toBe('FRESH_SIGN_IN_REQUIRED');
    expect(await refused('createClient', { id: client.id, name: 'Taken' })).toBe('FRESH_SIGN_IN_REQUIRED');
    expect(await refused('createClient', { name: 'x', issuerId: 'unknown' })).toBe('FRESH_SIGN_IN_REQUIRED');
    const logo = { method: 'POST', headers: { Authorization: `Bearer ${token}` }, body: new Uint8Array(1) };
    const upload = await fetch(server.url.replace('/graphql', '/pictures/server'), logo);
    expect([upload.status, await upload.text()]).toEqual([403, expect.stringMatching(/max_age=300/)]);
    expect(await deps.store.users.find(id)).toBeDefined();
    expect(await needed(await server.keyWith('*'))).toEqual([]);
    expect(await needed((await machine({ scopes: everything }, everything.join(' '))).token)).toEqual([]);
  });

  it('first needs its permission', async () => {
    const { token } = await person('AUDITOR', 'users:write', { accessTokenLifetime: 900 });
    server.clock.advance(300);
    expect(refusal(await server.mutate('deleteUser', { id: 'unknown' }, 'deleted', token))).toBe('FORBIDDEN');
  });
});

describe('Other access tokens are rejected', () => {
  it('if they have another audience', async () => {
    const { client, secret } = await makeClient(deps, issuer, { grant_types: ['client_credentials'], scopes: [] });
    const answer = await requestToken(deps, issuer, { grant_type: 'client_credentials' }, basicHeader(client, secret));
    expect(await viewer(String(answer.access_token))).toBe('UNAUTHENTICATED');
    const user = await makeUser(deps, { adminRole: 'ADMIN' });
    const web = await makeClient(deps, issuer);
    const { cookie } = await signInAs(deps, user);
    const code = await codeFor(deps, issuer, web.client, cookie);
    const tokens = await requestToken(deps, issuer, codeForm(web.client, code), basicHeader(web.client, web.secret));
    for (const token of [tokens.access_token, tokens.id_token])
      expect(await viewer(String(token))).toBe('UNAUTHENTICATED');
  });

  it('if they are from another issuer', async () => {
    const other = await makeIssuer(deps, 'elsewhere');
    for (const accessTokenFormat of ['OPAQUE', 'JWT'] as const) {
      const { token } = await machine({ accessTokenFormat }, undefined, other);
      expect(await viewer(token)).toBe('UNAUTHENTICATED');
    }
  });

  it('if they are expired or revoked', async () => {
    const first = await machine();
    await server.mutate('revokeToken', { clientId: first.client.id }, 'count');
    expect(await viewer(first.token)).toBe('UNAUTHENTICATED');
    const second = await machine();
    server.clock.advance(300);
    expect(await viewer(second.token)).toBe('UNAUTHENTICATED');
  });

  it('if they are refresh tokens', async () => {
    const user = await makeUser(deps, { adminRole: 'ADMIN' });
    const { client, secret } = await makeClient(deps, issuer, { scopes: ['openid', 'offline_access', 'users:read'] });
    const { cookie } = await signInAs(deps, user);
    const code = await codeFor(deps, issuer, client, cookie, {
      scope: 'openid offline_access users:read',
      resource: RESOURCE,
    });
    const answer = await requestToken(deps, issuer, codeForm(client, code), basicHeader(client, secret));
    expect(await viewer(String(answer.access_token))).toMatchObject({ kind: 'USER', permissions: ['users:read'] });
    expect(await viewer(String(answer.refresh_token))).toBe('UNAUTHENTICATED');
  });
});

describe('Access tokens that are bound to a key (RFC 9449 §7)', () => {
  const send = async (token: string, headers: Record<string, string>) => {
    const response = await fetch(server.url, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', ...headers },
      body: JSON.stringify({ query: '{ viewer { kind } }' }),
    });
    const { data, errors } = (await response.json()) as { data?: unknown; errors?: { extensions: unknown }[] };
    return { status: response.status, challenge: response.headers.get('www-authenticate'), data, errors, token };
  };

  it('require a proof of that key and are rejected as bearer tokens', async () => {
    const key = await makeClientKey('ES256');
    const { kty, crv, x, y } = key.publicJwk;
    const proof = (htu: string, claims: object = {}) => {
      const made = { jti: newSecret(deps.random), htm: 'POST', htu, iat: numericDate(server.clock.now()), ...claims };
      return key.sign(made, { typ: 'dpop+jwt', jwk: { kty, crv, x, y }, kid: undefined });
    };
    const { client, secret } = await makeClient(deps, issuer, {
      grant_types: ['client_credentials'],
      scopes: ['users:read'],
      dpop_bound_access_tokens: true,
    });
    const form = { grant_type: 'client_credentials', scope: 'users:read', resource: RESOURCE };
    const made = await proof('http://localhost:3000/oidc/token');
    const token = String((await requestToken(deps, issuer, form, basicHeader(client, secret), made)).access_token);
    const ath = sha256(token);

    const bearer = await send(token, { Authorization: `Bearer ${token}` });
    expect([bearer.status, bearer.errors?.[0]?.extensions]).toEqual([401, { code: 'UNAUTHENTICATED' }]);
    expect(bearer.challenge).toContain('DPoP');
    const unproved = await send(token, { Authorization: `DPoP ${token}` });
    expect(unproved.status).toBe(401);
    const elsewhere = await proof('http://localhost:3000/oidc/userinfo', { ath });
    expect((await send(token, { Authorization: `DPoP ${token}`, DPoP: elsewhere })).status).toBe(401);
    const right = await proof(RESOURCE, { ath });
    expect((await send(token, { Authorization: `DPoP ${token}`, DPoP: right })).data).toEqual({
      viewer: { kind: 'CLIENT' },
    });
    expect((await send(token, { Authorization: `DPoP ${token}`, DPoP: right })).status).toBe(401);
  });
});
