import type { Scope, ScopeStore } from '../../../model/clients/scope.js';
import type { Database } from '../../database.js';
import { describeEntity, key, number, structure, text } from '../../entity.js';
import { openTable, versionedStore } from '../../table.js';

export const scopes = describeEntity<Scope>('scopes', {
  fields: {
    id: key(),
    version: number(),
    description: text(),
    claims: structure(),
    resource: text(),
  },
});

export function openScopeStore(database: Database): ScopeStore {
  const table = openTable(database, scopes);
  return { ...versionedStore(table), all: () => table.findAll({ where: {}, orderBy: { id: 'asc' } }) };
}
