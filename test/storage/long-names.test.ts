import { afterEach, beforeEach, expect, it } from '@jest/globals';
import type { Store } from '../../src/model/store.js';
import { cacheStore } from '../../src/storage/cached-store.js';
import { openStore } from '../../src/storage/open-store.js';
import { frozenClock } from '../support/deps.js';
import { describeOnEachDatabase, type TestDatabase } from '../support/stores.js';

const LONG = 'x'.repeat(100_000);

describeOnEachDatabase('A name that is too long for any record', (makeDatabase) => {
  let database: TestDatabase;
  let store: Store;
  let statements: number;

  beforeEach(async () => {
    database = await makeDatabase();
    const counted = { onStatement: () => (statements += 1) };
    store = cacheStore(await openStore(database.config, counted), frozenClock());
    statements = 0;
  });

  afterEach(async () => {
    await store.close();
    await database.drop();
  });

  it('is not looked up as an id, a slug or a username', async () => {
    const { users, issuers, ...others } = store;
    const byId = Object.values({ users, issuers, ...others }).filter((one) => typeof one === 'object' && 'find' in one);
    expect(byId.length).toBeGreaterThan(20);
    for (const one of byId) {
      expect(await one.find(LONG)).toBeUndefined();
      expect(await one.delete(LONG)).toBe(false);
    }
    expect(await users.findByUsername(LONG)).toBeUndefined();
    expect(await issuers.findBySlug(LONG)).toBeUndefined();
    expect(await store.clients.findMany([LONG, LONG])).toEqual([]);
    expect(statements).toBe(0);
  });
});
