/** Copies and replaces the file of an SQLite database, without changing any of its records. */
export interface DatabaseFiles {
  /**
   * Copies the database to the new file `to`, also while a server uses it. Calls `check` with the copy before the copy
   * gets its name, and deletes the copy if `check` throws. The copy is durable when the promise resolves.
   *
   * @throws Error that names `FILE` or `DATABASE_URL` if there can be no such copy
   */
  copyTo(to: string, check: CheckCopy): Promise<DatabaseCopy>;
  /**
   * Replaces the database with a copy of the file `from`, which `check` may change before. Returns the new path of the
   * replaced database, or `undefined` if there was none. If the process dies, the database is the old or the new one.
   *
   * @throws Error that names `FILE` or `DATABASE_URL` if `from` is no usable backup, or if the database is in use
   */
  replaceWith(from: string, check: CheckCopy): Promise<Replacement>;
}

export type CheckCopy = (copy: DatabaseCopy) => Promise<void>;

/** A database file that no process uses. */
export interface DatabaseCopy {
  readonly path: string;
  readonly bytes: number;
  /** Whether this version of Passgraph has to migrate the database before it can use it. */
  readonly needsMigration: boolean;
  /** The time of the latest audit event. */
  readonly lastEventAt: Date | undefined;
}

export interface Replacement {
  readonly database: string;
  readonly copy: DatabaseCopy;
  readonly replaced: string | undefined;
}

/** What the database says about itself, so that the server can check how it is set up. */
export type DatabaseReport = SqliteReport | MongodbReport;

export interface SqliteReport {
  readonly kind: 'SQLITE';
  readonly version: string;
  /** Absent if the database is in memory. */
  readonly file?: DatabaseFile | undefined;
  /** The value of `pragma journal_mode`, such as `wal`. */
  readonly journalMode: string;
  /** The value of `pragma synchronous` of the connection that writes. From 2 on, each commit waits for the disk. */
  readonly synchronous: number;
}

/**
 * The file of the database. `place` says what keeps it: a disk of this machine, another machine, the memory, or the
 * layer of a container, which is deleted with the container.
 */
export interface DatabaseFile {
  readonly path: string;
  readonly place: 'DISK' | 'NETWORK' | 'MEMORY' | 'CONTAINER';
  readonly freeBytes: number;
}

export interface MongodbReport {
  readonly kind: 'MONGODB';
  readonly version: string;
  /** The time by the clock of the database server. */
  readonly now: Date;
  readonly writeConcern: { readonly w?: string | number | undefined; readonly journal?: boolean | undefined };
  /** The number of servers in the replica set that can become the primary. 0 with a sharded cluster. */
  readonly members: number;
  /** Whether the storage engine keeps the data on a disk. Absent if the user of the database may not know it. */
  readonly isPersistent?: boolean | undefined;
  /** Absent if the user of the database may not know it. */
  readonly freeBytes?: number | undefined;
}
