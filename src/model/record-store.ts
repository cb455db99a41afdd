/**
 * What every store can do. Each method is one statement on one record: it happened completely or not at all, and the
 * result says which. A write that has been acknowledged survives the death of the process.
 */
export interface RecordStore<T extends { readonly id: string }> {
  /** Of several concurrent inserts with the same id, or the same unique key, exactly one returns `true`. */
  insert(record: T): Promise<boolean>;
  find(id: string): Promise<T | undefined>;
  /** Of several concurrent deletions of one id exactly one returns `true`. */
  delete(id: string): Promise<boolean>;
}

/** The store of a record that changes in many ways. Each change is a compare-and-set on `version`. */
export interface VersionedStore<T extends Versioned> extends RecordStore<T> {
  /**
   * Applies `changes` to the record and raises its `version` by one, if the version is still the one in `seen`. Returns
   * the record as written. Of several concurrent updates of one version exactly one succeeds; the others return
   * `undefined`, as does an update that needs a unique key of another record. A change to `undefined` clears the field.
   */
  update(seen: T, changes: Changes<T>): Promise<T | undefined>;
  /** Deletes the record if its version is still the one in `seen`. */
  deleteVersion(seen: Pick<T, 'id' | 'version'>): Promise<boolean>;
}

export interface Versioned {
  readonly id: string;
  readonly version: number;
}

export type Changes<T> = { readonly [K in Exclude<keyof T, 'id' | 'version'>]?: T[K] | undefined };

/** One page of a list. Pages are found by key, never by counting, so page 1,000 costs as much as page 1. */
export interface PageRequest {
  /** 1 to 100. */
  readonly first: number;
  /** The `cursor` of the last record of the page before. */
  readonly after?: string | undefined;
}

export interface Page<T> {
  readonly items: readonly { readonly record: T; readonly cursor: string }[];
  readonly hasNextPage: boolean;
}
