import type { ReservedName } from '../../model/people/reserved-name.js';
import { clients } from '../entities/clients/clients.js';
import { reservedNames } from '../entities/people/reserved-names.js';
import { users } from '../entities/people/users.js';
import { openTable } from '../table.js';
import type { Migration } from './migration.js';
import { nameDigest } from './name-digest.js';

/**
 * Reserves the ids of all users and clients, so that no imported subject or client id equals one of them, even after
 * the user or client was deleted.
 */
export const reserveNames: Migration = {
  id: '0005-reserve-names',
  run: async ({ database, eachRecord }) => {
    const table = openTable(database, reservedNames);
    // If the name is already reserved, nothing is inserted.
    const reserve = (name: string, reservedFor: ReservedName['reservedFor'], createdAt: Date) =>
      table.insert({ id: nameDigest('subject', name), reservedFor, createdAt });
    await eachRecord(users, ({ id, createdAt }) => reserve(id, 'USER', createdAt));
    await eachRecord(clients, ({ id, createdAt }) => reserve(id, 'CLIENT', createdAt));
  },
};
