import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { systemCaller } from '../../src/admin/caller-authentication.js';
import { createClient } from '../../src/admin/clients/client-create.js';
import { deleteClient } from '../../src/admin/clients/client-delete.js';
import { ensureDefaultIssuer } from '../../src/admin/issuers/issuer-default.js';
import { createUser } from '../../src/admin/users/user-create.js';
import { deleteUser } from '../../src/admin/users/user-delete.js';
import { updateUser } from '../../src/admin/users/user-update.js';
import { freeUsername } from '../../src/admin/users/username-free.js';
import type { Deps } from '../../src/model/deps.js';
import { openStore } from '../../src/storage/open-store.js';
import { register } from '../support/ceremonies.js';
import { frozenClock, testDeps } from '../support/deps.js';
import { softwareAuthenticator } from '../support/software-authenticator.js';
import { describeOnEachDatabase, type TestDatabase } from '../support/stores.js';
import { makeInteraction } from '../webauthn/enrolments.js';

const SUBJECT = 'b1c6f2a4-5a0e-4b6c-9b4a-1f0f5d0c7a11';

describeOnEachDatabase('Reserved names', (makeDatabase) => {
  let database: TestDatabase;
  let deps: Deps;
  beforeEach(async () => {
    database = await makeDatabase();
    deps = testDeps(await openStore(database.config), { clock: frozenClock() });
    await ensureDefaultIssuer(deps);
  });
  afterEach(async () => {
    await deps.store.close();
    await database.drop();
  });

  const user = async (username: string, subject?: string) =>
    (await createUser(deps, systemCaller, { username, subject })).user;
  const client = (id: string) => createClient(deps, systemCaller, { id, name: 'App' });
  const visitor = async (interaction: string, username: string) =>
    (await register(deps, softwareAuthenticator(), { request: { interaction, username } })).user;
  const taken = { code: 'ALREADY_EXISTS' };

  it('give one subject to exactly one of twenty users and clients that ask for it at once', async () => {
    const results = await Promise.allSettled(
      Array.from({ length: 20 }, (_, index) => (index % 2 === 0 ? user(`user-${index}`, SUBJECT) : client(SUBJECT))),
    );
    const failed = results.flatMap((result) => (result.status === 'rejected' ? [result.reason.code] : []));
    expect(failed).toHaveLength(19);
    expect(new Set(failed)).toEqual(new Set(['ALREADY_EXISTS']));
    const found = [await deps.store.users.find(SUBJECT), await deps.store.clients.find(SUBJECT)];
    expect(found.filter((record) => record !== undefined)).toHaveLength(1);
  });

  it('never give a subject again, and a client id only to a client', async () => {
    const imported = await user('ada', 'auth0|5f7c8ec7c33c6c004bbafe82');
    expect(imported.id).toBe('auth0|5f7c8ec7c33c6c004bbafe82');
    const random = await user('grace');
    await client('notes');
    for (const id of [imported.id, random.id]) {
      await deleteUser(deps, systemCaller, { id });
      await expect(user('new', id)).rejects.toMatchObject(taken);
    }
    await expect(client(random.id)).rejects.toMatchObject(taken);
    await expect(user('new', 'notes')).rejects.toMatchObject(taken);
    await deleteClient(deps, systemCaller, { id: 'notes' });
    await expect(user('new', 'notes')).rejects.toMatchObject(taken);
    expect((await client('notes')).client.id).toBe('notes');
    expect(await deps.store.users.count()).toBe(0);
  });

  it('keep the usernames of deleted and renamed users from visitors until an administrator frees them', async () => {
    const { interaction } = await makeInteraction(deps);
    const refused = { code: 'username_taken', message: expect.stringContaining('another user had it before') };
    const ada = await user('ada');
    await updateUser(deps, systemCaller, { id: ada.id, username: 'lovelace' });
    await deleteUser(deps, systemCaller, { id: ada.id });
    for (const name of ['ada', 'ADA', 'lovelace']) {
      await expect(visitor(interaction, name)).rejects.toMatchObject(refused);
    }
    // An administrator may give the name to a user. When this user is deleted, it stays reserved.
    const second = await user('Ada');
    await deleteUser(deps, systemCaller, { id: second.id });
    await expect(visitor(interaction, 'ada')).rejects.toMatchObject(refused);
    await freeUsername(deps, systemCaller, { username: 'ADA' });
    expect((await visitor(interaction, 'ada')).username).toBe('ada');
    await expect(freeUsername(deps, systemCaller, { username: 'ada' })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('refuse a visitor who registers while the user with this name is deleted', async () => {
    const { interaction } = await makeInteraction(deps);
    const users = await Promise.all(Array.from({ length: 5 }, (_, index) => user(`user-${index}`)));
    const results = await Promise.allSettled(
      users.flatMap(({ id, username }) => [
        deleteUser(deps, systemCaller, { id }),
        ...Array.from({ length: 3 }, () => visitor(interaction, username)),
      ]),
    );
    const reasons = results.flatMap((result) => (result.status === 'rejected' ? [result.reason.code] : []));
    expect(reasons).toEqual(Array.from({ length: 15 }, () => 'username_taken'));
    expect(await deps.store.users.count()).toBe(0);
  });
});
