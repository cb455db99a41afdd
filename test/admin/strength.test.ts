import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createApiKey } from '../../src/admin/api-keys/api-key-create.js';
import { hasPermission, intersectPermissions, ROLE_PERMISSIONS } from '../../src/admin/authorization.js';
import type { AdminRole, User } from '../../src/model/people/user.js';
import { ADMIN_PERMISSIONS, type AdminPermission } from '../../src/model/server/administration.js';
import { type Administration, openAdministration, refusal } from '../support/administration.js';
import { register } from '../support/ceremonies.js';
import { softwareAuthenticator } from '../support/software-authenticator.js';

let server: Administration;
const keys: Record<string, string> = {};
const ids: Record<string, string> = {};

/** A key with what a role may do. */
function as(role: AdminRole): string {
  return keys[role] ?? '';
}

beforeAll(async () => {
  server = await openAdministration();
  for (const role of ['OWNER', 'ADMIN', 'USER_MANAGER', 'AUDITOR'] as const) {
    keys[role] = await server.keyWith(...ROLE_PERMISSIONS[role]);
    const made = await server.mutate('createUser', { username: `the-${role}`, adminRole: role }, 'user { id }');
    ids[role] = made.data.createUser.user.id;
  }
  const made = await server.mutate('createUser', { username: 'the-nobody' }, 'user { id }');
  ids.NOBODY = made.data.createUser.user.id;
});
afterAll(() => server.close());

describe('permissions', () => {
  it('to write include to read; * is all', () => {
    expect(hasPermission(['users:write'], 'users:read')).toBe(true);
    expect(hasPermission(['users:read'], 'users:write')).toBe(false);
    expect(hasPermission(['users:write'], 'clients:read')).toBe(false);
    expect(ADMIN_PERMISSIONS.every((permission) => hasPermission(['*'], permission))).toBe(true);
    expect(
      hasPermission(
        ADMIN_PERMISSIONS.filter((permission) => permission !== '*'),
        '*',
      ),
    ).toBe(false);
  });

  it('are limited to those of a role', () => {
    expect(intersectPermissions(['*'], ROLE_PERMISSIONS.USER_MANAGER)).toEqual([...ROLE_PERMISSIONS.USER_MANAGER]);
    expect(intersectPermissions(['users:write', 'clients:write'], ROLE_PERMISSIONS.AUDITOR)).toEqual([
      'clients:read',
      'users:read',
    ]);
    expect(intersectPermissions(['users:read'], ['*'])).toEqual(['users:read']);
    expect(intersectPermissions(['*'], ['*'])).toEqual(['*']);
    expect(intersectPermissions(['clients:write'], ROLE_PERMISSIONS.USER_MANAGER)).toEqual([]);
  });

  it('of roles: ADMIN has everything but owners, apiKeys:write and issuers:write; AUDITOR reads', () => {
    const ofAdmin = ADMIN_PERMISSIONS.filter((permission) => !hasPermission(ROLE_PERMISSIONS.ADMIN, permission));
    expect(ofAdmin).toEqual(['*', 'issuers:write', 'apiKeys:write']);
    const ofAuditor = ADMIN_PERMISSIONS.filter((permission) => hasPermission(ROLE_PERMISSIONS.AUDITOR, permission));
    expect(ofAuditor.every((permission) => permission.endsWith(':read'))).toBe(true);
    expect(ofAuditor).toHaveLength(11);
  });
});

type Attempt = readonly [what: string, field: string, input: (id: string) => object, selection: string];

/** What can be done to a user. */
const TO_USERS: readonly Attempt[] = [
  ['make an enrolment link for', 'createEnrolmentLink', (userId) => ({ userId }), 'enrolmentLink { id }'],
  ['change', 'updateUser', (id) => ({ id, name: 'Changed' }), 'user { id }'],
  ['take the role of', 'updateUser', (id) => ({ id, adminRole: null }), 'user { id }'],
  ['disable', 'setUserEnabled', (id) => ({ id, enabled: false }), 'user { id }'],
  ['delete', 'deleteUser', (id) => ({ id }), 'deleted'],
  ['put in a group', 'createGroup', (id) => ({ name: 'Group', memberIds: [id] }), 'group { id }'],
];

