import { Args, Ctx, Query, Resolver } from 'type-graphql';
import { countEventsByDay } from '../admin/audit-log/daily-counts.js';
import { readDailyStatistics } from '../admin/audit-log/daily-statistics.js';
import { AuditEventCountObject, DailyStatisticsArgs, DailyStatisticsObject, EventCountArgs } from './daily-objects.js';
import type { GraphqlContext } from './graphql-context.js';
import { Permission } from './permission-guard.js';

@Resolver()
export class DailyResolver {
  @Permission('audit:read')
  @Query(() => [AuditEventCountObject], {
    description:
      'Returns the number of audit events of each type on each day, in order of days. A day without events of a type is left out. The server counts the events that are still in the audit log and have a `sequence`. The field `at` of an event decides on its day.',
  })
  auditEventCounts(
    @Args(() => EventCountArgs) { filter, ...days }: EventCountArgs,
    @Ctx() { deps, caller }: GraphqlContext,
  ): Promise<AuditEventCountObject[]> {
    const { types, clientId, resource, outcome, includeRoutine } = filter ?? {};
    const wanted = {
      types: types == null || types.length === 0 ? undefined : types,
      clientId: clientId ?? undefined,
      resource: resource ?? undefined,
      outcome: outcome ?? undefined,
      includeRoutine: includeRoutine ?? true,
    };
    return countEventsByDay(deps, caller, { ...days, filter: wanted }) as Promise<AuditEventCountObject[]>;
  }

  @Permission('audit:read')
  @Query(() => [DailyStatisticsObject], {
    description:
      'Returns the sign-ins, refusals, new users and active users of each day, as the audit log has them. Every day has an entry, in order of days. Days from which the audit log has deleted its events show zeros.',
  })
  async dailyStatistics(
    @Args(() => DailyStatisticsArgs) { clientId, ...days }: DailyStatisticsArgs,
    @Ctx() { deps, caller }: GraphqlContext,
  ): Promise<DailyStatisticsObject[]> {
    const series = await readDailyStatistics(deps, caller, { ...days, clientId: clientId ?? undefined });
    return series.map(({ activeUsers, ...day }) =>
      Object.assign(new DailyStatisticsObject(), { ...day, loadActiveUsers: activeUsers }),
    );
  }
}
