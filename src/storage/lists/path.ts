import type { Page, PageRequest } from '../../model/record-store.js';
import { type PagePart, pageOf, pagePart } from '../page-part.js';

/** A place on a path, and the id of the record at it. */
export interface Place {
  readonly key: string;
  readonly id: string;
}

/** A record on a path, and its place. */
export interface Step<T> {
  readonly key: string;
  readonly record: T;
}

/** An index along which a list is read. */
export interface Path<T> {
  /** Distinguishes the cursors of different paths. */
  readonly name: string;
  /** Returns up to `limit` places that follow the place `after`, or precede it if the list is read backwards. */
  places(part: PathPart): Promise<Place[]>;
  /** The place of a record on this path: the first one, if it has several. Absent if the path does not pass the record. */
  keyOf(record: T): string | undefined;
  /** Negative if the place `a` comes before `b`. */
  compare(a: string, b: string): number;
  /** @throws RangeError if this cannot be a place of this path */
  checkKey(key: string): void;
}

/** A path along the records themselves. */
export interface RecordPath<T> extends Path<T> {
  /** Like `places`, with the whole records. */
  read(part: PathPart): Promise<Step<T>[]>;
}

export interface PathPart {
  readonly after: string | undefined;
  readonly isBackward: boolean;
  readonly limit: number;
}

/**
 * Reads a page of the records on a path, all of which belong to the list.
 *
 * @throws RangeError if the cursor is invalid, or the size of the page is not from 1 to 100
 */
export async function walk<T>(path: RecordPath<T>, request: PageRequest): Promise<Page<T>> {
  const part = pagePart(request);
  const { size, isBackward } = part;
  const steps = await path.read({ after: startOf(path, part), isBackward, limit: size + 1 });
  return pageOf(steps, part, (step) => itemOf(path, step));
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

export function itemOf<T>(path: Path<T>, { record, key }: Step<T>) {
  return { record, cursor: cursorOf(path, key) };
}

export function cursorOf<T>({ name }: Path<T>, key: string): string {
  return Buffer.from(`${name}:${key}`).toString('base64url');
}

export function startOf<T>(path: Path<T>, { cursor }: PagePart): string | undefined {
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
