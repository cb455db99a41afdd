/*
 * The stores of `model/log`. They insert and list events, and never change one. Start with the audit events.
 */

import type { AuditEventFilter, AuditEventStore } from '../../../model/log/audit-event.js';
import { among, between, type Where } from '../../conditions.js';
import type { Database } from '../../database.js';
import { auditEvents } from '../../entities/log/audit-events.js';
import type { Listing } from '../../paging.js';
import { openTable } from '../../table.js';

/** An event gets its id, and is written, at most this long after it happened. */
const MAX_WRITE_DELAY_MS = 60_000;

/** The least UUID of this millisecond (RFC 9562 §5.7). Ids are ordered by time, so a time is a range of ids. */
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

/** The range of ids for a range of times, because the index of ids also serves a filter by time alone. */
function bounds({ from, to }: AuditEventFilter): Pick<Listing, 'from' | 'before'> {
  return {
    from: from === undefined ? undefined : leastIdAt(from.getTime() - MAX_WRITE_DELAY_MS),
    before: to === undefined ? undefined : leastIdAt(to.getTime() + MAX_WRITE_DELAY_MS),
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
