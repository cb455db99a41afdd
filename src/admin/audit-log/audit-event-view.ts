import type { AuditEvent } from '../../model/log/audit-event.js';

/** An event as the API and webhooks present it: absent members are null. */
export function auditEventView(event: AuditEvent) {
  return {
    id: event.id,
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
  };
}
