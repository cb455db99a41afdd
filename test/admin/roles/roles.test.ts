import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { decodeJwt } from 'jose';
import { ROLE_PERMISSIONS } from '../../../src/access/administration/admin-permissions.js';
import type { AdminCaller } from '../../../src/admin/admin-caller.js';
import { systemCaller } from '../../../src/admin/caller-authentication.js';
import { deleteClient } from '../../../src/admin/clients/client-delete.js';
import { deleteGroup, updateGroup } from '../../../src/admin/groups/group-changes.js';
import { assignRole, unassignRole } from '../../../src/admin/roles/role-assignments.js';
import { deleteRole, putRole } from '../../../src/admin/roles/role-changes.js';
import { createUser } from '../../../src/admin/users/user-create.js';
import type { Client } from '../../../src/model/clients/client.js';
import type { Issuer } from '../../../src/model/clients/issuer.js';
import type { Deps } from '../../../src/model/deps.js';
import { AdminError } from '../../../src/model/errors.js';
import type { JsonObject } from '../../../src/model/json.js';
import type { User } from '../../../src/model/people/user.js';
import type { AdminPermission } from '../../../src/model/server/administration.js';
import { authorize } from '../../../src/oidc/authorization/authorize.js';
import { introspect } from '../../../src/oidc/protected-resource/introspection.js';
import { userinfo } from '../../../src/oidc/protected-resource/userinfo.js';
import {
  basicHeader,
  browserWith,
  codeFor,
  codeForm,
  errorOf,
  queryOf,
  requestToken,
} from '../../support/authorization.js';
import { makeClient, makeGroup, makeUser, signInAs } from '../../support/fixtures.js';
import { openWorld } from '../../support/world.js';

const API = 'https://orders.example/';
const SCOPES = ['openid', 'offline_access', 'orders:read', 'orders:write'];

type Credentials = { readonly client: Client; readonly secret: string };

let deps: Deps;
let issuer: Issuer;

beforeAll(async () => {
  ({ deps, issuer } = await openWorld());
  const scope = { version: 1, claims: [], resource: API };
  await deps.store.scopes.insert({ ...scope, id: 'orders:read' });
  await deps.store.scopes.insert({ ...scope, id: 'orders:write', requiresRole: true });
});
afterAll(() => deps.store.close());

function app(changes: Partial<Client> = {}): Promise<Credentials> {
  return makeClient(deps, issuer, { scopes: SCOPES, ...changes });
}

async function tokensOf({ client, secret }: Credentials, user: User, scope: string) {
  const { cookie } = await signInAs(deps, user);
  const code = await codeFor(deps, issuer, client, cookie, { scope });
  return requestToken(deps, issuer, codeForm(client, code), basicHeader(client, secret));
}

async function rolesAtUserinfo(token: unknown): Promise<unknown> {
  const answer = await userinfo(deps, issuer, { authorization: `Bearer ${token}`, parameters: [] });
  return answer.kind === 'json' ? answer.claims.roles : undefined;
}

async function introspected({ client, secret }: Credentials, token: unknown): Promise<JsonObject> {
  const parameters: [string, string][] = [['token', String(token)]];
  const authorization = basicHeader(client, secret);
  const answer = await introspect(deps, issuer, { parameters, authorization, caller: {}, accept: undefined });
  return answer.kind === 'json' ? answer.body : {};
}

/** The access token of an administrator, or of an API key that the administrator made. */
function callerOf(user: User, ...permissions: AdminPermission[]): AdminCaller {
  return { kind: 'USER', id: user.id, maker: { userId: user.id }, permissions };
}

async function codeOf(promise: Promise<unknown>): Promise<string> {
  try {
    await promise;
    return 'done';
  } catch (error) {
    if (error instanceof AdminError) return [error.code, error.field].filter((part) => part !== undefined).join(' ');
    throw error;
  }
}

