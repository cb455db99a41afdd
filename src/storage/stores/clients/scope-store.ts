import type { ScopeStore } from '../../../model/clients/scope.js';
import type { Database } from '../../database.js';
import { scopes } from '../../entities/clients/scopes.js';
import { openTable, versionedStore } from '../../table.js';

export function openScopeStore(database: Database): ScopeStore {
  const table = openTable(database, scopes);
  return { ...versionedStore(table), all: () => table.findAll({ where: {}, orderBy: { id: 'asc' }, isShort: true }) };
}
