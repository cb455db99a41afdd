import type { KeyRing, KeyRingStore } from '../../../model/server/signing-key.js';
import type { Database } from '../../database.js';
import { describeEntity, json, key, number, text } from '../../entity.js';
import { NEWEST_FIRST_BY_ID, openTable, versionedStore } from '../../table.js';

export const keyRings = describeEntity<KeyRing>('key_rings', {
  fields: {
    id: key(),
    version: number(),
    issuerId: text(),
    issuerGeneration: text('issuerIncarnation'),
    alg: text(),
    keys: json(),
  },
  indexes: [['issuerGeneration', 'id']],
});

export function openKeyRingStore(database: Database): KeyRingStore {
  const table = openTable(database, keyRings);
  return {
    ...versionedStore(table),
    page: (request) => table.page(request, {}, NEWEST_FIRST_BY_ID),
    findOfIssuer: (issuerGeneration) => table.findAll({ where: { issuerGeneration }, orderBy: { id: 'asc' } }),
  };
}
