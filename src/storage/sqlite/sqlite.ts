/*
 * This folder implements `Database` on SQLite, with `node:sqlite`: connection, schema, statements and joins. No other
 * folder contains SQL, and this one knows record types only through their entities. Start with `openSqlite`.
 */

import { existsSync, mkdirSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import { setImmediate } from 'node:timers/promises';
import { isDate, isNativeError } from 'node:util/types';
import type { SqliteDriver } from '@mikro-orm/sql';
import { LRUCache } from 'lru-cache';
import { type Codec, type CodecOf, makeCodec } from '../codec.js';
import type { Where } from '../conditions.js';
import type { Database, Row, Selection, Statement } from '../database.js';
import { entities } from '../entities/entities.js';
import type { Entity } from '../entity.js';
import { liveByJoins, type ReadRow, sessionByJoins } from './live-joins.js';
import { checkNotRestored, renewMark } from './restore-guard.js';
import { openMikroOrm, updateSchema } from './schema.js';
import { makeStatementWriter, type QueryBuilder, type Written } from './statement-writer.js';

type Observe = (statement: Statement) => void;

/**
 * How long a statement waits while another process writes to the file, for example a command that creates an API key.
 */
const BUSY_TIMEOUT_MS = 5000;

function openFile(path: string): DatabaseSync {
  if (path !== ':memory:') mkdirSync(dirname(resolve(path)), { recursive: true, mode: 0o700 });
  const file = new DatabaseSync(path, { timeout: BUSY_TIMEOUT_MS });
  // With these settings, a committed write survives a crash of the process. A power failure can lose the last commits,
  // because SQLite does not wait for the disk at each commit.
  file.exec('pragma journal_mode = wal; pragma synchronous = normal;');
  return file;
}

/**
 * The largest number of compiled statements in the cache. Lists of different lengths need different statements, so
 * without a limit the cache would grow forever.
 */
const MAX_STATEMENTS = 500;

/** Compiles each SQL text once and caches the statement. Values are bound as parameters, never part of the SQL text. */
function preparedOn(file: DatabaseSync) {
  const statements = new LRUCache<string, StatementSync>({ max: MAX_STATEMENTS });
  return (sql: string): StatementSync => {
    let statement = statements.get(sql);
    if (statement === undefined) {
      statement = file.prepare(sql);
      statements.set(sql, statement);
    }
    return statement;
  };
}

/**
 * SQLite's error codes if another record has the same unique value: SQLITE_CONSTRAINT_UNIQUE and
 * SQLITE_CONSTRAINT_PRIMARYKEY (https://sqlite.org/rescode.html).
 */
const TAKEN: readonly unknown[] = [2067, 1555];

function isTaken(error: unknown): boolean {
  return isNativeError(error) && 'errcode' in error && TAKEN.includes(error.errcode);
}

function unlessTaken(write: () => number): boolean {
  try {
    return write() > 0;
  } catch (error) {
    if (isTaken(error)) return false;
    throw error;
  }
}

function bound(value: unknown): SQLInputValue {
  if (isDate(value)) return value.getTime();
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (value === undefined) return null;
  return value as SQLInputValue;
}

/**
 * Unites several statements into one. Each becomes a subselect, because SQL allows no order or limit in a part of a
 * union.
 */
function unionOf(statements: readonly Written[]): Written {
  return {
    text: statements.map(({ text }, batch) => `select ${batch} as batch, * from (${text})`).join(' union all '),
    values: statements.flatMap(({ values }) => values),
  };
}

async function openMapped(path: string) {
  if (existsSync(path)) checkNotRestored(path);
  let file: DatabaseSync | undefined;
  try {
    file = openFile(path);
    const orm = await openMikroOrm(file);
    await updateSchema(orm, file);
    return { file, orm };
  } catch (error) {
    file?.close();
    throw new Error(`DATABASE_URL: ${path} cannot be opened as an SQLite file. Check the path and its permissions.`, {
      cause: error,
    });
  }
}

const MAX_SWEPT_RECORDS = 500;

export async function openSqlite(path: string, observe: Observe): Promise<Database> {
  const { file, orm } = await openMapped(path);
  const prepared = preparedOn(file);
  const driver = orm.em.getDriver() as SqliteDriver;
  const codecs = new Map(
    entities.map((entity) => [entity.schema, makeCodec(orm.getMetadata().get(entity.schema), driver.getPlatform())]),
  );
  const codecOf: CodecOf = (entity) => codecs.get(entity.schema) as Codec;

  const compile = (statement: Written): [StatementSync, SQLInputValue[]] => {
    observe(statement);
    return [prepared(statement.text), statement.values.map(bound)];
  };
  const all = (statement: Written): Row[] => {
    const [compiled, values] = compile(statement);
    return compiled.all(...values);
  };
  /**
   * Runs several statements as one and returns the rows of each. In the united result, every row carries the number of
   * its statement.
   */
  const batches = (statements: readonly Written[]): Row[][] => {
    const found = Map.groupBy(all(unionOf(statements)), ({ batch }) => batch);
    return statements.map((_, batch) => (found.get(batch) ?? []).map(({ batch: _batch, ...row }) => row));
  };
  const run = (statement: Written): number => {
    const [compiled, values] = compile(statement);
    return Number(compiled.run(...values).changes);
  };
  const row: ReadRow = (text, values) => {
    const [compiled, parameters] = compile({ text, values });
    compiled.setReturnArrays(true);
    return compiled.get(...parameters) as readonly unknown[] | undefined;
  };
  const writer = makeStatementWriter(
    (entity) => driver.createQueryBuilder(entity.schema, undefined, 'write', false) as unknown as QueryBuilder,
    '_id in (select sessionId from session_clients where clientId = ?)',
  );

  return {
    insert: async (entity, record) => unlessTaken(() => run(writer.insert(entity, [codecOf(entity).encode(record)]))),
    insertMany: async (entity, records) => {
      run(writer.insert(entity, records.map(codecOf(entity).encode)));
    },
    insertAbsent: async (entity, records) => {
      const { text, values } = writer.insert(entity, records.map(codecOf(entity).encode));
      return run({ text: `${text} on conflict do nothing`, values });
    },
    select: async <T>(entity: Entity<T>, selection: Selection) =>
      all(writer.select(entity, selection)).map((found) => codecOf(entity).decode(found) as T),
    selectEach: async <T>(entity: Entity<T>, selections: readonly Selection[]) => {
      const decoded = (rows: readonly Row[]) => rows.map((found) => codecOf(entity).decode(found) as T);
      const statements = selections.map((selection) => writer.select(entity, selection));
      return batches(statements).map(decoded);
    },
    distinct: async (entity, field, selection) =>
      all(writer.distinct(entity, field, selection)).map((found) => String(found[codecOf(entity).columnOf(field)])),
    count: async (entity, where) => Number(all(writer.count(entity, where))[0]?.count),
    countEach: async (entity, wheres) =>
      batches(wheres.map((where) => writer.count(entity, where))).map(([row]) => Number(row?.count)),
    update: async (entity, where, changes) =>
      unlessTaken(() => run(writer.update(entity, where, codecOf(entity).encode(changes)))),
    // Takes the statement that sets the field to a parameter, and changes it so that it adds the parameter to the
    // field.
    increment: async (entity, where, field) => {
      const { text, values } = writer.update(entity, where, { [field]: 1 });
      const sum = `= coalesce("${codecOf(entity).columnOf(field)}", 0) + ?`;
      return run({ text: text.replace('= ?', sum), values }) > 0;
    },
    delete: async (entity, where) => run(writer.delete(entity, where)) > 0,
    deleteAll: async (entity, where) => run(writer.delete(entity, where)),
    take: async <T>(entity: Entity<T>, where: Where) => {
      const { text, values } = writer.delete(entity, where);
      const [taken] = all({ text: `${text} returning *`, values });
      return taken && (codecOf(entity).decode(taken) as T);
    },
    readLive: liveByJoins(codecOf, row),
    readSession: sessionByJoins(codecOf, row),
    ping: async () => {
      all({ text: 'select 1', values: [] });
    },
    // Deletes a limited number of records at a time, so that the process can serve requests in between.
    sweep: async (entity, now) => {
      const expired = `select rowid from ${entity.table} where ${entity.expiry} <= ? limit ${MAX_SWEPT_RECORDS}`;
      const batch = { text: `delete from ${entity.table} where rowid in (${expired})`, values: [now] };
      while (run(batch) === MAX_SWEPT_RECORDS) await setImmediate();
    },
    maintain: async () => {
      if (path !== ':memory:') renewMark(file, path);
    },
    close: async () => {
      await orm.close();
      if (file.isOpen) file.close();
    },
  };
}
