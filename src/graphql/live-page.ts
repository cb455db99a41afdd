import type { Page } from '../model/record-store.js';

/** The cursors of the first and last entry that was read, even if the entry was removed from the page. */
function endsOf({ items }: Page<unknown>) {
  return { startCursor: items[0]?.cursor, endCursor: items.at(-1)?.cursor };
}

/**
 * Removes entries from a page if a record on which they depend was deleted; a job deletes these entries later. The page
 * can therefore have fewer entries than the caller requested.
 */
export async function livePage<R, T>(page: Page<R>, alive: (record: R) => Promise<T | undefined>): Promise<Page<T>> {
  const items = await Promise.all(
    page.items.map(async ({ record, cursor }) => {
      const live = await alive(record);
      return live === undefined ? undefined : { record: live, cursor };
    }),
  );
  return { ...page, items: items.filter((item) => item !== undefined), ...endsOf(page) };
}

/** Removes all entries from a page that are not in `alive`. */
export function onlyLive<T>(page: Page<T>, alive: readonly T[]): Page<T> {
  return {
    ...page,
    items: page.items.filter(({ record }) => alive.includes(record)),
    ...endsOf(page),
  };
}
