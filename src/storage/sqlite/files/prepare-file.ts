import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { makeDirectory } from '../sync-directory.js';
import { type FileUse, useFile } from './file-use.js';
import { openingError } from './opening-error.js';
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
    throw openingError(path, error);
  }
}
