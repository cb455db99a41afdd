import { signExportEnd } from '../../audit/checkpoint.js';
import type { Deps } from '../../model/deps.js';
import { AUDIT_KEY_RING_ID, type AuditKey } from '../../model/log/audit-key.js';
import type { AdminCaller } from '../admin-caller.js';
import { checkPermission } from '../authorization.js';

/** Returns the keys that have signed checkpoints of the audit log, the oldest first. */
export async function readAuditKeys(deps: Deps, caller: AdminCaller): Promise<readonly AuditKey[]> {
  checkPermission(caller, 'audit:read');
  return (await deps.store.auditKeyRings.find(AUDIT_KEY_RING_ID))?.keys ?? [];
}

/** Returns a signature of the present end of the audit log, for the end of an export. It is absent if the log is empty. */
export async function readAuditLogEnd(deps: Deps, caller: AdminCaller): Promise<string | undefined> {
  checkPermission(caller, 'audit:read');
  return signExportEnd(deps);
}
