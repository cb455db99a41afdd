/*
 * This folder describes the records of the audit log and of the webhooks that receive its events. `src/audit` writes
 * the events, and `src/jobs` delivers them to webhooks. To understand this folder, read the list of event types first.
 */

import type { JsonObject } from '../json.js';

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
  'INVITATION_USED',
  'USER_APPROVED',
  'USER_REJECTED',
  'DEVICE_LINK_CREATED',
  'DEVICE_LINK_USED',
  'DEVICE_LINK_REFUSED',
  'RECOVERY_CODES_CREATED',
  'RECOVERY_CODE_USED',
  'EMAIL_VERIFICATION_SENT',
  'EMAIL_VERIFIED',
  'EMAIL_VERIFICATION_REFUSED',
  'CONSENT_GIVEN',
  'CONSENT_REVOKED',
  'REQUEST_REFUSED',
  'TOKEN_ISSUED',
  'TOKEN_REFUSED',
  'TOKEN_REVOKED',
  'CODE_REUSED',
  'REFRESH_TOKEN_REUSED',
  'SESSION_REVOKED',
  'ACCOUNT_EXPORTED',
  'DELETION_REQUESTED',
  'DELETION_CANCELLED',
  'LIMIT_EXCEEDED',
  'SIGNING_KEY_ROTATED',
  'WEBHOOK_TESTED',
  'WEBHOOK_EVENT_REDELIVERED',
  'AUDIT_CHECKPOINT',
  'DATABASE_BACKED_UP',
  'DATABASE_RESTORED',
  'CREATED',
  'UPDATED',
  'DELETED',
] as const;
export type AuditEventType = (typeof AUDIT_EVENT_TYPES)[number];
export type AuditOutcome = 'SUCCESS' | 'FAILURE';
export type ActorKind = 'USER' | 'CLIENT' | 'API_KEY';

export interface AuditEvent {
  /** A time-ordered id. It says nothing about the position in the log, which is `sequence`. */
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
  /**
   * The position in the log: 1 for the first event, then without gaps. Absent until the event is numbered. The stores
   * give the numbers.
   */
  readonly sequence?: number | undefined;
  /** The hash of the event, its sequence and the hash of the event before it. Present if `sequence` is. */
  readonly hash?: string | undefined;
  /** A random salt for each personal value, by the path of the value, such as `detail.username`. */
  readonly salts?: Readonly<Record<string, string>> | undefined;
  /** The digest of each personal value that was erased, by its path. The chain of hashes contains these digests. */
  readonly erased?: Readonly<Record<string, string>> | undefined;
}
