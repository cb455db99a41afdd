import type { Issuer, IssuerStore } from '../../../model/clients/issuer.js';
import type { Database } from '../../database.js';
import { describeEntity, instant, key, number, text } from '../../entity.js';
import { NEWEST_FIRST_BY_ORDER, openTable, versionedStore } from '../../table.js';

export const issuers = describeEntity<Issuer>('issuers', {
  fields: {
    id: key(),
    version: number(),
    order: text(),
    generation: text('incarnation'),
    slug: text().nullable().unique(),
    pairwiseSalt: text(),
    createdAt: instant(),
  },
  indexes: [['order']],
});

export function openIssuerStore(database: Database): IssuerStore {
  const table = openTable(database, issuers);
  return {
    ...versionedStore(table),
    findMany: table.findMany,
    findBySlug: (slug) => table.findOne({ slug }),
    page: (request) => table.page(request, {}, NEWEST_FIRST_BY_ORDER),
    count: () => table.count({}),
  };
}
