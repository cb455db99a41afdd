import type { Webhook } from '../../../model/log/webhook.js';
import { describeEntity, flag, instant, json, key, number, structure, text } from '../../entity.js';

export const webhooks = describeEntity<Webhook>('webhooks', {
  fields: {
    id: key(),
    version: number(),
    generation: text('incarnation'),
    url: text(),
    types: structure(),
    secret: json(),
    previousSecret: json(),
    enabled: flag(),
    createdAt: instant(),
    cursor: text(),
    lastDeliveredAt: instant(),
    failingSince: instant(),
    failures: number(),
    nextAttemptAt: instant(),
    deliveries: structure(),
    lease: text(),
    leasedUntil: instant(),
  },
});
