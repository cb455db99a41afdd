/**
 * What the store of any noun can do. Every method is one statement on one record: it happened or it did not,
 * and the answer says which. A write that was answered survives the death of the process.
 */
export interface RecordStore<T extends { readonly id: string }> {
  /** Of several inserts of one id, or of one unique key, exactly one answers `true`. */
  insert(record: T): Promise<boolean>;
  find(id: string): Promise<T | undefined>;
  /** Of several deletions of one id exactly one answers `true`. */
  delete(id: string): Promise<boolean>;
}

/** A noun that changes in many ways: each change is a compare-and-set on its `version`. */
export interface VersionedStore<T extends Versioned> extends RecordStore<T> {
  /**
   * Applies `changes` and raises `version` by one, if the record still has the `version` of `seen`.
   * Of several updates of the same version exactly one answers `true`. `undefined` clears a field. `false` as well
   * where another record has a unique key that the changes want.
   */
  update(seen: Pick<T, 'id' | 'version'>, changes: Changes<T>): Promise<boolean>;
  /** Deletes the record if it still has the `version` of `seen`. */
  deleteVersion(seen: Pick<T, 'id' | 'version'>): Promise<boolean>;
}

export interface Versioned {
  readonly id: string;
  readonly version: number;
}

export type Changes<T> = { readonly [K in Exclude<keyof T, 'id' | 'version'>]?: T[K] | undefined };

/** One page of a list, by key and never by counting: the cost does not depend on how far in it is. */
export interface PageRequest {
  /** 1 to 100. */
  readonly first: number;
  /** The `cursor` of the last record seen. */
  readonly after?: string | undefined;
}

export interface Page<T> {
  readonly items: readonly { readonly record: T; readonly cursor: string }[];
  readonly hasNextPage: boolean;
}
