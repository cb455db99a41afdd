import { clients } from '../../entities/clients/clients.js';
import type { Migration } from '../migration.js';

/** Sets `groupsClaimFormat` to its default in all clients that do not have this setting. */
export const groupsClaimFormatMigration: Migration = {
  id: '0006-groups-claim-format',
  run: ({ database, eachRecord }) =>
    eachRecord(clients, ({ id }) =>
      database.update(clients, { id, groupsClaimFormat: null }, { groupsClaimFormat: 'IDS' }),
    ),
};
