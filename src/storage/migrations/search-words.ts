import type { Versioned } from '../../model/record-store.js';
import type { Database, Write } from '../database.js';
import { clients } from '../entities/clients/clients.js';
import { groups } from '../entities/people/groups.js';
import { users } from '../entities/people/users.js';
import type { Entity } from '../entity.js';
import { entryIdsOf } from '../search/word-entries.js';
import type { Migration } from './migration.js';

/** Stores the words by which users, clients and groups are found. */
export const searchWords: Migration = {
  id: '0011-search-words',
  run: async ({ database, eachPage }) => {
    await eachPage(users, (page) => storeWords(database, users, page));
    await eachPage(clients, (page) => storeWords(database, clients, page));
    await eachPage(groups, (page) => storeWords(database, groups, page));
  },
};

async function storeWords<T extends Versioned>(
  database: Database,
  entity: Entity<T>,
  records: readonly T[],
): Promise<void> {
  const writeOf = (record: T): Write => ({
    kind: 'update',
    entity: entity as unknown as Entity<never>,
    where: { id: record.id, version: record.version },
    changes: { version: record.version },
    entryIds: entryIdsOf(entity, record),
  });
  if (records.length === 0 || (await database.commit(records.map(writeOf)))) return;
  for (const { id } of records) {
    for (;;) {
      const [present] = await database.select(entity, { where: { id }, limit: 1 });
      if (present === undefined || (await database.commit([writeOf(present)]))) break;
    }
  }
}
