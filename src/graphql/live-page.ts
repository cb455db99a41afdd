import type { Page } from '../model/record-store.js';

/** A page without the entries that are no longer valid. It keeps the cursor of its original end. */
export interface LivePage<T> extends Page<T> {
  readonly endCursor: string | undefined;
}

/**
 * Removes entries that depend on deleted records; the sweep has not removed those yet. The page may then have fewer
 * entries than requested, and the next page begins at its original end.
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

/** Removes the entries that are not among the valid ones. */
export function onlyLive<T>(page: Page<T>, alive: readonly T[]): LivePage<T> {
  return {
    ...page,
    items: page.items.filter(({ record }) => alive.includes(record)),
    endCursor: page.items.at(-1)?.cursor,
  };
}
