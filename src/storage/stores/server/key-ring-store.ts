import type { KeyRing, KeyRingStore } from '../../../model/server/signing-key.js';
import type { Database } from '../../database.js';
import { defineNoun, json, key, number, text } from '../../entity.js';
import { NEWEST_FIRST_BY_ID, openTable, versionedStore } from '../../table.js';

export const keyRings = defineNoun<KeyRing>('key_rings', {
  fields: {
    id: key(),
    version: number(),
    issuerId: text(),
    issuerIncarnation: text(),
    alg: text(),
    keys: json(),
  },
  indexes: [['issuerIncarnation', 'id']],
});

export const openKeyRingStore = (database: Database): KeyRingStore => {
  const table = openTable(database, keyRings);
  return {
    ...versionedStore(table),
    page: (request) => table.page(request, {}, NEWEST_FIRST_BY_ID),
    findOfIssuer: (issuerIncarnation) => table.findAll({ where: { issuerIncarnation }, orderBy: { id: 'asc' } }),
  };
};
