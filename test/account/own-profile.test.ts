import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { updateOwnProfile } from '../../src/account/own-profile.js';
import type { Deps } from '../../src/model/deps.js';
import type { Store } from '../../src/model/store.js';
import { openStore } from '../../src/storage/open-store.js';
import { type FrozenClock, frozenClock, testDeps } from '../support/deps.js';
import { mailConfig } from '../support/mail-server.js';
import { audited, type Enrolled, enrolUser, refusalOf } from '../support/own-account.js';
import { describeOnEachDatabase, type TestDatabase } from '../support/stores.js';

const CALLER = { ipAddress: '192.0.2.1' };

describeOnEachDatabase('The own profile', (makeDatabase) => {
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

  type Input = Parameters<typeof updateOwnProfile>[2];
  const change = async (of: Enrolled, input: Input) => updateOwnProfile(deps, await of.active(), input, CALLER);

  it('keeps omitted fields and clears fields with null', async () => {
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

  it('changes only the fields of EDITABLE_PROFILE, and marks a changed address or number as not verified', async () => {
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

  it('changes the address only soon after a sign-in, and tells the earlier address if it was verified', async () => {
    const config = { editableProfile: ['name', 'email'] as const, mail: mailConfig('smtp://localhost') };
    deps = testDeps(store, { clock, config });
    const ada = await enrolUser(deps, { email: 'ada@example.org', email_verified: true });
    const mails = async () => {
      const { items } = await store.mails.page({ first: 9 }, {});
      return items.map(({ record }) => record).filter(({ kind }) => kind === 'EMAIL_CHANGED');
    };
    clock.advance(301);
    expect(await refusalOf(change(ada, { email: 'eve@example.org' }))).toBe('authentication_required');
    expect(await refusalOf(change(ada, { email: null }))).toBe('authentication_required');
    await change(ada, { name: 'Ada King', email: 'ada@example.org' });
    expect([(await ada.user()).email, await mails()]).toEqual(['ada@example.org', []]);
    clock.advance(-60);
    await change(ada, { email: 'king@example.org' });
    await change(ada, { email: 'other@example.org' });
    expect(await mails()).toMatchObject([{ recipient: 'ada@example.org', userId: (await ada.user()).id }]);
  });

  it('ignores all other fields', async () => {
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

  it('writes nothing if nothing changes', async () => {
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
  ])('rejects an invalid %s', async (field, value) => {
    const ada = await enrolUser(deps);
    await expect(change(ada, { [field]: value })).rejects.toMatchObject({ code: 'INVALID_INPUT', field });
  });

  it('cannot be changed by a session that has ended in the meantime', async () => {
    const ada = await enrolUser(deps);
    const active = await ada.active();
    await store.users.update(active.user, { sessionEpoch: active.user.sessionEpoch + 1 });
    const late = updateOwnProfile(deps, active, { name: 'Late' }, CALLER);
    expect(await refusalOf(late)).toBe('authentication_required');
  });
});
