import type { KeyRing } from '../../../model/server/signing-key.js';
import { describeEntity, json, key, number, text } from '../../entity.js';

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
