import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { systemCaller } from '../../src/admin/caller-authentication.js';
import { createUser } from '../../src/admin/users/user-create.js';
import { updateUser } from '../../src/admin/users/user-update.js';
import type { Deps } from '../../src/model/deps.js';
import { openStore } from '../../src/storage/open-store.js';
import { register } from '../support/ceremonies.js';
import { frozenClock, testDeps } from '../support/deps.js';
import { makeUser } from '../support/fixtures.js';
import { softwareAuthenticator } from '../support/software-authenticator.js';
import { describeOnEachDatabase, type TestDatabase } from '../support/stores.js';
import { makeInteraction } from '../webauthn/enrolments.js';

const LATIN = 'paypa';
const CYRILLIC = 'раура';

describeOnEachDatabase('Of usernames that look alike in two alphabets', (makeDatabase) => {
  let database: TestDatabase;
  let deps: Deps;
  beforeEach(async () => {
    database = await makeDatabase();
    deps = testDeps(await openStore(database.config), { clock: frozenClock() });
  });
  afterEach(async () => {
    await deps.store.close();
    await database.drop();
  });

  const create = (username: string) => createUser(deps, systemCaller, { username });
  const succeeded = (results: readonly PromiseSettledResult<unknown>[]) =>
    results.filter(({ status }) => status === 'fulfilled').length;
  const codes = (results: readonly PromiseSettledResult<unknown>[]) =>
    new Set(results.flatMap((result) => (result.status === 'rejected' ? [result.reason.code] : [])));
  /** Ten times each name, in turn. */
  const twenty = <T>(attempt: (username: string, index: number) => Promise<T>) =>
    Promise.allSettled(Array.from({ length: 20 }, (_, index) => attempt(index % 2 === 0 ? LATIN : CYRILLIC, index)));

  it('twenty administrators at once create exactly one', async () => {
    const results = await twenty(create);
    expect([succeeded(results), codes(results)]).toEqual([1, new Set(['ALREADY_EXISTS'])]);
    expect(await deps.store.users.count()).toBe(1);
  });

  it('twenty registrations at once create exactly one', async () => {
    const { interaction } = await makeInteraction(deps);
    const results = await twenty((username) =>
      register(deps, softwareAuthenticator(), { request: { interaction, username } }),
    );
    expect([succeeded(results), codes(results)]).toEqual([1, new Set(['username_taken'])]);
    expect(await deps.store.users.count()).toBe(1);
  });

  it('twenty users who are renamed at once get exactly one', async () => {
    const users = await Promise.all(Array.from({ length: 20 }, () => makeUser(deps)));
    const results = await twenty((username, index) =>
      updateUser(deps, systemCaller, { id: users[index]?.id ?? '', username }),
    );
    expect([succeeded(results), codes(results)]).toEqual([1, new Set(['ALREADY_EXISTS'])]);
  });

  it('all are free again as soon as the user who had one has another name', async () => {
    const { user } = await create(LATIN);
    await expect(create(CYRILLIC)).rejects.toMatchObject({ code: 'ALREADY_EXISTS' });
    await updateUser(deps, systemCaller, { id: user.id, username: 'ada' });
    expect((await create(CYRILLIC)).user.username).toBe(CYRILLIC);
    await updateUser(deps, systemCaller, { id: user.id, username: 'ada.lovelace' });
  });

  it('two that only resemble a third one can be created at once', async () => {
    // The Greek name resembles `nv` in small letters and `hn` in capital letters.
    const results = await Promise.allSettled([create('nv'), create('hn')]);
    expect(succeeded(results)).toBe(2);
    await expect(create('ην')).rejects.toMatchObject({ code: 'ALREADY_EXISTS' });
  });
});
