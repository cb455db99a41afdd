import { Field, ID, InputType } from 'type-graphql';
import type { EventSearch } from '../admin/audit-log/event-search.js';
import type { ActorKind, AuditEventType, AuditOutcome } from '../model/log/audit-event.js';
import { AuditEventTypeEnum, AuditOutcomeEnum } from './audit-enums.js';
import { DateTime } from './date-time.js';
import { ViewerKindEnum } from './viewer-resolver.js';

@InputType('AuditEventFilter', {
  description: 'Limits a list of audit events. An event is listed only if it meets every condition that you set.',
})
export class AuditEventFilterObject {
  @Field(() => [AuditEventTypeEnum], {
    nullable: true,
    description: 'Lists only events of these types. If you omit this field, events of all types are listed.',
  })
  types?: AuditEventType[] | null;

  @Field(() => ID, { nullable: true, description: 'Lists only events that concern the user with this id.' })
  userId?: string | null;

  @Field(() => ID, { nullable: true, description: 'Lists only events that concern the client with this id.' })
  clientId?: string | null;

  @Field(() => ID, {
    nullable: true,
    description: 'Lists only events in which the user, client or API key with this id acted.',
  })
  actorId?: string | null;

  @Field(() => ViewerKindEnum, {
    nullable: true,
    description:
      'Lists only events in which a user, only events in which a client, or only events in which an API key acted.',
  })
  actorKind?: ActorKind | null;

  @Field(() => ID, { nullable: true, description: 'Lists only events that concern the session with this id.' })
  sessionId?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'Lists only events that concern a record of this kind, such as `client`. The `resource` field of an event names the kind. Set `resourceId` too for a single record.',
  })
  resource?: string | null;

  @Field(() => ID, { nullable: true, description: 'Lists only events that concern the record with this id.' })
  resourceId?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'Lists only events of requests from this IP address. For a part of an address, use `text`. An address that was erased from an event is not found.',
  })
  ipAddress?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'Lists only events that match this text in one of three ways. First, the event concerns a user, client or group that the argument `search` of their lists finds with this text, or such a user or client acted. Only lists that you may read are searched. Second, one of its ids or its IP address begins with the text. Third, its type has a word that begins with the text, such as `refused`. Upper and lower case make no difference, except in ids and IP addresses. `isComplete` of the list says whether every event was found.',
  })
  text?: string | null;

  @Field(() => AuditOutcomeEnum, {
    nullable: true,
    description: 'Lists only events with this outcome. If you omit this field, successes and failures are listed.',
  })
  outcome?: AuditOutcome | null;

  @Field(() => Boolean, {
    nullable: true,
    description:
      'Whether to list the events that happen all the time by themselves: `AUDIT_CHECKPOINT`, and `TOKEN_ISSUED` for the console. If you omit this field, they are listed.',
  })
  includeRoutine?: boolean | null;

  @Field(() => DateTime, {
    nullable: true,
    description:
      'Lists only events that happened at or after this time. If you omit this field, the list has no earliest time.',
  })
  from?: Date | null;

  @Field(() => DateTime, {
    nullable: true,
    description:
      'Lists only events that happened at or before this time. If you omit this field, the list has no latest time.',
  })
  to?: Date | null;
}

/**
 * Converts the filter argument to a search of the audit log. A condition that is `null` counts as omitted, and an empty
 * list of types means all types.
 */
export function eventSearchOf(filter: AuditEventFilterObject | null | undefined): EventSearch {
  const { types, ...others } = filter ?? {};
  return {
    ...Object.fromEntries(Object.entries(others).filter(([, value]) => value != null)),
    ...(types != null && types.length > 0 && { types: [...new Set(types)] }),
  };
}
