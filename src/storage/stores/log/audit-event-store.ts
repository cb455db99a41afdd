/*
 * This folder implements the stores of `model/log`. Audit events are inserted and listed, and never changed. Start with
 * the audit events.
 */

import type { AuditEventFilter, AuditEventStore } from '../../../model/log/audit-event.js';
import { among, between, type Where } from '../../conditions.js';
import type { Database } from '../../database.js';
import { auditEvents } from '../../entities/log/audit-events.js';
import type { Listing } from '../../paging.js';
import { openTable } from '../../table.js';

/**
 * The longest time that may pass between an event and the time in its id. A search by time widens its range of ids by
 * this time.
 */
const MAX_WRITE_DELAY_MS = 60_000;

/**
 * Returns the smallest event id of a millisecond. Ids begin with their time (RFC 9562 §5.7), so that a range of times
 * can be searched as a range of ids.
 */
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

/** Converts the time range of a filter to a range of ids, so that the database can use the index of ids. */
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
