import DataLoader from 'dataloader';
import { recordAfter } from '../model/change-set.js';
import { among, type Where } from '../model/conditions.js';
import type { Changes, Page, PageRequest, RecordStore, Versioned, VersionedStore } from '../model/record-store.js';
import type { Database, Selection, Values } from './database.js';
import type { Entity } from './entity.js';
import { withDerived } from './lists/derived-columns.js';
import { type Listing, readPage } from './paging.js';
import { entryIdsAfter, insertWithWords } from './search/word-entries.js';

/** Reads and writes the records of one entity. The store of each record type uses these methods. */
export interface Table<T extends { readonly id: string }> extends RecordStore<T> {
  /** Inserts the records that are not stored yet, and returns the number of inserted records. */
  insertAbsent(records: readonly T[]): Promise<number>;
  findOne(where: Where): Promise<T | undefined>;
  findAll(selection: Selection): Promise<T[]>;
  findMany(ids: readonly string[]): Promise<T[]>;
  /** Returns the values of a text field in the records that match the selection, sorted and without duplicates. */
  distinct(field: keyof T & string, selection: Values): Promise<string[]>;
  count(where: Where): Promise<number>;
  /**
   * Changes the record that matches `where`, which must match at most one. Returns `false` if no record matches. `after`
   * is the record after the change; it is needed if the change affects a searched field or a column of several fields.
   */
  change(where: Where, changes: { readonly [K in keyof T]?: T[K] | undefined }, after?: T): Promise<boolean>;
  /** Adds 1 to a number field of the record that matches `where`. Returns `false` if no record matches. */
  increment(where: Where, field: keyof T & string): Promise<boolean>;
  deleteOne(where: Where): Promise<boolean>;
  deleteAll(where: Where): Promise<number>;
  take(where: Where): Promise<T | undefined>;
  /** Returns the changes together with the fields that must always change with them. */
  completed(changes: Changes<T>): Changes<T>;
  page(request: PageRequest, where: Where, listing: Listing): Promise<Page<T>>;
}

const MAX_BATCH = 100;

/**
 * Combines all reads that start in the same turn of the event loop into one statement. For example, a page of users
 * with their groups needs only one statement for the groups of all users.
 */
function batched<Q, A>(readOne: (query: Q) => Promise<A>, readEach: (queries: readonly Q[]) => Promise<A[]>) {
  return new DataLoader<Q, A>(
    async (queries) => {
      const [only] = queries;
      return only !== undefined && queries.length === 1 ? [await readOne(only)] : readEach(queries);
    },
    { cache: false, maxBatchSize: MAX_BATCH },
  );
}

/**
 * Whether the conditions match all records. If they do, the database can return the number of records quickly, without
 * filtering.
 */
function isAll(where: Where): boolean {
  return Object.keys(where).length === 0;
}

export function openTable<T extends { readonly id: string }>(database: Database, entity: Entity<T>): Table<T> {
  const findOne = async (where: Where): Promise<T | undefined> =>
    (await database.select(entity, { where, limit: 1 }))[0];
  const selections = batched(
    (selection: Selection) => database.select(entity, selection),
    (all) => database.selectEach(entity, all),
  );
  const counts = batched(
    (where: Where) => database.count(entity, where),
    (all) => database.countEach(entity, all),
  );
  const select = (selection: Selection) => selections.load(selection);
  // A value that is not a string has no `length`. Such a value passes this check, so that the later check of the
  // conditions rejects it.
  const isKey = (id: string) => !(id.length > entity.maxKeyLength);

  return {
    insert: (record) => {
      const row = withDerived(entity, record, record);
      return entity.words === undefined
        ? database.insert(entity, row)
        : database.commit([insertWithWords(entity, row)]);
    },
    insertAbsent: async (records) =>
      records.length === 0
        ? 0
        : database.insertAbsent(
            entity,
            records.map((record) => withDerived(entity, record, record)),
          ),
    find: (id) => (isKey(id) ? findOne({ id }) : Promise.resolve(undefined)),
    findOne,
    findAll: select,
    findMany: async (ids) => {
      const keys = ids.filter(isKey);
      return keys.length === 0 ? [] : database.select(entity, { where: { id: among(keys) } });
    },
    distinct: (field, selection) => database.distinct(entity, field, selection),
    count: (where) => (isAll(where) ? database.count(entity, where) : counts.load(where)),
    change: async (where, changes, after) => {
      if (Object.keys(changes).length === 0) return (await database.count(entity, where)) > 0;
      const entryIds = entryIdsAfter(entity, changes, after);
      const written = withDerived(entity, changes, after);
      if (entryIds === undefined) return database.update(entity, where, written);
      const same = entity as unknown as Entity<never>;
      return database.commit([{ kind: 'update', entity: same, where, changes: written, entryIds }]);
    },
    increment: (where, field) => database.increment(entity, where, field),
    delete: async (id) => {
      if (!isKey(id)) return false;
      return entity.words === undefined
        ? database.delete(entity, { id })
        : database.commit([{ kind: 'delete', entity: entity as unknown as Entity<never>, where: { id } }]);
    },
    deleteOne: (where) => database.delete(entity, where),
    deleteAll: (where) => database.deleteAll(entity, where),
    take: (where) => database.take(entity, where),
    completed: (changes) => (entity.completeChanges?.(changes) ?? changes) as Changes<T>,
    page: (request, where, listing) => readPage(select, request, where, listing),
  };
}

export function recordStore<T extends { readonly id: string }>(table: Table<T>): RecordStore<T> {
  return {
    insert: table.insert,
    find: table.find,
    delete: table.delete,
  };
}

/**
 * Updates a record and returns it with the changes. If the record no longer has the version of `seen`, or does not
 * satisfy `where`, changes nothing and returns `undefined`.
 */
export async function updateVersion<T extends Versioned>(
  table: Table<T>,
  seen: T,
  changes: Changes<T>,
  where: Where = {},
): Promise<T | undefined> {
  const { id, version } = seen;
  const completed = table.completed(changes);
  const raised = { ...completed, version: version + 1 } as Partial<T>;
  const after = recordAfter(seen, completed);
  return (await table.change({ ...where, id, version }, raised, after)) ? after : undefined;
}

export function versionedStore<T extends Versioned>(table: Table<T>): VersionedStore<T> {
  return {
    ...recordStore(table),
    update: (seen, changes) => updateVersion(table, seen, changes),
  };
}

export const NEWEST_FIRST_BY_ORDER: Listing = { by: 'order', direction: 'newestFirst' };
export const NEWEST_FIRST_BY_ID: Listing = { by: 'id', direction: 'newestFirst' };
