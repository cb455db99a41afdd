import type { IssuerStore } from '../../../model/clients/issuer.js';
import { MAX_CHOSEN_ID_LENGTH } from '../../../model/key-length.js';
import type { Database } from '../../database.js';
import { issuers } from '../../entities/clients/issuers.js';
import { NEWEST_FIRST_BY_ORDER, openTable, versionedStore } from '../../table.js';

export function openIssuerStore(database: Database): IssuerStore {
  const table = openTable(database, issuers);
  return {
    ...versionedStore(table),
    findMany: table.findMany,
    findBySlug: async (slug) => (slug.length > MAX_CHOSEN_ID_LENGTH ? undefined : table.findOne({ slug })),
    page: (request) => table.page(request, {}, NEWEST_FIRST_BY_ORDER),
    count: () => table.count({}),
  };
}
