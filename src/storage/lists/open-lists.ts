import type { Page, PageRequest } from '../../model/record-store.js';
import { amongMany } from '../conditions.js';
import type { Database } from '../database.js';
import type { Entity, Words } from '../entity.js';
import type { Table } from '../table.js';
import { countList } from './list-count.js';
import { readListPage } from './list-page.js';
import type { ListQuery } from './list-query.js';
import type { ListSource } from './list-source.js';
import type { Ordered } from './order-path.js';

export interface Lists<T> {
  page(request: PageRequest, query: ListQuery<T>): Promise<Page<T>>;
  /** Counts the records. If the list is a part of all records, counts at most `MAX_COUNT`. */
  count(query: ListQuery<T>): Promise<number>;
}

/** Returns the methods with which a store reads lists that can be searched, filtered and sorted. */
export function openLists<T extends Ordered>(
  database: Database,
  entity: Entity<T> & { readonly words?: Words<T> },
  table: Table<T>,
): Lists<T> {
  const { words } = entity;
  if (words === undefined) throw new Error(`The entity ${entity.table} names no searched fields. This is a bug.`);
  const source: ListSource<T> = {
    entity,
    entries: (selection) => database.select(words.table, selection),
    findMany: table.findMany,
    selectEach: (selections) => Promise.all(selections.map(table.findAll)),
    // A statement cannot unite these selections with others, which read other columns.
    selectFields: async (selections) => {
      const [only, ...others] = selections;
      if (only === undefined) return [];
      return others.length === 0 ? [await database.select(entity, only)] : database.selectEach(entity, selections);
    },
    count: (where, limit) => database.count(entity, where, limit),
    countEntries: (where, limit) => database.count(words.table, where, limit),
    idsOfEntries: (where, limit) => database.distinct(words.table, 'recordId', { where, limit }),
    idsOfRecords: (ids, others) =>
      database.distinct(entity, 'id', { where: { id: amongMany(ids) }, others, limit: ids.length }),
  };
  return {
    page: (request, query) => readListPage(source, request, query),
    count: (query) =>
      (query.search ?? '').trim() === '' && (query.conditions ?? []).length === 0 && query.part === undefined
        ? table.count({})
        : countList(source, query),
  };
}
