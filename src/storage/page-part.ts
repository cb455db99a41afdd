import type { Page, PageRequest } from '../model/record-store.js';

/** A request for a page, as the database reads it: in the order of the list, or backwards from its end. */
export interface PagePart {
  readonly size: number;
  readonly isBackward: boolean;
  /** The cursor after which the database reads, in its direction. Absent at the beginning or the end of the list. */
  readonly cursor: string | undefined;
}

/** @throws RangeError if the size of the page is not from 1 to 100 */
export function pagePart(request: PageRequest): PagePart {
  const isBackward = 'last' in request;
  const [size, cursor] = isBackward ? [request.last, request.before] : [request.first, request.after];
  if (!Number.isInteger(size) || size < 1 || size > 100)
    throw new RangeError('The size of a page must be an integer from 1 to 100.');
  return { size, isBackward, cursor };
}

/**
 * Makes a page from the records that the database read in its direction. It reads one record more than the page can
 * hold. If it finds that record, the list continues in this direction.
 */
export function pageOf<R, T>(
  records: readonly R[],
  { size, isBackward, cursor }: PagePart,
  toItem: (record: R) => Page<T>['items'][number],
): Page<T> {
  const items = records.slice(0, size).map(toItem);
  const hasMore = records.length > size;
  const hasBegun = cursor !== undefined;
  return isBackward
    ? { items: items.reverse(), hasNextPage: hasBegun, hasPreviousPage: hasMore }
    : { items, hasNextPage: hasMore, hasPreviousPage: hasBegun };
}
