import type { LiveStore } from '../model/access/live.js';
import type { Where } from './conditions.js';
import type { Entity } from './entity.js';

export type Row = Readonly<Record<string, unknown>>;

export interface Selection {
  readonly where: Where;
  readonly orderBy?: { readonly [field: string]: 'asc' | 'desc' };
  readonly limit?: number;
}

/** What was sent to the database, for tests that count round trips or ask the query planner. */
export interface Statement {
  /** The SQL, or the name of the MongoDB command. */
  readonly text: string;
  /** The parameters, or the command. */
  readonly values: unknown;
}

/** What both databases can do. One call is one statement. */
export interface Database extends LiveStore {
  /** `false` if another record has the key, or the value of a unique field. */
  insert<T>(entity: Entity<T>, record: Row): Promise<boolean>;
  /** Inserts in this order. */
  insertMany<T>(entity: Entity<T>, records: readonly Row[]): Promise<void>;
  select<T>(entity: Entity<T>, selection: Selection): Promise<T[]>;
  /** The records of each selection, in the order of the selections, by one statement. */
  selectEach<T>(entity: Entity<T>, selections: readonly Selection[]): Promise<T[][]>;
  count<T>(entity: Entity<T>, where: Where): Promise<number>;
  countEach<T>(entity: Entity<T>, wheres: readonly Where[]): Promise<number[]>;
  /**
   * Changes the record that matches; `where` must match at most one. `undefined` clears a field. `false` if none matches,
   * or if another record has the new value of a unique field.
   */
  update<T>(entity: Entity<T>, where: Where, changes: Row): Promise<boolean>;
  /** Deletes the record that matches; `where` must match at most one. */
  delete<T>(entity: Entity<T>, where: Where): Promise<boolean>;
  /** Returns the number of deleted records. */
  deleteAll<T>(entity: Entity<T>, where: Where): Promise<number>;
  /** Deletes and returns the record that matches; `where` must match at most one. */
  take<T>(entity: Entity<T>, where: Where): Promise<T | undefined>;
  ping(): Promise<void>;
  /** Deletes records that expired before `now`, if the database does not delete them itself. */
  sweep<T>(entity: Entity<T>, now: Date): Promise<void>;
  close(): Promise<void>;
}
