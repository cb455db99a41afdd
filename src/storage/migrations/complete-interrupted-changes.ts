import { OWNERS_ID } from '../../model/people/owners.js';
import { passkeys } from '../entities/passkeys/passkeys.js';
import { owners } from '../entities/people/owners.js';
import { users } from '../entities/people/users.js';
import { openTable, updateVersion } from '../table.js';
import type { Migration } from './migration.js';

/**
 * Earlier versions changed related records one after the other. If such a server was killed between two changes, the
 * database can contain a passkey that no user lists, a first owner who is not in the record of owners, or a user in
 * this record who is no longer an owner. This migration removes all three.
 */
export const completeInterruptedChanges: Migration = {
  id: '0003-complete-interrupted-changes',
  run: async ({ database, eachRecord }) => {
    const userTable = openTable(database, users);
    const ownersTable = openTable(database, owners);
    const record = await ownersTable.find(OWNERS_ID);
    if (record !== undefined) {
      const listed = await userTable.findMany(record.userIds);
      const present = listed.filter(
        ({ enabled, adminRole, passkeyIds }) => enabled && adminRole === 'OWNER' && passkeyIds.length > 0,
      );
      const userIds = record.userIds.filter((id) => present.some((user) => user.id === id));
      // The record of owners must not become empty, because a server that has had an owner must keep at least one.
      if (userIds.length > 0 && userIds.length < record.userIds.length)
        await updateVersion(ownersTable, record, { userIds });
    }
    if (record === undefined || record.userIds.length === 0) {
      await eachRecord(users, ({ id, origin }) =>
        origin === 'FIRST_OWNER' ? userTable.deleteOne({ id, origin }) : Promise.resolve(),
      );
    }
    await eachRecord(passkeys, async ({ id, userId }) => {
      const user = await userTable.find(userId);
      if (user === undefined || !user.passkeyIds.includes(id)) await database.delete(passkeys, { id, userId });
    });
  },
};
