import { between, type Where } from '../model/conditions.js';
import type { Page, PageRequest } from '../model/record-store.js';
import { LAST_CODE_POINT } from './conditions.js';
import type { Selection } from './database.js';
import { type PagePart, pageOf, pagePart } from './page-part.js';

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

/** The list in the direction in which the database reads this part of it. */
function directed(listing: Listing, { isBackward }: PagePart): Listing {
  if (!isBackward) return listing;
  return { ...listing, direction: listing.direction === 'newestFirst' ? 'oldestFirst' : 'newestFirst' };
}

function boundsOf({ cursor }: PagePart, listing: Listing): Bounds {
  return range(listing, cursor === undefined ? undefined : keyOf(cursor));
}

function keyIn(record: object, { by }: Listing): string {
  return String((record as Record<string, unknown>)[by]);
}

function itemIn<T extends object>(listing: Listing) {
  return (record: T) => ({ record, cursor: cursorOf(keyIn(record, listing)) });
}

type Select<T> = (selection: Selection) => Promise<T[]>;

/**
 * Reads one page of a list.
 *
 * @throws RangeError if the cursor is invalid, or the size of the page is not from 1 to 100
 */
export async function readPage<T extends { readonly id: string }>(
  select: Select<T>,
  request: PageRequest,
  where: Where,
  listing: Listing,
): Promise<Page<T>> {
  const part = pagePart(request);
  const reading = directed(listing, part);
  const records = await select({
    where: { ...where, [listing.by]: between({ ...boundsOf(part, reading) }) },
    orderBy: { [listing.by]: reading.direction === 'newestFirst' ? 'desc' : 'asc' },
    limit: part.size + 1,
  });
  return pageOf(records, part, itemIn<T>(listing));
}
