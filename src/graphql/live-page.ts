import type { Page } from '../model/record-store.js';

/**
 * The page without what hangs on something that is gone: it counts for nothing, and waits to be swept. What is left
 * may be fewer entries than were asked for; the cursors go on as before.
 */
export const livePage = async <R, T>(page: Page<R>, alive: (record: R) => Promise<T | undefined>): Promise<Page<T>> => {
  const items = await Promise.all(
    page.items.map(async ({ record, cursor }) => {
      const live = await alive(record);
      return live === undefined ? undefined : { record: live, cursor };
    }),
  );
  return { items: items.filter((item) => item !== undefined), hasNextPage: page.hasNextPage };
};
