import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { ROLE_PERMISSIONS } from '../../../src/access/administration/admin-permissions.js';
import { createApiKey } from '../../../src/admin/api-keys/api-key-create.js';
import { StoreUnavailableError } from '../../../src/model/errors.js';
import type { AdminRole, User } from '../../../src/model/people/user.js';
import { type Administration, openAdministration, refusal } from '../../support/administration.js';

let server: Administration;
beforeAll(async () => {
  server = await openAdministration();
});
afterAll(() => server.close());

describe('API keys', () => {
  const create = (input: object, key?: string) =>
    server.mutate(
      'createApiKey',
      { name: 'Key', permissions: ['users:read'], ...input },
      'key apiKey { id name hint permissions createdAt expiresAt lastUsedAt }',
      key,
    );

  it('are returned once and stored as a hash', async () => {
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
    ['a lifetime of 0', { expiresIn: 0 }, 'expiresIn'],
    ['the id of BOOTSTRAP_API_KEY', { id: 'bootstrap' }, 'id'],
    ['a UUID as id', { id: '0b5c2d60-4b0a-4d9b-8a51-6c3d0c5a8f11' }, 'id'],
  ])('reject %s', async (_, input, field) => {
    expect(refusal(await create(input))).toBe(`INVALID_INPUT ${field}`);
  });

  it('are valid until they expire, and record their last use to the minute', async () => {
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

  it('can read while the database accepts no writes', async () => {
    const { key } = (await create({})).data.createApiKey;
    const touch = jest.spyOn(server.deps.store.apiKeys, 'touch');
    touch.mockRejectedValue(new StoreUnavailableError('none'));
    const { status, data } = await server.call('{ users(first: 1) { totalCount } }', {}, key);
    expect([status, data]).toEqual([200, { users: { totalCount: expect.any(Number) } }]);
    expect(touch).toHaveBeenCalledTimes(1);
    touch.mockRestore();
  });

  it('cannot create keys that expire later than themselves', async () => {
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

  it('are rejected after they are deleted', async () => {
    const { key, apiKey } = (await create({})).data.createApiKey;
    expect((await server.mutate('deleteApiKey', { id: apiKey.id }, 'deleted')).errors).toEqual([]);
    expect(refusal(await server.call('{ viewer { subject } }', {}, key))).toBe('UNAUTHENTICATED');
    expect(refusal(await server.mutate('deleteApiKey', { id: apiKey.id }, 'deleted'))).toBe('NOT_FOUND id');
  });

  it('are listed without their secrets', async () => {
    const { data } = await server.call('{ apiKeys(first: 100) { totalCount edges { node { id hint } } } }');
    expect(data.apiKeys.edges).toHaveLength(data.apiKeys.totalCount);
  });

  describe('of a user', () => {
    const keyOf = async (user: User): Promise<string> => {
      const caller = {
        kind: 'USER',
        id: user.id,
        maker: { userId: user.id, keyEpoch: user.keyEpoch },
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

    /** The owner and the maker of each key, by its id. */
    const makersOf = async (by?: string) => {
      const maker = 'kind id userId clientId apiKeyId user { username } client { id } apiKey { name }';
      const query = `{ apiKeys(first: 100) { edges { node { id owner { username } maker { ${maker} } } } } }`;
      const { edges } = (await server.call(query, {}, by)).data.apiKeys;
      return Object.fromEntries(edges.map(({ node }: { node: { id: string } }) => [node.id, node]));
    };

    it('have at most the permissions of the present role', async () => {
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

    it('are rejected once the user is disabled, even if the user is enabled again', async () => {
      const user = await newUser('comes-and-goes', 'ADMIN');
      const key = await keyOf(user);
      await server.mutate('setUserEnabled', { id: user.id, enabled: false }, 'user { id }');
      expect(await permissionsOf(key)).toBeUndefined();
      await server.mutate('setUserEnabled', { id: user.id, enabled: true }, 'user { id }');
      expect(await permissionsOf(key)).toBeUndefined();
      await server.mutate('deleteUser', { id: user.id }, 'deleted');
      expect(await permissionsOf(key)).toBeUndefined();
    });

    it('have no permissions if the user is not in the record of owners', async () => {
      const user = await newUser('unlisted', 'OWNER');
      expect(await permissionsOf(await keyOf(user))).toEqual([]);
    });

    it('create keys that depend on the user, too, and say who made them', async () => {
      const user = await newUser('maker', 'ADMIN');
      const owners = await server.deps.store.owners.find('owners');
      const { key, apiKey } = await createApiKey(
        server.deps,
        { kind: 'USER', id: user.id, maker: { userId: user.id }, permissions: ['*'] },
        { name: 'Parent', permissions: ['apiKeys:write', 'users:write'] },
      );
      await server.deps.store.users.update(user, { adminRole: 'OWNER' });
      await server.deps.store.owners.update(owners ?? { id: 'owners', version: 0, userIds: [] }, {
        userIds: [user.id],
      });
      const child = (await create({ permissions: ['users:write'] }, key)).data.createApiKey;
      expect(await permissionsOf(child.key)).toEqual(['users:write']);
      const reader = (await create({ permissions: ['apiKeys:read'] }, key)).data.createApiKey;
      const by = { userId: user.id, clientId: null, user: { username: 'maker' }, client: null };
      const made = { kind: 'API_KEY', id: apiKey.id, ...by, apiKeyId: apiKey.id, apiKey: { name: 'Parent' } };
      expect(await makersOf()).toMatchObject({
        [child.apiKey.id]: { owner: { username: 'maker' }, maker: made },
        [apiKey.id]: { owner: { username: 'maker' }, maker: { kind: 'USER', id: user.id, ...by, apiKey: null } },
        deploy: { owner: null, maker: { kind: 'SERVER', id: null, userId: null, user: null } },
      });
      expect(await makersOf(reader.key)).toMatchObject({
        [child.apiKey.id]: { owner: null, maker: { ...made, user: null } },
      });
      const viewer = async (by: string) => (await server.call('{ viewer { userId user { username } } }', {}, by)).data;
      expect(await viewer(child.key)).toEqual({ viewer: { userId: user.id, user: { username: 'maker' } } });
      expect(await viewer(reader.key)).toEqual({ viewer: { userId: user.id, user: null } });
      await server.deps.store.users.delete(user.id);
      await server.mutate('deleteApiKey', { id: apiKey.id }, 'deleted');
      const orphan = { owner: null, maker: { ...made, user: null, apiKey: null } };
      expect(await makersOf()).toMatchObject({ [child.apiKey.id]: orphan });
      expect(await permissionsOf(child.key)).toBeUndefined();
    });
  });
});
