import type { AuditHead } from '../../../model/log/audit-head.js';
import { describeEntity, instant, key, number, text } from '../../entity.js';

export const auditHeads = describeEntity<AuditHead>('audit_heads', {
  fields: {
    id: key(),
    sequence: number(),
    hash: text(),
    upgradedThrough: number(),
    lease: text(),
    leasedUntil: instant(),
  },
  readsMajority: true,
});
