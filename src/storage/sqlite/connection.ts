import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import { LRUCache } from 'lru-cache';
import type { Row } from '../database.js';

/** A connection to an SQLite file or to a database in memory. Each thread has its own. */
export interface Connection {
  readonly file: DatabaseSync;
  /** Compiles each SQL text once. Values are bound as parameters, never part of the SQL text. */
  prepared(text: string): StatementSync;
}

/** SQL with its values, which threads can send to each other. */
export interface BoundStatement {
  readonly text: string;
  readonly values: readonly SQLInputValue[];
}

/**
 * The largest number of compiled statements in the cache. Lists of different lengths need different statements, so
 * without a limit the cache would grow forever.
 */
const MAX_STATEMENTS = 500;

/** Opens a connection whose statements wait up to `lockWaitMs` while another connection holds the lock they need. */
export function openConnection(path: string, lockWaitMs: number): Connection {
  const file = new DatabaseSync(path, { timeout: lockWaitMs });
  // With `full`, each commit waits until the disk has stored it, so a power failure loses no committed write.
  file.exec('pragma journal_mode = wal; pragma synchronous = full; pragma temp_store = memory;');
  const statements = new LRUCache<string, StatementSync>({ max: MAX_STATEMENTS });
  return {
    file,
    prepared: (text) => {
      let statement = statements.get(text);
      if (statement === undefined) {
        statement = file.prepare(text);
        statements.set(text, statement);
      }
      return statement;
    },
  };
}

/** Runs a statement to its end, so that it holds no old state of the database, and returns all rows. */
export function allRows({ prepared }: Connection, { text, values }: BoundStatement): Row[] {
  return prepared(text).all(...values);
}