describe('nobody acts on users who are stronger', () => {
  const stronger: readonly [AdminRole, AdminRole][] = [
    ['ADMIN', 'OWNER'],
    ['USER_MANAGER', 'OWNER'],
    ['USER_MANAGER', 'ADMIN'],
    ['USER_MANAGER', 'AUDITOR'],
  ];
  for (const [weaker, role] of stronger) {
    it.each(TO_USERS)(`${weaker} does not %s an ${role}`, async (_, field, input, selection) => {
      const before = await server.deps.store.users.find(ids[role] ?? '');
      expect(refusal(await server.mutate(field, input(ids[role] ?? ''), selection, as(weaker)))).toMatch(/^FORBIDDEN/);
      expect(await server.deps.store.users.find(ids[role] ?? '')).toEqual(before);
    });
  }

  it.each([
    ['USER_MANAGER', 'NOBODY'],
    ['USER_MANAGER', 'USER_MANAGER'],
    ['ADMIN', 'USER_MANAGER'],
    ['ADMIN', 'ADMIN'],
    ['OWNER', 'OWNER'],
  ] as const)('%s makes an enrolment link for %s', async (role, whom) => {
    const link = { userId: ids[whom] };
    expect((await server.mutate('createEnrolmentLink', link, 'enrolmentLink { id }', as(role))).errors).toEqual([]);
  });

  it('nor revokes their links', async () => {
    const made = await server.mutate('createEnrolmentLink', { userId: ids.ADMIN }, 'enrolmentLink { id }');
    const { id } = made.data.createEnrolmentLink.enrolmentLink;
    expect(refusal(await server.mutate('revokeEnrolmentLink', { id }, 'deleted', as('USER_MANAGER')))).toBe(
      'FORBIDDEN',
    );
    expect((await server.mutate('revokeEnrolmentLink', { id }, 'deleted', as('ADMIN'))).errors).toEqual([]);
  });

  it('nor renames or removes their passkeys', async () => {
    const made = await server.mutate('createEnrolmentLink', { userId: ids.ADMIN }, 'enrolmentLink { url }');
    const code = made.data.createEnrolmentLink.enrolmentLink.url.split('/').at(-1);
    await register(server.deps, softwareAuthenticator(), { request: { enrolment: code } });
    const [id] = (await server.deps.store.users.find(ids.ADMIN ?? ''))?.passkeyIds ?? [];
    expect(refusal(await server.mutate('renamePasskey', { id, name: 'x' }, 'passkey { id }', as('USER_MANAGER')))).toBe(
      'FORBIDDEN',
    );
    expect(refusal(await server.mutate('deletePasskey', { id }, 'deleted', as('USER_MANAGER')))).toBe('FORBIDDEN');
    expect((await server.mutate('renamePasskey', { id, name: 'x' }, 'passkey { id }', as('ADMIN'))).errors).toEqual([]);
  });

  it('counts a role that does not count yet, or at present: it may tomorrow', async () => {
    const made = await server.mutate('createUser', { username: 'sleeping', adminRole: 'ADMIN' }, 'user { id }');
    const { id } = made.data.createUser.user;
    await server.mutate('setUserEnabled', { id, enabled: false }, 'user { id }');
    expect(
      refusal(await server.mutate('setUserEnabled', { id, enabled: true }, 'user { id }', as('USER_MANAGER'))),
    ).toBe('FORBIDDEN');
  });
});

