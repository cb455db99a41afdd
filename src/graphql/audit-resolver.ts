import { Args, ArgsType, Ctx, Field, FieldResolver, Int, ObjectType, Query, Resolver, Root } from 'type-graphql';
import { activeNow } from '../access/sessions/active-sessions.js';
import { type AuditOrder, readAuditLog } from '../admin/audit-log/audit-log-read.js';
import { secondsAfter } from '../model/time.js';
import { AuditOrderEnum } from './audit-enums.js';
import { AuditEventFilterObject, eventSearchOf } from './audit-filter.js';
import { type AuditEventObject, auditEventObject } from './audit-objects.js';
import { type ConnectionObject, connection } from './connection.js';
import { AuditEventConnection } from './connections.js';
import type { GraphqlContext } from './graphql-context.js';
import { PageArgs } from './page-args.js';
import { Permission } from './permission-guard.js';

@ArgsType()
class AuditArgs extends PageArgs {
  @Field(() => AuditOrderEnum, {
    defaultValue: 'NEWEST_FIRST',
    description: 'The order in which the events are listed.',
  })
  order!: AuditOrder;

  @Field(() => AuditEventFilterObject, {
    nullable: true,
    description: 'Conditions that a listed event must meet. If you omit the filter, all events are listed.',
  })
  filter?: AuditEventFilterObject | null;
}

@Permission('audit:read')
@ObjectType('Statistics', {
  description: 'The numbers of users, clients, passkeys, active sessions and recent sign-ins on this server.',
})
class StatisticsObject {
  @Field(() => Int, { description: 'The number of users, including disabled users.' })
  users!: number;

  @Field(() => Int, { description: 'The number of clients, including disabled clients.' })
  clients!: number;

  @Field(() => Int, { description: 'The number of passkeys that are registered for all users together.' })
  passkeys!: number;

  @Field(() => Int, { description: 'The number of sessions that are neither ended nor expired.' })
  activeSessions!: number;

  @Field(() => Int, { description: 'The number of successful sign-ins in the last 24 hours.' })
  signInsLast24Hours!: number;
}

const DAY = 86_400;

type AuditEventPage = ConnectionObject<AuditEventObject> & { readonly isComplete: boolean };

/** Adds to a page of the audit log what other lists do not have. */
@Resolver(() => AuditEventConnection)
export class AuditEventPageResolver {
  @Permission('audit:read')
  @FieldResolver(() => Boolean, {
    description:
      'Whether the list has every event that matches the `text` of the filter. It is false if the text finds 10 or more users, clients or groups, or 10 or more different values of one id field or of the IP address, because the server uses only the first 10. Then use a longer text. Always true without `text`.',
  })
  isComplete(@Root() page: AuditEventPage): boolean {
    return page.isComplete;
  }
}

@Resolver()
export class AuditResolver {
  @Permission('audit:read')
  @Query(() => AuditEventConnection, {
    description:
      'Lists the events in the audit log. The server deletes events that are older than the configured AUDIT_RETENTION.',
  })
  async auditEvents(
    @Args(() => AuditArgs) args: AuditArgs,
    @Ctx() { deps, caller }: GraphqlContext,
  ): Promise<AuditEventPage> {
    const search = eventSearchOf(args.filter);
    const { page, count, isComplete } = await readAuditLog(deps, caller, { ...args, search });
    return { ...connection(page, auditEventObject, count), isComplete };
  }

  @Permission('audit:read')
  @Query(() => StatisticsObject, {
    description:
      'Returns the numbers of users, clients, passkeys, active sessions and recent sign-ins. The server counts the records for each request, so do not request statistics often.',
  })
  async statistics(@Ctx() { deps }: GraphqlContext): Promise<StatisticsObject> {
    const { store, clock } = deps;
    const signedIn = { types: ['SIGNED_IN'], from: secondsAfter(clock.now(), -DAY) } as const;
    const [users, clients, passkeys, activeSessions, signInsLast24Hours] = await Promise.all([
      store.users.count(),
      store.clients.count(),
      store.passkeys.count(),
      store.sessions.count({ active: activeNow(deps) }),
      store.auditEvents.count(signedIn),
    ]);
    return { users, clients, passkeys, activeSessions, signInsLast24Hours };
  }
}
