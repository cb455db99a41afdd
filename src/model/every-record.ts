import type { Page, PageRequest } from './record-store.js';

const PAGE_RECORDS = 100;

/** Every record of a list after `cursor`, with its own cursor. Reads page by page, as the caller consumes them. */
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

/** Every record of a list. */
export async function* everyRecord<T>(page: (request: PageRequest) => Promise<Page<T>>): AsyncGenerator<T> {
  for await (const { record } of everyItem(page)) yield record;
}

/** All records of a list, which must be short. */
export async function allRecords<T>(page: (request: PageRequest) => Promise<Page<T>>): Promise<T[]> {
  const records: T[] = [];
  for await (const record of everyRecord(page)) records.push(record);
  return records;
}
