import type { LiveStore } from '../model/access/live.js';
import type { Where } from '../model/conditions.js';
import type { DatabaseReport } from '../model/server/database.js';
import type { Entity } from './entity.js';

export type Row = Readonly<Record<string, unknown>>;

export interface Selection {
  readonly where: Where;
  /**
   * Further conditions, by which SQLite does not search. It has no statistics, so of two conditions that have an index
   * it could choose the one that most records meet.
   */
  readonly others?: Where;
  readonly orderBy?: { readonly [field: string]: 'asc' | 'desc' };
  readonly limit?: number;
  /** The fields to read. Default: all. The records then lack the other fields, even the id. */
  readonly fields?: readonly string[];
  /** A few records that many requests need. On SQLite such a list does not wait for reads that take long. */
  readonly isShort?: boolean;
}

/** A selection of the values of one field, instead of whole records. */
export interface Values {
  readonly where: Where;
  /** Further conditions, by which SQLite does not search. */
  readonly others?: Where;
  readonly limit: number;
}

/** A statement that was sent to the database. Tests count statements, and look at their query plans. */
export interface Statement {
  /** The SQL, or for MongoDB the name of the command. */
  readonly text: string;
  /** The parameters of the SQL, or for MongoDB the whole command. */
  readonly values: unknown;
}

/**
 * One change or check of a change set, in the form that `Database.commit` takes. `where` must match at most one record.
 */
export type Write =
  | {
      readonly kind: 'insert';
      readonly entity: Entity<never>;
      readonly record: Row;
      /** The entries of the record in the table of words. */
      readonly entryIds?: readonly string[];
    }
  | {
      readonly kind: 'update';
      readonly entity: Entity<never>;
      readonly where: Where;
      readonly changes: Row;
      /** The entries that replace the present entries of the record. Without them, these stay. `where` has the id. */
      readonly entryIds?: readonly string[];
    }
  | { readonly kind: 'delete'; readonly entity: Entity<never>; readonly where: Where }
  | { readonly kind: 'check'; readonly entity: Entity<never>; readonly where: Where };

/**
 * The operations that are implemented for SQLite and for MongoDB. Each call sends one statement, except `commit`, which
 * may send several.
 */
export interface Database extends LiveStore {
  /** Whether audit events get their sequence when they are inserted. Otherwise, `numberEvents` gives it to them. */
  readonly numbersEvents: boolean;
  /** Stores a record. Returns `false` if another record has the same id or the same value of a unique field. */
  insert<T>(entity: Entity<T>, record: Row): Promise<boolean>;
  /**
   * Inserts the records. Skips each record whose id or unique value another record already has. Returns the number of
   * inserted records.
   */
  insertAbsent<T>(entity: Entity<T>, records: readonly Row[]): Promise<number>;
  select<T>(entity: Entity<T>, selection: Selection): Promise<T[]>;
  /** Runs several selections with one statement. Returns one list of records for each selection, in the same order. */
  selectEach<T>(entity: Entity<T>, selections: readonly Selection[]): Promise<T[][]>;
  /** Returns the values of a text field in the records that match the selection, sorted and without duplicates. */
  distinct<T>(entity: Entity<T>, field: keyof T & string, selection: Values): Promise<string[]>;
  /** Counts the records that match. With `limit`, stops at this number. */
  count<T>(entity: Entity<T>, where: Where, limit?: number): Promise<number>;
  countEach<T>(entity: Entity<T>, wheres: readonly Where[]): Promise<number[]>;
  /**
   * Changes the record that matches `where`, which must match at most one. A field set to `undefined` is cleared.
   * Returns `false` if no record matches, or if another record has the new value of a unique field.
   */
  update<T>(entity: Entity<T>, where: Where, changes: Row): Promise<boolean>;
  /** Adds 1 to a number field of the record that matches `where`, atomically. Returns `false` if no record matches. */
  increment<T>(entity: Entity<T>, where: Where, field: keyof T & string): Promise<boolean>;
  /** Deletes the record that matches `where`, which must match at most one. Returns `false` if no record matches. */
  delete<T>(entity: Entity<T>, where: Where): Promise<boolean>;
  /** Deletes all records that match `where`, and returns their number. */
  deleteAll<T>(entity: Entity<T>, where: Where): Promise<number>;
  /** Deletes the record that matches `where`, which must match at most one, and returns it. */
  take<T>(entity: Entity<T>, where: Where): Promise<T | undefined>;
  /**
   * Applies all writes and returns `true`. Applies none and returns `false` if a write or check matches no record, or
   * if another record already has a unique value.
   */
  commit(writes: readonly Write[]): Promise<boolean>;
  /**
   * Deletes the records that expired before `now`. With MongoDB, this method does nothing, because TTL indexes delete
   * expired records.
   */
  sweep<T>(entity: Entity<T>, now: Date): Promise<void>;
  /** With SQLite, writes the changes from the write-ahead log into the database file. With MongoDB, does nothing. */
  maintain(): Promise<void>;
  /** Says how the database is set up. With SQLite, it waits until the database can be written. */
  report(): Promise<DatabaseReport>;
  /** With an SQLite file, rejects if its disk is full. Otherwise does nothing. */
  checkFreeSpace(): Promise<void>;
  close(): Promise<void>;
}
