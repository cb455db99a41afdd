import type { WebhookStore } from '../../../model/log/webhook.js';
import type { Database } from '../../database.js';
import { webhooks } from '../../entities/log/webhooks.js';
import { openTable, versionedStore } from '../../table.js';

export function openWebhookStore(database: Database): WebhookStore {
  const table = openTable(database, webhooks);
  return {
    ...versionedStore(table),
    all: () => table.findAll({ where: {}, orderBy: { id: 'asc' } }),
  };
}
