import { GraphQLJSONObject } from 'graphql-scalars';
import { Field, ID, ObjectType } from 'type-graphql';
import { auditEventView } from '../admin/audit-log/audit-event-view.js';
import type { JsonObject } from '../model/json.js';
import type { ActorKind, AuditEvent, AuditEventType, AuditOutcome } from '../model/log/audit-event.js';
import { AuditEventTypeEnum, AuditOutcomeEnum } from './audit-enums.js';
import { DateTime } from './date-time.js';
import { Permission } from './permission-guard.js';
import { SafeInt } from './safe-int.js';
import { ViewerKindEnum } from './viewer-resolver.js';

@Permission('audit:read')
@ObjectType('AuditEvent', {
  description: 'One event in the audit log, such as a sign-in or a changed record. An event never contains a secret.',
})
export class AuditEventObject {
  @Field(() => ID, { description: 'The id of the audit event.' })
  id!: string;

  @Field(() => SafeInt, {
    nullable: true,
    description:
      'The position of the event in the log: 1 for the first event, then without gaps. Null for a moment, until the server has given the event its position.',
  })
  sequence!: number | null;

  @Field(() => AuditEventTypeEnum, {
    description: 'The type of the event, which says what happened, such as SIGNED_IN.',
  })
  type!: AuditEventType;

  @Field(() => DateTime, { description: 'When the event happened.' })
  at!: Date;

  @Field(() => AuditOutcomeEnum, { description: 'Whether the action that the event describes succeeded.' })
  outcome!: AuditOutcome;

  @Field(() => ViewerKindEnum, {
    nullable: true,
    description:
      'Whether a user, a client or an API key acted. Null if the actor is unknown or is a command that runs on the server.',
  })
  actorKind!: ActorKind | null;

  @Field(() => ID, {
    nullable: true,
    description:
      'The id of the user, client or API key that acted. Null if the actor is unknown or is a command that runs on the server.',
  })
  actorId!: string | null;

  @Field(() => ID, {
    nullable: true,
    description: 'The id of the user whom the event concerns. Null if the event concerns no user.',
  })
  userId!: string | null;

  @Field(() => ID, {
    nullable: true,
    description: 'The id of the client that the event concerns. Null if the event concerns no client.',
  })
  clientId!: string | null;

  @Field(() => ID, {
    nullable: true,
    description: 'The id of the session that the event concerns. Null if the event concerns no session.',
  })
  sessionId!: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'The kind of record that the event concerns, such as `client`. Null if the event concerns no record.',
  })
  resource!: string | null;

  @Field(() => ID, {
    nullable: true,
    description: 'The id of the record that the event concerns. Null if the event concerns no record.',
  })
  resourceId!: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'The IP address from which the request came. Null if the address is unknown.',
  })
  ipAddress!: string | null;

  @Field(() => GraphQLJSONObject, {
    description:
      'Details of the event as JSON members that depend on the type, such as the reason for a rejection or the changed fields.',
  })
  detail!: JsonObject;

  @Field(() => String, {
    nullable: true,
    description:
      'The SHA-256 hash, in base64url, of this event and of the hash of the event before it. Null until the event has its sequence.',
  })
  hash!: string | null;

  @Field(() => GraphQLJSONObject, {
    description:
      'The salts of the personal values of the event, by the path of the value, such as `ipAddress`. The hash contains SHA-256(salt ‖ value) in place of each value.',
  })
  salts!: JsonObject;

  @Field(() => GraphQLJSONObject, {
    description:
      'The digests SHA-256(salt ‖ value) of the personal values that were erased from the event, by the path of the value.',
  })
  erased!: JsonObject;
}

export const auditEventObject: (event: AuditEvent) => AuditEventObject = auditEventView;
