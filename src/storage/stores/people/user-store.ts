/*
 * This folder implements the stores of `model/people`. Each method is one statement. It does not decide what a user may
 * do. To understand this folder, read this file first.
 */

import { among, before } from '../../../model/conditions.js';
import { MAX_TYPED_USERNAME_LENGTH } from '../../../model/key-length.js';
import { ADMIN_ROLES, type User, usernameKey } from '../../../model/people/user.js';
import type { UserList } from '../../../model/people/user-list.js';
import type { UserStore } from '../../../model/people/user-store.js';
import { searchKey } from '../../conditions.js';
import type { Database } from '../../database.js';
import { users } from '../../entities/people/users.js';
import type { ListQuery } from '../../lists/list-query.js';
import { openLists } from '../../lists/open-lists.js';
import { NEWEST_FIRST_BY_ORDER, openTable, versionedStore } from '../../table.js';
import { membersOf } from './group-members.js';
import { userQuery } from './user-list.js';

export function openUserStore(database: Database): UserStore {
  const table = openTable(database, users);
  const lists = openLists(database, users, table);
  const queryOf = (list: UserList): ListQuery<User> => {
    const generation = list.filter?.groupGeneration;
    return { ...userQuery(list), part: generation === undefined ? undefined : membersOf(database, generation) };
  };
  return {
    ...versionedStore(table),
    findToDelete: (now, limit) => table.findAll({ where: { deletionAt: before(now), enabled: true }, limit }),
    findWithSessionsToEnd: (limit) => table.findAll({ where: { sessionsToEnd: true }, limit }),
    sessionsEnded: ({ id, sessionEpoch }) => table.change({ id, sessionEpoch }, { sessionsToEnd: undefined }),
    findByUsername: async (username) =>
      username.length > MAX_TYPED_USERNAME_LENGTH ? undefined : table.findOne({ usernameKey: usernameKey(username) }),
    findMany: table.findMany,
    findAdministrators: () => table.findAll({ where: { adminRole: among(ADMIN_ROLES) } }),
    findByVerifiedEmail: (emails) =>
      table.findAll({ where: { emailKey: among(emails.map(searchKey)), email_verified: true } }),
    pageToApprove: (request) => table.page(request, { awaitsApproval: true }, NEWEST_FIRST_BY_ORDER),
    countToApprove: () => table.count({ awaitsApproval: true }),
    page: (request, list = {}) => lists.page(request, queryOf(list)),
    count: (list = {}) => lists.count(queryOf(list)),
  };
}
