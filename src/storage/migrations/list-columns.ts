import { clients } from '../entities/clients/clients.js';
import { users } from '../entities/people/users.js';
import type { Entity } from '../entity.js';
import { withDerived } from '../lists/derived-columns.js';
import type { Migration } from './migration.js';
import { updateEach } from './update-each.js';

/** Computes the columns by which lists of users and clients are filtered. */
export const listColumns: Migration = {
  id: '0012-list-columns',
  run: async ({ database, eachPage }) => {
    await eachPage(users, (page) => updateEach(database, users, page, columnsOfRecord(users)));
    await eachPage(clients, (page) => updateEach(database, clients, page, columnsOfRecord(clients)));
  },
};

/** Returns the function that computes all columns of a record that only lists use. */
export function columnsOfRecord<T>(entity: Entity<T>) {
  const columns = Object.keys({ ...entity.derived, ...entity.computed });
  return (record: T & object) => {
    const row = withDerived(entity, record, record);
    return { changes: Object.fromEntries(columns.map((column) => [column, row[column]])) };
  };
}
