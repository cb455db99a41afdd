import type { ProtectedHostStore } from '../../../model/clients/forward-auth.js';
import type { Database } from '../../database.js';
import { protectedHosts } from '../../entities/clients/protected-hosts.js';
import { NEWEST_FIRST_BY_ID, openTable, recordStore } from '../../table.js';

export function openProtectedHostStore(database: Database): ProtectedHostStore {
  const table = openTable(database, protectedHosts);
  return { ...recordStore(table), page: (request) => table.page(request, {}, NEWEST_FIRST_BY_ID) };
}
