/*
 * This folder gives the clients of earlier versions the settings that were added later. To understand this folder, read
 * the rules for a migration in `../migration.ts`.
 */

import { clients } from '../../entities/clients/clients.js';
import type { Migration } from '../migration.js';

/**
 * Sets `redirectUriPolicy` to STRICT in all clients that do not have this setting. Before it existed, the server
 * applied the rules of STRICT to every client.
 */
export const redirectUriPolicyMigration: Migration = {
  id: '0002-redirect-uri-policy',
  run: ({ database, eachRecord }) =>
    eachRecord(clients, ({ id }) =>
      database.update(clients, { id, redirectUriPolicy: null }, { redirectUriPolicy: 'STRICT' }),
    ),
};