describe('The claim roles', () => {
  it('lists the roles of the user and the user’s groups in the application, in its tokens and at userinfo', async () => {
    const [by, other] = [await app(), await app()];
    const user = await makeUser(deps);
    const group = await makeGroup(deps, 'Staff', [user]);
    const editor = await putRole(deps, systemCaller, { clientId: by.client.id, name: 'editor' });
    const admin = await putRole(deps, systemCaller, { clientId: by.client.id, name: 'admin' });
    const elsewhere = await putRole(deps, systemCaller, { clientId: other.client.id, name: 'owner' });
    await assignRole(deps, systemCaller, { roleId: editor.id, userId: user.id });
    await assignRole(deps, systemCaller, { roleId: admin.id, groupId: group.id });
    await assignRole(deps, systemCaller, { roleId: elsewhere.id, userId: user.id });
    const { id_token, access_token } = await tokensOf(by, user, 'openid');
    expect(decodeJwt(String(id_token)).roles).toEqual(['admin', 'editor']);
    expect(await rolesAtUserinfo(access_token)).toEqual(['admin', 'editor']);
    expect((await introspected(by, access_token)).roles).toEqual(['admin', 'editor']);
    await unassignRole(deps, systemCaller, { roleId: admin.id, groupId: group.id });
    expect(await rolesAtUserinfo(access_token)).toEqual(['editor']);
    await deleteRole(deps, systemCaller, { id: editor.id });
    await putRole(deps, systemCaller, { id: editor.id, clientId: by.client.id, name: 'editor' });
    expect(await rolesAtUserinfo(access_token)).toBeUndefined();
  });

  it('lists the roles of an API in a token for this API alone', async () => {
    const by = await app({ accessTokenFormat: 'JWT' });
    const user = await makeUser(deps);
    const clerk = await putRole(deps, systemCaller, { resource: API, name: 'clerk' });
    const ofApp = await putRole(deps, systemCaller, { clientId: by.client.id, name: 'editor' });
    for (const roleId of [clerk.id, ofApp.id]) await assignRole(deps, systemCaller, { roleId, userId: user.id });
    const roles = async (scope: string) => {
      const { aud, roles: listed } = decodeJwt(String((await tokensOf(by, user, scope)).access_token));
      return [[aud].flat().length, listed];
    };
    expect(await roles('orders:read')).toEqual([1, ['clerk']]);
    expect(await roles('openid')).toEqual([1, ['editor']]);
    expect(await roles('openid orders:read')).toEqual([2, undefined]);
  });

  it('does not survive a client or group that is deleted and created again with the same id', async () => {
    const by = await app();
    const user = await makeUser(deps);
    const group = await makeGroup(deps, 'Staff', [user]);
    const role = await putRole(deps, systemCaller, { clientId: by.client.id, name: 'editor' });
    await assignRole(deps, systemCaller, { roleId: role.id, groupId: group.id });
    await deleteGroup(deps, systemCaller, { id: group.id });
    await deps.store.groups.insert({ ...group, generation: 'another' });
    await updateGroup(deps, systemCaller, { id: group.id, addMemberIds: [user.id] });
    expect(decodeJwt(String((await tokensOf(by, user, 'openid')).id_token))).not.toHaveProperty('roles');
    await assignRole(deps, systemCaller, { roleId: role.id, userId: user.id });
    await deleteClient(deps, systemCaller, { id: by.client.id });
    expect(await deps.store.roles.find(role.id)).toBeUndefined();
    expect(await codeOf(assignRole(deps, systemCaller, { roleId: role.id, userId: user.id }))).toBe('NOT_FOUND roleId');
  });
});

describe('A scope that requires a role', () => {
  it('is left out for a user without the role, at sign-in, refresh and introspection', async () => {
    const by = await app();
    const user = await makeUser(deps);
    const scope = 'openid offline_access orders:read orders:write';
    expect((await tokensOf(by, user, scope)).scope).toBe('openid offline_access orders:read');
    const role = await putRole(deps, systemCaller, { resource: API, name: 'writer', scopes: ['orders:write'] });
    await assignRole(deps, systemCaller, { roleId: role.id, userId: user.id });
    const { scope: granted, access_token, refresh_token } = await tokensOf(by, user, scope);
    expect(granted).toBe(scope);
    await unassignRole(deps, systemCaller, { roleId: role.id, userId: user.id });
    expect((await introspected(by, access_token)).scope).toBe('openid offline_access orders:read');
    const form = { grant_type: 'refresh_token', refresh_token: String(refresh_token) };
    const refreshed = await requestToken(deps, issuer, form, basicHeader(by.client, by.secret));
    expect(refreshed.scope).toBe('openid offline_access orders:read');
    await assignRole(deps, systemCaller, { roleId: role.id, userId: user.id });
    const again = { grant_type: 'refresh_token', refresh_token: String(refreshed.refresh_token) };
    expect((await requestToken(deps, issuer, again, basicHeader(by.client, by.secret))).scope).toBe(scope);
  });

  it('is refused to a client that acts for itself unless its request names the scope', async () => {
    const machine = await app({ grant_types: ['client_credentials'], scopes: ['orders:read', 'orders:write'] });
    const header = basicHeader(machine.client, machine.secret);
    const form = { grant_type: 'client_credentials' };
    expect((await requestToken(deps, issuer, form, header)).scope).toBe('orders:read');
    expect((await requestToken(deps, issuer, { ...form, scope: 'orders:write' }, header)).scope).toBe('orders:write');
  });

  it('is not given by a role of another application', async () => {
    const [by, other] = [await app(), await app()];
    const user = await makeUser(deps);
    const role = await putRole(deps, systemCaller, { clientId: other.client.id, name: 'w', scopes: ['orders:write'] });
    await assignRole(deps, systemCaller, { roleId: role.id, userId: user.id });
    expect((await tokensOf(other, user, 'openid orders:write')).scope).toBe('openid orders:write');
    expect((await tokensOf(by, user, 'openid orders:write')).scope).toBe('openid');
    await deps.store.clients.update(other.client, { scopes: ['openid'] });
  });

  it.each(['NEVER', 'REMEMBERED', 'ALWAYS'] as const)(
    'leads to invalid_scope, without a question, if nothing else was requested (consent %s)',
    async (consent) => {
      const { client } = await app({ consent });
      const { cookie } = await signInAs(deps, await makeUser(deps));
      const parameters = queryOf(client, { scope: 'orders:write' });
      expect(errorOf(await authorize(deps, issuer, { parameters, ...browserWith(cookie) }))).toBe('invalid_scope');
    },
  );
});

