import { clients } from '../entities/clients/clients.js';
import type { Migration } from './migration.js';

/** Stored clients have no `redirectUriPolicy`. STRICT is what the server has always demanded of them. */
export const redirectUriPolicyMigration: Migration = {
  id: '0002-redirect-uri-policy',
  run: ({ database, eachRecord }) =>
    eachRecord(clients, ({ id }) =>
      database.update(clients, { id, redirectUriPolicy: null }, { redirectUriPolicy: 'STRICT' }),
    ),
};
