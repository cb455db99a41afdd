/*
 * This folder implements `Database` on SQLite, with `node:sqlite`: connection, schema, statements and joins. No other
 * folder contains SQL, and this folder knows record types only through their entities. To understand it, read the
 * function `openSqlite` first.
 */

import { dirname, resolve } from 'node:path';
import type { SQLInputValue } from 'node:sqlite';
import { setImmediate } from 'node:timers/promises';
import { isDate, isUint8Array } from 'node:util/types';
import type { Where } from '../../model/conditions.js';
import { MEMORY } from '../../model/config.js';
import type { Log } from '../../model/deps.js';
import type { Database, Row, Selection, Statement, Write } from '../database.js';
import type { Entity } from '../entity.js';
import { allRows, type BoundStatement, type Connection, openConnection } from './connection.js';
import { inMemory, readWhenFree } from './executor.js';
import { copySecrets } from './files/copy-secrets.js';
import { checkFreeSpace } from './files/free-space.js';
import { openingError } from './files/opening-error.js';
import { prepareFile } from './files/prepare-file.js';
import { makeReport } from './files/report.js';
import { insertAbsent, type Numbered, withHeadMark, wordStatements, writtenInsertion } from './insertion-step.js';
import { interactionByJoins, liveByJoins, type ReadRow, sessionByJoins, signInByJoins } from './live-joins.js';
import { loadMapping } from './mapping.js';
import { updateSchema } from './schema.js';
import type { Written } from './statement-writer.js';
import { syncDirectory } from './sync-directory.js';
import { openThreads } from './threads/open-threads.js';
import type { Outcome, Step } from './transaction.js';

export interface SqliteOptions {
  /** Called for each statement that is sent to the database. */
  readonly observe?: ((statement: Statement) => void) | undefined;
  readonly log?: Pick<Log, 'warn' | 'error'> | undefined;
  /** A write or list that has not started after this time fails. */
  readonly limitMs?: number | undefined;
  /** For a database in memory: a file from which the records with encrypted values are copied. */
  readonly secretsOf?: string | undefined;
}

const LIMIT_MS = 5000;

const NO_LOG = { warn: () => undefined, error: () => undefined };

/** How long the start waits while another process writes to the file, for example a command that makes an API key. */
const START_WAIT_MS = 5000;

