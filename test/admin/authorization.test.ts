import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  hasPermission,
  intersectPermissions,
  ROLE_PERMISSIONS,
} from '../../src/access/administration/admin-permissions.js';
import type { AdminRole } from '../../src/model/people/user.js';
import { ADMIN_PERMISSIONS, type AdminPermission } from '../../src/model/server/administration.js';
import { type Administration, openAdministration, refusal } from '../support/administration.js';
import { register } from '../support/ceremonies.js';
import { softwareAuthenticator } from '../support/software-authenticator.js';

let server: Administration;
const keys: Record<string, string> = {};
const ids: Record<string, string> = {};

/** A key with the permissions of a role. */
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
  const made = await server.mutate('createUser', { username: 'the-powerless' }, 'user { id }');
  ids.WITHOUT_ROLE = made.data.createUser.user.id;
});
afterAll(() => server.close());

describe('Permissions', () => {
  it('for writing include reading, and * includes all', () => {
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

  it('of two lists are intersected', () => {
    expect(intersectPermissions(['*'], ROLE_PERMISSIONS.USER_MANAGER)).toEqual([...ROLE_PERMISSIONS.USER_MANAGER]);
    expect(intersectPermissions(['users:write', 'clients:write'], ROLE_PERMISSIONS.AUDITOR)).toEqual([
      'clients:read',
      'users:read',
    ]);
    expect(intersectPermissions(['users:read'], ['*'])).toEqual(['users:read']);
    expect(intersectPermissions(['*'], ['*'])).toEqual(['*']);
    expect(intersectPermissions(['clients:write'], ROLE_PERMISSIONS.USER_MANAGER)).toEqual([]);
  });

  it('of ADMIN are all except apiKeys:write and issuers:write, and those of AUDITOR are for reading', () => {
    const ofAdmin = ADMIN_PERMISSIONS.filter((permission) => !hasPermission(ROLE_PERMISSIONS.ADMIN, permission));
    expect(ofAdmin).toEqual(['*', 'issuers:write', 'apiKeys:write']);
    const ofAuditor = ADMIN_PERMISSIONS.filter((permission) => hasPermission(ROLE_PERMISSIONS.AUDITOR, permission));
    expect(ofAuditor.every((permission) => permission.endsWith(':read'))).toBe(true);
    expect(ofAuditor).toHaveLength(11);
  });
});

type Attempt = readonly [what: string, field: string, input: (id: string) => object, selection: string];

/** The changes of a user. */
const TO_USERS: readonly Attempt[] = [
  ['create an enrolment link for', 'createEnrolmentLink', (userId) => ({ userId }), 'enrolmentLink { id }'],
  [
    'remove the passkeys of',
    'createEnrolmentLink',
    (userId) => ({ userId, removePasskeys: true }),
    'enrolmentLink { id }',
  ],
  ['change', 'updateUser', (id) => ({ id, name: 'Changed' }), 'user { id }'],
  ['remove the role of', 'updateUser', (id) => ({ id, adminRole: null }), 'user { id }'],
  ['disable', 'setUserEnabled', (id) => ({ id, enabled: false }), 'user { id }'],
  ['cancel the deletion of', 'cancelUserDeletion', (id) => ({ id }), 'user { id }'],
  ['delete', 'deleteUser', (id) => ({ id }), 'deleted'],
  ['add to a group', 'createGroup', (id) => ({ name: 'Group', memberIds: [id] }), 'group { id }'],
];

describe('A caller cannot change users with more permissions', () => {
  const stronger: readonly [AdminRole, AdminRole][] = [
    ['ADMIN', 'OWNER'],
    ['USER_MANAGER', 'OWNER'],
    ['USER_MANAGER', 'ADMIN'],
    ['USER_MANAGER', 'AUDITOR'],
  ];
  for (const [weaker, role] of stronger) {
    it.each(TO_USERS)(`${weaker} cannot %s an ${role}`, async (_, field, input, selection) => {
      const before = await server.deps.store.users.find(ids[role] ?? '');
      expect(refusal(await server.mutate(field, input(ids[role] ?? ''), selection, as(weaker)))).toMatch(/^FORBIDDEN/);
      expect(await server.deps.store.users.find(ids[role] ?? '')).toEqual(before);
    });
  }

  it.each([
    ['USER_MANAGER', 'WITHOUT_ROLE'],
    ['USER_MANAGER', 'USER_MANAGER'],
    ['ADMIN', 'USER_MANAGER'],
    ['ADMIN', 'ADMIN'],
    ['OWNER', 'OWNER'],
  ] as const)('%s can create an enrolment link for %s', async (role, whom) => {
    const link = { userId: ids[whom] };
    expect((await server.mutate('createEnrolmentLink', link, 'enrolmentLink { id }', as(role))).errors).toEqual([]);
  });

  it('A caller cannot revoke their enrolment links', async () => {
    const made = await server.mutate('createEnrolmentLink', { userId: ids.ADMIN }, 'enrolmentLink { id }');
    const { id } = made.data.createEnrolmentLink.enrolmentLink;
    expect(refusal(await server.mutate('revokeEnrolmentLink', { id }, 'deleted', as('USER_MANAGER')))).toBe(
      'FORBIDDEN',
    );
    expect((await server.mutate('revokeEnrolmentLink', { id }, 'deleted', as('ADMIN'))).errors).toEqual([]);
  });

  it('A caller cannot rename or delete their passkeys', async () => {
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

  it('A role that is not effective at present counts, because it may become effective', async () => {
    const made = await server.mutate('createUser', { username: 'sleeping', adminRole: 'ADMIN' }, 'user { id }');
    const { id } = made.data.createUser.user;
    await server.mutate('setUserEnabled', { id, enabled: false }, 'user { id }');
    expect(
      refusal(await server.mutate('setUserEnabled', { id, enabled: true }, 'user { id }', as('USER_MANAGER'))),
    ).toBe('FORBIDDEN');
  });
});

describe('A caller cannot give permissions that it lacks', () => {
  it('by assigning a role', async () => {
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
    const promote = { id: ids.WITHOUT_ROLE, adminRole: 'ADMIN' };
    expect(refusal(await server.mutate('updateUser', promote, 'user { id }', as('USER_MANAGER')))).toBe(
      'FORBIDDEN adminRole',
    );
  });

  it('by creating an API key', async () => {
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

  it('by creating a client with administration scopes', async () => {
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
      ['grantPermission', { clientId: id, userId: ids.WITHOUT_ROLE }, 'permission { clientId }'],
      ['revokePermission', { clientId: id, userId: ids.WITHOUT_ROLE }, 'deleted'],
    ];
    for (const [field, input, selection] of attempts) {
      expect(refusal(await server.mutate(field, input, selection, writer))).toMatch(/^FORBIDDEN/);
    }
    const plain = await server.mutate('createClient', { name: 'Plain' }, 'client { id }', writer);
    const rise = { id: plain.data.createClient.client.id, scopes: ['audit:read'] };
    expect(refusal(await server.mutate('updateClient', rise, 'client { id }', writer))).toBe('FORBIDDEN scopes');
  });

  it('by changing a group with members who have more permissions', async () => {
    await server.mutate('createGroup', { id: 'strong', name: 'Strong', memberIds: [ids.ADMIN] }, 'group { id }');
    const client = await server.mutate('createClient', { name: 'App' }, 'client { id }');
    const clientId = client.data.createClient.client.id;
    const attempts: [string, object, string][] = [
      ['updateGroup', { id: 'strong', name: 'x' }, 'group { id }'],
      ['updateGroup', { id: 'strong', addMemberIds: [ids.WITHOUT_ROLE] }, 'group { id }'],
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
      (
        await server.mutate(
          'updateGroup',
          { id: 'strong', addMemberIds: [ids.WITHOUT_ROLE] },
          'group { id }',
          as('ADMIN'),
        )
      ).errors,
    ).toEqual([]);
  });

  it('by adding members to a group that may use a client with more permissions', async () => {
    await server.mutate('createGroup', { id: 'operators', name: 'Operators' }, 'group { id }');
    const made = await server.mutate('createClient', { name: 'Console', scopes: ['clients:write'] }, 'client { id }');
    const clientId = made.data.createClient.client.id;
    const permission = { clientId, groupId: 'operators' };
    await server.mutate('grantPermission', permission, 'permission { clientId }');
    const attempts: [string, object, string][] = [
      ['grantPermission', { clientId, userId: ids.WITHOUT_ROLE }, 'permission { clientId }'],
      ['revokePermission', permission, 'deleted'],
      ['updateGroup', { id: 'operators', addMemberIds: [ids.WITHOUT_ROLE] }, 'group { id }'],
      ['createUser', { username: 'operator', groupIds: ['operators'] }, 'user { id }'],
      ['deleteGroup', { id: 'operators' }, 'deleted'],
    ];
    for (const [field, input, selection] of attempts) {
      expect(refusal(await server.mutate(field, input, selection, as('USER_MANAGER')))).toMatch(/^FORBIDDEN/);
    }
    const join = { id: 'operators', addMemberIds: [ids.WITHOUT_ROLE] };
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

  it('by deleting an issuer with clients that have more permissions', async () => {
    await server.mutate('createIssuer', { id: 'guarded', slug: 'guarded' }, 'issuer { id }');
    await server.mutate('createClient', { name: 'Tool', issuerId: 'guarded', scopes: ['audit:read'] }, 'client { id }');
    const key = await server.keyWith('issuers:write');
    expect(refusal(await server.mutate('deleteIssuer', { id: 'guarded' }, 'deleted', key))).toBe('FORBIDDEN');
    expect(await server.deps.store.issuers.find('guarded')).toBeDefined();
  });
});
