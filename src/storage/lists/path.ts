/*
 * This folder reads lists that are searched, filtered or sorted in several ways. A list is read along a path: the words
 * that begin alike, or the records of a filter, in the order of an index. All other demands are checked on the records
 * of the path, and the number of records that are examined for a page has a limit. It knows record types only through
 * their entities. To understand this folder, read docs/decisions/lists.md, then `list-page.ts`.
 */

import type { Page, PageRequest } from '../../model/record-store.js';
import { type PagePart, pageOf, pagePart } from '../page-part.js';

/** A place on a path, and the record at it. The record is absent if the path has it at another place, too. */
export interface Step<T> {
  readonly key: string;
  readonly record: T | undefined;
}

/** An index along which a list is read. */
export interface Path<T> {
  /** Distinguishes the cursors of different paths. */
  readonly name: string;
  /** Returns up to `limit` steps that follow the place `after`, or precede it if the list is read backwards. */
  read(part: PathPart): Promise<Step<T>[]>;
  /** The place of a record on this path. Absent if the path does not pass the record. */
  keyOf(record: T): string | undefined;
  /** Negative if the place `a` comes before `b`. */
  compare(a: string, b: string): number;
  /** @throws RangeError if this cannot be a place of this path */
  checkKey(key: string): void;
}

export interface PathPart {
  readonly after: string | undefined;
  readonly isBackward: boolean;
  readonly limit: number;
}

/** How many records are examined at most for one page. */
export const MAX_EXAMINED = 1000;

const CHUNK = 100;

/**
 * Reads a page along a path. If only few of the examined records match, the page has fewer records than requested, and
 * names the place that the next page has to start from.
 *
 * @throws RangeError if the cursor is invalid, or the size of the page is not from 1 to 100
 */
export async function walk<T>(
  path: Path<T>,
  request: PageRequest,
  matches: (record: T) => boolean,
  isSelective: boolean,
): Promise<Page<T>> {
  const part = pagePart(request);
  const found: Required<Step<T>>[] = [];
  let after = startOf(path, part);
  let examined = 0;
  let hasEnded = false;
  while (!hasEnded && found.length <= part.size && examined < MAX_EXAMINED) {
    // Without conditions, all records of the first steps usually match.
    const limit = isSelective || examined > 0 ? CHUNK : part.size + 1;
    const steps = await path.read({ after, isBackward: part.isBackward, limit });
    found.push(...steps.filter(({ record }) => record !== undefined && matches(record)));
    examined += steps.length;
    hasEnded = steps.length < limit;
    after = steps.at(-1)?.key ?? after;
  }
  const page = pageOf(found, part, (step) => itemOf(path, step));
  return hasEnded || found.length > part.size || after === undefined
    ? page
    : withRest(page, part, cursorOf(path, after));
}

/** Makes a page from all records of a list. */
export function pageInMemory<T>(path: Path<T>, request: PageRequest, records: readonly T[]): Page<T> {
  const part = pagePart(request);
  const after = startOf(path, part);
  const sign = part.isBackward ? -1 : 1;
  const steps = records
    .flatMap((record) => {
      const key = path.keyOf(record);
      return key === undefined ? [] : [{ key, record }];
    })
    .filter(({ key }) => after === undefined || sign * path.compare(key, after) > 0)
    .sort((a, b) => sign * path.compare(a.key, b.key));
  return pageOf(steps, part, (step) => itemOf(path, step));
}

function itemOf<T>(path: Path<T>, { record, key }: Step<T>) {
  return { record: record as T, cursor: cursorOf(path, key) };
}

/** Says that the list continues after the last place that was examined. */
function withRest<T>(page: Page<T>, { isBackward }: PagePart, cursor: string): Page<T> {
  return isBackward
    ? { ...page, hasPreviousPage: true, startCursor: cursor }
    : { ...page, hasNextPage: true, endCursor: cursor };
}

function cursorOf<T>({ name }: Path<T>, key: string): string {
  return Buffer.from(`${name}:${key}`).toString('base64url');
}

function startOf<T>(path: Path<T>, { cursor }: PagePart): string | undefined {
  if (cursor === undefined) return undefined;
  const key = keyOfCursor(cursor, path.name);
  if (key === undefined) throw new RangeError('The cursor must come from a page of this list.');
  path.checkKey(key);
  return key;
}

/** The place that a cursor marks, if it belongs to the path of this name. */
export function keyOfCursor(cursor: string, name: string): string | undefined {
  const text = Buffer.from(cursor, 'base64url').toString();
  const isWhole = Buffer.from(text).toString('base64url') === cursor;
  return isWhole && text.startsWith(`${name}:`) && text.length > name.length + 1
    ? text.slice(name.length + 1)
    : undefined;
}
