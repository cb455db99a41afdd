/*
 * Storage of every record type, on SQLite or MongoDB. This folder knows the records of `model` and nothing of the
 * rules that use them, so it imports no other folder. An entity describes a record type once for both databases. A
 * store turns the promises of an interface in `model` into conditional statements. Start here, then read
 * `make-store.ts` and `database.ts`, which is all that the two databases have in common.
 */

import type { DatabaseConfig } from '../model/config.js';
import type { Log } from '../model/deps.js';
import { OWNERS_ID } from '../model/people/owners.js';
import type { Store } from '../model/store.js';
import type { Database, Statement } from './database.js';
import { makeStore } from './make-store.js';
import { type MigrationPlan, runMigrations } from './migrations/run-migrations.js';

export interface OpenStoreOptions {
  /** Called with each statement that is sent to the database. One statement is one round trip. */
  readonly onStatement?: (statement: Statement) => void;
  readonly log?: Pick<Log, 'info'>;
  /** Differences from the migrations of this version: for tests. */
  readonly migrations?: Partial<MigrationPlan>;
}

const NO_LOG = { info: () => undefined };

/**
 * Opens the database, updates its schema and indexes, and migrates its records. Loads only the driver that it needs.
 *
 * @throws Error whose message names `DATABASE_URL`, without its credentials, if the database cannot be used
 */
export async function openStore(config: DatabaseConfig, options: OpenStoreOptions = {}): Promise<Store> {
  const database = await openDatabase(config, options.onStatement);
  try {
    await runMigrations(database, options.log ?? NO_LOG, options.migrations);
    const store = makeStore(database);
    await store.owners.insert({ id: OWNERS_ID, version: 0, userIds: [] });
    return store;
  } catch (error) {
    await database.close();
    throw error;
  }
}

async function openDatabase(config: DatabaseConfig, observe: OpenStoreOptions['onStatement']): Promise<Database> {
  if (config.kind === 'mongodb') return (await import('./mongodb/mongodb.js')).openMongodb(config.url, observe);
  return (await import('./sqlite/sqlite.js')).openSqlite(config.path, observe ?? (() => undefined));
}
