/*
 * This folder implements the stores of `model/server`. Each method is one statement. All secrets are already encrypted
 * or hashed when they arrive here. To understand this folder, read this file first, because several processes compete
 * for a delivery.
 */

import { between } from '../../../model/conditions.js';
import type { DeliveryStore } from '../../../model/server/delivery.js';
import type { Database } from '../../database.js';
import { deliveries } from '../../entities/server/deliveries.js';
import { openTable, recordStore } from '../../table.js';

export function openDeliveryStore(database: Database): DeliveryStore {
  const table = openTable(database, deliveries);
  return {
    ...recordStore(table),
    due: (now, limit) =>
      table.findAll({ where: { nextAttemptAt: between({ $lte: now }) }, orderBy: { nextAttemptAt: 'asc' }, limit }),
    claim: ({ id, attempts }, nextAttemptAt) =>
      table.change({ id, attempts, deliveredAt: null }, { attempts: attempts + 1, nextAttemptAt }),
    delivered: ({ id, attempts }, deliveredAt) =>
      table.change({ id, attempts, deliveredAt: null }, { deliveredAt, nextAttemptAt: undefined }),
    refused: ({ id, attempts }) => table.change({ id, attempts, deliveredAt: null }, { nextAttemptAt: undefined }),
  };
}
