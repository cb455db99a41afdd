import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MongoClient } from 'mongodb';
import type { DatabaseConfig } from '../../src/model/config.js';
import type { Database } from '../../src/storage/database.js';

/** The database of one measurement. */
export interface BenchDatabase {
  readonly name: string;
  readonly url: string;
  readonly config: DatabaseConfig;
  drop(): Promise<void>;
}

export async function sqliteFile(): Promise<BenchDatabase & { readonly path: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'passgraph-bench-'));
  const path = join(folder, 'bench.db');
  return {
    name: 'SQLite',
    path,
    url: `sqlite:${path}`,
    config: { kind: 'sqlite', path },
    drop: () => rm(folder, { recursive: true }),
  };
}

/** @throws Error if MONGODB_TEST_URL does not name a server */
export async function mongodbDatabase(): Promise<BenchDatabase> {
  const { MONGODB_TEST_URL } = process.env;
  if (MONGODB_TEST_URL === undefined) throw new Error('Set MONGODB_TEST_URL to the URL of a MongoDB server.');
  const { href } = Object.assign(new URL(MONGODB_TEST_URL), {
    pathname: `/passgraph-bench-${randomUUID().slice(0, 8)}`,
  });
  return {
    name: 'MongoDB',
    url: href,
    config: { kind: 'mongodb', url: href },
    drop: async () => {
      const client = new MongoClient(href);
      await client.db().dropDatabase();
      await client.close();
    },
  };
}

/** SQLite, and MongoDB if MONGODB_TEST_URL names a server. */
export const makeDatabases: readonly (() => Promise<BenchDatabase>)[] = [
  sqliteFile,
  ...(process.env.MONGODB_TEST_URL === undefined ? [] : [mongodbDatabase]),
];

export async function openDatabase({ config }: BenchDatabase): Promise<Database> {
  return config.kind === 'mongodb'
    ? (await import('../../src/storage/mongodb/mongodb.js')).openMongodb(config.url, undefined)
    : (await import('../../src/storage/sqlite/sqlite.js')).openSqlite(config.path);
}
