import type { KeyRingStore } from '../../../model/server/signing-key.js';
import type { Database } from '../../database.js';
import { keyRings } from '../../entities/server/key-rings.js';
import { NEWEST_FIRST_BY_ID, openTable, versionedStore } from '../../table.js';

export function openKeyRingStore(database: Database): KeyRingStore {
  const table = openTable(database, keyRings);
  return {
    ...versionedStore(table),
    page: (request) => table.page(request, {}, NEWEST_FIRST_BY_ID),
    findOfIssuer: (issuerGeneration) =>
      table.findAll({ where: { issuerGeneration }, orderBy: { id: 'asc' }, isShort: true }),
  };
}
