import type { Consent, ConsentStore } from '../../../model/access/consent.js';
import type { Database } from '../../database.js';
import { describeEntity, instant, key, number, structure, text, unique } from '../../entity.js';
import { NEWEST_FIRST_BY_ID, openTable, versionedStore } from '../../table.js';

export const consents = describeEntity<Consent>('consents', {
  fields: {
    id: key(),
    version: number(),
    key: unique(),
    userId: text(),
    clientId: text(),
    clientGeneration: text('clientIncarnation'),
    scopes: structure(),
    claims: structure(),
    createdAt: instant(),
    lastUsedAt: instant(),
  },
  indexes: [['userId', 'id'], ['clientGeneration']],
});

export function openConsentStore(database: Database): ConsentStore {
  const table = openTable(database, consents);
  return {
    ...versionedStore(table),
    findMany: table.findMany,
    page: (request) => table.page(request, {}, NEWEST_FIRST_BY_ID),
    findByKey: (key) => table.findOne({ key }),
    touch: async (id, lastUsedAt) => {
      await table.change({ id }, { lastUsedAt });
    },
    pageOfUser: (userId, request) => table.page(request, { userId }, NEWEST_FIRST_BY_ID),
    countOfUser: (userId) => table.count({ userId }),
    deleteOfClient: (clientGeneration) => table.deleteAll({ clientGeneration }),
    deleteOfUser: (userId) => table.deleteAll({ userId }),
  };
}
