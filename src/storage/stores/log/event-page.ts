import { after, between, type Where } from '../../../model/conditions.js';
import type { AuditEvent } from '../../../model/log/audit-event.js';
import type { AuditEventFilter } from '../../../model/log/event-filter.js';
import type { Page, PageRequest } from '../../../model/record-store.js';
import { amongMany } from '../../conditions.js';
import type { Database, Selection } from '../../database.js';
import { auditEvents } from '../../entities/log/audit-events.js';
import { readHead } from '../../log/number-events.js';
import { pageOf, pagePart } from '../../page-part.js';
import { branchesOf, conditionOf, type EventBranch } from './event-branches.js';
import { cursorOf, type EventPosition, positionOf } from './event-cursor.js';
import { type SequenceRange, sequencesOfTime, within } from './sequence-range.js';

/** What a page needs to know: how many events, which of them, and where the numbered log ended when it began. */
interface PageQuery {
  readonly limit: number;
  /** The whole filter. */
  readonly where: Where;
  /** The parts of the filter, each of which an index lists. */
  readonly branches: readonly EventBranch[];
  readonly range: SequenceRange;
  readonly head: number;
}

/** An event and its position in the list. */
interface Placed {
  readonly event: AuditEvent;
  readonly position: EventPosition;
}

/**
 * Reads one page of the audit log. The head is read first: all events up to it can then be read, and none is added. A
 * page that is read backwards has only numbered events.
 *
 * @throws RangeError if the cursor is invalid, or the size of the page is not from 1 to 100
 */
export async function readEventPage(
  database: Database,
  request: PageRequest,
  order: 'NEWEST_FIRST' | 'OLDEST_FIRST',
  filter: AuditEventFilter,
): Promise<Page<AuditEvent>> {
  const part = pagePart(request);
  const reading = part.isBackward ? OPPOSITE[order] : order;
  const head = await readHead(database);
  const start = part.cursor === undefined ? undefined : await positionOf(database, part.cursor, reading, head);
  const query = {
    limit: part.size + 1,
    where: conditionOf(filter),
    branches: branchesOf(filter),
    range: await sequencesOfTime(database, filter),
    head: head.sequence,
  };
  const read = (part.isBackward ? BACKWARD : FORWARD)[order];
  const placed = query.branches.length === 0 ? [] : await read(database, query, start);
  return pageOf(placed, part, ({ event, position }) => ({ record: event, cursor: cursorOf(position) }));
}

const OPPOSITE = { NEWEST_FIRST: 'OLDEST_FIRST', OLDEST_FIRST: 'NEWEST_FIRST' } as const;

/** Reads the events of a page in the direction in which the page is read. */
type Read = (database: Database, query: PageQuery, start: EventPosition | undefined) => Promise<Placed[]>;

const FORWARD: Record<'NEWEST_FIRST' | 'OLDEST_FIRST', Read> = { OLDEST_FIRST: oldestFirst, NEWEST_FIRST: newestFirst };
const BACKWARD: Record<'NEWEST_FIRST' | 'OLDEST_FIRST', Read> = {
  NEWEST_FIRST: oldestFirst,
  OLDEST_FIRST: newestNumbered,
};

/** Lists numbered events. An event can only be added after the head, so a reader who follows the log misses none. */
async function oldestFirst(
  database: Database,
  { limit, branches, range, head }: PageQuery,
  start: EventPosition | undefined,
): Promise<Placed[]> {
  const last = start?.kind === 'recent' ? await sequenceOf(database, start.id) : (start?.sequence ?? 0);
  if (last === undefined) return [];
  const sequences = { after: Math.max(last, range.after), before: Math.min(head + 1, range.before) };
  return numbered(database, { branches, sequences, limit }, 'asc');
}

/** Lists the numbered events before a position, latest first. */
async function newestNumbered(
  database: Database,
  { limit, branches, range, head }: PageQuery,
  start: EventPosition | undefined,
): Promise<Placed[]> {
  const next = start?.kind === 'recent' ? await sequenceOf(database, start.id) : (start?.sequence ?? head + 1);
  const sequences = { after: range.after, before: Math.min(next ?? head + 1, range.before) };
  return numbered(database, { branches, sequences, limit }, 'desc');
}

/**
 * The sequence after which a reader with this cursor continues with the oldest event. `undefined` if the event of the
 * cursor has none yet.
 *
 * @throws RangeError if the cursor is invalid
 */
export async function sequenceOfCursor(database: Database, cursor: string): Promise<number | undefined> {
  const position = await positionOf(database, cursor, 'OLDEST_FIRST', await readHead(database));
  return position.kind === 'recent' ? sequenceOf(database, position.id) : position.sequence;
}

/** The sequence of an event that had none when its cursor was made. */
async function sequenceOf(database: Database, id: string): Promise<number | undefined> {
  const [event] = await database.select(auditEvents, { where: { id }, limit: 1 });
  return event === undefined ? 0 : event.sequence;
}

