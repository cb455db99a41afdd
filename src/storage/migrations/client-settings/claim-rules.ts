import { clients } from '../../entities/clients/clients.js';
import type { Migration } from '../migration.js';

/** Gives an empty list of claim rules to all clients that do not have this setting. */
export const claimRulesMigration: Migration = {
  id: '0007-claim-rules',
  run: ({ database, eachRecord }) =>
    eachRecord(clients, ({ id }) => database.update(clients, { id, claimRules: null }, { claimRules: [] })),
};
