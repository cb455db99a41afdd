import type { DatabaseConfig } from '../model/config.js';
import { OWNERS_ID } from '../model/people/owners.js';
import type { Store } from '../model/store.js';
import type { Database, Statement } from './database.js';
import { makeStore } from './make-store.js';

export interface OpenStoreOptions {
  /** Told of each statement sent to the database: one is one round trip. */
  readonly onStatement?: (statement: Statement) => void;
}

/**
 * Opens the database, and brings its schema and indexes up to date. The driver of the other one is not loaded.
 *
 * @throws Error whose message names `DATABASE_URL`, without its credentials, where the database cannot be used.
 */
export async function openStore(database: DatabaseConfig, options: OpenStoreOptions = {}): Promise<Store> {
  const store = makeStore(await openDatabase(database, options.onStatement));
  await store.owners.insert({ id: OWNERS_ID, version: 0, userIds: [] });
  return store;
}

async function openDatabase(database: DatabaseConfig, observe: OpenStoreOptions['onStatement']): Promise<Database> {
  if (database.kind === 'mongodb') return (await import('./mongodb/mongodb.js')).openMongodb(database.url, observe);
  return (await import('./sqlite/sqlite.js')).openSqlite(database.path, observe ?? (() => undefined));
}
