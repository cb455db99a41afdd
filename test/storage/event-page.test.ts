import { expect, it } from '@jest/globals';
import { EMPTY_AUDIT_HEAD } from '../../src/model/log/audit-head.js';
import type { Database } from '../../src/storage/database.js';
import { auditEvents } from '../../src/storage/entities/log/audit-events.js';
import { auditHeads } from '../../src/storage/entities/log/audit-heads.js';
import { openSqlite } from '../../src/storage/sqlite/sqlite.js';
import { cursorOf } from '../../src/storage/stores/log/event-cursor.js';
import { readEventPage } from '../../src/storage/stores/log/event-page.js';
import { openTable } from '../../src/storage/table.js';
import { anAuditEvent } from './records.js';

it('A reader of the latest events misses none, although very many get their numbers between two pages', async () => {
  const opened = await openSqlite(':memory:');
  await opened.insert(auditHeads, { ...EMPTY_AUDIT_HEAD });
  const events = Array.from({ length: 1200 }, () => anAuditEvent());
  const table = openTable(opened, auditEvents);
  for (let index = 0; index < events.length; index += 200) await table.insertAbsent(events.slice(index, index + 200));
  const ids = events.map(({ id }) => id).toSorted();
  // A database whose events waited for their numbers when the first page was read.
  const database: Database = { ...opened, numbersEvents: false };
  for (const position of [1150, 1000, 520, 30]) {
    const after = cursorOf({ kind: 'recent', head: 0, id: ids[position] ?? '' });
    const page = await readEventPage(database, { first: 3, after }, 'NEWEST_FIRST', {});
    expect(page.items.map(({ record }) => record.id)).toEqual(ids.slice(position - 3, position).toReversed());
  }
  await opened.close();
});
