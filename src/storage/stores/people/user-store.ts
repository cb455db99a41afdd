import { ADMIN_ROLES, PROFILE_KINDS, type User, type UserStore, usernameKey } from '../../../model/people/user.js';
import { among, beginsWith, searchKey, type Where } from '../../conditions.js';
import type { Database } from '../../database.js';
import { columnsOf, describeEntity, flag, instant, key, number, structure, text, unique } from '../../entity.js';
import { openTable, searchable, versionedStore } from '../../table.js';

export const users = describeEntity<User>('users', {
  fields: {
    id: key(),
    version: number(),
    order: text(),
    usernameKey: unique(),
    ...columnsOf(PROFILE_KINDS),
    enabled: flag(),
    webauthnUserId: unique(),
    passkeyIds: structure(),
    recoveryCodeHashes: structure(),
    grantEpoch: number(),
    sessionEpoch: number(),
    sessionsToEnd: flag(),
    enrolmentEpoch: number(),
    createdAt: instant(),
    updatedAt: instant(),
    lastSignInAt: instant(),
  },
  derived: { nameKey: { from: 'name', as: searchKey }, emailKey: { from: 'email', as: searchKey } },
  indexes: [['order'], ['nameKey'], ['emailKey'], ['adminRole'], ['sessionsToEnd']],
});

function found(search: string): Where {
  return {
    $or: [
      { usernameKey: beginsWith(usernameKey(search)) },
      { emailKey: beginsWith(searchKey(search)) },
      { nameKey: beginsWith(searchKey(search)) },
    ],
  };
}

export function openUserStore(database: Database): UserStore {
  const table = openTable(database, users);
  const store = versionedStore(table);
  return {
    ...store,
    // One write: whoever ends the sessions cannot forget to have their clients told.
    update: (seen, changes) =>
      store.update(seen, changes.sessionEpoch === undefined ? changes : { ...changes, sessionsToEnd: true }),
    findWithSessionsToEnd: (limit) => table.findAll({ where: { sessionsToEnd: true }, limit }),
    sessionsEnded: ({ id, sessionEpoch }) => table.change({ id, sessionEpoch }, { sessionsToEnd: undefined }),
    findByUsername: (username) => table.findOne({ usernameKey: usernameKey(username) }),
    findByWebauthnUserId: (webauthnUserId) => table.findOne({ webauthnUserId }),
    findMany: table.findMany,
    findAdministrators: () => table.findAll({ where: { adminRole: among(ADMIN_ROLES) } }),
    ...searchable(table, found),
    touch: async (id, lastSignInAt) => {
      await table.change({ id }, { lastSignInAt });
    },
  };
}
