import { after, before, between } from '../../../model/conditions.js';
import type { AuditEventFilter } from '../../../model/log/event-filter.js';
import type { Database } from '../../database.js';
import { auditEvents } from '../../entities/log/audit-events.js';

/** Sequences that are later than `after` and earlier than `before`. */
export interface SequenceRange {
  readonly after: number;
  readonly before: number;
}

const ALL_SEQUENCES: SequenceRange = { after: 0, before: Number.MAX_SAFE_INTEGER };

/** The clocks of two servers may differ by this, and an event may be written this late. */
const MAX_DISORDER_MS = 7_200_000;

/** If fewer events than this have a wrong time, they do not change the range. */
const PROBED_EVENTS = 100;

/**
 * Returns a range that contains the sequences of all events of the filter's time, so that a search does not read the
 * whole log. It looks at the ids, which begin with a time. The search also compares the exact time of each event.
 */
export async function sequencesOfTime(database: Database, { from, to }: AuditEventFilter): Promise<SequenceRange> {
  const [earlier, later] = await Promise.all([
    from === undefined ? [] : probe(database, 'desc', from.getTime() - MAX_DISORDER_MS),
    to === undefined ? [] : probe(database, 'asc', to.getTime() + MAX_DISORDER_MS),
  ]);
  return {
    after: earlier.length < PROBED_EVENTS ? ALL_SEQUENCES.after : Math.min(...earlier),
    before: later.length < PROBED_EVENTS ? ALL_SEQUENCES.before : Math.max(...later),
  };
}

/** The sequences of the last events before a time, or of the first events after it. */
async function probe(database: Database, direction: 'asc' | 'desc', milliseconds: number): Promise<number[]> {
  const bound = leastIdAt(milliseconds);
  const events = await database.select(auditEvents, {
    where: { id: direction === 'desc' ? before(bound) : after(bound) },
    orderBy: { id: direction },
    limit: PROBED_EVENTS,
    fields: ['sequence'],
  });
  return events.flatMap(({ sequence }) => sequence ?? []);
}

/**
 * Returns the smallest event id of a millisecond. Ids begin with their time (RFC 9562 §5.7), so that a range of times
 * can be searched as a range of ids.
 */
function leastIdAt(milliseconds: number): string {
  const digits = Math.max(0, milliseconds).toString(16).padStart(12, '0');
  return `${digits.slice(0, 8)}-${digits.slice(8)}`;
}

export function within({ after: $gt, before: $lt }: SequenceRange) {
  return between({ $gt, $lt });
}
