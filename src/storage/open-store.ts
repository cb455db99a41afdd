/*
 * This folder stores all records, in SQLite or MongoDB. It imports only the folder `model`, and contains no rules about
 * users or tokens. An entity describes how a record type is stored. A store implements an interface of `model` with
 * conditional statements. To understand this folder, read this file first, then `make-store.ts`, then `database.ts`,
 * which defines the interface of both databases.
 */

import type { DatabaseConfig } from '../model/config.js';
import type { Log } from '../model/deps.js';
import { EMPTY_AUDIT_HEAD } from '../model/log/audit-head.js';
import { OWNERS_ID } from '../model/people/owners.js';
import type { Store } from '../model/store.js';
import type { Database, Statement } from './database.js';
import { auditHeads } from './entities/log/audit-heads.js';
import { makeStore } from './make-store.js';
import { type MigrationPlan, runMigrations } from './migrations/run-migrations.js';

export interface OpenStoreOptions {
  /** Called for each statement that is sent to the database. Tests use this function to count statements. */
  readonly onStatement?: (statement: Statement) => void;
  readonly log?: Pick<Log, 'info' | 'warn' | 'error'>;
  /** For SQLite in a file: how long a write or a list may wait until it starts. Only tests set this option. */
  readonly limitMs?: number;
  /** Migrations that run instead of those of this version. Only tests set this option. */
  readonly migrations?: Partial<MigrationPlan>;
  /** For a database in memory: an SQLite file from which the records with encrypted values are copied. */
  readonly secretsOf?: string;
}

const NO_LOG = { info: () => undefined, warn: () => undefined, error: () => undefined };

/**
 * Opens the database, adds missing tables, columns and indexes, and runs the migrations.
 *
 * @throws Error that names `DATABASE_URL`, without the credentials in it, if the database cannot be opened or migrated
 */
export async function openStore(config: DatabaseConfig, options: OpenStoreOptions = {}): Promise<Store> {
  const database = await openDatabase(config, options);
  try {
    await database.insert(auditHeads, { ...EMPTY_AUDIT_HEAD });
    await runMigrations(database, options.log ?? NO_LOG, options.migrations);
    const store = makeStore(database);
    await store.owners.insert({ id: OWNERS_ID, version: 0, userIds: [] });
    return store;
  } catch (error) {
    await database.close();
    throw error;
  }
}

async function openDatabase(config: DatabaseConfig, options: OpenStoreOptions): Promise<Database> {
  const { onStatement: observe, log, limitMs, secretsOf } = options;
  if (config.kind === 'mongodb') return (await import('./mongodb/mongodb.js')).openMongodb(config.url, observe);
  return (await import('./sqlite/sqlite.js')).openSqlite(config.path, { observe, log, limitMs, secretsOf });
}
