import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Store } from '../../src/model/store.js';
import { openMemoryStore } from '../support/stores.js';

describe('the store', () => {
  let store: Store;
  beforeAll(async () => {
    store = await openMemoryStore();
  });
  afterAll(() => store.close());

  it('lets one of twenty first owners claim', async () => {
    const seen = await store.owners.find('owners');
    if (seen === undefined) throw new Error('the owners record is made at start');
    const claims = await Promise.all(
      Array.from({ length: 20 }, (_, index) => store.owners.update(seen, { userIds: [`user-${index}`] })),
    );
    expect(claims.filter((claimed) => claimed)).toHaveLength(1);
    expect((await store.owners.find('owners'))?.version).toBe(1);
  });
});
