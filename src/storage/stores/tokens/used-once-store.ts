import type { UsedOnceStore } from '../../../model/tokens/used-once.js';
import type { Database } from '../../database.js';
import { usedOnce } from '../../entities/tokens/used-once.js';
import { openTable } from '../../table.js';

export function openUsedOnceStore(database: Database): UsedOnceStore {
  const table = openTable(database, usedOnce);
  return {
    take: (id, expiresAt) => table.insert({ id, expiresAt }),
    findUse: table.find,
  };
}
