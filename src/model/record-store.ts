/**
 * The methods of every store. Each method is one statement on one record, which succeeds completely or changes nothing.
 * When the promise of a write has resolved, the change survives a crash of the process.
 */
export interface RecordStore<T extends { readonly id: string }> {
  /**
   * Stores a new record and returns `true`. Returns `false` if another record has the same id or the same value of a
   * unique field. If several such calls race, exactly one returns `true`.
   */
  insert(record: T): Promise<boolean>;
  find(id: string): Promise<T | undefined>;
  /**
   * Deletes the record with this id. Returns `false` if no such record exists. If several calls race, exactly one
   * returns `true`.
   */
  delete(id: string): Promise<boolean>;
}

/**
 * A store whose records have a `version`. A change succeeds only if the record still has the version that the caller
 * read, so that no request overwrites the change of another request.
 */
export interface VersionedStore<T extends Versioned> extends RecordStore<T> {
  /**
   * Applies `changes`, adds one to `version` and returns the new record; a field set to `undefined` is cleared. Returns
   * `undefined`, and changes nothing, if the record no longer has the version of `seen`, or if another record already
   * has the new value of a unique field.
   */
  update(seen: T, changes: Changes<T>): Promise<T | undefined>;
}

export interface Versioned {
  readonly id: string;
  readonly version: number;
}

export type Changes<T> = { readonly [K in Exclude<keyof T, 'id' | 'version'>]?: T[K] | undefined };

/**
 * A request for one page of a list. The database starts at the key in the cursor and does not count the records before
 * it. So the last page of a long list is as fast as the first.
 */
export type PageRequest = NextPageRequest | PreviousPageRequest;

export interface NextPageRequest {
  /** The number of records on the page, from 1 to 100. */
  readonly first: number;
  /** The `cursor` of the last record of the page before this one. Absent for the first page. */
  readonly after?: string | undefined;
}

export interface PreviousPageRequest {
  /** The number of records on the page, from 1 to 100. */
  readonly last: number;
  /** The `cursor` of the first record of the page after this one. Absent for the last page. */
  readonly before?: string | undefined;
}

export interface Page<T> {
  /** The records in the order of the list, also on a page that was read backwards. */
  readonly items: readonly { readonly record: T; readonly cursor: string }[];
  /** Whether the list continues after this page. A page before a cursor always has a next page. */
  readonly hasNextPage: boolean;
  /** Whether the list has records before this page. A page after a cursor always has a previous page. */
  readonly hasPreviousPage: boolean;
  /**
   * The cursors with which a reader continues before and after this page. Present if they are not those of the first and
   * last record, because records were examined that are not on the page.
   */
  readonly startCursor?: string | undefined;
  readonly endCursor?: string | undefined;
}
