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
