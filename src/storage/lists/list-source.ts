import type { Where } from '../../model/conditions.js';
import type { Selection } from '../database.js';
import type { Entity, WordEntry } from '../entity.js';
import type { RecordSource } from './order-path.js';

/** Where a list reads its records and their words. */
export interface ListSource<T> extends RecordSource<T> {
  readonly entity: Entity<T>;
  /** Reads entries of words. */
  readonly entries: (selection: Selection) => Promise<WordEntry[]>;
  readonly findMany: (ids: readonly string[]) => Promise<T[]>;
  /** Counts the records that match, and stops at `limit`. */
  readonly count: (where: Where, limit: number) => Promise<number>;
  /** Counts the entries of words that match, and stops at `limit`. */
  readonly countEntries: (where: Where, limit: number) => Promise<number>;
  /** Returns the ids of the records that have an entry that matches. The condition limits the ids of the records. */
  readonly idsOfEntries: (where: Where, limit: number) => Promise<string[]>;
  /** Returns which of the records with these ids match. */
  readonly idsOfRecords: (ids: readonly string[], where: Where) => Promise<string[]>;
}
