import { afterEach, beforeEach, expect, it } from '@jest/globals';
import type { Deps } from '../../src/model/deps.js';
import type { Store } from '../../src/model/store.js';
import { openStore } from '../../src/storage/open-store.js';
import { registrationOptions } from '../../src/webauthn/ceremony/registration-options.js';
import { type Registered, verifyRegistration } from '../../src/webauthn/ceremony/verify-registration.js';
import { createFirstOwnerCode } from '../../src/webauthn/enrolment/first-owner-link.js';
import { browser, register } from '../support/ceremonies.js';
import { frozenClock, testDeps } from '../support/deps.js';
import { dies, dyingStore } from '../support/dying-store.js';
import { makeUser } from '../support/fixtures.js';
import { softwareAuthenticator } from '../support/software-authenticator.js';
import { describeOnEachDatabase, type TestDatabase } from '../support/stores.js';
import { currentUser, linkFor, makeInteraction, ownersOf } from './enrolments.js';

describeOnEachDatabase('parallel registrations', (makeDatabase) => {
  let database: TestDatabase;
  let store: Store;
  let deps: Deps;

  beforeEach(async () => {
    database = await makeDatabase();
    store = await openStore(database.config);
    deps = testDeps(store, { clock: frozenClock() });
  });

  afterEach(async () => {
    await store.close();
    await database.drop();
  });

  it('with one enrolment link register exactly one of twenty passkeys', async () => {
    const user = await makeUser(deps, { passkeyIds: [] });
    const { code } = await linkFor(deps, user);
    const results = await Promise.allSettled(
      Array.from({ length: 20 }, (_, index) =>
        register(deps, softwareAuthenticator(), { in: browser(`browser ${index}`), request: { enrolment: code } }),
      ),
    );
    const won = results.filter((result) => result.status === 'fulfilled');
    expect(won).toHaveLength(1);
    expect((await store.users.find(user.id))?.passkeyIds).toEqual([won[0]?.value.passkey.id]);
    expect(await store.passkeys.count()).toBe(1);
    expect(await store.sessions.count({ userId: user.id })).toBe(1);
  });

  it('with one username create exactly one of twenty users and leave no other records', async () => {
    const { client, interaction } = await makeInteraction(deps);
    const results = await Promise.allSettled(
      Array.from({ length: 20 }, () =>
        register(deps, softwareAuthenticator(), { request: { interaction, username: 'ada' } }),
      ),
    );
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const reasons = results.flatMap((result) => (result.status === 'rejected' ? [result.reason.code] : []));
    expect(new Set(reasons)).toEqual(new Set(['username_taken']));
    expect([await store.users.count(), await store.passkeys.count()]).toEqual([1, 1]);
    expect(await store.permissions.countOfClient(client.generation)).toBe(1);
  });

  const expectOneOwner = async (results: readonly PromiseSettledResult<Registered>[]) => {
    const won = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
    expect(won).toHaveLength(1);
    expect(await ownersOf(deps)).toEqual([won[0]?.user.id]);
    expect(await store.users.count()).toBe(1);
    expect((await store.users.find(won[0]?.user.id ?? ''))?.passkeyIds).toEqual([won[0]?.passkey.id]);
    expect(await store.passkeys.count()).toBe(1);
    for (const result of results) {
      if (result.status === 'rejected') expect(result.reason).toMatchObject({ code: 'enrolment_invalid' });
    }
  };

  it('with twenty first-owner links create one owner and leave no other records', async () => {
    const codes = await Promise.all(Array.from({ length: 20 }, () => createFirstOwnerCode(deps)));
    const results = await Promise.allSettled(
      codes.map((enrolment, index) =>
        register(deps, softwareAuthenticator(), { in: browser(`browser ${index}`), request: { enrolment } }),
      ),
    );
    await expectOneOwner(results);
  });

  it('with one first-owner link in twenty browsers create one owner with one passkey', async () => {
    const enrolment = await createFirstOwnerCode(deps);
    const results = await Promise.allSettled(
      Array.from({ length: 20 }, (_, index) =>
        register(deps, softwareAuthenticator(), { in: browser(`browser ${index}`), request: { enrolment } }),
      ),
    );
    await expectOneOwner(results);
  });

  it('after a crash at any write create one owner with one passkey', async () => {
    const enrolment = await createFirstOwnerCode(deps);
    const options = await registrationOptions(deps, { ...browser(), request: { enrolment } });
    // The first write consumes the challenge, and the second one would store everything else.
    const dying = dyingStore(store, 1);
    const response = softwareAuthenticator().create(options);
    expect(await dies(verifyRegistration({ ...deps, store: dying.store }, { ...browser(), response }))).toBe(true);
    expect([await ownersOf(deps), await store.users.count(), await store.passkeys.count()]).toEqual([[], 0, 0]);
    const results = await Promise.allSettled(
      Array.from({ length: 8 }, (_, index) =>
        register(deps, softwareAuthenticator(), { in: browser(`browser ${index}`), request: { enrolment } }),
      ),
    );
    const won = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
    expect(won).toHaveLength(1);
    expect(await ownersOf(deps)).toEqual([won[0]?.user.id]);
    expect((await currentUser(deps, won[0]?.user.id ?? '')).passkeyIds).toEqual([won[0]?.passkey.id]);
  });
});
