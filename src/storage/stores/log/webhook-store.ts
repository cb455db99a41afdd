import type { Webhook, WebhookStore } from '../../../model/log/webhook.js';
import type { Database } from '../../database.js';
import { describeEntity, flag, instant, json, key, number, structure, text } from '../../entity.js';
import { openTable, versionedStore } from '../../table.js';

export const webhooks = describeEntity<Webhook>('webhooks', {
  fields: {
    id: key(),
    version: number(),
    generation: text('incarnation'),
    url: text(),
    types: structure(),
    secret: json(),
    enabled: flag(),
    createdAt: instant(),
    cursor: text(),
    lastDeliveredAt: instant(),
    failingSince: instant(),
    failures: number(),
    nextAttemptAt: instant(),
    lease: text(),
    leasedUntil: instant(),
  },
});

export function openWebhookStore(database: Database): WebhookStore {
  const table = openTable(database, webhooks);
  return {
    ...versionedStore(table),
    all: () => table.findAll({ where: {}, orderBy: { id: 'asc' } }),
  };
}
