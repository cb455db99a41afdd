import type { Page } from '../model/record-store.js';

/** A page from which invalid entries were removed. `endCursor` still points to the last entry before the removal. */
export interface LivePage<T> extends Page<T> {
  readonly endCursor: string | undefined;
}

/**
 * Removes entries that are invalid because a record on which they depend was deleted. A job deletes such entries later.
 * The page can therefore have fewer entries than the caller requested.
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

/** Removes the entries that are not in `alive`. */
export function onlyLive<T>(page: Page<T>, alive: readonly T[]): LivePage<T> {
  return {
    ...page,
    items: page.items.filter(({ record }) => alive.includes(record)),
    endCursor: page.items.at(-1)?.cursor,
  };
}
