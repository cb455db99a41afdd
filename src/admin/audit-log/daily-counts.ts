import type { Deps } from '../../model/deps.js';
import { AdminError } from '../../model/errors.js';
import type { AuditEventType, AuditOutcome } from '../../model/log/audit-event.js';
import { DAY_MS, type DailyCount, EVENTS, QUARTER_MS } from '../../model/log/daily-count.js';
import { ROUTINE_EVENTS } from '../../model/log/routine-events.js';
import type { AdminCaller } from '../admin-caller.js';
import { checkPermission } from '../authorization.js';
import { invalidArgument } from '../input-parser.js';
import { dateOf, dayOf, type LocalDay, makeLocalDay } from './local-days.js';

/** The days of a series, both included, as dates such as `2026-11-21`, and the time zone in which a day begins. */
export interface DaysInput {
  readonly from: string;
  readonly to: string;
  readonly timeZone: string;
}

export interface Days {
  readonly first: number;
  readonly last: number;
  readonly localDay: LocalDay;
}

const MAX_DAYS = 366;

export function parseDays({ from, to, timeZone }: DaysInput): Days {
  const localDay = makeLocalDay(timeZone);
  const [first, last] = [dayOf(from), dayOf(to)];
  if (last < first) throw invalidArgument('to', 'The `to` argument must not be before `from`.');
  if (last - first >= MAX_DAYS)
    throw invalidArgument(
      'to',
      `The \`to\` argument must be less than ${MAX_DAYS} days after \`from\`. Request fewer days.`,
    );
  return { first, last, localDay };
}

/** Reads the counts of the days, and of a day more at both ends, because a time zone can be ahead of UTC or behind it. */
export async function readCounts(
  deps: Pick<Deps, 'store'>,
  clientId: string | undefined,
  { first, last }: Days,
): Promise<DailyCount[]> {
  await countEverything(deps);
  return deps.store.auditEvents.dailyCounts(clientId, first - 1, last + 1);
}

/** Enough for all events that were written since the job counted last, but not for a log that was just upgraded. */
const MAX_BATCHES = 20;

/** Counts the latest events, so that the counts contain every event with a sequence. */
export async function countEverything({ store }: Pick<Deps, 'store'>): Promise<void> {
  if (!(await store.auditEvents.countEvents(MAX_BATCHES)))
    throw new AdminError(
      'RATE_LIMITED',
      'The server is still counting the older events of the audit log. Send the request again in a minute.',
    );
}

/** Adds a count to the sums of the days on which its events happened in the time zone. */
export function addByDay(
  sums: Map<number, number>,
  { day, quarters }: DailyCount,
  { first, last, localDay }: Days,
): void {
  for (const [quarter, count] of Object.entries(quarters)) {
    const local = localDay(day * DAY_MS + Number(quarter) * QUARTER_MS);
    if (local >= first && local <= last) sums.set(local, (sums.get(local) ?? 0) + count);
  }
}

export interface EventCountFilter {
  readonly types?: readonly AuditEventType[] | undefined;
  readonly clientId?: string | undefined;
  readonly resource?: string | undefined;
  readonly outcome?: AuditOutcome | undefined;
  /** Whether events are counted that happen all the time by themselves. */
  readonly includeRoutine: boolean;
}

export interface EventsOfDay {
  readonly day: string;
  readonly type: AuditEventType;
  readonly count: number;
}

/** Returns the number of events of each type on each day. A day without events of a type is left out. */
export async function countEventsByDay(
  deps: Deps,
  caller: AdminCaller,
  { filter, ...input }: DaysInput & { readonly filter: EventCountFilter },
): Promise<EventsOfDay[]> {
  checkPermission(caller, 'audit:read');
  const days = parseDays(input);
  const sums = new Map<AuditEventType, Map<number, number>>();
  const counts = await readCounts(deps, filter.clientId, days);
  for (const count of filter.includeRoutine ? counts : [...counts, ...(await routineCounts(deps, filter, days))]) {
    const type = wantedType(count.metric, filter);
    if (type === undefined) continue;
    const ofType = sums.get(type) ?? new Map<number, number>();
    addByDay(ofType, count, days);
    sums.set(type, ofType);
  }
  return [...sums]
    .flatMap(([type, ofType]) => [...ofType].map(([day, count]) => ({ day: dateOf(day), type, count })))
    .filter(({ count }) => count > 0)
    .sort((a, b) => (a.day === b.day ? (a.type < b.type ? -1 : 1) : a.day < b.day ? -1 : 1));
}

/** Returns the counts of a client's events that happen by themselves, below zero, to subtract them from all counts. */
async function routineCounts(
  deps: Pick<Deps, 'store'>,
  { clientId }: EventCountFilter,
  days: Days,
): Promise<DailyCount[]> {
  const { ofClient } = ROUTINE_EVENTS;
  if (clientId !== undefined && clientId !== ofClient.clientId) return [];
  const counts = await readCounts(deps, ofClient.clientId, days);
  return counts
    .filter(({ metric }) => metric.startsWith(`${EVENTS}${ofClient.type}:`))
    .map((count) => ({
      ...count,
      quarters: Object.fromEntries(Object.entries(count.quarters).map(([quarter, number]) => [quarter, -number])),
    }));
}

function wantedType(
  metric: string,
  { types, resource, outcome, includeRoutine }: EventCountFilter,
): AuditEventType | undefined {
  if (!metric.startsWith(EVENTS)) return undefined;
  const [type = '', itsOutcome, itsResource] = metric.slice(EVENTS.length).split(':');
  const isWanted =
    (includeRoutine || !ROUTINE_EVENTS.types.includes(type as AuditEventType)) &&
    types?.includes(type as AuditEventType) !== false &&
    (outcome ?? itsOutcome) === itsOutcome &&
    (resource ?? itsResource) === itsResource;
  return isWanted ? (type as AuditEventType) : undefined;
}
