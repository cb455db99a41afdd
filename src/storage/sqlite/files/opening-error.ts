import { isNativeError } from 'node:util/types';
import { primaryCodeOf } from '../sqlite-errors.js';

/** Says what to do about an error that occurred while the file was opened. Keeps an error that already says it. */
export function openingError(path: string, error: unknown): Error {
  if (error instanceof Error && error.message.startsWith('DATABASE_URL')) return error;
  return new Error(`DATABASE_URL: ${path} ${adviceOn(error) ?? OTHER}`, { cause: error });
}

/** The library that updates the schema wraps the errors of SQLite. */
function adviceOn(error: unknown): string | undefined {
  if (!isNativeError(error)) return undefined;
  return BY_CODE[primaryCodeOf(error) ?? 0] ?? (isNoSpace(error) ? FULL : adviceOn(error.cause));
}

const FULL = 'cannot be written, because its disk is full. Free some space, then start again.';
const LOCKED = 'is locked by another program. Stop that program, then start again.';
const OTHER =
  'cannot be opened as an SQLite file. Check the path, and let the user who runs the server write to this file and to its folder.';

/** Keys are result codes of SQLite (https://sqlite.org/rescode.html). */
const BY_CODE: Readonly<Record<number, string>> = {
  5: LOCKED,
  6: LOCKED,
  8: 'cannot be written. Let the user who runs the server write to this file and to its folder.',
  10: 'cannot be read or written. Check the disk and the quota of the user who runs the server.',
  11: 'is damaged. Restore it from a backup.',
  13: FULL,
  26: 'is not an SQLite file. Correct the path, or move this file to another folder.',
};

function isNoSpace(error: Error): boolean {
  return 'code' in error && error.code === 'ENOSPC';
}
