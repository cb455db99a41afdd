import type { Page } from '../model/record-store.js';

/** A page of which some entries are not shown; where it ends in the list is still known. */
export interface LivePage<T> extends Page<T> {
  readonly endCursor: string | undefined;
}

/**
 * The page without what hangs on something that is gone: it counts for nothing, and waits to be swept. What is left
 * may be fewer entries than were asked for; the next page begins where this one ended.
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

/** The same, where what is alive was found for all at once. */
export function keepOf<T>(page: Page<T>, alive: readonly T[]): LivePage<T> {
  return {
    ...page,
    items: page.items.filter(({ record }) => alive.includes(record)),
    endCursor: page.items.at(-1)?.cursor,
  };
}
