import { ArgsType, Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import type { AuditEventType, AuditOutcome } from '../model/log/audit-event.js';
import { AuditEventTypeEnum, AuditOutcomeEnum } from './audit-enums.js';
import { LocalDate } from './local-date.js';
import { Permission } from './permission-guard.js';
import { SafeInt } from './safe-int.js';

@InputType('AuditEventCountFilter', {
  description:
    'Limits which audit events are counted. An event is counted only if it meets every condition that you set.',
})
export class AuditEventCountFilterObject {
  @Field(() => [AuditEventTypeEnum], {
    nullable: true,
    description: 'Counts only events of these types. If you omit this field, events of all types are counted.',
  })
  types?: AuditEventType[] | null;

  @Field(() => ID, { nullable: true, description: 'Counts only events that concern the client with this id.' })
  clientId?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'Counts only events of the types CREATED, UPDATED and DELETED that concern records of this kind, such as `user`.',
  })
  resource?: string | null;

  @Field(() => AuditOutcomeEnum, { nullable: true, description: 'Counts only events with this outcome.' })
  outcome?: AuditOutcome | null;

  @Field(() => Boolean, {
    nullable: true,
    description:
      'Whether to count the events that happen all the time by themselves: `AUDIT_CHECKPOINT`, and `TOKEN_ISSUED` for the console. If you omit this field, they are counted.',
  })
  includeRoutine?: boolean | null;
}

@ArgsType()
class DaysArgs {
  @Field(() => LocalDate, { description: 'The first day.' })
  from!: string;

  @Field(() => LocalDate, { description: 'The last day, which is included. At most 366 days are possible.' })
  to!: string;

  @Field(() => String, {
    defaultValue: 'UTC',
    description:
      'The time zone in which a day begins at midnight: a name of the IANA time zone database, such as `Europe/Berlin`.',
  })
  timeZone!: string;
}

@ArgsType()
export class EventCountArgs extends DaysArgs {
  @Field(() => AuditEventCountFilterObject, {
    nullable: true,
    description: 'Conditions that a counted event must meet. If you omit the filter, all events are counted.',
  })
  filter?: AuditEventCountFilterObject | null;
}

@ArgsType()
export class DailyStatisticsArgs extends DaysArgs {
  @Field(() => ID, {
    nullable: true,
    description: 'The `client_id` of the client to count for. If you omit it, the whole server is counted.',
  })
  clientId?: string | null;
}

@Permission('audit:read')
@ObjectType('AuditEventCount', { description: 'The number of audit events of one type on one day.' })
export class AuditEventCountObject {
  @Field(() => LocalDate, { description: 'The day.' })
  day!: string;

  @Field(() => AuditEventTypeEnum, { description: 'The type of the events.' })
  type!: AuditEventType;

  @Field(() => SafeInt, { description: 'The number of events, at least 1.' })
  count!: number;
}

@Permission('audit:read')
@ObjectType('DailyStatistics', { description: 'What happened on one day, on the whole server or at one client.' })
export class DailyStatisticsObject {
  @Field(() => LocalDate, { description: 'The day.' })
  day!: string;

  @Field(() => SafeInt, {
    description:
      'On the whole server, how often users signed in with a passkey. At a client, how often users signed in to it, also those who were signed in already. Sign-ins to clients are counted since version 0.2.',
  })
  signIns!: number;

  @Field(() => SafeInt, {
    description:
      'The number of rejected sign-ins, authorization requests, client authentications and token requests, and of users who were refused access to a client.',
  })
  refusals!: number;

  @Field(() => SafeInt, { nullable: true, description: 'The number of new users. Null for a client.' })
  newUsers!: number | null;

  loadActiveUsers!: () => Promise<number | null>;

  @Field(() => Int, {
    nullable: true,
    description:
      'The number of different users who signed in. At a client, of those who signed in to it or whose tokens it refreshed. The server reads the events of all requested days for it: null if they have more than 5000 such events. Then choose fewer days.',
  })
  activeUsers(): Promise<number | null> {
    return this.loadActiveUsers();
  }
}
