import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { createOwnApiKey, deleteOwnApiKey, ownApiKeysPage } from '../../src/account/own-api-keys.js';
import { issueApiKey } from '../../src/admin/api-keys/api-key-create.js';
import { authenticateCaller } from '../../src/admin/caller-authentication.js';
import type { Deps } from '../../src/model/deps.js';
import type { AdminRole } from '../../src/model/people/user.js';
import type { Store } from '../../src/model/store.js';
import { openStore } from '../../src/storage/open-store.js';
import { type FrozenClock, frozenClock, testDeps } from '../support/deps.js';
import { audited, type Enrolled, enrolUser, refusalOf } from '../support/own-account.js';
import { describeOnEachDatabase, type TestDatabase } from '../support/stores.js';

const CALLER = { ipAddress: '192.0.2.1' };

describeOnEachDatabase('Own API keys', (makeDatabase) => {
  let database: TestDatabase;
  let store: Store;
  let clock: FrozenClock;
  let deps: Deps;

  beforeEach(async () => {
    database = await makeDatabase();
    store = await openStore(database.config);
    clock = frozenClock();
    deps = testDeps(store, { clock });
  });

  afterEach(async () => {
    await store.close();
    await database.drop();
  });

  const create = async (of: Enrolled, permissions: readonly string[], more = {}) =>
    createOwnApiKey(deps, await of.active(), { name: 'laptop', permissions, ...more }, CALLER);
  const withRole = (adminRole?: AdminRole) => enrolUser(deps, { adminRole });
  const ownKeys = async (of: Enrolled) =>
    (await ownApiKeysPage(deps, await of.user(), { first: 100 })).items.map(({ record }) => record);
  const codeOf = (attempt: Promise<unknown>) =>
    attempt.then(
      () => 'made',
      ({ code }: { code: string }) => code,
    );

  it('can be created by every user with a role, with at most the permissions of the role', async () => {
    const owner = await withRole('OWNER');
    const admin = await withRole('ADMIN');
    const auditor = await withRole('AUDITOR');
    const roleless = await withRole();
    expect(await codeOf(create(owner, ['*']))).toBe('made');
    expect(await codeOf(create(admin, ['users:write', 'apiKeys:read']))).toBe('made');
    for (const permission of ['*', 'apiKeys:write', 'issuers:write']) {
      expect([permission, await codeOf(create(admin, [permission]))]).toEqual([permission, 'FORBIDDEN']);
    }
    expect(await codeOf(create(auditor, ['users:read']))).toBe('made');
    expect(await codeOf(create(auditor, ['users:write']))).toBe('FORBIDDEN');
    expect(await codeOf(create(roleless, ['users:read']))).toBe('FORBIDDEN');
    expect(await codeOf(create(owner, []))).toBe('INVALID_INPUT');
    expect(await codeOf(create(owner, ['dance']))).toBe('INVALID_INPUT');
  });

  it('have at most the permissions of the present role, and expire', async () => {
    const admin = await withRole('ADMIN');
    const { key } = await create(admin, ['users:write'], { expiresIn: 3600 });
    const caller = () => authenticateCaller(deps, { authorization: `Bearer ${key}` }, CALLER);
    expect(await caller()).toMatchObject({
      maker: { userId: admin.registered.user.id },
      permissions: ['users:write'],
    });
    await store.users.update(await admin.user(), { adminRole: 'AUDITOR' });
    expect(await caller()).toMatchObject({ permissions: ['users:read'] });
    clock.advance(3600);
    expect(await caller()).toBeUndefined();
  });

  it('are at most 20, also when they are created at the same time', async () => {
    const owner = await withRole('OWNER');
    const results = await Promise.all(Array.from({ length: 40 }, () => codeOf(create(owner, ['users:read']))));
    expect(results.filter((result) => result === 'made')).toHaveLength(20);
    expect(results.filter((result) => result === 'CONFLICT')).toHaveLength(20);
    const keys = await ownKeys(owner);
    expect(keys).toHaveLength(20);
    await deleteOwnApiKey(deps, await owner.active(), keys[7]?.id ?? '', CALLER);
    const again = await Promise.all(Array.from({ length: 5 }, () => codeOf(create(owner, ['users:read']))));
    expect(again.toSorted()).toEqual(['CONFLICT', 'CONFLICT', 'CONFLICT', 'CONFLICT', 'made']);
  });

  it('count the keys that the user created with the API', async () => {
    const owner = await withRole('OWNER');
    const { user } = await owner.active();
    const caller = { kind: 'USER', id: user.id, maker: { userId: user.id, keyEpoch: user.keyEpoch } } as const;
    for (let count = 0; count < 19; count += 1) {
      await issueApiKey(deps, { ...caller, permissions: ['*'] }, { name: 'By the API', permissions: ['users:read'] });
    }
    const results = await Promise.all(Array.from({ length: 5 }, () => codeOf(create(owner, ['users:read']))));
    expect(results.toSorted()).toEqual(['CONFLICT', 'CONFLICT', 'CONFLICT', 'CONFLICT', 'made']);
  });

  it('require an authentication within the last five minutes', async () => {
    const owner = await withRole('OWNER');
    clock.advance(300);
    expect(await codeOf(create(owner, ['*']))).toBe('authentication_required');
  });

  it('can be listed and deleted only by the user who created them', async () => {
    const owner = await withRole('OWNER');
    const admin = await withRole('ADMIN');
    const { apiKey } = await create(admin, ['users:read']);
    expect(await ownKeys(admin)).toEqual([apiKey]);
    expect(await ownKeys(owner)).toEqual([]);
    const remove = async (of: Enrolled) => deleteOwnApiKey(deps, await of.active(), apiKey.id, CALLER);
    expect(await refusalOf(remove(owner))).toBe('not_found');
    // A user who has lost the role can still delete the key.
    await store.users.update(await admin.user(), { adminRole: undefined });
    await remove(admin);
    expect(await refusalOf(remove(admin))).toBe('not_found');
    expect(await ownKeys(admin)).toEqual([]);
    expect(await audited(deps, 'DELETED')).toMatchObject([{ resource: 'apiKey', resourceId: apiKey.id }]);
  });
});
