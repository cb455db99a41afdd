import { clients } from '../../entities/clients/clients.js';
import type { Migration } from '../migration.js';

/** Sets `askEmail` to `false` in all clients that do not have this setting. */
export const askEmailMigration: Migration = {
  id: '0010-ask-email',
  run: ({ database, eachRecord }) =>
    eachRecord(clients, ({ id }) => database.update(clients, { id, askEmail: null }, { askEmail: false })),
};
