import type { Page, PageRequest } from '../model/record-store.js';
import { between, type Where } from './conditions.js';
import type { Database } from './database.js';
import type { Noun } from './noun.js';

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

const cursorOf = (key: string): string => Buffer.from(MARK + key).toString('base64url');

const keyOf = (cursor: string): string => {
  const text = Buffer.from(cursor, 'base64url').toString();
  const key = text.slice(MARK.length);
  if (!text.startsWith(MARK) || key === '' || cursorOf(key) !== cursor) {
    throw new RangeError('cursor is not one that a page of this list answered');
  }
  return key;
};

const least = (a: string, b: string): string => (a < b ? a : b);
const greatest = (a: string, b: string): string => (a > b ? a : b);

/** Always a range of the key, with bounds at both ends of the list: the first page is found like any other. */
const range = (listing: Listing, after: string | undefined) => {
  const from = listing.from ?? '';
  const before = listing.before ?? LAST;
  if (after === undefined) return between({ $gte: from, $lt: before });
  return listing.direction === 'newestFirst'
    ? between({ $gte: from, $lt: least(before, after) })
    : between({ $gt: greatest(from, after), $lt: before });
};

/** @throws RangeError where the cursor is none, or `first` is not 1 to 100. */
export const readPage = async <T extends { readonly id: string }>(
  database: Database,
  noun: Noun<T>,
  request: PageRequest,
  where: Where,
  listing: Listing,
): Promise<Page<T>> => {
  if (!Number.isInteger(request.first) || request.first < 1 || request.first > 100) {
    throw new RangeError('first must be 1 to 100');
  }
  const after = request.after === undefined ? undefined : keyOf(request.after);
  const records = await database.select(noun, {
    where: { ...where, [listing.by]: range(listing, after) },
    orderBy: { [listing.by]: listing.direction === 'newestFirst' ? 'desc' : 'asc' },
    limit: request.first + 1,
  });
  const items = records.slice(0, request.first).map((record) => ({
    record,
    cursor: cursorOf(String((record as Record<string, unknown>)[listing.by])),
  }));
  return { items, hasNextPage: records.length > request.first };
};
