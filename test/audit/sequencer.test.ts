import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import type { Store } from '../../src/model/store.js';
import type { Database } from '../../src/storage/database.js';
import { hashOf } from '../../src/storage/log/event-hash.js';
import { numberWaitingEvents } from '../../src/storage/log/number-events.js';
import { openMongodb } from '../../src/storage/mongodb/mongodb.js';
import { openStore } from '../../src/storage/open-store.js';
import { anAuditEvent, present } from '../storage/records.js';
import { describeOnMongodb, mongodbDatabase, type TestDatabase } from '../support/stores.js';
import { type Follower, follow, idsOf, sequencesOf, upTo } from './log-followers.js';

const LEASE_MS = 3000;

const BATCH = 2;

describeOnMongodb('the process that numbers audit events', () => {
  let database: TestDatabase;
  let store: Store;
  let url: string;
  let follower: Follower;
  let written: string[];
  beforeEach(async () => {
    database = await mongodbDatabase();
    url = database.config.kind === 'mongodb' ? database.config.url : '';
    store = await openStore(database.config);
    follower = follow(store);
    written = [];
  });
  afterEach(async () => {
    await store.close();
    await database.drop();
  });

  const add = async (count: number) => {
    const events = upTo(count).map(() => anAuditEvent());
    await store.auditEvents.insertAbsent(events);
    written.push(...idsOf(events));
  };
  /** Each follower has every event once, in the order of the sequences, and the chain is unbroken. */
  const checkFollowers = async () => {
    await follower.read();
    const fresh = follow(store);
    await fresh.read();
    expect(idsOf(follower.received)).toEqual(idsOf(fresh.received));
    expect(sequencesOf(follower.received)).toEqual(upTo(written.length));
    expect(idsOf(follower.received).toSorted()).toEqual(written.toSorted());
    const hashes = follower.received.map(({ hash }) => hash);
    const computed = follower.received.map((event, index) => hashOf(event, hashes[index - 1] ?? ''));
    expect(hashes).toEqual(computed);
  };

  it.each(['before', 'after'] as const)('may die %s each of its steps', async (when) => {
    const opened = await openMongodb(url, undefined);
    let isComplete = false;
    for (let steps = 0; !isComplete; steps += 1) {
      expect(steps).toBeLessThan(30);
      await add(5);
      const dying = dyingDatabase(opened, steps, when);
      isComplete = await numberWaitingEvents(dying, 'dying', present, BATCH).then(
        () => true,
        () => false,
      );
      await follower.read();
      await store.auditEvents.numberEvents('other', new Date(present.getTime() + (steps + 1) * 10_000));
      await checkFollowers();
    }
    // Each of the three batches reads the events and the head, and commits.
    expect(written.length).toBeGreaterThanOrEqual(9 * 5);
    await opened.close();
  });

  it('does not work while another process holds the lease, and takes over when it has passed', async () => {
    await add(1);
    await store.auditEvents.numberEvents('first', present);
    await add(1);
    await store.auditEvents.numberEvents('second', new Date(present.getTime() + LEASE_MS - 1));
    expect(await store.auditEvents.head()).toMatchObject({ sequence: 1, lease: 'first' });
    await store.auditEvents.numberEvents('second', new Date(present.getTime() + LEASE_MS));
    expect(await store.auditEvents.head()).toMatchObject({ sequence: 2, lease: 'second' });
    await checkFollowers();
  });

  it('takes over at once from a process whose clock is an hour fast or slow', async () => {
    for (const [index, offset] of [3_600_000, -3_600_000].entries()) {
      await add(1);
      await store.auditEvents.numberEvents(`wrong ${index}`, new Date(present.getTime() + offset));
      await add(1);
      await store.auditEvents.numberEvents('right', present);
      expect(await store.auditEvents.head()).toMatchObject({ sequence: written.length, lease: 'right' });
    }
    await checkFollowers();
  });

  it('may be stopped before each of its steps, and continue after another process has numbered the same events', async () => {
    const opened = await openMongodb(url, undefined);
    for (const steps of [0, 1, 2, 3, 4, 5]) {
      await add(5);
      let resume = () => {};
      const paused = new Promise<void>((resolve) => {
        resume = resolve;
      });
      // Each lease has passed when the next process tries.
      const at = (seconds: number) => new Date(present.getTime() + (steps * 60 + seconds) * 1000);
      const stopped = pausedDatabase(opened, steps, paused);
      const late = numberWaitingEvents(stopped.database, 'late', at(0), BATCH);
      await stopped.isPaused;
      await store.auditEvents.numberEvents('other', at(10));
      await add(3);
      resume();
      await late;
      await store.auditEvents.numberEvents('other', at(20));
      await checkFollowers();
    }
    await opened.close();
  });

  it('may be stopped for longer than its lease and continue, and may be killed', async () => {
    const children = [start('a'), start('b')];
    await Promise.all(children.map((child) => once(child.stdout as NodeJS.ReadableStream, 'data')));
    for (const round of upTo(3)) {
      await add(3);
      await until(async () => (await store.auditEvents.head()).sequence > 0);
      const { lease } = await store.auditEvents.head();
      const holder = children[lease === 'a' ? 0 : 1] as ChildProcess;
      holder.kill('SIGSTOP');
      await add(10);
      await until(async () => (await store.auditEvents.head()).sequence === written.length);
      expect((await store.auditEvents.head()).lease).not.toBe(lease);
      await follower.read();
      holder.kill('SIGCONT');
      await add(round);
      await until(async () => (await store.auditEvents.head()).sequence === written.length);
      await checkFollowers();
    }
    const kill = async (child: ChildProcess) => {
      const exited = once(child, 'exit');
      child.kill('SIGKILL');
      await exited;
    };
    const [first, ...others] = children as [ChildProcess, ChildProcess];
    await add(10);
    await kill(first);
    await until(async () => (await store.auditEvents.head()).sequence === written.length);
    await checkFollowers();
    for (const child of others) await kill(child);
    // MongoDB ends the transaction of a stopped process after a minute at the latest.
  }, 300_000);

  const start = (owner: string) =>
    spawn(
      process.execPath,
      ['--no-warnings', fileURLToPath(new URL('../support/number-until-stopped.js', import.meta.url)), url, owner],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
});

/** A database whose call number `steps` waits until `paused` is resolved. */
function pausedDatabase(database: Database, steps: number, paused: Promise<void>) {
  let left = steps;
  let arrive = () => {};
  const isPaused = new Promise<void>((resolve) => {
    arrive = resolve;
  });
  const pausing = <A extends unknown[], R>(call: (...args: A) => Promise<R>) => {
    return async (...args: A): Promise<R> => {
      left -= 1;
      if (left === -1) {
        arrive();
        await paused;
      }
      return call(...args);
    };
  };
  const select = pausing((entity: never, selection: never) => database.select(entity, selection));
  return {
    isPaused,
    database: { ...database, select: select as Database['select'], commit: pausing(database.commit) },
  };
}

/** A database that fails before or after its call number `steps`, and from then on, as for a process that died. */
function dyingDatabase(database: Database, steps: number, when: 'before' | 'after'): Database {
  let left = steps;
  const dying = <A extends unknown[], R>(call: (...args: A) => Promise<R>) => {
    return async (...args: A): Promise<R> => {
      left -= 1;
      if (left < 0 && (when === 'before' || left < -1)) throw new Error('the process is dead');
      const result = await call(...args);
      if (left < 0) throw new Error('the process is dead');
      return result;
    };
  };
  const select = dying((entity: never, selection: never) => database.select(entity, selection));
  return { ...database, select: select as Database['select'], commit: dying(database.commit) };
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 50));
}
