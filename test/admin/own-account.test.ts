import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createOwnApiKey, deleteOwnApiKey, ownApiKeys } from '../../src/account/own-api-keys.js';
import { updateOwnProfile } from '../../src/account/own-profile.js';
import { authenticateCaller } from '../../src/admin/caller-authentication.js';
import type { Deps } from '../../src/model/deps.js';
import type { AdminRole } from '../../src/model/people/user.js';
import type { Store } from '../../src/model/store.js';
import { openStore } from '../../src/storage/open-store.js';
import { type FrozenClock, frozenClock, testDeps } from '../support/deps.js';
import { audited, type Enrolled, enrolUser, refusalOf } from '../support/own-account.js';
import { describeOnEachDatabase, type TestDatabase } from '../support/stores.js';

const CALLER = { ipAddress: '192.0.2.1' };

describeOnEachDatabase('one’s own account', (makeDatabase) => {
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

  describe('the profile', () => {
    type Input = Parameters<typeof updateOwnProfile>[2];
    const change = async (of: Enrolled, input: Input) => updateOwnProfile(deps, await of.active(), input, CALLER);

    it('takes what people change of themselves: what is left out stays, null clears', async () => {
      const ada = await enrolUser(deps, { given_name: 'Ada', email: 'ada@example.org', email_verified: true });
      const before = await ada.user();
      clock.advance(60);
      const input = { name: ' Ada King ', givenName: null, locale: 'en-GB', zoneinfo: 'Europe/London' };
      await change(ada, { ...input, picture: 'https://ada.example/me.png' });
      const after = await ada.user();
      expect(after).toMatchObject({
        name: 'Ada King',
        locale: 'en-GB',
        zoneinfo: 'Europe/London',
        picture: 'https://ada.example/me.png',
        email: 'ada@example.org',
        email_verified: true,
        username: before.username,
        updatedAt: clock.now(),
      });
      expect(after.given_name).toBeUndefined();
      expect(await audited(deps, 'UPDATED')).toMatchObject([
        {
          actorId: before.id,
          userId: before.id,
          resource: 'user',
          resourceId: before.id,
          detail: { changed: ['name', 'givenName', 'picture', 'locale', 'zoneinfo'], from: {}, to: {} },
        },
      ]);
    });

    it('takes what the settings let people change: what they gave themselves nobody has verified', async () => {
      deps = testDeps(store, { clock, config: { editableProfile: ['email', 'phoneNumber'] } });
      const verified = { email_verified: true, phone_number_verified: true };
      const ada = await enrolUser(deps, { email: 'ada@example.org', phone_number: '+15551234567', ...verified });
      await change(ada, {
        email: 'ada@example.org',
        phoneNumber: '+15551234567',
        name: 'Ada King',
        picture: 'no address',
      });
      expect(await ada.user()).toMatchObject(verified);
      await change(ada, { email: 'king@example.org', phoneNumber: '+15557654321' });
      const changed = await ada.user();
      expect(changed).toMatchObject({ email: 'king@example.org', email_verified: false });
      expect(changed).toMatchObject({ phone_number: '+15557654321', phone_number_verified: false });
      expect(changed.name).toBe('Ada Lovelace');
      await expect(change(ada, { email: 'nowhere' })).rejects.toMatchObject({ code: 'INVALID_INPUT', field: 'email' });
    });

    it('takes nothing else, whatever is sent', async () => {
      const ada = await enrolUser(deps, { username: 'ada' });
      const before = await ada.user();
      const more = {
        username: 'root',
        email: 'x@example.org',
        emailVerified: true,
        adminRole: 'OWNER',
        enabled: false,
      };
      await change(ada, { ...more, claims: { a: 1 } } as Input);
      expect(await ada.user()).toEqual(before);
    });

    it('notes no change where there is none', async () => {
      const ada = await enrolUser(deps, { name: 'Ada', email: 'ada@example.org', email_verified: true });
      const before = await ada.user();
      clock.advance(60);
      await change(ada, { name: 'Ada', givenName: null });
      expect(await ada.user()).toEqual(before);
      expect(await audited(deps, 'UPDATED')).toEqual([]);
    });

    it.each<[keyof Input, string]>([
      ['name', 'two\nlines'],
      ['familyName', 'x'.repeat(201)],
      ['picture', 'javascript:alert(1)'],
      ['locale', 'not a language'],
      ['zoneinfo', 'Middle/Earth'],
    ])('refuses a %s that administrators could not set either', async (field, value) => {
      const ada = await enrolUser(deps);
      await expect(change(ada, { [field]: value })).rejects.toMatchObject({ code: 'INVALID_INPUT', field });
    });

    it('is not for a session that was ended meanwhile', async () => {
      const ada = await enrolUser(deps);
      const active = await ada.active();
      await store.users.update(active.user, { sessionEpoch: active.user.sessionEpoch + 1 });
      const late = updateOwnProfile(deps, active, { name: 'Late' }, CALLER);
      expect(await refusalOf(late)).toBe('authentication_required');
    });
  });

  describe('API keys', () => {
    const create = async (of: Enrolled, permissions: readonly string[], more = {}) =>
      createOwnApiKey(deps, await of.active(), { name: 'laptop', permissions, ...more }, CALLER);
    const withRole = (adminRole?: AdminRole) => enrolUser(deps, { adminRole });
    const codeOf = (attempt: Promise<unknown>) =>
      attempt.then(
        () => 'made',
        ({ code }: { code: string }) => code,
      );

    it('are for whoever has a role, no stronger than it, whether or not it lets them make keys for others', async () => {
      const owner = await withRole('OWNER');
      const admin = await withRole('ADMIN');
      const auditor = await withRole('AUDITOR');
      const nobody = await withRole();
      expect(await codeOf(create(owner, ['*']))).toBe('made');
      expect(await codeOf(create(admin, ['users:write', 'apiKeys:read']))).toBe('made');
      for (const permission of ['*', 'apiKeys:write', 'issuers:write']) {
        expect([permission, await codeOf(create(admin, [permission]))]).toEqual([permission, 'FORBIDDEN']);
      }
      expect(await codeOf(create(auditor, ['users:read']))).toBe('made');
      expect(await codeOf(create(auditor, ['users:write']))).toBe('FORBIDDEN');
      expect(await codeOf(create(nobody, ['users:read']))).toBe('FORBIDDEN');
      expect(await codeOf(create(owner, []))).toBe('INVALID_INPUT');
      expect(await codeOf(create(owner, ['dance']))).toBe('INVALID_INPUT');
    });

    it('work, count only as far as the present role goes, and expire', async () => {
      const admin = await withRole('ADMIN');
      const { key } = await create(admin, ['users:write'], { expiresIn: 3600 });
      const caller = () => authenticateCaller(deps, { authorization: `Bearer ${key}` }, CALLER);
      expect(await caller()).toMatchObject({ userId: admin.registered.user.id, permissions: ['users:write'] });
      await store.users.update(await admin.user(), { adminRole: 'AUDITOR' });
      expect(await caller()).toMatchObject({ permissions: ['users:read'] });
      clock.advance(3600);
      expect(await caller()).toBeUndefined();
    });

    it('want an authentication no older than five minutes', async () => {
      const owner = await withRole('OWNER');
      clock.advance(300);
      expect(await codeOf(create(owner, ['*']))).toBe('authentication_required');
    });

    it('are listed and deleted by whoever made them, and by nobody else', async () => {
      const owner = await withRole('OWNER');
      const admin = await withRole('ADMIN');
      const { apiKey } = await create(admin, ['users:read']);
      expect(await ownApiKeys(deps, await admin.user())).toEqual([apiKey]);
      expect(await ownApiKeys(deps, await owner.user())).toEqual([]);
      const remove = async (of: Enrolled) => deleteOwnApiKey(deps, await of.active(), apiKey.id, CALLER);
      expect(await refusalOf(remove(owner))).toBe('not_found');
      // Also by somebody whose role is not what it was.
      await store.users.update(await admin.user(), { adminRole: undefined });
      await remove(admin);
      expect(await refusalOf(remove(admin))).toBe('not_found');
      expect(await ownApiKeys(deps, await admin.user())).toEqual([]);
      expect(await audited(deps, 'DELETED')).toMatchObject([{ resource: 'apiKey', resourceId: apiKey.id }]);
    });
  });
});
