import type { AuditEvent } from '../../model/log/audit-event.js';

/**
 * Converts a stored audit event to the form in which the API and webhooks send it. A field without a value becomes
 * `null`.
 */
export function auditEventView(event: AuditEvent) {
  return {
    id: event.id,
    sequence: event.sequence ?? null,
    type: event.type,
    at: event.at,
    outcome: event.outcome,
    actorKind: event.actorKind ?? null,
    actorId: event.actorId ?? null,
    userId: event.userId ?? null,
    clientId: event.clientId ?? null,
    sessionId: event.sessionId ?? null,
    resource: event.resource ?? null,
    resourceId: event.resourceId ?? null,
    ipAddress: event.ipAddress ?? null,
    detail: event.detail,
    hash: event.hash ?? null,
    salts: event.salts ?? {},
    erased: event.erased ?? {},
  };
}
