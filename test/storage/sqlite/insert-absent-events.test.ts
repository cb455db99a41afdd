import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { EMPTY_AUDIT_HEAD } from '../../../src/model/log/audit-head.js';
import type { Database } from '../../../src/storage/database.js';
import { auditEvents } from '../../../src/storage/entities/log/audit-events.js';
import { auditHeads } from '../../../src/storage/entities/log/audit-heads.js';
import { openSqlite } from '../../../src/storage/sqlite/sqlite.js';
import { openTable } from '../../../src/storage/table.js';
import { fileDatabase, type TestDatabase } from '../../support/stores.js';
import { anAuditEvent } from '../records.js';

let file: TestDatabase;
let database: Database;
beforeEach(async () => {
  file = await fileDatabase();
  database = await openSqlite(file.config.kind === 'sqlite' ? file.config.path : '');
  await database.insert(auditHeads, { ...EMPTY_AUDIT_HEAD });
});
afterEach(async () => {
  await database.close();
  await file.drop();
});

it('Events that are inserted again, because the first answer was lost, keep their numbers, and leave no gap', async () => {
  const table = openTable(database, auditEvents);
  const events = Array.from({ length: 6 }, () => anAuditEvent());
  expect(await table.insertAbsent(events.slice(0, 4))).toBe(4);
  expect(await table.insertAbsent(events)).toBe(2);
  expect(await table.insertAbsent(events)).toBe(0);
  const stored = await table.findAll({ where: {}, orderBy: { sequence: 'asc' } });
  expect(stored.map(({ id, sequence }) => [id, sequence])).toEqual(events.map(({ id }, index) => [id, index + 1]));
  expect(await table.find(events[5]?.id ?? '')).toMatchObject({ sequence: 6, hash: stored[5]?.hash });
});