describe('putRole', () => {
  it.each([
    ['a standard scope', 'openid'],
    ['a scope of administration', 'users:write'],
    ['all permissions', '*'],
    ['an unknown scope', 'nothing'],
  ])('refuses %s', async (_, scope) => {
    const { client } = await app({ scopes: [...SCOPES, 'users:write', '*'] });
    const put = putRole(deps, systemCaller, { clientId: client.id, name: 'a', scopes: [scope] });
    expect(await codeOf(put)).toBe('INVALID_INPUT scopes.0');
    const ofApi = putRole(deps, systemCaller, { resource: API, name: 'a', scopes: [scope] });
    expect(await codeOf(ofApi)).toBe('INVALID_INPUT scopes.0');
  });

  it('needs the permission of the owner of the role, and strength over the client', async () => {
    const by = await app();
    const strong = await app({ scopes: ['users:write'] });
    const ofClients: AdminCaller = { permissions: ['clients:write'] };
    const ofScopes: AdminCaller = { permissions: ['scopes:write'] };
    expect(await codeOf(putRole(deps, ofScopes, { clientId: by.client.id, name: 'a' }))).toBe('FORBIDDEN');
    expect(await codeOf(putRole(deps, ofClients, { resource: API, name: 'a' }))).toBe('FORBIDDEN');
    expect(await codeOf(putRole(deps, ofClients, { clientId: strong.client.id, name: 'a' }))).toBe(
      'FORBIDDEN clientId',
    );
    const role = await putRole(deps, ofClients, { clientId: by.client.id, name: 'a' });
    expect(await codeOf(deleteRole(deps, ofScopes, { id: role.id }))).toBe('FORBIDDEN');
    expect(await putRole(deps, ofClients, { clientId: by.client.id, name: 'a' })).toEqual(role);
    const moved = putRole(deps, systemCaller, { id: role.id, resource: API, name: 'a' });
    expect(await codeOf(moved)).toBe('ALREADY_EXISTS id');
    expect(await codeOf(putRole(deps, systemCaller, { id: 'b', clientId: by.client.id, name: 'a' }))).toBe(
      'ALREADY_EXISTS name',
    );
  });
});

