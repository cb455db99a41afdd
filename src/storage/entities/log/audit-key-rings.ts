import type { AuditKeyRing } from '../../../model/log/audit-key.js';
import { describeEntity, instant, json, key, number, text } from '../../entity.js';

export const auditKeyRings = describeEntity<AuditKeyRing>('audit_key_rings', {
  fields: {
    id: key(),
    version: number(),
    keys: json(),
    checkpointedAt: instant(),
    firstSequence: number(),
    hashBefore: text(),
  },
});
