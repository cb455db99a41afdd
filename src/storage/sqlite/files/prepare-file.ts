import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { makeDirectory } from '../sync-directory.js';
import { type FileUse, useFile } from './file-use.js';
import { checkNotRestored } from './restore-guard.js';

/** Makes the folder of the file, and notes that this process uses the file, before SQLite opens it. */
export function prepareFile(path: string): FileUse {
  let use: FileUse | undefined;
  try {
    makeDirectory(dirname(resolve(path)));
    use = useFile(path);
    if (existsSync(path)) checkNotRestored(path);
    return use;
  } catch (error) {
    use?.end();
    throw cannotBeOpened(path, error);
  }
}

/** Keeps an error that already says what to do. */
export function cannotBeOpened(path: string, error: unknown): Error {
  if (error instanceof Error && error.message.startsWith('DATABASE_URL')) return error;
  return new Error(`DATABASE_URL: ${path} cannot be opened as an SQLite file. Check the path and its permissions.`, {
    cause: error,
  });
}
