import { clients } from '../entities/clients/clients.js';
import { columnsOfRecord } from './list-columns.js';
import type { Migration } from './migration.js';
import { updateEach } from './update-each.js';

/** Computes the column by which clients with a secret that expires are found. */
export const secretEnds: Migration = {
  id: '0013-secret-ends',
  run: async ({ database, eachPage }) => {
    await eachPage(clients, (page) => updateEach(database, clients, page, columnsOfRecord(clients)));
  },
};
