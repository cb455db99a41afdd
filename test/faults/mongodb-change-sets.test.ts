import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import { type Change, insertion, update } from '../../src/model/change-set.js';
import type { Store } from '../../src/model/store.js';
import { openStore } from '../../src/storage/open-store.js';
import { aGroup, anAuditEvent, aUser, inAnHour } from '../storage/records.js';
import { type Fault, type MongodbProxy, startMongodbProxy } from '../support/mongodb-proxy.js';
import { OWN_MONGODB_MS, type OwnMongodb, startOwnMongodb } from '../support/own-mongodb.js';
import { describeOnMongodb } from '../support/stores.js';

/** The limit of the store under test. */
const LIMIT_MS = 4000;
const LONG_MS = 120_000;

/*
 * The proxy stands between the store and one MongoDB server. No replica set of several members was tried: a member that
 * steps down is imitated by its reply.
 */
describeOnMongodb('A change set on MongoDB', () => {
  let mongodb: OwnMongodb;
  let proxy: MongodbProxy;
  let store: Store;
  /** The same database without the proxy. */
  let direct: Store;
  beforeAll(async () => {
    mongodb = await startOwnMongodb();
    direct = await openStore({ kind: 'mongodb', url: `${mongodb.url}&timeoutMS=60000` });
    proxy = await startMongodbProxy(mongodb.url);
    const url = `${proxy.url}&timeoutMS=${LIMIT_MS}&serverSelectionTimeoutMS=${LIMIT_MS}`;
    store = await openStore({ kind: 'mongodb', url });
  }, OWN_MONGODB_MS);
  afterEach(() => {
    proxy.choose(() => 'pass');
    proxy.mend();
  });
  afterAll(async () => {
    await store?.close();
    await proxy?.close();
    await direct?.close();
    await mongodb?.remove();
  }, LONG_MS);

  /** A change set of an update and two inserts, and a function that says which of them are stored. */
  const aChangeSet = async () => {
    const user = aUser();
    await direct.users.insert(user);
    const [group, event] = [aGroup(), anAuditEvent({ userId: user.id })];
    const changes: Change[] = [
      update('users', user, { name: 'Ada' }),
      insertion('groups', group),
      insertion('auditEvents', event),
    ];
    const applied = async () => {
      const found = await direct.users.find(user.id);
      const parts = [
        found?.name === 'Ada',
        (await direct.groups.find(group.id)) !== undefined,
        (await direct.auditEvents.count({ userId: user.id })) === 1,
      ];
      expect(new Set(parts).size).toBe(1);
      return parts[0];
    };
    return { changes, applied };
  };

  const FAULTS = ['closeBefore', 'closeAfter', 'swallowReply', 'swallow', 'delay', 'notPrimary'] as const;

  it.each(FAULTS.flatMap((fault) => ['bulkWrite', 'commitTransaction'].map((command) => [fault, command] as const)))(
    'is applied once, or not at all, if the proxy does %s to its first %s',
    async (fault, command) => {
      const { changes, applied } = await aChangeSet();
      let isDone = false;
      proxy.choose((name) => {
        if (isDone || name !== command) return 'pass';
        isDone = true;
        return fault;
      });
      const result = await store.commit(changes).catch((error: Error) => error);
      expect(isDone).toBe(true);
      if (result instanceof Error) {
        // A connection that stays silent uses up the whole limit.
        expect(['swallow', 'swallowReply']).toContain(fault);
        const outcome = command === 'commitTransaction' ? 'unknown' : 'none';
        expect(result).toMatchObject({ name: 'StoreUnavailableError', outcome });
        if (outcome === 'none') expect(await applied()).toBe(false);
        else await applied();
      } else {
        expect([result, await applied()]).toEqual([true, true]);
      }
    },
    LONG_MS,
  );

  it.each<[Fault, string, 'none' | 'unknown', boolean | undefined]>([
    ['closeBefore', 'bulkWrite', 'none', false],
    ['closeAfter', 'bulkWrite', 'none', false],
    ['swallow', 'bulkWrite', 'none', false],
    ['notPrimary', 'bulkWrite', 'none', false],
    ['closeBefore', 'commitTransaction', 'unknown', false],
    ['swallow', 'commitTransaction', 'unknown', false],
    ['notPrimary', 'commitTransaction', 'unknown', false],
    ['closeAfter', 'commitTransaction', 'unknown', true],
    ['swallowReply', 'commitTransaction', 'unknown', true],
  ])(
    'fails after its limit if the proxy does %s to every %s, with the outcome %s',
    async (fault, command, outcome, expected) => {
      const { changes, applied } = await aChangeSet();
      proxy.choose((name) => (name === command ? fault : 'pass'));
      await expect(store.commit(changes)).rejects.toMatchObject({ name: 'StoreUnavailableError', outcome });
      proxy.choose(() => 'pass');
      expect(await applied()).toBe(expected);
      // Everything continues afterwards.
      const next = await aChangeSet();
      expect([await store.commit(next.changes), await next.applied()]).toEqual([true, true]);
    },
    LONG_MS,
  );

  it(
    'and every other call fails while the server is gone, and works when it is back',
    async () => {
      const { changes, applied } = await aChangeSet();
      proxy.cut();
      const known = [
        store.commit(changes),
        store.users.find('ada'),
        store.users.page({ first: 1 }),
        store.readLive({ tokenId: 'token' }),
        store.users.count({ search: 'a' }),
      ];
      const single = [store.probe(new Date()), store.usedOnce.take('jti', inAnHour)];
      const results = await Promise.allSettled([...known, ...single]);
      for (const result of results) {
        expect(result).toMatchObject({ status: 'rejected', reason: { name: 'StoreUnavailableError' } });
      }
      for (const result of results.slice(0, known.length))
        expect(result).toMatchObject({ reason: { outcome: 'none' } });
      expect(await applied()).toBe(false);
      proxy.mend();
      expect(await store.usedOnce.take('jti', inAnHour)).toBe(true);
      expect([await store.commit(changes), await applied()]).toEqual([true, true]);
    },
    LONG_MS,
  );

  it(
    'and a single write say that the outcome is unknown if only the response is lost',
    async () => {
      proxy.choose((name) => (name === 'insert' ? 'swallowReply' : 'pass'));
      const write = store.usedOnce.take('lost', inAnHour);
      await expect(write).rejects.toMatchObject({ name: 'StoreUnavailableError', outcome: 'unknown' });
      proxy.choose(() => 'pass');
      expect(await direct.usedOnce.take('lost', inAnHour)).toBe(false);
    },
    LONG_MS,
  );
});
