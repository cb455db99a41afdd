import type { RoleStore } from '../../../model/access/role.js';
import type { Database } from '../../database.js';
import { roles } from '../../entities/access/roles.js';
import { NEWEST_FIRST_BY_ORDER, openTable, versionedStore } from '../../table.js';

export function openRoleStore(database: Database): RoleStore {
  const table = openTable(database, roles);
  return {
    ...versionedStore(table),
    findMany: table.findMany,
    findByKey: (key) => table.findOne({ key }),
    page: (request) => table.page(request, {}, NEWEST_FIRST_BY_ORDER),
    pageOfClient: (clientGeneration, request) => table.page(request, { clientGeneration }, NEWEST_FIRST_BY_ORDER),
    pageOfResource: (resource, request) => table.page(request, { resource }, NEWEST_FIRST_BY_ORDER),
    count: () => table.count({}),
    countOfClient: (clientGeneration) => table.count({ clientGeneration }),
    countOfResource: (resource) => table.count({ resource }),
    deleteOfClient: (clientGeneration) => table.deleteAll({ clientGeneration }),
  };
}
