import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { followAuditLog } from '../../src/admin/audit-log/audit-log-read.js';
import { openEventStream } from '../../src/admin/audit-log/event-stream.js';
import { makeLogWatch } from '../../src/admin/audit-log/log-watch.js';
import { systemCaller } from '../../src/admin/caller-authentication.js';
import { makeAudit } from '../../src/audit/audit-log.js';
import { insertion } from '../../src/model/change-set.js';
import type { AuditEvent } from '../../src/model/log/audit-event.js';
import type { Store } from '../../src/model/store.js';
import { openStore } from '../../src/storage/open-store.js';
import { anAuditEvent, present } from '../storage/records.js';
import { frozenClock, testDeps } from '../support/deps.js';
import { describeOnEachDatabase, type TestDatabase } from '../support/stores.js';
import { follow, idsOf, sequencesOf, upTo } from './log-followers.js';

describeOnEachDatabase('the order of the audit log', (makeDatabase) => {
  let database: TestDatabase;
  let store: Store;
  beforeEach(async () => {
    database = await makeDatabase();
    store = await openStore(database.config);
  });
  afterEach(async () => {
    await store.close();
    await database.drop();
  });

  const number = () => store.auditEvents.numberEvents('test', present);
  const page = (order: 'NEWEST_FIRST' | 'OLDEST_FIRST', first = 100, after?: string) =>
    store.auditEvents.page({ first, after }, order, {});
  const add = async (changes: Partial<AuditEvent> = {}): Promise<AuditEvent> => {
    const event = anAuditEvent(changes);
    await store.commit([insertion('auditEvents', event)]);
    return event;
  };
  /** An id of a time that many milliseconds after the present of the tests. */
  const idAt = (milliseconds: number) => {
    const digits = (present.getTime() + milliseconds).toString(16).padStart(12, '0');
    return `${digits.slice(0, 8)}-${digits.slice(8)}-7000-8000-${Math.random().toString(16).slice(2, 14).padEnd(12, '0')}`;
  };

  it('numbers events from 1 without gaps, whatever stored them', async () => {
    await add();
    await store.auditEvents.insertAbsent([anAuditEvent(), anAuditEvent()]);
    await store.commit([insertion('auditEvents', anAuditEvent()), insertion('auditEvents', anAuditEvent())]);
    await number();
    const { items } = await page('OLDEST_FIRST');
    expect(sequencesOf(items.map(({ record }) => record))).toEqual(upTo(5));
    expect(await store.auditEvents.head()).toMatchObject({ sequence: 5, hash: items.at(-1)?.record.hash });
  });

  it('numbers nothing of a change set that is not applied', async () => {
    const taken = await add();
    await number();
    expect(await store.commit([insertion('auditEvents', anAuditEvent()), insertion('auditEvents', taken)])).toBe(false);
    await add();
    await number();
    expect((await page('OLDEST_FIRST')).items.map(({ record }) => record.sequence)).toEqual([1, 2]);
  });

  it('numbers more events than fit into one change set', async () => {
    await store.auditEvents.insertAbsent(Array.from({ length: 250 }, () => anAuditEvent()));
    await number();
    const follower = follow(store);
    await follower.read();
    expect(sequencesOf(follower.received)).toEqual(upTo(250));
  });

  it.each([
    ['that was written a minute late, by a writer that stalled', -60_000],
    ['under a clock that is an hour slow', -3_600_000],
    ['under a clock that is an hour fast', 3_600_000],
  ])('gives each follower an event %s once, after those it has received', async (_, offset) => {
    const followers = [follow(store), follow(store)];
    const [first, second] = [await add({ id: idAt(-1000) }), await add({ id: idAt(0) })];
    await number();
    await followers[0]?.read();
    const stray = await add({ id: idAt(offset), at: new Date(present.getTime() + offset) });
    await number();
    const last = await add({ id: idAt(1000) });
    await number();
    for (const follower of followers) {
      await follower.read();
      await follower.read();
      expect(idsOf(follower.received)).toEqual(idsOf([first, second, stray, last]));
    }
    const newest = (await page('NEWEST_FIRST')).items.map(({ record }) => record);
    expect(idsOf(newest)).toEqual(idsOf([last, stray, second, first]));
  });

  it('finds an event under a wrong clock by the time that it states', async () => {
    const many = Array.from({ length: 300 }, (_, index) => anAuditEvent({ id: idAt(index), at: present }));
    await store.auditEvents.insertAbsent(many);
    const at = new Date(present.getTime() - 3_600_000);
    const stray = await add({ id: idAt(-3_600_000), at });
    await number();
    for (const order of ['NEWEST_FIRST', 'OLDEST_FIRST'] as const) {
      const filter = { from: new Date(at.getTime() - 1000), to: new Date(at.getTime() + 1000) };
      const { items } = await store.auditEvents.page({ first: 10 }, order, filter);
      expect(items.map(({ record }) => record.id)).toEqual([stray.id]);
      expect(await store.auditEvents.count(filter)).toBe(1);
    }
    expect(await store.auditEvents.count({ from: present })).toBe(300);
  });

  it('lists each event once from either end, although events get their numbers between two pages', async () => {
    const events = [];
    for (const index of upTo(5)) events.push(await add({ id: idAt(index) }));
    await number();
    for (const index of upTo(6)) events.push(await add({ id: idAt(10 + index) }));
    const seen: AuditEvent[] = [];
    let after: string | undefined;
    for (let hasNextPage = true; hasNextPage; ) {
      const { items, hasNextPage: more } = await page('NEWEST_FIRST', 2, after);
      seen.push(...items.map(({ record }) => record));
      after = items.at(-1)?.cursor;
      hasNextPage = more;
      if (seen.length === 4) await number();
      await add({ id: idAt(100 + seen.length) });
    }
    expect(idsOf(seen)).toEqual(idsOf(events).reverse());
  });

  it('reads backwards from the cursor of an event that had no number', async () => {
    const first = await add();
    await number();
    const recent = await add();
    const { items } = await page('NEWEST_FIRST', 1);
    await number();
    const next = await add();
    await number();
    const read = async (order: 'NEWEST_FIRST' | 'OLDEST_FIRST') => {
      const found = await store.auditEvents.page({ last: 10, before: items[0]?.cursor }, order, {});
      return found.items.map(({ record }) => record.id);
    };
    expect(items[0]?.record.id).toBe(recent.id);
    expect([await read('NEWEST_FIRST'), await read('OLDEST_FIRST')]).toEqual([[next.id], [first.id]]);
  });

  it('continues oldest first after the cursor of an event that had no number', async () => {
    await add();
    await number();
    const recent = await add();
    const { items } = await page('NEWEST_FIRST', 1);
    expect(items[0]?.record.id).toBe(recent.id);
    const end = new AbortController();
    const deps = testDeps(store);
    const from = { watch: makeLogWatch(deps), signal: end.signal };
    const stream = await openEventStream(deps, systemCaller, { after: items[0]?.cursor, search: {} }, from);
    const streamed: string[][] = [];
    const reading = (async () => {
      for await (const batch of stream) {
        streamed.push(batch.map(({ record }) => record.id));
        end.abort();
      }
    })();
    await number();
    const next = await add();
    await number();
    await reading;
    const { items: later } = await page('OLDEST_FIRST', 10, items[0]?.cursor);
    expect(later.map(({ record }) => record.id)).toEqual([next.id]);
    const { items: same } = await page('OLDEST_FIRST', 10, store.auditEvents.cursorAfter(2));
    expect(same).toEqual(later);
    expect(streamed).toEqual([[next.id]]);
  });

  it('starts a new follower at the end of the log', async () => {
    await add();
    await number();
    const follower = follow(store, await store.auditEvents.endCursor());
    await follower.read();
    expect(follower.received).toEqual([]);
    const event = await add({ id: idAt(-3_600_000) });
    await number();
    await follower.read();
    expect(idsOf(follower.received)).toEqual([event.id]);
  });

  it('shows events before a webhook without a cursor only if they are not older than the webhook', async () => {
    const clock = frozenClock();
    const deps = testDeps(store, { clock });
    await makeAudit(deps).record({ type: 'SIGNED_IN' });
    clock.advance(10);
    const from = clock.now();
    await makeAudit(deps).record({ type: 'SIGNED_OUT' });
    await number();
    const types = [];
    for await (const { record } of followAuditLog(deps, from, undefined)) types.push(record.type);
    expect(types).toEqual(['SIGNED_OUT']);
  });

  it('rejects a cursor that is later than the end, as after the restore of a backup', async () => {
    await add();
    await number();
    const end = await store.auditEvents.endCursor();
    expect((await page('OLDEST_FIRST', 1, end)).items).toEqual([]);
    for (const later of ['sequence:2', `recent:2:${idAt(0)}`]) {
      const cursor = Buffer.from(later).toString('base64url');
      for (const order of ['OLDEST_FIRST', 'NEWEST_FIRST'] as const)
        await expect(page(order, 1, cursor)).rejects.toThrow(RangeError);
    }
  });

  it.each(['', 'x', 'sequence:1', 'sequence:-1', 'recent:1', 'recent:x:1', 'other:1'])(
    'rejects the cursor %j',
    async (text) => {
      const cursor = text === 'x' ? text : Buffer.from(text === 'sequence:1' ? `${text}x` : text).toString('base64url');
      await expect(page('OLDEST_FIRST', 1, cursor)).rejects.toThrow(RangeError);
    },
  );
});
