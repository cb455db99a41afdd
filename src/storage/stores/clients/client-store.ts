import { CLIENT_SETTING_FIELDS, type Client, type ClientStore } from '../../../model/clients/client.js';
import { beginsWith, searchKey, type Where } from '../../conditions.js';
import type { Database } from '../../database.js';
import { columnsOf, describeEntity, instant, json, key, number, text } from '../../entity.js';
import { NEWEST_FIRST_BY_ORDER, openTable, searchable, versionedStore } from '../../table.js';

export const clients = describeEntity<Client>('clients', {
  fields: {
    id: key(),
    version: number(),
    order: text(),
    generation: text('incarnation'),
    issuerId: text(),
    issuerGeneration: text('issuerIncarnation'),
    grantEpoch: number(),
    secrets: json(),
    ...columnsOf(CLIENT_SETTING_FIELDS),
    createdAt: instant(),
    updatedAt: instant(),
  },
  derived: { nameKey: { from: 'name', as: searchKey } },
  indexes: [['order'], ['issuerId', 'order'], ['nameKey']],
});

function found(search: string): Where {
  return {
    $or: [{ id: beginsWith(search) }, { nameKey: beginsWith(searchKey(search)) }],
  };
}

export function openClientStore(database: Database): ClientStore {
  const table = openTable(database, clients);
  return {
    ...versionedStore(table),
    findMany: table.findMany,
    ...searchable(table, found),
    pageOfIssuer: (issuerId, request) => table.page(request, { issuerId }, NEWEST_FIRST_BY_ORDER),
    countOfIssuer: (issuerId) => table.count({ issuerId }),
  };
}
