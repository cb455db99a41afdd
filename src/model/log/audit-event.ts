/*
 * This folder describes the records of the audit log and of the webhooks that receive its events. `src/audit` writes
 * the events, and `src/jobs` delivers them to webhooks. To understand this folder, read the list of event types first.
 */

import type { JsonObject } from '../json.js';
import type { Page, PageRequest } from '../record-store.js';

export const AUDIT_EVENT_TYPES = [
  'SIGNED_IN',
  'SIGN_IN_REFUSED',
  'SIGNED_OUT',
  'ACCESS_DENIED',
  'PASSKEY_ADDED',
  'PASSKEY_RENAMED',
  'PASSKEY_REMOVED',
  'PASSKEY_REFUSED',
  'ENROLMENT_LINK_CREATED',
  'ENROLMENT_LINK_USED',
  'RECOVERY_CODES_CREATED',
  'RECOVERY_CODE_USED',
  'CONSENT_GIVEN',
  'CONSENT_REVOKED',
  'REQUEST_REFUSED',
  'TOKEN_ISSUED',
  'TOKEN_REFUSED',
  'TOKEN_REVOKED',
  'CODE_REUSED',
  'REFRESH_TOKEN_REUSED',
  'SESSION_REVOKED',
  'LIMIT_EXCEEDED',
  'SIGNING_KEY_ROTATED',
  'CREATED',
  'UPDATED',
  'DELETED',
] as const;
export type AuditEventType = (typeof AUDIT_EVENT_TYPES)[number];
export type AuditOutcome = 'SUCCESS' | 'FAILURE';
export type ActorKind = 'USER' | 'CLIENT' | 'API_KEY';

export interface AuditEvent {
  /** A time-ordered id, so that sorting by id sorts the events by time. */
  readonly id: string;
  readonly type: AuditEventType;
  readonly at: Date;
  readonly outcome: AuditOutcome;
  readonly actorKind?: ActorKind | undefined;
  readonly actorId?: string | undefined;
  readonly userId?: string | undefined;
  readonly clientId?: string | undefined;
  readonly sessionId?: string | undefined;
  readonly resource?: string | undefined;
  readonly resourceId?: string | undefined;
  readonly ipAddress?: string | undefined;
  /** Further facts about the event. They must not contain secrets. */
  readonly detail: JsonObject;
  readonly expiresAt: Date;
}

export interface AuditEventFilter {
  readonly types?: readonly AuditEventType[] | undefined;
  readonly userId?: string | undefined;
  readonly clientId?: string | undefined;
  readonly actorId?: string | undefined;
  readonly sessionId?: string | undefined;
  readonly resourceId?: string | undefined;
  readonly outcome?: AuditOutcome | undefined;
  readonly from?: Date | undefined;
  readonly to?: Date | undefined;
}

export interface AuditEventStore {
  /**
   * Inserts the events in the given order. If the process crashes while it inserts them, perhaps only the first events
   * are stored.
   */
  insertMany(events: readonly AuditEvent[]): Promise<void>;
  page(
    request: PageRequest,
    order: 'NEWEST_FIRST' | 'OLDEST_FIRST',
    filter: AuditEventFilter,
  ): Promise<Page<AuditEvent>>;
  count(filter: AuditEventFilter): Promise<number>;
}
