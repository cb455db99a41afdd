import { GraphQLJSONObject } from 'graphql-scalars';
import { Field, ID, InputType, ObjectType } from 'type-graphql';
import { auditEventView } from '../admin/audit-log/audit-event-view.js';
import type { JsonObject } from '../model/json.js';
import type { ActorKind, AuditEvent, AuditEventType, AuditOutcome } from '../model/log/audit-event.js';
import { AuditEventTypeEnum, AuditOutcomeEnum } from './audit-enums.js';
import { DateTime } from './date-time.js';
import { Permission } from './permission-guard.js';
import { ViewerKindEnum } from './viewer-resolver.js';

@Permission('audit:read')
@ObjectType('AuditEvent', { description: 'An event in the audit log. It never contains a secret.' })
export class AuditEventObject {
  @Field(() => ID, { description: 'The id of the event.' })
  id!: string;

  @Field(() => AuditEventTypeEnum, { description: 'What happened.' })
  type!: AuditEventType;

  @Field(() => DateTime, { description: 'When it happened.' })
  at!: Date;

  @Field(() => AuditOutcomeEnum, { description: 'Whether the action succeeded.' })
  outcome!: AuditOutcome;

  @Field(() => ViewerKindEnum, {
    nullable: true,
    description: 'The kind of the actor. Null if the actor is unknown, or is a command on the server.',
  })
  actorKind!: ActorKind | null;

  @Field(() => ID, { nullable: true, description: 'The id of the user, client or API key that acted.' })
  actorId!: string | null;

  @Field(() => ID, { nullable: true, description: 'The id of the user whom the event concerns.' })
  userId!: string | null;

  @Field(() => ID, { nullable: true, description: 'The id of the client that the event concerns.' })
  clientId!: string | null;

  @Field(() => ID, { nullable: true, description: 'The id of the session that the event concerns.' })
  sessionId!: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'The kind of the record that the event concerns, such as `client`.',
  })
  resource!: string | null;

  @Field(() => ID, { nullable: true, description: 'The id of that record.' })
  resourceId!: string | null;

  @Field(() => String, { nullable: true, description: 'The IP address of the request.' })
  ipAddress!: string | null;

  @Field(() => GraphQLJSONObject, {
    description: 'Further members, such as the reason of a rejection, or what changed.',
  })
  detail!: JsonObject;
}

export const auditEventObject: (event: AuditEvent) => AuditEventObject = auditEventView;

@InputType('AuditEventFilter', {
  description: 'Conditions that events must meet. If you omit all, every event is returned.',
})
export class AuditEventFilterObject {
  @Field(() => [AuditEventTypeEnum], { nullable: true, description: 'The kinds of events, any of which may match.' })
  types?: AuditEventType[] | null;

  @Field(() => ID, { nullable: true, description: 'The id of the user whom events concern.' })
  userId?: string | null;

  @Field(() => ID, { nullable: true, description: 'The id of the client that events concern.' })
  clientId?: string | null;

  @Field(() => ID, { nullable: true, description: 'The id of the user, client or API key that acted.' })
  actorId?: string | null;

  @Field(() => ID, { nullable: true, description: 'The id of the session that events concern.' })
  sessionId?: string | null;

  @Field(() => ID, { nullable: true, description: 'The id of the record that events concern.' })
  resourceId?: string | null;

  @Field(() => AuditOutcomeEnum, { nullable: true, description: 'Whether the action succeeded.' })
  outcome?: AuditOutcome | null;

  @Field(() => DateTime, { nullable: true, description: 'The earliest time.' })
  from?: Date | null;

  @Field(() => DateTime, { nullable: true, description: 'The latest time.' })
  to?: Date | null;
}
