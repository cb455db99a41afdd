import type { ConsentStore } from '../../../model/access/consent.js';
import { after, among } from '../../../model/conditions.js';
import type { Database } from '../../database.js';
import { consents } from '../../entities/access/consents.js';
import { NEWEST_FIRST_BY_ID, openTable, versionedStore } from '../../table.js';

export function openConsentStore(database: Database): ConsentStore {
  const table = openTable(database, consents);
  return {
    ...versionedStore(table),
    findMany: table.findMany,
    page: (request) => table.page(request, {}, NEWEST_FIRST_BY_ID),
    findByKeys: (keys) => (keys.length === 0 ? Promise.resolve([]) : table.findAll({ where: { key: among(keys) } })),
    findByKey: (key) => table.findOne({ key }),
    touch: async (id, lastUsedAt) => {
      await table.change({ id }, { lastUsedAt });
    },
    pageOfUser: (userId, request) => table.page(request, { userId }, NEWEST_FIRST_BY_ID),
    clientIdsOfUser: (userId, { first, after: last = '' }) =>
      table.distinct('clientId', { where: { userId, clientId: after(last) }, limit: first }),
    countOfUser: (userId) => table.count({ userId }),
    deleteOfClient: (clientGeneration) => table.deleteAll({ clientGeneration }),
    deleteOfUser: (userId) => table.deleteAll({ userId }),
  };
}
