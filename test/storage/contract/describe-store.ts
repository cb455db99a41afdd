import { afterAll, beforeAll, expect } from '@jest/globals';
import type { Client } from '../../../src/model/clients/client.js';
import type { User } from '../../../src/model/people/user.js';
import type { Page, PageRequest } from '../../../src/model/record-store.js';
import type { Store } from '../../../src/model/store.js';
import { openStore } from '../../../src/storage/open-store.js';
import { describeOnEachDatabase, type TestDatabase } from '../../support/stores.js';
import { aClient, aUser } from '../records.js';

interface Given {
  readonly store: Store;
  /** A user and a client that are stored. */
  readonly user: User;
  readonly client: Client;
  readonly makeDatabase: () => Promise<TestDatabase>;
  /** Opens the same database once more, as another process does. A database in memory has only one store. */
  readonly openOther: () => Promise<Store>;
}

/**
 * The contract of the store, which both databases keep. Each file of this folder tests one part of it, on every
 * database that can be reached.
 */
export function describeStore(tests: (given: Given) => void): void {
  describeOnEachDatabase('the store', (makeDatabase) => {
    let database: TestDatabase;
    let opened: Store;
    const others: Store[] = [];
    const user = aUser({ username: 'Ada' });
    const client = aClient();

    beforeAll(async () => {
      database = await makeDatabase();
      opened = await openStore(database.config);
      await opened.users.insert(user);
      await opened.clients.insert(client);
    });
    afterAll(async () => {
      for (const other of others) await other.close();
      await opened?.close();
      await database?.drop();
    });

    const store = new Proxy({} as Store, { get: (_, name) => Reflect.get(opened, name) });
    const openOther = async () => {
      if (database.config.kind === 'sqlite' && database.config.path === ':memory:') return store;
      const other = await openStore(database.config);
      others.push(other);
      return other;
    };
    tests({ store, user, client, makeDatabase, openOther });
  });
}

/** How many of twenty concurrent attempts succeeded. */
export async function winnersOfTwenty(attempt: (index: number) => Promise<unknown>): Promise<number> {
  const results = await Promise.all(Array.from({ length: 20 }, (_, index) => attempt(index)));
  return results.filter((result) => result !== false && result !== undefined).length;
}

/** All records of a list, page by page. */
export async function everything<T>(first: number, page: (request: PageRequest) => Promise<Page<T>>): Promise<T[]> {
  const records: T[] = [];
  let after: string | undefined;
  for (let pages = 0; pages < 100; pages += 1) {
    const { items, hasNextPage } = await page({ first, after });
    records.push(...items.map(({ record }) => record));
    if (!hasNextPage) return records;
    expect(items).toHaveLength(first);
    after = items.at(-1)?.cursor;
  }
  throw new Error('the list has no end');
}

/** Reads a list from its end, and returns it in its order. */
export async function everythingBackwards<T>(
  last: number,
  page: (request: PageRequest) => Promise<Page<T>>,
): Promise<T[]> {
  const records: T[] = [];
  let before: string | undefined;
  for (let pages = 0; pages < 100; pages += 1) {
    const { items, hasPreviousPage, hasNextPage } = await page({ last, before });
    expect(hasNextPage).toBe(before !== undefined);
    records.unshift(...items.map(({ record }) => record));
    if (!hasPreviousPage) return records;
    expect(items).toHaveLength(last);
    before = items[0]?.cursor;
  }
  throw new Error('the list has no beginning');
}

export function ids(records: readonly { readonly id: string }[]): string[] {
  return records.map(({ id }) => id);
}
