import { clients } from '../entities/clients/clients.js';
import { groups } from '../entities/people/groups.js';
import { users } from '../entities/people/users.js';
import type { Entity } from '../entity.js';
import { entryIdsOf } from '../search/word-entries.js';
import type { Migration } from './migration.js';
import { updateEach } from './update-each.js';

/** Stores the words by which users, clients and groups are found. */
export const searchWords: Migration = {
  id: '0011-search-words',
  run: async ({ database, eachPage }) => {
    await eachPage(users, (page) => updateEach(database, users, page, wordsOfRecord(users)));
    await eachPage(clients, (page) => updateEach(database, clients, page, wordsOfRecord(clients)));
    await eachPage(groups, (page) => updateEach(database, groups, page, wordsOfRecord(groups)));
  },
};

function wordsOfRecord<T>(entity: Entity<T>) {
  return (record: T & object) => ({ changes: {}, entryIds: entryIdsOf(entity, record) });
}
