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
@ObjectType('AuditEvent', { description: 'Something that happened. There is never a secret in it.' })
export class AuditEventObject {
  @Field(() => ID, { description: 'What names it; in the order of writing.' })
  id!: string;

  @Field(() => AuditEventTypeEnum, { description: 'What happened.' })
  type!: AuditEventType;

  @Field(() => DateTime, { description: 'When.' })
  at!: Date;

  @Field(() => AuditOutcomeEnum, { description: 'Whether it went as it was meant to.' })
  outcome!: AuditOutcome;

  @Field(() => ViewerKindEnum, {
    nullable: true,
    description: 'What did it; null where nobody is known, and on the machine itself.',
  })
  actorKind!: ActorKind | null;

  @Field(() => ID, { nullable: true, description: 'Who did it.' })
  actorId!: string | null;

  @Field(() => ID, { nullable: true, description: 'The user whom it concerns.' })
  userId!: string | null;

  @Field(() => ID, { nullable: true, description: 'The client that it concerns.' })
  clientId!: string | null;

  @Field(() => ID, { nullable: true, description: 'The session that it concerns.' })
  sessionId!: string | null;

  @Field(() => String, { nullable: true, description: 'What CREATED, UPDATED and DELETED were done to.' })
  resource!: string | null;

  @Field(() => ID, { nullable: true, description: 'Which one.' })
  resourceId!: string | null;

  @Field(() => String, { nullable: true, description: 'Where it was asked for.' })
  ipAddress!: string | null;

  @Field(() => GraphQLJSONObject, { description: 'More about it, such as the reason of a refusal or what changed.' })
  detail!: JsonObject;
}

export const auditEventObject: (event: AuditEvent) => AuditEventObject = auditEventView;

@InputType('AuditEventFilter', { description: 'Which events: those that meet all that is given.' })
export class AuditEventFilterObject {
  @Field(() => [AuditEventTypeEnum], { nullable: true, description: 'What happened: one of these.' })
  types?: AuditEventType[] | null;

  @Field(() => ID, { nullable: true, description: 'The user whom it concerns.' })
  userId?: string | null;

  @Field(() => ID, { nullable: true, description: 'The client that it concerns.' })
  clientId?: string | null;

  @Field(() => ID, { nullable: true, description: 'Who did it.' })
  actorId?: string | null;

  @Field(() => ID, { nullable: true, description: 'The session that it concerns.' })
  sessionId?: string | null;

  @Field(() => ID, { nullable: true, description: 'What it was done to.' })
  resourceId?: string | null;

  @Field(() => AuditOutcomeEnum, { nullable: true, description: 'Whether it went as it was meant to.' })
  outcome?: AuditOutcome | null;

  @Field(() => DateTime, { nullable: true, description: 'Not before this.' })
  from?: Date | null;

  @Field(() => DateTime, { nullable: true, description: 'Not after this.' })
  to?: Date | null;
}
