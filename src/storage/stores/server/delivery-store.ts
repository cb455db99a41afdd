import type { Delivery, DeliveryStore } from '../../../model/server/delivery.js';
import { between } from '../../conditions.js';
import type { Database } from '../../database.js';
import { describeEntity, instant, json, key, number, text } from '../../entity.js';
import { openTable, recordStore } from '../../table.js';

export const deliveries = describeEntity<Delivery>('deliveries', {
  fields: {
    id: key(),
    kind: text(),
    target: text(),
    targetGeneration: text('targetIncarnation'),
    facts: json(),
    attempts: number(),
    nextAttemptAt: instant(),
    deliveredAt: instant(),
    createdAt: instant(),
    expiresAt: instant(),
  },
  indexes: [['nextAttemptAt']],
  expiry: 'expiresAt',
});

export function openDeliveryStore(database: Database): DeliveryStore {
  const table = openTable(database, deliveries);
  return {
    ...recordStore(table),
    due: (now, limit) =>
      table.findAll({ where: { nextAttemptAt: between({ $lte: now }) }, orderBy: { nextAttemptAt: 'asc' }, limit }),
    claim: ({ id, attempts }, nextAttemptAt) =>
      table.change({ id, attempts, deliveredAt: null }, { attempts: attempts + 1, nextAttemptAt }),
    delivered: (id, deliveredAt) => table.change({ id, deliveredAt: null }, { deliveredAt, nextAttemptAt: undefined }),
  };
}
