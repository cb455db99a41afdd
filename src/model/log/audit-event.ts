/*
 * This folder describes the records of the audit log and of the webhooks that receive its events. `src/audit` writes
 * the events, and `src/jobs` delivers them to webhooks. To understand this folder, read the list of event types first.
 */

import type { JsonObject } from '../json.js';
import type { Page, PageRequest } from '../record-store.js';
import type { AuditHead } from './audit-head.js';

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
   * Inserts the events that are not stored yet, and returns their number. After a failure it can be called again with
   * the same events.
   */
  insertAbsent(events: readonly AuditEvent[]): Promise<number>;
  /**
   * Gives all events that have no number yet the next numbers and hashes, in order of id. On SQLite, events get their
   * numbers when they are inserted, and there is nothing to do. `owner` is a random value of this process. While
   * another process numbers events, this one does nothing.
   */
  numberEvents(owner: string, now: Date): Promise<void>;
  /** Numbers the events that a server of version 0.1 has written since the upgrade, because it was still running. */
  numberStrayEvents(): Promise<void>;
  /** The end of the numbered log. */
  head(): Promise<AuditHead>;
  /** The cursor after the last numbered event. A reader who continues there gets only later events. */
  endCursor(): Promise<string>;
  /**
   * Reads a page in order of sequence. `OLDEST_FIRST` lists only numbered events, so that no event can later appear
   * before a cursor that was returned. `NEWEST_FIRST` lists the events that have no number yet first.
   */
  page(
    request: PageRequest,
    order: 'NEWEST_FIRST' | 'OLDEST_FIRST',
    filter: AuditEventFilter,
  ): Promise<Page<AuditEvent>>;
  count(filter: AuditEventFilter): Promise<number>;
  /**
   * Finds the first event that has not expired, and the hash before it. Returns `undefined` if no event before it is
   * stored.
   */
  findRetainedStart(now: Date): Promise<{ firstSequence: number; hashBefore: string } | undefined>;
  /**
   * Erases the IP address, names and other personal values of all events that concern the user or in which the user
   * acted. Returns the number of changed events.
   */
  erase(userId: string): Promise<number>;
  /** Deletes all events with a lower sequence. A checkpoint must name this sequence and the hash before it first. */
  deleteBefore(sequence: number): Promise<void>;
}
