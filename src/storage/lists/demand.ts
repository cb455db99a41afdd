/** One demand on the records of a list. None of these methods reads whole records, except `readAll`. */
export interface Demand<T> {
  /** Counts the records that satisfy it, and stops at `limit`. A record with several words that match counts as several. */
  count(limit: number): Promise<number>;
  /** Returns the ids of the first records that satisfy it, without duplicates. */
  firstIds(limit: number): Promise<string[]>;
  /** Returns those of the records with these ids that satisfy it. There is at least one id, and none twice. */
  among(ids: readonly string[]): Promise<string[]>;
  /** Reads all records that satisfy it, of which there are at most `MAX_RARE`. */
  readAll(): Promise<T[]>;
  /** Absent if the record does not say whether it satisfies the demand. */
  matches?(record: T): boolean;
}

/** If a demand is true of at most this many records, all of them are read and then sorted in memory. */
export const MAX_RARE = 200;
