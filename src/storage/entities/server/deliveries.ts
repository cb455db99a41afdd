import type { Delivery } from '../../../model/server/delivery.js';
import { describeEntity, instant, json, key, number, text } from '../../entity.js';

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
