import type { Deps } from '../../model/deps.js';
import { DAY_MS, type DailyCount, EVENTS, REFUSALS, SIGN_INS } from '../../model/log/daily-count.js';
import type { AuditEventFilter } from '../../model/log/event-filter.js';
import type { AdminCaller } from '../admin-caller.js';
import { checkPermission } from '../authorization.js';
import { addByDay, type Days, type DaysInput, parseDays, readCounts } from './daily-counts.js';
import { dateOf } from './local-days.js';

export interface StatisticsOfDay {
  readonly day: string;
  readonly signIns: number;
  readonly refusals: number;
  /** `null` for a client, because users are created on the server. */
  readonly newUsers: number | null;
  /** Reads the events of the sign-ins, the first time it is called for any of the days. */
  readonly activeUsers: () => Promise<number | null>;
}

/** Returns one entry for each day, also for days on which nothing happened. */
export async function readDailyStatistics(
  deps: Deps,
  caller: AdminCaller,
  { clientId, ...input }: DaysInput & { readonly clientId: string | undefined },
): Promise<StatisticsOfDay[]> {
  checkPermission(caller, 'audit:read');
  const days = parseDays(input);
  const counts = await readCounts(deps, clientId, days);
  const signIns = sumsOf(counts, days, clientId === undefined ? SIGNED_IN : SIGN_INS);
  const refusals = sumsOf(counts, days, REFUSALS);
  const newUsers = clientId === undefined ? sumsOf(counts, days, NEW_USERS) : undefined;
  let found: Promise<ReadonlyMap<number, number> | null> | undefined;
  const activeUsers = async (day: number) => {
    found ??= findActiveUsers(deps, { clientId, days, counts });
    const users = await found;
    return users === null ? null : (users.get(day) ?? 0);
  };
  return Array.from({ length: days.last - days.first + 1 }, (_, index) => {
    const day = days.first + index;
    return {
      day: dateOf(day),
      signIns: signIns.get(day) ?? 0,
      refusals: refusals.get(day) ?? 0,
      newUsers: newUsers === undefined ? null : (newUsers.get(day) ?? 0),
      activeUsers: () => activeUsers(day),
    };
  });
}

const SIGNED_IN = `${EVENTS}SIGNED_IN:`;
const NEW_USERS = `${EVENTS}CREATED:SUCCESS:user`;

/** Adds up the counts with this metric or, if the text ends with a colon, of all metrics that begin with it. */
function sumsOf(counts: readonly DailyCount[], days: Days, metric: string): Map<number, number> {
  const sums = new Map<number, number>();
  const isPrefix = metric.endsWith(':');
  for (const count of counts) {
    if (isPrefix ? count.metric.startsWith(metric) : count.metric === metric) addByDay(sums, count, days);
  }
  return sums;
}

/** The most events that are read to find out which users were active. */
const MAX_READ_EVENTS = 5000;
const PAGE_EVENTS = 100;

/** Returns the number of different users who signed in on each day, or `null` if that takes too many events. */
async function findActiveUsers(
  { store }: Deps,
  { clientId, days, counts }: { clientId: string | undefined; days: Days; counts: readonly DailyCount[] },
): Promise<ReadonlyMap<number, number> | null> {
  const type = clientId === undefined ? 'SIGNED_IN' : 'TOKEN_ISSUED';
  const toRead = counts.filter(({ metric }) => metric.startsWith(`${EVENTS}${type}:`));
  const total = toRead.flatMap(({ quarters }) => Object.values(quarters)).reduce((sum, count) => sum + count, 0);
  if (total > MAX_READ_EVENTS) return null;
  const filter: AuditEventFilter = {
    types: [type],
    clientId,
    from: new Date((days.first - 1) * DAY_MS),
    to: new Date((days.last + 2) * DAY_MS),
  };
  const users = new Map<number, Set<string>>();
  for (let after: string | undefined; ; ) {
    const { items, hasNextPage } = await store.auditEvents.page({ first: PAGE_EVENTS, after }, 'OLDEST_FIRST', filter);
    for (const { record } of items) {
      const day = days.localDay(record.at.getTime());
      if (record.userId !== undefined) users.set(day, (users.get(day) ?? new Set()).add(record.userId));
    }
    after = items.at(-1)?.cursor;
    if (!hasNextPage) return new Map([...users].map(([day, ids]) => [day, ids.size]));
  }
}
