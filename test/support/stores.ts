import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe } from '@jest/globals';
import { MongoClient } from 'mongodb';
import type { DatabaseConfig } from '../../src/model/config.js';
import type { Store } from '../../src/model/store.js';
import { openStore } from '../../src/storage/open-store.js';

/** Opens a store in memory, which the test has to close. */
export function openMemoryStore(): Promise<Store> {
  return openStore({ kind: 'sqlite', path: ':memory:' });
}

/** A database that only one run of tests uses. */
export interface TestDatabase {
  readonly config: DatabaseConfig;
  drop(): Promise<void>;
}

export async function memoryDatabase(): Promise<TestDatabase> {
  return {
    config: { kind: 'sqlite', path: ':memory:' },
    drop: async () => undefined,
  };
}

export async function fileDatabase(): Promise<TestDatabase> {
  const folder = await mkdtemp(join(tmpdir(), 'passgraph-'));
  return {
    config: { kind: 'sqlite', path: join(folder, 'data', 'passgraph.db') },
    drop: () => rm(folder, { recursive: true }),
  };
}

export async function mongodbDatabase(): Promise<TestDatabase> {
  const url = new URL(process.env.MONGODB_TEST_URL ?? '');
  url.pathname = `/passgraph-${randomUUID().slice(0, 8)}`;
  return {
    config: { kind: 'mongodb', url: withPatience(url.href) },
    drop: async () => {
      const client = new MongoClient(withPatience(url.href));
      await client.db().dropDatabase();
      await client.close();
    },
  };
}

/** On a busy machine, a MongoDB server of the tests can need longer than the default. */
export function withPatience(url: string): string {
  const patient = new URL(url);
  patient.searchParams.set('timeoutMS', '30000');
  return patient.href;
}

/** Tests that need a MongoDB server. Without one they are skipped, with the reason in their name. */
export function describeOnMongodb(name: string, tests: () => void): void {
  if (process.env.MONGODB_TEST_URL !== undefined) describe(name, tests);
  else describe.skip(`${name} (skipped: MONGODB_TEST_URL is not set)`, tests);
}

/** Runs the tests on each database that is available. */
export function describeOnEachDatabase(name: string, tests: (makeDatabase: () => Promise<TestDatabase>) => void): void {
  describe(`${name}, SQLite in memory`, () => tests(memoryDatabase));
  describe(`${name}, SQLite in a file`, () => tests(fileDatabase));
  describeOnMongodb(`${name}, MongoDB`, () => tests(mongodbDatabase));
}

/** Inserts records. More than 51 at a time would wait so long for a slow server that the store gives up. */
export async function insertAll<T>(
  store: { insert(record: T): Promise<unknown> },
  records: readonly T[],
): Promise<void> {
  for (let from = 0; from < records.length; from += 51) {
    await Promise.all(records.slice(from, from + 51).map((record) => store.insert(record)));
  }
}
