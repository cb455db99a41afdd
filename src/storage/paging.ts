import type { Page, PageRequest } from '../model/record-store.js';
import { between, type Where } from './conditions.js';
import type { Selection } from './database.js';

/** Where a list goes: by a time-ordered key, forwards or backwards, between bounds. */
export interface Listing {
  readonly by: 'id' | 'order';
  readonly direction: 'newestFirst' | 'oldestFirst';
  /** Keys from here on, and keys before this. */
  readonly from?: string | undefined;
  readonly before?: string | undefined;
}

/** Behind every key that there is: the last code point. */
const LAST = '\u{10FFFF}';
const MARK = 'key:';

function cursorOf(key: string): string {
  return Buffer.from(MARK + key).toString('base64url');
}

function keyOf(cursor: string): string {
  const text = Buffer.from(cursor, 'base64url').toString();
  const key = text.slice(MARK.length);
  if (!text.startsWith(MARK) || key === '' || cursorOf(key) !== cursor) {
    throw new RangeError('cursor is not one that a page of this list answered');
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

/** Always a range of the key, with bounds at both ends of the list: the first page is found like any other. */
function range(listing: Listing, after: string | undefined): Bounds {
  const from = listing.from ?? '';
  const before = listing.before ?? LAST;
  if (after === undefined) return { $gte: from, $lt: before };
  return listing.direction === 'newestFirst'
    ? { $gte: from, $lt: least(before, after) }
    : { $gt: greatest(from, after), $lt: before };
}

function isWithin(key: string, { $gt, $gte, $lt }: Bounds): boolean {
  return ($gt === undefined || key > $gt) && ($gte === undefined || key >= $gte) && key < $lt;
}

function boundsOf({ first, after }: PageRequest, listing: Listing): Bounds {
  if (!Number.isInteger(first) || first < 1 || first > 100) throw new RangeError('first must be 1 to 100');
  return range(listing, after === undefined ? undefined : keyOf(after));
}

function keyIn(record: object, { by }: Listing): string {
  return String((record as Record<string, unknown>)[by]);
}

/** `records` are those behind the cursor, in order; one more than asked for tells that there is a next page. */
function pageOf<T extends object>(records: readonly T[], { first }: PageRequest, listing: Listing): Page<T> {
  return {
    items: records.slice(0, first).map((record) => ({ record, cursor: cursorOf(keyIn(record, listing)) })),
    hasNextPage: records.length > first,
  };
}

type Select<T> = (selection: Selection) => Promise<T[]>;

/** @throws RangeError where the cursor is none, or `first` is not 1 to 100. */
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

/** So many are read whole and sorted here. */
const FEW = 500;

/**
 * A page of what a search finds. Going through the list by its key until enough is found reads nearly all of it where
 * there is little to find, and SQLite does so: only where there is much is that the shorter way.
 *
 * @throws RangeError where the cursor is none, or `first` is not 1 to 100.
 */
export async function readSearchPage<T extends { readonly id: string }>(
  select: Select<T>,
  request: PageRequest,
  where: Where,
  listing: Listing,
): Promise<Page<T>> {
  const bounds = boundsOf(request, listing);
  const found = await select({ where, limit: FEW + 1 });
  if (found.length > FEW) return readPage(select, request, where, listing);
  const sign = listing.direction === 'newestFirst' ? -1 : 1;
  const records = found
    .filter((record) => isWithin(keyIn(record, listing), bounds))
    .sort((a, b) => (keyIn(a, listing) < keyIn(b, listing) ? -sign : sign));
  return pageOf(records, request, listing);
}
