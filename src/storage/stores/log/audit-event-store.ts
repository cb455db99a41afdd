/*
 * This folder implements the stores of `model/log`. Audit events are inserted and listed, and never changed. To
 * understand this folder, read this file first.
 */

import { after, among, between, type Where } from '../../../model/conditions.js';
import type { AuditEventFilter, AuditEventStore } from '../../../model/log/audit-event.js';
import type { Database } from '../../database.js';
import { auditEvents } from '../../entities/log/audit-events.js';
import { erasePersonalValues } from '../../log/erasure.js';
import { numberWaitingEvents, readHead } from '../../log/number-events.js';
import { numberStrayEvents } from '../../log/number-old-events.js';
import { deleteBefore, findRetainedStart } from '../../log/retention.js';
import { openTable } from '../../table.js';
import { cursorOf } from './event-cursor.js';
import { readEventPage } from './event-page.js';
import { sequencesOfTime, within } from './sequence-range.js';

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

export function openAuditEventStore(database: Database): AuditEventStore {
  const table = openTable(database, auditEvents);
  return {
    insertAbsent: table.insertAbsent,
    numberEvents: (owner, now) => numberWaitingEvents(database, owner, now),
    numberStrayEvents: () => numberStrayEvents(database),
    head: () => readHead(database),
    endCursor: async () => cursorOf({ kind: 'numbered', sequence: (await readHead(database)).sequence }),
    page: (request, order, filter) => readEventPage(database, request, order, { filter, where: condition(filter) }),
    findRetainedStart: (now) => findRetainedStart(database, now),
    erase: (userId) => erasePersonalValues(database, userId),
    deleteBefore: (sequence) => deleteBefore(database, sequence),
    count: async (filter) => {
      const where = condition(filter);
      if (filter.from === undefined && filter.to === undefined) return table.count(where);
      const sequence = within(await sequencesOfTime(database, filter));
      if (database.numbersEvents) return table.count({ ...where, sequence });
      const [numbered, unnumbered] = await Promise.all([
        table.count({ ...where, sequence }),
        table.count({ ...where, unnumbered: after('') }),
      ]);
      return numbered + unnumbered;
    },
  };
}
