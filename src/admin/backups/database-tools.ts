/*
 * This folder makes backups of an SQLite database and restores them. It decides what is checked and recorded; how the
 * file is copied and replaced is in `storage/sqlite/files`. To understand it, read `backup-create.ts` first.
 */

import type { Clock, Deps } from '../../model/deps.js';
import type { DatabaseFiles } from '../../model/server/database.js';

/** What a command uses that works on the database file instead of an open store. */
export interface DatabaseTools {
  readonly files: DatabaseFiles;
  readonly clock: Clock;
  /** Opens the database, or the one at `path`, as the server does. This migrates it. */
  use<T>(work: (deps: Deps) => Promise<T>, path?: string): Promise<T>;
  /** Reads the records with encrypted values of the database file at `path`, which is not changed. */
  useSecrets<T>(path: string, work: (deps: Pick<Deps, 'store' | 'keys'>) => Promise<T>): Promise<T>;
}
