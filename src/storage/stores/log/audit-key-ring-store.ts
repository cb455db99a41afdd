import type { AuditKeyRingStore } from '../../../model/log/audit-key.js';
import type { Database } from '../../database.js';
import { auditKeyRings } from '../../entities/log/audit-key-rings.js';
import { openTable, versionedStore } from '../../table.js';

export function openAuditKeyRingStore(database: Database): AuditKeyRingStore {
  return versionedStore(openTable(database, auditKeyRings));
}
