import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { AuditEvent } from '../../src/model/log/audit-event.js';
import type { Store } from '../../src/model/store.js';
import type { Database } from '../../src/storage/database.js';
import { auditEvents } from '../../src/storage/entities/log/audit-events.js';
import { auditHeads } from '../../src/storage/entities/log/audit-heads.js';
import { migrationStates } from '../../src/storage/entities/server/migration-states.js';
import { hashOf } from '../../src/storage/log/event-hash.js';
import { numberAuditEvents } from '../../src/storage/migrations/number-audit-events.js';
import { openMongodb } from '../../src/storage/mongodb/mongodb.js';
import { openStore } from '../../src/storage/open-store.js';
import { openSqlite } from '../../src/storage/sqlite/sqlite.js';
import { describeOnMongodb, fileDatabase, mongodbDatabase, type TestDatabase } from '../support/stores.js';
import { anAuditEvent, present } from './records.js';

function tests(makeDatabase: () => Promise<TestDatabase>): void {
  let database: TestDatabase;
  let store: Store;
  /** Events of before the upgrade, in order of id. */
  let old: AuditEvent[];

  beforeEach(async () => {
    database = await makeDatabase();
    const before = await openStore(database.config);
    old = Array.from({ length: 230 }, (_, index) =>
      anAuditEvent({ detail: { index, username: 'ada' }, ipAddress: '192.0.2.1' }),
    );
    await before.auditEvents.insertAbsent(old.toReversed());
    await before.close();
    await forgetNumbers(database);
    store = await openStore(database.config);
  });
  afterEach(async () => {
    await store.close();
    await database.drop();
  });

  const all = async () => {
    const events: AuditEvent[] = [];
    for (let after: string | undefined, more = true; more; ) {
      const { items, hasNextPage } = await store.auditEvents.page({ first: 100, after }, 'OLDEST_FIRST', {});
      events.push(...items.map(({ record }) => record));
      after = items.at(-1)?.cursor;
      more = hasNextPage;
    }
    return events;
  };
  const oldCursor = (id: string) => Buffer.from(`key:${id}`).toString('base64url');
  const idsAfter = async (order: 'NEWEST_FIRST' | 'OLDEST_FIRST', id: string) => {
    const { items } = await store.auditEvents.page({ first: 3, after: oldCursor(id) }, order, {});
    return items.map(({ record }) => record.id);
  };
  const idsOf = (...indexes: number[]) => indexes.map((index) => old[index]?.id);

  it('numbers and chains the events of before the upgrade in order of id, with salts for personal values', async () => {
    const events = await all();
    expect(events.map(({ id }) => id)).toEqual(old.map(({ id }) => id));
    expect(events.map(({ sequence }) => sequence)).toEqual(old.map((_, index) => index + 1));
    events.forEach((event, index) => {
      expect(event.hash).toBe(hashOf(event, events[index - 1]?.hash ?? ''));
      expect(Object.keys(event.salts ?? {})).toEqual(['ipAddress', 'detail.username']);
    });
    expect(new Set(events.flatMap(({ salts }) => Object.values(salts ?? {}))).size).toBe(460);
    expect(await store.auditEvents.head()).toMatchObject({ sequence: 230, upgradedThrough: 230 });
  });

  it('lets cursors of before the upgrade continue in both directions, although later events have earlier ids', async () => {
    const early = anAuditEvent({ id: `${old[50]?.id.slice(0, -1)}g`, at: present });
    await store.auditEvents.insertAbsent([early]);
    await store.auditEvents.numberEvents('test', present);
    expect(await idsAfter('OLDEST_FIRST', old[99]?.id ?? '')).toEqual(idsOf(100, 101, 102));
    expect(await idsAfter('NEWEST_FIRST', old[99]?.id ?? '')).toEqual(idsOf(98, 97, 96));
    expect(await idsAfter('OLDEST_FIRST', old[229]?.id ?? '')).toEqual([early.id]);
  });

  it('numbers what a server of version 0.1 wrote after the upgrade, after all other events', async () => {
    const later = anAuditEvent();
    await store.auditEvents.insertAbsent([later]);
    const strays = Array.from({ length: 3 }, () => anAuditEvent({ ipAddress: '192.0.2.1' }));
    await insertAsVersion01(database, strays);
    await store.auditEvents.numberEvents('test', present);
    await store.auditEvents.numberStrayEvents();
    const events = await all();
    expect(events.map(({ id }) => id).slice(230)).toEqual([later, ...strays].map(({ id }) => id));
    events.forEach((event, index) => {
      expect(event).toMatchObject({ sequence: index + 1, hash: hashOf(event, events[index - 1]?.hash ?? '') });
    });
    expect(Object.keys(events.at(-1)?.salts ?? {})).toEqual(['ipAddress']);
    expect(await store.auditEvents.head()).toMatchObject({ sequence: 234, upgradedThrough: 230 });
  });

  it('continues after a process that died after each of its steps', async () => {
    await store.close();
    await forgetNumbers(database);
    const opened = await open(database);
    for (let steps = 0, isComplete = false; !isComplete; steps += 1) {
      let left = steps;
      const commit: Database['commit'] = async (writes) => {
        if (left === 0) throw new Error('the process is dead');
        left -= 1;
        const isCommitted = await opened.commit(writes);
        if (left === 0 && steps % 2 === 0) throw new Error('the process is dead');
        return isCommitted;
      };
      const work = {
        database: { ...opened, commit },
        eachRecord: () => Promise.resolve(),
        eachPage: () => Promise.resolve(),
      };
      isComplete = await numberAuditEvents.run(work).then(
        () => true,
        () => false,
      );
      expect(steps).toBeLessThan(10);
    }
    await opened.close();
    store = await openStore(database.config);
    const events = await all();
    expect(events.map(({ id }) => id)).toEqual(old.map(({ id }) => id));
    events.forEach((event, index) => {
      expect(event).toMatchObject({ sequence: index + 1, hash: hashOf(event, events[index - 1]?.hash ?? '') });
    });
    expect(await store.auditEvents.head()).toMatchObject({ sequence: 230, upgradedThrough: 230 });
  });

  it('lets a cursor continue whose event was deleted', async () => {
    await store.auditEvents.deleteBefore(101);
    expect(await idsAfter('OLDEST_FIRST', old[10]?.id ?? '')).toEqual(idsOf(100, 101, 102));
    expect(await idsAfter('NEWEST_FIRST', old[10]?.id ?? '')).toEqual([]);
  });
}

