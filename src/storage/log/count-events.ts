import { hash } from 'node:crypto';
import { among, between } from '../../model/conditions.js';
import type { AuditEvent } from '../../model/log/audit-event.js';
import { type CountedEvents, DAY_MS, type DailyCount, QUARTER_MS } from '../../model/log/daily-count.js';
import type { Database, Write } from '../database.js';
import { auditEvents } from '../entities/log/audit-events.js';
import { countedEvents, dailyCounts } from '../entities/log/daily-counts.js';
import { metricsOf } from './event-metrics.js';
import { readHead } from './number-events.js';

const BATCH_EVENTS = 250;
const NOTHING: CountedEvents = { id: 'events', after: 0, through: 0 };

/**
 * Counts numbered events in the order of the log, at most `batches` batches. Returns whether all are counted. A change
 * set stores the counts of a batch together with its end, if no other process was faster. So each event is counted once,
 * whichever processes count and whenever they are killed.
 */
export async function countEvents(database: Database, batches: number): Promise<boolean> {
  for (let batch = 0; batch < batches; batch += 1) {
    const counted = await readCounted(database);
    const head = await readHead(database);
    if (counted.through >= head.sequence) return true;
    const { events, last } = await eventsBetween(database, counted.through, head.sequence);
    await change(database, counted, { changes: { through: last }, events, sign: 1 });
  }
  return false;
}

/** Subtracts the events with a lower sequence from the counts, before they are deleted from the log. */
export async function uncountBefore(database: Database, sequence: number): Promise<void> {
  for (;;) {
    const counted = await readCounted(database);
    if (counted.after >= sequence - 1) return;
    const end = Math.min(counted.through, sequence - 1);
    const { events, last } = await eventsBetween(database, counted.after, end);
    const isEnd = last === counted.through;
    const changes = isEnd ? { after: sequence - 1, through: Math.max(counted.through, sequence - 1) } : { after: last };
    await change(database, counted, { changes, events, sign: -1 });
  }
}

async function readCounted(database: Database): Promise<CountedEvents> {
  const selection = { where: { id: NOTHING.id }, limit: 1 };
  const [counted] = await database.select(countedEvents, selection);
  if (counted !== undefined) return counted;
  await database.insert(countedEvents, { ...NOTHING });
  return (await database.select(countedEvents, selection))[0] ?? NOTHING;
}

/** The first events after a sequence and up to another, and the sequence up to which there are no more. */
async function eventsBetween(database: Database, after: number, through: number) {
  const events =
    after >= through
      ? []
      : await database.select(auditEvents, {
          where: { sequence: between({ $gt: after, $lte: through }) },
          orderBy: { sequence: 'asc' },
          limit: BATCH_EVENTS,
        });
  return { events, last: events.length < BATCH_EVENTS ? through : (events.at(-1)?.sequence ?? through) };
}

interface CountChange {
  readonly changes: Partial<CountedEvents>;
  readonly events: readonly AuditEvent[];
  readonly sign: 1 | -1;
}

/** Changes nothing if another process has counted meanwhile. The caller then begins again. */
async function change(
  database: Database,
  counted: CountedEvents,
  { changes, events, sign }: CountChange,
): Promise<void> {
  const changed = countsOf(events, sign);
  const stored = await findStored(database, [...changed.keys()]);
  const writes = [...changed.values()].flatMap((one) => writesOf(one, stored.get(one.id)));
  const { id, after, through } = counted;
  await database.commit([{ kind: 'update', entity: countedEvents, where: { id, after, through }, changes }, ...writes]);
}

function countsOf(events: readonly AuditEvent[], sign: 1 | -1): Map<string, DailyCount> {
  const counts = new Map<string, DailyCount>();
  for (const event of events) {
    const time = event.at.getTime();
    const day = Math.floor(time / DAY_MS);
    const quarter = String(Math.floor((time - day * DAY_MS) / QUARTER_MS));
    for (const { clientId, metric, count } of metricsOf(event)) {
      const id = hash('sha256', JSON.stringify([clientId, metric, day]), 'base64url');
      const one = { id, clientId, metric, day, quarters: { [quarter]: sign * count }, lastAt: event.at };
      counts.set(id, sum(counts.get(id), one));
    }
  }
  return counts;
}

function sum(one: DailyCount | undefined, other: DailyCount): DailyCount {
  if (one === undefined) return other;
  const quarters: Record<string, number> = { ...one.quarters };
  for (const [quarter, count] of Object.entries(other.quarters)) quarters[quarter] = (quarters[quarter] ?? 0) + count;
  const present = Object.entries(quarters).filter(([, count]) => count !== 0);
  return {
    ...one,
    quarters: Object.fromEntries(present),
    lastAt: one.lastAt > other.lastAt ? one.lastAt : other.lastAt,
  };
}

const SEARCHED_IDS = 50;

/** Searches for equally many ids each time, so that all these searches share one SQL text. */
async function findStored(database: Database, ids: readonly string[]): Promise<Map<string, DailyCount>> {
  const found: DailyCount[] = [];
  for (let index = 0; index < ids.length; index += SEARCHED_IDS) {
    const some = ids.slice(index, index + SEARCHED_IDS);
    const wanted = [...some, ...Array<string>(SEARCHED_IDS - some.length).fill(some[0] ?? '')];
    found.push(...(await database.select(dailyCounts, { where: { id: among(wanted) } })));
  }
  return new Map(found.map((count) => [count.id, count]));
}

function writesOf(changed: DailyCount, stored: DailyCount | undefined): Write[] {
  const { id, quarters, lastAt, ...rest } = sum(stored, changed);
  if (stored === undefined) return [{ kind: 'insert', entity: dailyCounts, record: { id, quarters, lastAt, ...rest } }];
  if (Object.keys(quarters).length === 0) return [{ kind: 'delete', entity: dailyCounts, where: { id } }];
  return [{ kind: 'update', entity: dailyCounts, where: { id }, changes: { quarters, lastAt } }];
}
