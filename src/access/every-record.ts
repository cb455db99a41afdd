import type { Page, PageRequest } from '../model/record-store.js';

const PAGE = 100;

/** Every record of a list, read page by page as they are asked for. */
export async function* everyRecord<T>(page: (request: PageRequest) => Promise<Page<T>>): AsyncGenerator<T> {
  let after: string | undefined;
  do {
    const { items, hasNextPage } = await page({ first: PAGE, after });
    for (const { record } of items) yield record;
    after = hasNextPage ? items.at(-1)?.cursor : undefined;
  } while (after !== undefined);
}
