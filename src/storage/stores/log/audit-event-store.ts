import type { AuditEventFilter, AuditEventStore } from '../../../model/log/audit-event.js';
import { among, between, type Where } from '../../conditions.js';
import type { Database } from '../../database.js';
import { auditEvents } from '../../entities/log/audit-events.js';
import type { Listing } from '../../paging.js';
import { openTable } from '../../table.js';

/** An event is written, and so has its id, within this of when it happened. */
const LATEST_WRITE = 60_000;

/** The least UUID of this millisecond (RFC 9562 §5.7): ids go by time, so that a time is a range of them. */
function leastIdAt(milliseconds: number): string {
  const digits = Math.max(0, milliseconds).toString(16).padStart(12, '0');
  return `${digits.slice(0, 8)}-${digits.slice(8)}`;
}

function condition(filter: AuditEventFilter): Where {
  const { types, from, to, ...equal } = filter;
  const where: Record<string, Where[string]> = {};
  for (const [field, value] of Object.entries(equal)) if (value !== undefined) where[field] = value;
  if (types !== undefined) where.type = among(types);
  if (from !== undefined || to !== undefined) {
    where.at = between({ $gte: from, $lte: to });
  }
  return where;
}

/** Of the ids: a list goes by them, and they are what a time alone is found by. */
function bounds({ from, to }: AuditEventFilter): Pick<Listing, 'from' | 'before'> {
  return {
    from: from === undefined ? undefined : leastIdAt(from.getTime() - LATEST_WRITE),
    before: to === undefined ? undefined : leastIdAt(to.getTime() + LATEST_WRITE),
  };
}

export function openAuditEventStore(database: Database): AuditEventStore {
  const table = openTable(database, auditEvents);
  return {
    insertMany: table.insertMany,
    page: (request, order, filter) =>
      table.page(request, condition(filter), {
        by: 'id',
        direction: order === 'NEWEST_FIRST' ? 'newestFirst' : 'oldestFirst',
        ...bounds(filter),
      }),
    count: (filter) => {
      const { from, before } = bounds(filter);
      const isTimed = from !== undefined || before !== undefined;
      return table.count({ ...condition(filter), ...(isTimed ? { id: between({ $gte: from, $lt: before }) } : {}) });
    },
  };
}
