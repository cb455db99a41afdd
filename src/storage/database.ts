import type { LiveStore } from '../model/access/live.js';
import type { Where } from './conditions.js';
import type { Entity } from './entity.js';

export type Row = Readonly<Record<string, unknown>>;

export interface Selection {
  readonly where: Where;
  readonly orderBy?: { readonly [field: string]: 'asc' | 'desc' };
  readonly limit?: number;
}

/** Selects values instead of records. */
export interface Values {
  readonly where: Where;
  readonly limit: number;
}

/** A statement that was sent to the database. Tests use it to count round trips and to look at query plans. */
export interface Statement {
  /** The SQL, or for MongoDB the name of the command. */
  readonly text: string;
  /** The parameters of the SQL, or for MongoDB the whole command. */
  readonly values: unknown;
}

/** The operations that SQLite and MongoDB both implement. Each call sends one statement. */
export interface Database extends LiveStore {
  /** Stores a record. Returns `false` if another record has the same id or the same value of a unique field. */
  insert<T>(entity: Entity<T>, record: Row): Promise<boolean>;
  /** Inserts the records in the given order. */
  insertMany<T>(entity: Entity<T>, records: readonly Row[]): Promise<void>;
  /**
   * Inserts the records, except those with an id or a unique value that another record has. Returns how many were
   * inserted.
   */
  insertAbsent<T>(entity: Entity<T>, records: readonly Row[]): Promise<number>;
  select<T>(entity: Entity<T>, selection: Selection): Promise<T[]>;
  /** Runs several selections with one statement. The lists of records are in the order of the selections. */
  selectEach<T>(entity: Entity<T>, selections: readonly Selection[]): Promise<T[][]>;
  /** Returns the different values of a text field in the records that match, in ascending order. */
  distinct<T>(entity: Entity<T>, field: keyof T & string, selection: Values): Promise<string[]>;
  count<T>(entity: Entity<T>, where: Where): Promise<number>;
  countEach<T>(entity: Entity<T>, wheres: readonly Where[]): Promise<number[]>;
  /**
   * Changes the record that matches `where`, which must match at most one. A field set to `undefined` is cleared.
   * Returns `false` if no record matches, or if another record has the new value of a unique field.
   */
  update<T>(entity: Entity<T>, where: Where, changes: Row): Promise<boolean>;
  /** Adds 1 to a number field of the record that matches `where`, atomically. Returns `false` if no record matches. */
  increment<T>(entity: Entity<T>, where: Where, field: keyof T & string): Promise<boolean>;
  /** Deletes the record that matches `where`, which must match at most one. Returns whether there was one. */
  delete<T>(entity: Entity<T>, where: Where): Promise<boolean>;
  /** Deletes all records that match `where`, and returns their number. */
  deleteAll<T>(entity: Entity<T>, where: Where): Promise<number>;
  /** Deletes and returns the record that matches `where`, which must match at most one. */
  take<T>(entity: Entity<T>, where: Where): Promise<T | undefined>;
  ping(): Promise<void>;
  /** Deletes the records that expired before `now`. With MongoDB it does nothing, because TTL indexes delete them. */
  sweep<T>(entity: Entity<T>, now: Date): Promise<void>;
  /** With SQLite, writes the changes from the write-ahead log into the database file. With MongoDB, does nothing. */
  maintain(): Promise<void>;
  close(): Promise<void>;
}
