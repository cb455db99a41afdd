/*
 * This folder treats the database as a file: which processes use it, how it is copied while they do, and how it is
 * replaced. It changes no records. To understand it, read `file-use.ts` first, which explains the lock, and then
 * `replace-database.ts`.
 */

import { resolve } from 'node:path';
import type { Clock, Random } from '../../../model/deps.js';
import type { DatabaseFiles } from '../../../model/server/database.js';
import { copyDatabase } from './copy-database.js';
import { replaceDatabase } from './replace-database.js';

const NAME_BYTES = 6;

/** Makes the functions that copy and replace the database file `path`. */
export function makeDatabaseFiles(path: string, { clock, random }: { clock: Clock; random: Random }): DatabaseFiles {
  return {
    copyTo: (to, check) => {
      const name = Buffer.from(random.bytes(NAME_BYTES)).toString('hex');
      return copyDatabase(path, resolve(to), `${resolve(to)}.partial-${name}`, check);
    },
    replaceWith: (from, check) => {
      const time = clock.now().toISOString().replaceAll(':', '-');
      return replaceDatabase(path, from, `-replaced-${time}`, check);
    },
  };
}