describe('nobody makes themselves, or others, stronger than they are', () => {
  it('by a role', async () => {
    const make = (adminRole: AdminRole, key: string) =>
      server.mutate(
        'createUser',
        { username: `made-${adminRole}-${key.slice(-8)}`.replace(/[^\w-]/g, ''), adminRole },
        'user { id }',
        key,
      );
    expect(refusal(await make('OWNER', as('ADMIN')))).toBe('FORBIDDEN adminRole');
    expect(refusal(await make('ADMIN', as('USER_MANAGER')))).toBe('FORBIDDEN adminRole');
    expect(refusal(await make('AUDITOR', as('USER_MANAGER')))).toBe('FORBIDDEN adminRole');
    expect((await make('ADMIN', as('ADMIN'))).errors).toEqual([]);
    expect((await make('USER_MANAGER', as('USER_MANAGER'))).errors).toEqual([]);
    const promote = { id: ids.NOBODY, adminRole: 'ADMIN' };
    expect(refusal(await server.mutate('updateUser', promote, 'user { id }', as('USER_MANAGER')))).toBe(
      'FORBIDDEN adminRole',
    );
  });

  it('by an API key', async () => {
    const writer = await server.keyWith('apiKeys:write', 'users:read');
    const make = (permissions: AdminPermission[]) =>
      server.mutate('createApiKey', { name: 'Child', permissions }, 'apiKey { permissions }', writer);
    expect(refusal(await make(['users:write']))).toBe('FORBIDDEN permissions');
    expect(refusal(await make(['users:read', '*']))).toBe('FORBIDDEN permissions');
    expect((await make(['users:read', 'apiKeys:read'])).errors).toEqual([]);
    const made = await server.mutate(
      'createApiKey',
      { id: 'stronger', name: 'x', permissions: ['users:write'] },
      'key',
    );
    expect(made.errors).toEqual([]);
    expect(refusal(await server.mutate('deleteApiKey', { id: 'stronger' }, 'deleted', writer))).toBe('FORBIDDEN');
  });

  it('by a client with administration scopes', async () => {
    const writer = await server.keyWith('clients:write', 'permissions:write', 'users:write');
    const make = (scopes: string[]) => server.mutate('createClient', { name: 'Tool', scopes }, 'client { id }', writer);
    expect(refusal(await make(['sessions:read']))).toBe('FORBIDDEN scopes');
    expect(refusal(await make(['*']))).toBe('FORBIDDEN scopes');
    expect((await make(['openid', 'users:read'])).errors).toEqual([]);

    const tool = await server.mutate(
      'createClient',
      { name: 'Tool', scopes: ['openid', 'audit:read'] },
      'client { id secrets { id } }',
    );
    const { id, secrets } = tool.data.createClient.client;
    const attempts: [string, object, string][] = [
      ['updateClient', { id, redirectUris: ['https://thief.example'] }, 'client { id }'],
      ['updateClient', { id, scopes: ['openid'] }, 'client { id }'],
      ['addClientSecret', { clientId: id }, 'clientSecret'],
      ['removeClientSecret', { clientId: id, secretId: secrets[0].id }, 'client { id }'],
      ['deleteClient', { id }, 'deleted'],
      ['grantPermission', { clientId: id, userId: ids.NOBODY }, 'permission { clientId }'],
      ['revokePermission', { clientId: id, userId: ids.NOBODY }, 'deleted'],
    ];
    for (const [field, input, selection] of attempts) {
      expect(refusal(await server.mutate(field, input, selection, writer))).toMatch(/^FORBIDDEN/);
    }
    const plain = await server.mutate('createClient', { name: 'Plain' }, 'client { id }', writer);
    const rise = { id: plain.data.createClient.client.id, scopes: ['audit:read'] };
    expect(refusal(await server.mutate('updateClient', rise, 'client { id }', writer))).toBe('FORBIDDEN scopes');
  });

  it('by a group with stronger members', async () => {
    await server.mutate('createGroup', { id: 'strong', name: 'Strong', memberIds: [ids.ADMIN] }, 'group { id }');
    const client = await server.mutate('createClient', { name: 'App' }, 'client { id }');
    const clientId = client.data.createClient.client.id;
    const attempts: [string, object, string][] = [
      ['updateGroup', { id: 'strong', name: 'x' }, 'group { id }'],
      ['updateGroup', { id: 'strong', addMemberIds: [ids.NOBODY] }, 'group { id }'],
      ['updateGroup', { id: 'strong', removeMemberIds: [ids.ADMIN] }, 'group { id }'],
      ['deleteGroup', { id: 'strong' }, 'deleted'],
      ['createUser', { username: 'joiner', groupIds: ['strong'] }, 'user { id }'],
      ['grantPermission', { clientId, groupId: 'strong' }, 'permission { clientId }'],
      ['grantPermission', { clientId, userId: ids.ADMIN }, 'permission { clientId }'],
    ];
    for (const [field, input, selection] of attempts) {
      expect(refusal(await server.mutate(field, input, selection, as('USER_MANAGER')))).toMatch(/^FORBIDDEN/);
      expect((await server.call('{ group(id: "strong") { name members { totalCount } } }')).data.group).toEqual({
        name: 'Strong',
        members: { totalCount: 1 },
      });
    }
    expect(
      (await server.mutate('updateGroup', { id: 'strong', addMemberIds: [ids.NOBODY] }, 'group { id }', as('ADMIN')))
        .errors,
    ).toEqual([]);
  });

  it('by a group that lets its members in to a stronger client', async () => {
    await server.mutate('createGroup', { id: 'operators', name: 'Operators' }, 'group { id }');
    const made = await server.mutate('createClient', { name: 'Console', scopes: ['clients:write'] }, 'client { id }');
    const clientId = made.data.createClient.client.id;
    const permission = { clientId, groupId: 'operators' };
    await server.mutate('grantPermission', permission, 'permission { clientId }');
    const attempts: [string, object, string][] = [
      ['grantPermission', { clientId, userId: ids.NOBODY }, 'permission { clientId }'],
      ['revokePermission', permission, 'deleted'],
      ['updateGroup', { id: 'operators', addMemberIds: [ids.NOBODY] }, 'group { id }'],
      ['createUser', { username: 'operator', groupIds: ['operators'] }, 'user { id }'],
      ['deleteGroup', { id: 'operators' }, 'deleted'],
    ];
    for (const [field, input, selection] of attempts) {
      expect(refusal(await server.mutate(field, input, selection, as('USER_MANAGER')))).toMatch(/^FORBIDDEN/);
    }
    const join = { id: 'operators', addMemberIds: [ids.NOBODY] };
    expect((await server.mutate('updateGroup', join, 'group { id }', as('ADMIN'))).errors).toEqual([]);
    await server.mutate('deleteClient', { id: clientId }, 'deleted');
    await server.mutate(
      'createClient',
      { id: clientId, name: 'Its successor', scopes: ['audit:read'] },
      'client { id }',
    );
    expect(refusal(await server.mutate('deleteGroup', { id: 'operators' }, 'deleted', as('USER_MANAGER')))).toBe(
      undefined,
    );
  });

  it('by deleting an issuer with stronger clients', async () => {
    await server.mutate('createIssuer', { id: 'guarded', slug: 'guarded' }, 'issuer { id }');
    await server.mutate('createClient', { name: 'Tool', issuerId: 'guarded', scopes: ['audit:read'] }, 'client { id }');
    const key = await server.keyWith('issuers:write');
    expect(refusal(await server.mutate('deleteIssuer', { id: 'guarded' }, 'deleted', key))).toBe('FORBIDDEN');
    expect(await server.deps.store.issuers.find('guarded')).toBeDefined();
  });
});

