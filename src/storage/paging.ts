import { between, type Where } from '../model/conditions.js';
import type { Page, PageRequest } from '../model/record-store.js';
import { LAST_CODE_POINT } from './conditions.js';
import type { Selection } from './database.js';

/** How a list is sorted and limited. `by` is the time-ordered field by which the list is sorted. */
export interface Listing {
  readonly by: 'id' | 'order';
  readonly direction: 'newestFirst' | 'oldestFirst';
  /**
   * The list contains only records whose sort key is at least `from` and less than `before`. A bound that is omitted
   * does not limit the list.
   */
  readonly from?: string | undefined;
  readonly before?: string | undefined;
}

const CURSOR_PREFIX = 'key:';

function cursorOf(key: string): string {
  return Buffer.from(CURSOR_PREFIX + key).toString('base64url');
}

function keyOf(cursor: string): string {
  const text = Buffer.from(cursor, 'base64url').toString();
  const key = text.slice(CURSOR_PREFIX.length);
  if (!text.startsWith(CURSOR_PREFIX) || key === '' || cursorOf(key) !== cursor) {
    throw new RangeError('The cursor must come from a page of this list.');
  }
  return key;
}

function least(a: string, b: string): string {
  return a < b ? a : b;
}

function greatest(a: string, b: string): string {
  return a > b ? a : b;
}

interface Bounds {
  readonly $gt?: string;
  readonly $gte?: string;
  readonly $lt: string;
}

/**
 * Returns the range of sort keys from which a page is read. The range always has two bounds, so that the first page and
 * later pages use the same SQL.
 */
function range(listing: Listing, after: string | undefined): Bounds {
  const from = listing.from ?? '';
  const before = listing.before ?? LAST_CODE_POINT;
  if (after === undefined) return { $gte: from, $lt: before };
  return listing.direction === 'newestFirst'
    ? { $gte: from, $lt: least(before, after) }
    : { $gt: greatest(from, after), $lt: before };
}

function isWithin(key: string, { $gt, $gte, $lt }: Bounds): boolean {
  return ($gt === undefined || key > $gt) && ($gte === undefined || key >= $gte) && key < $lt;
}

function boundsOf({ first, after }: PageRequest, listing: Listing): Bounds {
  if (!Number.isInteger(first) || first < 1 || first > 100)
    throw new RangeError('The size of a page must be an integer from 1 to 100.');
  return range(listing, after === undefined ? undefined : keyOf(after));
}

function keyIn(record: object, { by }: Listing): string {
  return String((record as Record<string, unknown>)[by]);
}

/**
 * Makes a page from the records after the cursor. The query asks for one record more than the page can hold. If the
 * query returns that record too, there is a next page.
 */
function pageOf<T extends object>(records: readonly T[], { first }: PageRequest, listing: Listing): Page<T> {
  return {
    items: records.slice(0, first).map((record) => ({ record, cursor: cursorOf(keyIn(record, listing)) })),
    hasNextPage: records.length > first,
  };
}

type Select<T> = (selection: Selection) => Promise<T[]>;

/**
 * Reads one page of a list.
 *
 * @throws RangeError if the cursor is invalid, or `first` is not from 1 to 100
 */
export async function readPage<T extends { readonly id: string }>(
  select: Select<T>,
  request: PageRequest,
  where: Where,
  listing: Listing,
): Promise<Page<T>> {
  const records = await select({
    where: { ...where, [listing.by]: between({ ...boundsOf(request, listing) }) },
    orderBy: { [listing.by]: listing.direction === 'newestFirst' ? 'desc' : 'asc' },
    limit: request.first + 1,
  });
  return pageOf(records, request, listing);
}

/** If a search finds at most this many records, all of them are read and then sorted in memory. */
const MAX_SORTED_RECORDS = 500;

/**
 * Reads one page of a search. If few records match, reading all of them by the index of the search is faster than
 * walking through the sorted list. If many match, the sorted list is faster.
 *
 * @throws RangeError if the cursor is invalid, or `first` is not from 1 to 100
 */
export async function readSearchPage<T extends { readonly id: string }>(
  select: Select<T>,
  request: PageRequest,
  where: Where,
  listing: Listing,
): Promise<Page<T>> {
  const bounds = boundsOf(request, listing);
  const found = await select({ where, limit: MAX_SORTED_RECORDS + 1 });
  if (found.length > MAX_SORTED_RECORDS) return readPage(select, request, where, listing);
  const sign = listing.direction === 'newestFirst' ? -1 : 1;
  const records = found
    .filter((record) => isWithin(keyIn(record, listing), bounds))
    .sort((a, b) => (keyIn(a, listing) < keyIn(b, listing) ? -sign : sign));
  return pageOf(records, request, listing);
}
