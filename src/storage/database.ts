import type { LiveStore } from '../model/access/live.js';
import type { Where } from './conditions.js';
import type { Entity } from './entity.js';

export type Row = Readonly<Record<string, unknown>>;

export interface Selection {
  readonly where: Where;
  readonly orderBy?: { readonly [field: string]: 'asc' | 'desc' };
  readonly limit?: number;
}

/** What was sent to the database, for whoever counts round trips or asks the planner. */
export interface Statement {
  /** The SQL, or the name of the MongoDB command. */
  readonly text: string;
  /** The parameters, or the command. */
  readonly values: unknown;
}

/** One call is one statement. What differs between the databases is behind this. */
export interface Database extends LiveStore {
  /** `false` where the key, or a unique field, is taken. */
  insert<T>(entity: Entity<T>, record: Row): Promise<boolean>;
  /** In this order. */
  insertMany<T>(entity: Entity<T>, records: readonly Row[]): Promise<void>;
  select<T>(entity: Entity<T>, selection: Selection): Promise<T[]>;
  /** Each selection's records, in the order of the selections, by one statement. */
  selectEach<T>(entity: Entity<T>, selections: readonly Selection[]): Promise<T[][]>;
  count<T>(entity: Entity<T>, where: Where): Promise<number>;
  countEach<T>(entity: Entity<T>, wheres: readonly Where[]): Promise<number[]>;
  /** Changes the record that matches, of which there is one at most; `undefined` clears a field. `false` where it wants a taken key, too. */
  update<T>(entity: Entity<T>, where: Where, changes: Row): Promise<boolean>;
  /** Deletes the record that matches, of which there is one at most. */
  delete<T>(entity: Entity<T>, where: Where): Promise<boolean>;
  /** How many there were. */
  deleteAll<T>(entity: Entity<T>, where: Where): Promise<number>;
  /** Deletes the record that matches, of which there is one at most, and answers it. */
  take<T>(entity: Entity<T>, where: Where): Promise<T | undefined>;
  ping(): Promise<void>;
  /** Deletes what expired before `now`, if the database does not by itself. */
  sweep<T>(entity: Entity<T>, now: Date): Promise<void>;
  close(): Promise<void>;
}
