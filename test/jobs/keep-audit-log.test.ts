import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { writeCheckpoint } from '../../src/audit/checkpoint.js';
import { finishAuditLog, keepAuditLog } from '../../src/jobs/keep-audit-log.js';
import type { Deps } from '../../src/model/deps.js';
import type { AuditEvent } from '../../src/model/log/audit-event.js';
import { openStore } from '../../src/storage/open-store.js';
import { anAuditEvent } from '../storage/records.js';
import { type FrozenClock, frozenClock, testDeps } from '../support/deps.js';
import { failingStore } from '../support/failing-store.js';
import { describeOnEachDatabase, type TestDatabase } from '../support/stores.js';

const HOUR = 3600;
const RETENTION = 100 * HOUR;

describeOnEachDatabase('the upkeep of the audit log', (makeDatabase) => {
  let database: TestDatabase;
  let deps: Deps;
  let clock: FrozenClock;
  let logged: object[];
  beforeEach(async () => {
    database = await makeDatabase();
    clock = frozenClock();
    logged = [];
    const ignore = () => undefined;
    const log = { debug: ignore, info: (detail: object) => void logged.push(detail), warn: ignore, error: ignore };
    const store = await openStore(database.config);
    deps = testDeps(store, { clock, log, config: { auditRetention: RETENTION } });
  });
  afterEach(async () => {
    await deps.store.close();
    await database.drop();
  });

  const number = () => deps.store.auditEvents.numberEvents('test', clock.now());
  const record = async () => {
    await deps.audit.record({ type: 'SIGNED_IN' });
    await number();
  };
  const keep = async () => {
    await keepAuditLog(deps);
    await number();
  };
  const events = async (): Promise<AuditEvent[]> => {
    const { items } = await deps.store.auditEvents.page({ first: 100 }, 'OLDEST_FIRST', {});
    return items.map(({ record: event }) => event);
  };
  const checkpoints = async () => (await events()).filter(({ type }) => type === 'AUDIT_CHECKPOINT');
  const ring = () => deps.store.auditKeyRings.find('audit');

  it('writes no checkpoint of an empty log', async () => {
    await keep();
    expect(await events()).toEqual([]);
    expect(await ring()).toBeUndefined();
  });

  it('writes a checkpoint once an hour, as an event and as a line of the server log', async () => {
    await record();
    const [first] = await events();
    for (const seconds of [0, HOUR - 1, 1, HOUR - 1]) {
      clock.advance(seconds);
      await keep();
    }
    const found = await checkpoints();
    expect(found.map(({ sequence }) => sequence)).toEqual([2, 3]);
    expect(found[0]?.detail).toMatchObject({ sequence: 1, hash: first?.hash, firstSequence: 1, hashBefore: '' });
    expect(found[1]?.detail).toMatchObject({ sequence: 2, hash: found[0]?.hash });
    expect(logged).toEqual(
      found.map(({ detail }) => expect.objectContaining({ jws: detail.jws, sequence: detail.sequence })),
    );
    const [header] = String(found[0]?.detail.jws).split('.');
    expect(JSON.parse(Buffer.from(header ?? '', 'base64url').toString())).toMatchObject({
      typ: 'passgraph-audit+jws',
      kid: (await ring())?.keys[0]?.kid,
    });
  });

  it('writes a checkpoint before the server stops, of all events', async () => {
    await deps.audit.record({ type: 'SIGNED_IN' });
    await finishAuditLog(deps, 'test');
    expect((await events()).map(({ type, detail }) => [type, detail.sequence])).toEqual([
      ['SIGNED_IN', undefined],
      ['AUDIT_CHECKPOINT', 1],
    ]);
  });

  it('warns, and reports no bug, if the database is not available for the checkpoint before the stop', async () => {
    const found: string[] = [];
    const log = { ...deps.log, warn: () => void found.push('warn'), error: () => void found.push('error') };
    await deps.audit.record({ type: 'SIGNED_IN' });
    await finishAuditLog({ ...deps, log, store: failingStore(deps.store, (name) => name === 'commit') }, 'test');
    expect(found).toEqual(['warn']);
  });

  it('deletes only the beginning of the log, and only what a stored checkpoint does not keep', async () => {
    await record();
    await record();
    clock.advance(HOUR);
    await record();
    // Under a slow clock: it has expired, but stands between events that have not.
    const expired = new Date(clock.now().getTime() - HOUR * 1000);
    await deps.store.auditEvents.insertAbsent([anAuditEvent({ at: expired, expiresAt: expired })]);
    await number();
    await record();
    await keep();
    clock.advance(RETENTION - 1);
    const before = await events();
    const { store } = deps;
    const failing = { ...store, commit: () => Promise.reject(new Error('the database is away')) };
    await expect(keepAuditLog({ ...deps, store: failing })).rejects.toThrow('away');
    expect(await events()).toEqual(before);

    await keep();
    const kept = await events();
    expect(kept.map(({ sequence }) => sequence)).toEqual([3, 4, 5, 6, 7]);
    expect(kept.at(-1)?.detail).toMatchObject({ firstSequence: 3, hashBefore: before[1]?.hash });
  });

  it('may delete the whole log except the last checkpoint', async () => {
    await record();
    await keep();
    clock.advance(2 * RETENTION);
    await keep();
    const kept = await events();
    expect(kept.map(({ sequence, type }) => [sequence, type])).toEqual([[3, 'AUDIT_CHECKPOINT']]);
    expect(kept[0]?.detail).toMatchObject({ firstSequence: 3 });
  });

  it('never moves the start back, although another server has a slower clock', async () => {
    for (const _ of [1, 2, 3, 4]) {
      await record();
      clock.advance(HOUR);
    }
    clock.advance(RETENTION - HOUR - 1);
    await writeCheckpoint(deps);
    await number();
    const start = (await ring())?.firstSequence;
    expect(start).toBe(4);
    // Before the events are deleted, a server whose clock is an hour slow writes a checkpoint.
    clock.advance(-HOUR);
    await writeCheckpoint(deps);
    await number();
    expect(await ring()).toMatchObject({ firstSequence: start });
    expect((await checkpoints()).at(-1)?.detail).toMatchObject({ firstSequence: start });
  });
});