describe('A caller cannot give a role to itself', () => {
  let manager: User;
  let caller: AdminCaller;
  let by: Credentials;
  let roleId: string;

  beforeAll(async () => {
    manager = await makeUser(deps, { adminRole: 'USER_MANAGER' });
    caller = callerOf(manager, ...ROLE_PERMISSIONS.USER_MANAGER, 'clients:write');
    by = await app();
    roleId = (await putRole(deps, systemCaller, { clientId: by.client.id, name: 'editor' })).id;
  });

  it('directly, or through a group of its own', async () => {
    expect(await codeOf(assignRole(deps, caller, { roleId, userId: manager.id }))).toBe('FORBIDDEN userId');
    const own = await makeGroup(deps, 'Managers', [manager]);
    expect(await codeOf(assignRole(deps, caller, { roleId, groupId: own.id }))).toBe('FORBIDDEN groupId');
  });

  it('by joining a group that has the role', async () => {
    const group = await makeGroup(deps, 'Editors');
    await assignRole(deps, caller, { roleId, groupId: group.id });
    expect(await codeOf(updateGroup(deps, caller, { id: group.id, addMemberIds: [manager.id] }))).toBe('FORBIDDEN');
    const another = await makeUser(deps);
    expect(await codeOf(updateGroup(deps, caller, { id: group.id, addMemberIds: [another.id] }))).toBe('done');
  });

  it('with an API key, or with a key that this key made', async () => {
    const key: AdminCaller = {
      ...caller,
      kind: 'API_KEY',
      id: 'key',
      maker: { userId: manager.id, makerKeyId: 'key' },
    };
    expect(await codeOf(assignRole(deps, key, { roleId, userId: manager.id }))).toBe('FORBIDDEN userId');
  });

  it('by creating the role again with the same id, after it lost it', async () => {
    const role = await putRole(deps, systemCaller, { clientId: by.client.id, name: 'temporary' });
    await assignRole(deps, systemCaller, { roleId: role.id, userId: manager.id });
    expect(await codeOf(deleteRole(deps, caller, { id: role.id }))).toBe('done');
    const again = { id: role.id, clientId: by.client.id, name: 'temporary', scopes: ['orders:write'] };
    expect(await codeOf(putRole(deps, caller, again))).toBe('done');
    expect((await tokensOf(by, manager, 'openid orders:write')).scope).toBe('openid');
    expect(decodeJwt(String((await tokensOf(by, manager, 'openid')).id_token))).not.toHaveProperty('roles');
  });

  it('by changing the name or the scopes of a role that it has', async () => {
    const role = await putRole(deps, systemCaller, { clientId: by.client.id, name: 'viewer' });
    const own = await makeGroup(deps, 'Viewers', [manager]);
    await assignRole(deps, systemCaller, { roleId: role.id, groupId: own.id });
    const put = (input: object) =>
      codeOf(putRole(deps, caller, { id: role.id, clientId: by.client.id, name: 'viewer', ...input }));
    expect(await put({ scopes: ['orders:write'] })).toBe('FORBIDDEN');
    expect(await put({ name: 'admin' })).toBe('FORBIDDEN');
    expect(await put({ description: 'May look.' })).toBe('done');
  });

  it('unless it is an owner or administrator', async () => {
    const admin = await makeUser(deps, { adminRole: 'ADMIN' });
    const ofAdmin = callerOf(admin, ...ROLE_PERMISSIONS.ADMIN);
    expect(await codeOf(assignRole(deps, ofAdmin, { roleId, userId: admin.id }))).toBe('done');
  });

  it('and cannot give a role of a client, or to a user, that is stronger than the caller', async () => {
    const strong = await app({ scopes: ['users:write', 'webhooks:write'] });
    const role = await putRole(deps, systemCaller, { clientId: strong.client.id, name: 'editor' });
    const [user, admin] = [await makeUser(deps), await makeUser(deps, { adminRole: 'ADMIN' })];
    expect(await codeOf(assignRole(deps, caller, { roleId: role.id, userId: user.id }))).toBe('FORBIDDEN roleId');
    expect(await codeOf(assignRole(deps, caller, { roleId, userId: admin.id }))).toBe('FORBIDDEN userId');
    const admins = await makeGroup(deps, 'Administrators', [admin]);
    expect(await codeOf(assignRole(deps, caller, { roleId, groupId: admins.id }))).toBe('FORBIDDEN groupId');
    const group = await makeGroup(deps, 'Editors of the strong client');
    await assignRole(deps, systemCaller, { roleId: role.id, groupId: group.id });
    expect(await codeOf(updateGroup(deps, caller, { id: group.id, addMemberIds: [user.id] }))).toBe('FORBIDDEN');
    const creation = createUser(deps, caller, { username: 'joiner', groupIds: [group.id] });
    expect(await codeOf(creation)).toBe('FORBIDDEN');
    expect(await codeOf(unassignRole(deps, caller, { roleId: role.id, groupId: group.id }))).toBe('FORBIDDEN roleId');
  });

  it('and needs permissions:write to add anyone to a group that has a role', async () => {
    const group = await makeGroup(deps, 'Writers');
    await assignRole(deps, systemCaller, { roleId, groupId: group.id });
    const user = await makeUser(deps);
    const limited: AdminCaller = { permissions: ['users:write', 'groups:write'] };
    expect(await codeOf(updateGroup(deps, limited, { id: group.id, addMemberIds: [user.id] }))).toBe('FORBIDDEN');
    const creation = createUser(deps, limited, { username: 'newcomer', groupIds: [group.id] });
    expect(await codeOf(creation)).toBe('FORBIDDEN');
  });
});