describe('API keys', () => {
  const create = (input: object, key?: string) =>
    server.mutate(
      'createApiKey',
      { name: 'Key', permissions: ['users:read'], ...input },
      'key apiKey { id name hint permissions createdAt expiresAt lastUsedAt }',
      key,
    );

  it('are shown once, and kept as a hash', async () => {
    const { data } = await create({ id: 'deploy' });
    const { key, apiKey } = data.createApiKey;
    expect(key).toMatch(/^pg_deploy\.[A-Za-z0-9_-]{43}$/);
    expect(apiKey).toMatchObject({
      id: 'deploy',
      name: 'Key',
      permissions: ['users:read'],
      expiresAt: null,
      lastUsedAt: null,
    });
    const secret = key.split('.')[1];
    expect(apiKey.hint).toBe(secret.slice(0, 4));
    expect(JSON.stringify(await server.deps.store.apiKeys.find('deploy'))).not.toContain(secret);
    expect(JSON.stringify((await server.events()).at(-1))).not.toContain(secret);
    expect(refusal(await create({ id: 'deploy' }))).toBe('ALREADY_EXISTS id');
  });

  it.each([
    ['no permission', { permissions: [] }, 'permissions'],
    ['an unknown permission', { permissions: ['users:read', 'users:delete'] }, 'permissions.1'],
    ['an empty name', { name: '' }, 'name'],
    ['no time', { expiresIn: 0 }, 'expiresIn'],
    ['the name of the key of the environment', { id: 'bootstrap' }, 'id'],
    ['the form of a UUID', { id: '0b5c2d60-4b0a-4d9b-8a51-6c3d0c5a8f11' }, 'id'],
  ])('refuse %s', async (_, input, field) => {
    expect(refusal(await create(input))).toBe(`INVALID_INPUT ${field}`);
  });

  it('work until they expire, and note their use to the minute', async () => {
    const { key, apiKey } = (await create({ expiresIn: 300 })).data.createApiKey;
    const lastUsed = async () => (await server.deps.store.apiKeys.find(apiKey.id))?.lastUsedAt;
    expect((await server.call('{ viewer { subject } }', {}, key)).data.viewer.subject).toBe(apiKey.id);
    const first = await lastUsed();
    expect(first).toEqual(server.clock.now());
    server.clock.advance(30);
    await server.call('{ viewer { subject } }', {}, key);
    expect(await lastUsed()).toEqual(first);
    server.clock.advance(30);
    await server.call('{ viewer { subject } }', {}, key);
    expect(await lastUsed()).toEqual(server.clock.now());
    server.clock.advance(240);
    expect(refusal(await server.call('{ viewer { subject } }', {}, key))).toBe('UNAUTHENTICATED');
  });

  it('make none that outlives them', async () => {
    const { key, apiKey } = (await create({ permissions: ['apiKeys:write', 'users:read'], expiresIn: 60 })).data
      .createApiKey;
    for (const [expiresIn, expiresAt] of [
      [undefined, apiKey.expiresAt],
      [600, apiKey.expiresAt],
      [30, new Date(server.clock.now().getTime() + 30_000).toISOString()],
    ]) {
      expect((await create({ expiresIn }, key)).data.createApiKey.apiKey.expiresAt).toBe(expiresAt);
    }
  });

  it('are nobody’s once they are deleted', async () => {
    const { key, apiKey } = (await create({})).data.createApiKey;
    expect((await server.mutate('deleteApiKey', { id: apiKey.id }, 'deleted')).errors).toEqual([]);
    expect(refusal(await server.call('{ viewer { subject } }', {}, key))).toBe('UNAUTHENTICATED');
    expect(refusal(await server.mutate('deleteApiKey', { id: apiKey.id }, 'deleted'))).toBe('NOT_FOUND id');
  });

  it('are listed without their secrets', async () => {
    const { data } = await server.call('{ apiKeys(first: 100) { totalCount edges { node { id hint } } } }');
    expect(data.apiKeys.edges).toHaveLength(data.apiKeys.totalCount);
  });

  describe('that a user made', () => {
    const keyOf = async (user: User): Promise<string> => {
      const caller = {
        kind: 'USER',
        id: user.id,
        userId: user.id,
        permissions: ROLE_PERMISSIONS[user.adminRole ?? 'AUDITOR'],
      } as const;
      const all = ROLE_PERMISSIONS[user.adminRole ?? 'AUDITOR'];
      const allowed = { ...caller, permissions: [...all, 'apiKeys:write'] } as const;
      return (await createApiKey(server.deps, allowed, { name: 'Mine', permissions: all })).key;
    };
    const newUser = async (username: string, adminRole: AdminRole): Promise<User> => {
      const { data } = await server.mutate('createUser', { username, adminRole }, 'user { id }');
      const user = await server.deps.store.users.find(data.createUser.user.id);
      if (user === undefined) throw new Error('no user');
      return user;
    };
    const permissionsOf = async (key: string) =>
      (await server.call('{ viewer { permissions } }', {}, key)).data?.viewer.permissions;

    it('count only as far as their present role goes', async () => {
      const user = await newUser('rises-and-falls', 'ADMIN');
      const key = await keyOf(user);
      expect(await permissionsOf(key)).toContain('clients:write');
      await server.mutate('updateUser', { id: user.id, adminRole: 'AUDITOR' }, 'user { id }');
      expect(await permissionsOf(key)).toContain('clients:read');
      expect(await permissionsOf(key)).not.toContain('clients:write');
      await server.mutate('updateUser', { id: user.id, adminRole: null }, 'user { id }');
      expect(await permissionsOf(key)).toEqual([]);
      expect(refusal(await server.call('{ clients { totalCount } }', {}, key))).toBe('FORBIDDEN');
    });

    it('are nobody’s while they are disabled, and once they are deleted', async () => {
      const user = await newUser('comes-and-goes', 'ADMIN');
      const key = await keyOf(user);
      await server.mutate('setUserEnabled', { id: user.id, enabled: false }, 'user { id }');
      expect(await permissionsOf(key)).toBeUndefined();
      await server.mutate('setUserEnabled', { id: user.id, enabled: true }, 'user { id }');
      expect(await permissionsOf(key)).toContain('clients:write');
      await server.mutate('deleteUser', { id: user.id }, 'deleted');
      expect(await permissionsOf(key)).toBeUndefined();
    });

    it('of an owner who is not listed count for nothing', async () => {
      const user = await newUser('unlisted', 'OWNER');
      expect(await permissionsOf(await keyOf(user))).toEqual([]);
    });

    it('make keys that are theirs as well', async () => {
      const user = await newUser('maker', 'ADMIN');
      const owners = await server.deps.store.owners.find('owners');
      const { key } = await createApiKey(
        server.deps,
        { kind: 'USER', id: user.id, userId: user.id, permissions: ['*'] },
        { name: 'Parent', permissions: ['apiKeys:write', 'users:write'] },
      );
      await server.deps.store.users.update(user, { adminRole: 'OWNER' });
      await server.deps.store.owners.update(owners ?? { id: 'owners', version: 0, userIds: [] }, {
        userIds: [user.id],
      });
      const child = (await create({ permissions: ['users:write'] }, key)).data.createApiKey;
      expect(await permissionsOf(child.key)).toEqual(['users:write']);
      await server.deps.store.users.delete(user.id);
      expect(await permissionsOf(child.key)).toBeUndefined();
    });
  });
});
