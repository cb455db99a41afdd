import type { RoleAssignmentStore } from '../../../model/access/role.js';
import type { Database } from '../../database.js';
import { roleAssignments } from '../../entities/access/role-assignments.js';
import { NEWEST_FIRST_BY_ID, openTable, recordStore } from '../../table.js';

export function openRoleAssignmentStore(database: Database): RoleAssignmentStore {
  const table = openTable(database, roleAssignments);
  return {
    ...recordStore(table),
    findByKey: (key) => table.findOne({ key }),
    page: (request) => table.page(request, {}, NEWEST_FIRST_BY_ID),
    pageOfRole: (roleGeneration, request) => table.page(request, { roleGeneration }, NEWEST_FIRST_BY_ID),
    pageOfHolder: (holder, request) => table.page(request, { holder }, NEWEST_FIRST_BY_ID),
    countOfRole: (roleGeneration) => table.count({ roleGeneration }),
    countOfHolder: (holder) => table.count({ holder }),
    deleteOfRole: (roleGeneration) => table.deleteAll({ roleGeneration }),
    deleteOfHolder: (holder) => table.deleteAll({ holder }),
  };
}
