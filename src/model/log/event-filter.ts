import type { ActorKind, AuditEventType, AuditOutcome } from './audit-event.js';

/** A field of audit events that has an index. */
export type EventField = 'userId' | 'actorId' | 'clientId' | 'sessionId' | 'resourceId' | 'ipAddress' | 'type';

/** The events whose field has one of these values. */
export interface EventMatch {
  readonly field: EventField;
  readonly values: readonly string[];
}

/** Events that are left out of a list. */
export interface EventException {
  /** All events of these types are left out. */
  readonly types: readonly AuditEventType[];
  /** The events of a type that concern the client are left out. Events of this type always have a client. */
  readonly ofClient: { readonly type: AuditEventType; readonly clientId: string };
}

/** Conditions that an audit event must meet. All of them must hold. */
export interface AuditEventFilter {
  readonly types?: readonly AuditEventType[] | undefined;
  readonly userId?: string | undefined;
  readonly clientId?: string | undefined;
  readonly actorKind?: ActorKind | undefined;
  readonly actorId?: string | undefined;
  readonly sessionId?: string | undefined;
  readonly resource?: string | undefined;
  readonly resourceId?: string | undefined;
  /** The spellings of one IP address. */
  readonly ipAddresses?: readonly string[] | undefined;
  readonly outcome?: AuditOutcome | undefined;
  readonly from?: Date | undefined;
  readonly to?: Date | undefined;
  readonly except?: EventException | undefined;
  /** The event must match at least one of these. */
  readonly anyOf?: readonly EventMatch[] | undefined;
}