function open({ config }: Pick<TestDatabase, 'config'>): Promise<Database> {
  return config.kind === 'mongodb' ? openMongodb(config.url, undefined) : openSqlite(config.path);
}

/** Stores events as version 0.1 does: without a number, and without the column that says that they wait for one. */
async function insertAsVersion01({ config }: TestDatabase, events: readonly AuditEvent[]): Promise<void> {
  if (config.kind === 'mongodb') {
    const opened = await openMongodb(config.url, undefined);
    await opened.insertAbsent(
      auditEvents,
      events.map((event) => ({ ...event })),
    );
    await opened.close();
    return;
  }
  const file = new DatabaseSync(config.path);
  const insert = file.prepare(
    'insert into audit_events (_id, type, at, outcome, ipAddress, detail, expiresAt) values (?, ?, ?, ?, ?, ?, ?)',
  );
  for (const { id, type, at, outcome, ipAddress, detail, expiresAt } of events)
    insert.run(id, type, at.getTime(), outcome, ipAddress ?? null, JSON.stringify(detail), expiresAt.getTime());
  file.close();
}

/** Makes the database as version 0.1 wrote it: events without numbers, and no migration. */
async function forgetNumbers({ config }: TestDatabase): Promise<void> {
  const opened = await open({ config });
  const events = await opened.select(auditEvents, { where: {} });
  const none = { sequence: undefined, hash: undefined, salts: undefined, unnumbered: undefined };
  for (const { id } of events) await opened.update(auditEvents, { id }, none);
  await opened.update(auditHeads, { id: 'audit' }, { sequence: 0, hash: '', lease: undefined, leasedUntil: undefined });
  await opened.delete(migrationStates, { id: 'migrations' });
  await opened.close();
}

describe('the migration of the audit log, SQLite', () => tests(fileDatabase));
describeOnMongodb('the migration of the audit log, MongoDB', () => tests(mongodbDatabase));
