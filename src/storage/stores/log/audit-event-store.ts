/*
 * This folder implements the stores of `model/log`. Audit events are inserted and listed, and never changed. To
 * understand this folder, read this file first.
 */

import { after, among, between } from '../../../model/conditions.js';
import type { AuditEventStore } from '../../../model/log/audit-event-store.js';
import type { EventField } from '../../../model/log/event-filter.js';
import { LAST_CODE_POINT } from '../../conditions.js';
import type { Database } from '../../database.js';
import { auditEvents } from '../../entities/log/audit-events.js';
import { dailyCounts } from '../../entities/log/daily-counts.js';
import { countEvents, uncountBefore } from '../../log/count-events.js';
import { erasePersonalValues } from '../../log/erasure.js';
import { numberWaitingEvents, readHead } from '../../log/number-events.js';
import { numberStrayEvents } from '../../log/number-old-events.js';
import { deleteBefore, findRetainedStart } from '../../log/retention.js';
import { openTable } from '../../table.js';
import { conditionOf } from './event-branches.js';
import { cursorOf } from './event-cursor.js';
import { readEventPage, sequenceOfCursor } from './event-page.js';
import { sequencesOfTime, within } from './sequence-range.js';

export function openAuditEventStore(database: Database): AuditEventStore {
  const table = openTable(database, auditEvents);
  const counts = openTable(database, dailyCounts);
  return {
    insertAbsent: table.insertAbsent,
    findEvent: table.find,
    numberEvents: (owner, now) => numberWaitingEvents(database, owner, now),
    numberStrayEvents: () => numberStrayEvents(database),
    head: () => readHead(database),
    endCursor: async () => cursorOf({ kind: 'numbered', sequence: (await readHead(database)).sequence }),
    page: (request, order, filter) => readEventPage(database, request, order, filter),
    cursorAfter: (sequence) => cursorOf({ kind: 'numbered', sequence }),
    sequenceOf: (cursor) => sequenceOfCursor(database, cursor),
    findRetainedStart: (now) => findRetainedStart(database, now),
    erase: (userId) => erasePersonalValues(database, userId),
    valuesBeginningWith: (field, prefix, limit) => valuesBeginningWith(database, field, { prefix, limit }),
    countEvents: (batches) => countEvents(database, batches),
    dailyCounts: (clientId = '', $gte, $lte) => counts.findAll({ where: { clientId, day: between({ $gte, $lte }) } }),
    countsOfClients: async (clientIds, $gte) =>
      clientIds.length === 0 ? [] : counts.findAll({ where: { clientId: among(clientIds), day: between({ $gte }) } }),
    latestCounts: async (clientIds, metric) => {
      const latest = { orderBy: { day: 'desc' }, limit: 1 } as const;
      const found = clientIds.map((clientId) => counts.findAll({ where: { clientId, metric }, ...latest }));
      return (await Promise.all(found)).flat();
    },
    deleteBefore: async (sequence) => {
      await uncountBefore(database, sequence);
      await deleteBefore(database, sequence);
    },
    count: async (filter) => {
      if (filter.anyOf?.length === 0) return 0;
      const where = conditionOf(filter);
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

/** Finds one value after the other, because a search for all of them would read every event that has one of them. */
async function valuesBeginningWith(
  database: Database,
  field: EventField,
  { prefix, limit }: { readonly prefix: string; readonly limit: number },
): Promise<string[]> {
  const values: string[] = [];
  while (values.length < limit) {
    const last = values.at(-1);
    const start = last === undefined ? { $gte: prefix } : { $gt: last };
    const [event] = await database.select(auditEvents, {
      where: { [field]: between({ ...start, $lt: `${prefix}${LAST_CODE_POINT}` }) },
      orderBy: { [field]: 'asc' },
      limit: 1,
      fields: [field],
    });
    const value = event?.[field];
    if (value === undefined) return values;
    values.push(value);
  }
  return values;
}
