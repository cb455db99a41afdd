import type { Page } from '../model/record-store.js';

/**
 * A page of a list, from which invalid entries were removed. `endCursor` is the cursor of the last entry that was read,
 * even if this entry was removed.
 */
export interface LivePage<T> extends Page<T> {
  readonly endCursor: string | undefined;
}

/**
 * Removes entries from a page if a record on which they depend was deleted; a job deletes these entries later. The page
 * can therefore have fewer entries than the caller requested.
 */
export async function livePage<R, T>(
  page: Page<R>,
  alive: (record: R) => Promise<T | undefined>,
): Promise<LivePage<T>> {
  const items = await Promise.all(
    page.items.map(async ({ record, cursor }) => {
      const live = await alive(record);
      return live === undefined ? undefined : { record: live, cursor };
    }),
  );
  return { ...page, items: items.filter((item) => item !== undefined), endCursor: page.items.at(-1)?.cursor };
}

/** Removes all entries from a page that are not in `alive`. */
export function onlyLive<T>(page: Page<T>, alive: readonly T[]): LivePage<T> {
  return {
    ...page,
    items: page.items.filter(({ record }) => alive.includes(record)),
    endCursor: page.items.at(-1)?.cursor,
  };
}
