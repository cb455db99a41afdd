import type { UsedOnceStore } from '../../../model/tokens/used-once.js';
import type { Database } from '../../database.js';
import { describeEntity, instant, key } from '../../entity.js';
import { openTable } from '../../table.js';

interface UsedOnce {
  readonly id: string;
  readonly expiresAt: Date;
}

export const usedOnce = describeEntity<UsedOnce>('used_once', {
  fields: { id: key(), expiresAt: instant() },
  expiry: 'expiresAt',
});

export function openUsedOnceStore(database: Database): UsedOnceStore {
  const table = openTable(database, usedOnce);
  return { take: (id, expiresAt) => table.insert({ id, expiresAt }) };
}