/**
 * Lists first the events that are not in the log up to `head`, by id, then the log up to `head`, by sequence. Later
 * pages use the head of the first page. So an event that gets its number in between is neither repeated nor missed.
 */
async function newestFirst(database: Database, query: PageQuery, start: EventPosition | undefined): Promise<Placed[]> {
  const { limit, branches, range } = query;
  const isPastRecent = start?.kind === 'numbered';
  const head = start?.kind === 'recent' ? start.head : query.head;
  const recent =
    isPastRecent || database.numbersEvents ? [] : await recentEvents(database, { ...query, head }, start?.id);
  if (recent.length >= limit) return recent.slice(0, limit);
  const last = isPastRecent ? start.sequence : head + 1;
  const sequences = { after: range.after, before: Math.min(last, range.before) };
  return [...recent, ...(await numbered(database, { branches, sequences, limit: limit - recent.length }, 'desc'))];
}

/**
 * Reads the events without a number before those after the head. An event that gets its number in between is then in
 * both results, never in none.
 */
async function recentEvents(
  database: Database,
  { limit, where, head }: PageQuery,
  beforeId: string | undefined,
): Promise<Placed[]> {
  const unnumbered = await database.select(auditEvents, {
    where: { ...where, unnumbered: beforeId === undefined ? after('') : between({ $gt: '', $lt: beforeId }) },
    orderBy: { unnumbered: 'desc' },
    limit,
  });
  const later = await eventsAfter(database, where, head, beforeId);
  const events = new Map([...unnumbered, ...later].map((event) => [event.id, event]));
  return [...events.values()]
    .sort((a, b) => (a.id < b.id ? 1 : -1))
    .map((event) => ({ event, position: { kind: 'recent', head, id: event.id } }));
}

const MAX_READ_EVENTS = 500;

/**
 * Reads the events that got their number after the head and have an earlier id. Waiting events get their numbers in
 * order of id, so after many later ids in a row there is no earlier one.
 */
async function eventsAfter(
  database: Database,
  where: Where,
  head: number,
  beforeId: string | undefined,
): Promise<AuditEvent[]> {
  const found: AuditEvent[] = [];
  for (let last = head; ; ) {
    const events = await database.select(auditEvents, {
      where: { ...where, sequence: after(last) },
      orderBy: { sequence: 'asc' },
      limit: MAX_READ_EVENTS,
    });
    const earlier = events.filter(({ id }) => beforeId === undefined || id < beforeId);
    found.push(...earlier);
    last = events.at(-1)?.sequence ?? last;
    if (events.length < MAX_READ_EVENTS || earlier.length === 0) return found;
  }
}

/** Reads the events of all branches in the order of the log. An event can be in several branches. */
async function numbered(
  database: Database,
  query: { readonly branches: readonly EventBranch[]; readonly sequences: SequenceRange; readonly limit: number },
  direction: 'asc' | 'desc',
): Promise<Placed[]> {
  const { branches, sequences, limit } = query;
  if (sequences.after + 1 >= sequences.before) return [];
  const selections = branches.map(({ where, others }) => ({
    where: { ...where, sequence: within(sequences) },
    others,
    orderBy: { sequence: direction },
    limit,
  }));
  const [only, ...others] = selections;
  if (only === undefined) return [];
  const found =
    others.length === 0
      ? await database.select(auditEvents, only)
      : await selectFirst(database, selections, direction, limit);
  return inOrder(found, direction)
    .slice(0, limit)
    .map((event) => ({ event, position: { kind: 'numbered', sequence: event.sequence ?? 0 } }));
}

/** Sorts events by sequence, each once. */
function inOrder(events: readonly AuditEvent[], direction: 'asc' | 'desc'): AuditEvent[] {
  const sign = direction === 'asc' ? 1 : -1;
  const bySequence = new Map(events.map((event) => [event.sequence ?? 0, event]));
  return [...bySequence].sort(([a], [b]) => sign * (a - b)).map(([, event]) => event);
}

/**
 * Reads the first events of several branches. There can be many branches, each with as many events as the page, so only
 * the sequences are read at first.
 */
async function selectFirst(
  database: Database,
  selections: readonly Selection[],
  direction: 'asc' | 'desc',
  limit: number,
): Promise<AuditEvent[]> {
  const fields = ['sequence'];
  const listed = (
    await database.selectEach(
      auditEvents,
      selections.map((selection) => ({ ...selection, fields })),
    )
  ).flat();
  const first = inOrder(listed, direction).slice(0, limit);
  if (first.length === 0) return [];
  const sequences = first.map(({ sequence }) => sequence ?? 0);
  const events = await database.select(auditEvents, { where: { sequence: amongMany(sequences) } });
  // If events were deleted meanwhile, others take their places on the page.
  return events.length < first.length ? (await database.selectEach(auditEvents, selections)).flat() : events;
}