function bound(value: unknown): SQLInputValue {
  switch (typeof value) {
    case 'string':
    case 'number':
    case 'bigint':
      return value;
    case 'boolean':
      return value ? 1 : 0;
    default:
      if (value === undefined || value === null) return null;
      if (isDate(value)) return value.getTime();
      if (isUint8Array(value)) return value;
      throw new TypeError('A value for the database must be a text, a number, a date, bytes, true, false or null.');
  }
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

async function openFile(path: string, tables: string) {
  const use = path === MEMORY ? undefined : prepareFile(path);
  let connection: Connection | undefined;
  try {
    connection = openConnection(path, START_WAIT_MS);
    await updateSchema(connection.file, tables);
    if (path !== MEMORY) {
      syncDirectory(dirname(resolve(path)));
      // From now on this connection only reads, and a thread that serves requests must not wait for a lock.
      connection.file.exec('pragma query_only = on; pragma busy_timeout = 0');
    }
    return { connection, use };
  } catch (error) {
    connection?.file.close();
    use?.end();
    throw openingError(path, error);
  }
}

/** Whether the records are found by their key or a unique value, or are few. Asking a thread would take longer. */
function isFast({ where, orderBy, limit, isShort }: Selection): boolean {
  return isShort === true || (orderBy === undefined && (limit === 1 || 'id' in where));
}

const MAX_SWEPT_RECORDS = 500;

export async function openSqlite(path: string, options: SqliteOptions = {}): Promise<Database> {
  const { observe = () => undefined, log = NO_LOG, limitMs = LIMIT_MS } = options;
  const { codecOf, writer, tables } = await loadMapping();
  const { connection, use } = await openFile(path, tables);
  if (options.secretsOf !== undefined) copySecrets(connection.file, options.secretsOf);
  const executor = path === MEMORY ? inMemory(connection) : openThreads(path, { log, limitMs });

  const send = (statement: Written): BoundStatement => {
    observe(statement);
    return { text: statement.text, values: statement.values.map(bound) };
  };
  const readHere = (statement: Written) => readWhenFree(async () => allRows(connection, send(statement)), limitMs);
  const list = async (statement: Written) => executor.list(send(statement));
  /**
   * Runs several statements as one and returns the rows of each. In the united result, every row carries the number of
   * its statement.
   */
  const readEach = async (read: typeof list, statements: readonly Written[]): Promise<Row[][]> => {
    const found = Map.groupBy(await read(unionOf(statements)), ({ batch }) => batch);
    return statements.map((_, batch) => (found.get(batch) ?? []).map(({ batch: _batch, ...row }) => row));
  };
  const row: ReadRow = (text, values) => {
    const statement = send({ text, values });
    const compiled = connection.prepared(statement.text);
    compiled.setReturnArrays(true);
    return compiled.get(...statement.values) as readonly unknown[] | undefined;
  };
  const readLive = liveByJoins(codecOf, row);
  const readSession = sessionByJoins(codecOf, row);
  const readInteraction = interactionByJoins(codecOf, row);
  const readSignIn = signInByJoins(codecOf, row);

  const stepOf = (statement: Numbered, kind: Step['kind']): Step => ({
    ...send(statement),
    kind,
    audit: statement.audit,
  });
  const write = async (statement: Numbered, kind: Step['kind'] = 'change'): Promise<Outcome> =>
    executor.write([stepOf(statement, kind)]);
  const insertion = (entity: Entity<never>, records: readonly Row[]) =>
    writtenInsertion(writer, entity, codecOf(entity), records);
  const update = (entity: Entity<never>, where: Where, changes: Row) =>
    withHeadMark(entity, writer.update(entity, where, codecOf(entity).encode(changes)));
  const writtenFor = (write: Write): Numbered => {
    switch (write.kind) {
      case 'insert':
        return insertion(write.entity, [write.record]);
      case 'update':
        return update(write.entity, write.where, write.changes);
      case 'delete':
        return writer.delete(write.entity, write.where);
      case 'check':
        return writer.count(write.entity, write.where);
    }
  };
  const stepsFor = (write: Write): Step[] => [
    stepOf(writtenFor(write), write.kind === 'check' ? 'count' : 'change'),
    ...wordStatements(writer, codecOf, write).map((statement) => stepOf(statement, 'any')),
  ];

  return {
    numbersEvents: true,
    insert: async (entity, record) => isApplied(await write(insertion(entity, [record]))),
    insertAbsent: (entity, records) => insertAbsent(records, (some) => write(insertion(entity, some))),
    select: async <T>(entity: Entity<T>, selection: Selection) => {
      const read = isFast(selection) ? readHere : list;
      return (await read(writer.select(entity, selection))).map((found) => codecOf(entity).decode(found) as T);
    },
    selectEach: async <T>(entity: Entity<T>, selections: readonly Selection[]) => {
      const decoded = (rows: readonly Row[]) => rows.map((found) => codecOf(entity).decode(found) as T);
      const statements = selections.map((selection) => writer.select(entity, selection));
      return (await readEach(selections.every(isFast) ? readHere : list, statements)).map(decoded);
    },
    distinct: async (entity, field, selection) =>
      (await list(writer.distinct(entity, field, selection))).map((found) =>
        String(found[codecOf(entity).columnOf(field)]),
      ),
    count: async (entity, where, limit) => {
      const counting = writer.count(entity, where);
      return Number((await list(limit === undefined ? counting : upTo(limit, counting)))[0]?.count);
    },
    countEach: async (entity, wheres) =>
      (
        await readEach(
          list,
          wheres.map((where) => writer.count(entity, where)),
        )
      ).map(([row]) => Number(row?.count)),
    update: async (entity, where, changes) => isApplied(await write(update(entity, where, changes))),
    // Writes a statement that sets the field to a parameter, then changes its text so that it adds the parameter to the
    // field.
    increment: async (entity, where, field) => {
      const { text, values } = writer.update(entity, where, { [field]: 1 });
      const sum = `= coalesce("${codecOf(entity).columnOf(field)}", 0) + ?`;
      return isApplied(await write({ text: text.replace('= ?', sum), values }));
    },
    delete: async (entity, where) => isApplied(await write(writer.delete(entity, where))),
    deleteAll: async (entity, where) => (await write(writer.delete(entity, where))).changes,
    take: async <T>(entity: Entity<T>, where: Where) => {
      const { text, values } = writer.delete(entity, where);
      const [taken] = (await write({ text: `${text} returning *`, values }, 'returning')).rows;
      return taken && (codecOf(entity).decode(taken) as T);
    },
    commit: async (writes) => isApplied(await executor.write(writes.flatMap(stepsFor))),
    readLive: (by) => readWhenFree(() => readLive(by), limitMs),
    readSession: (sessionId, client) => readWhenFree(() => readSession(sessionId, client), limitMs),
    readInteraction: (id, sessionId) => readWhenFree(() => readInteraction(id, sessionId), limitMs),
    readSignIn: (passkeyId, challengeId) => readWhenFree(() => readSignIn(passkeyId, challengeId), limitMs),
    // Deletes a limited number of records at a time, so that other writes can take place in between.
    sweep: async (entity, now) => {
      const expired = `select rowid from ${entity.table} where ${entity.expiry} <= ? limit ${MAX_SWEPT_RECORDS}`;
      const batch = { text: `delete from ${entity.table} where rowid in (${expired})`, values: [now] };
      while ((await write(batch)).changes === MAX_SWEPT_RECORDS) await setImmediate();
    },
    maintain: executor.maintain,
    report: () =>
      makeReport(path, connection, async (statement) => {
        const { rows } = await executor.write([{ ...statement, kind: 'returning' }]);
        return rows;
      }),
    checkFreeSpace: async () => (path === MEMORY ? undefined : checkFreeSpace(path)),
    close: async () => {
      // The thread that writes is the last one that closes the file, so it can remove the file of waiting changes.
      if (path !== MEMORY && connection.file.isOpen) connection.file.close();
      await executor.close();
      use?.end();
    },
  };
}

/** Changes a count so that it stops at the limit. */
function upTo(limit: number, { text, values }: Written): Written {
  const each = text.replace('count(*) as `count`', '1');
  return { text: `select count(*) as "count" from (${each} limit ?)`, values: [...values, limit] };
}

function isApplied({ result }: Outcome): boolean {
  return result === 'applied';
}
