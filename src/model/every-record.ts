import type { Page, PageRequest } from './record-store.js';

const PAGE_RECORDS = 100;

/**
 * Yields every record of a list with its cursor, starting after `cursor` if there is one. Fetches the next page only
 * when the caller needs it.
 */
export async function* everyItem<T>(
  page: (request: PageRequest) => Promise<Page<T>>,
  cursor?: string,
): AsyncGenerator<Page<T>['items'][number]> {
  let after = cursor;
  for (;;) {
    const { items, hasNextPage } = await page({ first: PAGE_RECORDS, after });
    yield* items;
    if (!hasNextPage) return;
    after = items.at(-1)?.cursor;
  }
}

/** Yields every record of a list, page by page. */
export async function* everyRecord<T>(page: (request: PageRequest) => Promise<Page<T>>): AsyncGenerator<T> {
  for await (const { record } of everyItem(page)) yield record;
}

/**
 * Returns all records of a list as an array. Use it only for short lists, because all records are in memory at once.
 */
export async function allRecords<T>(page: (request: PageRequest) => Promise<Page<T>>): Promise<T[]> {
  const records: T[] = [];
  for await (const record of everyRecord(page)) records.push(record);
  return records;
}

/** Yields the records of a list, one page of up to 100 records at a time. */
export async function* everyPage<T>(page: (request: PageRequest) => Promise<Page<T>>): AsyncGenerator<readonly T[]> {
  let after: string | undefined;
  do {
    const { items, hasNextPage } = await page({ first: PAGE_RECORDS, after });
    if (items.length > 0) yield items.map(({ record }) => record);
    after = hasNextPage ? items.at(-1)?.cursor : undefined;
  } while (after !== undefined);
}
