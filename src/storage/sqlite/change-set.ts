import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import { isNativeError } from 'node:util/types';

/** One statement of a change set. */
export interface Step {
  readonly statement: StatementSync;
  readonly values: readonly SQLInputValue[];
  /** A check is a `select count(*)`. Every other statement changes a record. */
  readonly isCheck: boolean;
}

/**
 * Runs all steps in one transaction and returns `true`. Undoes all steps and returns `false` if a step finds no record,
 * or if another record has a unique value.
 */
export function applyChangeSet(
  file: DatabaseSync,
  prepared: (sql: string) => StatementSync,
  steps: readonly Step[],
): boolean {
  // Begins the transaction with the lock for writing. A transaction that begins by reading could fail later, because
  // another process has written meanwhile (https://sqlite.org/isolation.html).
  prepared('begin immediate').run();
  try {
    if (steps.every(isApplied)) {
      prepared('commit').run();
      return true;
    }
    prepared('rollback').run();
    return false;
  } catch (error) {
    // After some errors, such as a full disk, SQLite has already rolled the transaction back.
    if (file.isTransaction) prepared('rollback').run();
    if (isTaken(error)) return false;
    throw error;
  }
}

function isApplied({ statement, values, isCheck }: Step): boolean {
  if (isCheck) return Number(statement.get(...values)?.count) > 0;
  return Number(statement.run(...values).changes) > 0;
}

/**
 * Error codes for a value that must be unique: SQLITE_CONSTRAINT_UNIQUE and SQLITE_CONSTRAINT_PRIMARYKEY
 * (https://sqlite.org/rescode.html).
 */
const TAKEN: readonly unknown[] = [2067, 1555];

export function isTaken(error: unknown): boolean {
  return isNativeError(error) && 'errcode' in error && TAKEN.includes(error.errcode);
}
