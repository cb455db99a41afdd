import { expect, it } from '@jest/globals';
import { clientWords } from '../../src/storage/entities/clients/client-words.js';
import { clients } from '../../src/storage/entities/clients/clients.js';
import { groupWords } from '../../src/storage/entities/people/group-words.js';
import { userWords } from '../../src/storage/entities/people/user-words.js';
import { users } from '../../src/storage/entities/people/users.js';
import { listColumns } from '../../src/storage/migrations/list-columns.js';
import type { Migration } from '../../src/storage/migrations/migration.js';
import { searchWords } from '../../src/storage/migrations/search-words.js';
import { secretEnds } from '../../src/storage/migrations/secret-ends.js';
import { describeMigration } from './describe-migration.js';
import { aClient, aGroup, aUser } from './records.js';

const SECRET = { id: 'secret', secret: { sealed: 'sealed' }, hint: 'hint', createdAt: 0, expiresAt: 2_000_000_000_000 };

describeMigration('the migrations of lists', (database) => {
  it('compute the columns of users and clients by which lists are filtered', async () => {
    await database.store.users.insert(aUser({ passkeyIds: [] }));
    await database.store.clients.insert(aClient({ accessPolicy: 'ALL_USERS', secrets: [SECRET] }));
    const forget: Migration = {
      id: '0000-forget-columns',
      run: ({ database: old, eachRecord }) =>
        Promise.all([
          eachRecord(users, ({ id }) => old.update(users, { id }, { statusKey: undefined, hasPasskeys: undefined })),
          eachRecord(clients, ({ id }) =>
            old.update(clients, { id }, { grantTypesKey: undefined, secretsEndKey: undefined }),
          ),
        ]).then(() => undefined),
    };
    const counts = async () => [
      await database.store.users.count({ filter: { statuses: ['NO_PASSKEY'] } }),
      await database.store.users.count({ filter: { hasPasskeys: false } }),
      await database.store.clients.count({ filter: { grantType: 'authorization_code' } }),
      (await database.store.clients.expiringSecrets(new Date(SECRET.expiresAt - 1), 5)).length,
      (await database.store.clients.expiringSecrets(new Date(SECRET.expiresAt), 5)).length,
    ];
    await database.upgrade({ migrations: [forget] });
    expect(await counts()).toEqual([0, 0, 0, 0, 0]);
    await database.upgrade({ migrations: [forget, secretEnds] });
    expect(await counts()).toEqual([0, 0, 1, 1, 0]);
    await database.upgrade({ migrations: [forget, secretEnds, listColumns] });
    expect(await counts()).toEqual([1, 1, 1, 1, 0]);
  });

  it('make users, clients and groups of earlier versions findable, also if they run again', async () => {
    const user = aUser({ name: 'Grace Hopper' });
    const client = aClient({ name: 'The Wiki' });
    const group = aGroup({ name: 'All Staff' });
    const forget: Migration = {
      id: '0000-forget-words',
      run: async ({ database: old }) => {
        await old.deleteAll(userWords, { recordId: user.id });
        await old.deleteAll(clientWords, { recordId: client.id });
        await old.deleteAll(groupWords, { recordId: group.id });
      },
    };
    const counts = async () => {
      const { users, clients, groups } = database.store;
      return [
        await users.count({ search: 'hop' }),
        await clients.count({ search: 'wik' }),
        await groups.count({ search: 'sta' }),
      ];
    };
    await database.store.users.insert(user);
    await database.store.clients.insert(client);
    await database.store.groups.insert(group);
    await database.upgrade({ migrations: [forget] });
    expect(await counts()).toEqual([0, 0, 0]);
    const again = { ...searchWords, id: '0012-again' };
    for (const migrations of [
      [forget, searchWords],
      [forget, searchWords, again],
    ]) {
      await database.upgrade({ migrations, pageRecords: 1 });
      expect(await counts()).toEqual([1, 1, 1]);
      expect(
        (await database.store.users.page({ first: 9 }, { search: 'hop' })).items.map(({ record }) => record),
      ).toEqual([user]);
    }
  });
});
