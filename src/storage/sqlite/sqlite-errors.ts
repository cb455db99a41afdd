import { isNativeError } from 'node:util/types';

/*
 * Result codes of SQLite (https://sqlite.org/rescode.html). The lowest byte of an extended code is its primary code.
 */

const CONSTRAINT_UNIQUE = 2067;
const CONSTRAINT_PRIMARYKEY = 1555;
const BUSY = 5;
const CORRUPT = 11;
const NOT_A_DATABASE = 26;
/**
 * Access denied, locked, no memory, read-only, interrupted, input or output failed, corrupt, full, cannot open, protocol
 * of locks, not a database.
 */
const TROUBLE: readonly unknown[] = [BUSY, 3, 6, 7, 8, 9, 10, CORRUPT, 13, 14, 15, NOT_A_DATABASE];

function codeOf(error: unknown): number | undefined {
  return isNativeError(error) && 'errcode' in error ? Number(error.errcode) : undefined;
}

export function primaryCodeOf(error: unknown): number | undefined {
  const code = codeOf(error);
  return code === undefined ? undefined : code & 0xff;
}

/** Whether another record has a value that must be unique. */
export function isTaken(error: unknown): boolean {
  const code = codeOf(error);
  return code === CONSTRAINT_UNIQUE || code === CONSTRAINT_PRIMARYKEY;
}

/** Whether another connection holds a lock that the statement needs. */
export function isBusy(error: unknown): boolean {
  return primaryCodeOf(error) === BUSY;
}

/** Whether the content of the file is damaged: it is malformed, or no database at all. */
export function isDamage(error: unknown): boolean {
  const code = primaryCodeOf(error);
  return code === CORRUPT || code === NOT_A_DATABASE;
}

/** Whether the file could not be read or written, so that the same statement can succeed later. */
export function isTrouble(error: unknown): boolean {
  return TROUBLE.includes(primaryCodeOf(error));
}
