import { clients } from '../../entities/clients/clients.js';
import type { Migration } from '../migration.js';

/** Sets `requireDeviceBound` to `false` in all clients that do not have this setting. */
export const requireDeviceBoundMigration: Migration = {
  id: '0009-require-device-bound',
  run: ({ database, eachRecord }) =>
    eachRecord(clients, ({ id }) =>
      database.update(clients, { id, requireDeviceBound: null }, { requireDeviceBound: false }),
    ),
};
