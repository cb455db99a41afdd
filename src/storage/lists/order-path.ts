import { isDate } from 'node:util/types';
import { between, type Scalar, type Where } from '../../model/conditions.js';
import { LAST_CODE_POINT } from '../conditions.js';
import type { Selection } from '../database.js';
import type { PathPart, RecordPath, Step } from './path.js';

/** Reads the records of several selections, all of which have the same fields. */
type SelectEach<T> = (selections: readonly Selection[]) => Promise<T[][]>;

/** Where a path reads its records. */
export interface RecordSource<T> {
  readonly selectEach: SelectEach<T>;
  /** Reads only the fields that the selections name. */
  readonly selectFields: SelectEach<T>;
}

/** A record of a list. */
export interface Ordered {
  readonly id: string;
  readonly order: string;
}

/**
 * The path along the records that match one of the `alternatives`, newest first. Each alternative has an index that ends
 * with the field `order`.
 */
export function newestPath<T extends Ordered>(source: RecordSource<T>, alternatives: readonly Where[]): RecordPath<T> {
  const readWith = async (select: SelectEach<T>, fields: Fields, part: PathPart): Promise<Step<T>[]> => {
    const selection = newestSelection(part);
    const found = await select(
      alternatives.map((where) => ({ ...selection, ...fields, where: { ...where, ...selection.where } })),
    );
    const sign = part.isBackward ? 1 : -1;
    return found
      .flat()
      .sort((a, b) => (a.order < b.order ? -sign : sign))
      .slice(0, part.limit)
      .map((record) => ({ key: record.order, record }));
  };
  return {
    name: 'key',
    keyOf: ({ order }) => order,
    compare: compareNewest,
    checkKey: () => undefined,
    read: (part) => readWith(source.selectEach, {}, part),
    places: async (part) => (await readWith(source.selectFields, { fields: ['id', 'order'] }, part)).map(toPlace),
  };
}

/** Compares sort keys or ids, of which the greatest comes first. */
export function compareNewest(a: string, b: string): number {
  return a < b ? 1 : a > b ? -1 : 0;
}

type Fields = Pick<Selection, 'fields'>;

function newestSelection({ after, isBackward, limit }: PathPart): Selection {
  const bounds = isBackward
    ? { ...(after === undefined ? { $gte: '' } : { $gt: after }), $lt: LAST_CODE_POINT }
    : { $gte: '', $lt: after ?? LAST_CODE_POINT };
  return { where: { order: between(bounds) }, orderBy: { order: isBackward ? 'asc' : 'desc' }, limit };
}

function toPlace<T extends Ordered>({ key, record }: Step<T>) {
  return { key, id: record.id };
}

/** A field by which a list is sorted. The field and `order`, which sorts records with equal values, have an index. */
export interface SortField<T> {
  readonly name: string;
  readonly field: string;
  /** The field from which `readValue` computes the value. Default: `field`. */
  readonly source?: string;
  readonly direction: 'asc' | 'desc';
  readonly readValue: (record: T) => string | Date | undefined;
  readonly toValue: (text: string) => Scalar;
  /** The value before which no record comes. */
  readonly least: Scalar;
  /** The list contains only records whose value is less than this one. Otherwise, records without a value come last. */
  readonly below?: Scalar | undefined;
  /** Whether records can be without a value. */
  readonly isOptional?: boolean;
  /** Whether no two records have the same value. */
  readonly isUnique?: boolean;
  /** The condition of the list that `below` fulfils. */
  readonly range?: object | undefined;
}

/** A place on a path that is sorted by a field: its value, or `null` if there is none, and the sort key of the record. */
type Place = readonly [value: string | null, order: string];

/** The path along the records, sorted by a field. */
export function fieldPath<T extends Ordered>(source: RecordSource<T>, sort: SortField<T>): RecordPath<T> {
  const keyOf = (record: T) => JSON.stringify([textOf(sort.readValue(record)), record.order]);
  const fields = ['id', sort.source ?? sort.field, 'order'];
  const readWith = async (select: SelectEach<T>, chosen: Fields, part: PathPart): Promise<Step<T>[]> => {
    const selections = rangesOf(sort, part).map((where) => ({
      ...orderOf(sort, part),
      ...chosen,
      where,
      limit: part.limit,
    }));
    const found = (await select(selections)).flat().slice(0, part.limit);
    return found.map((record) => ({ key: keyOf(record), record }));
  };
  return {
    name: sort.name,
    keyOf,
    compare: (a, b) => comparePlaces(placeOf(a), placeOf(b), sort.direction),
    checkKey: (key) => {
      const [value] = placeOf(key);
      if (value !== null && String(sort.toValue(value)) === 'Invalid Date')
        throw new RangeError('The cursor must come from a page of this list.');
    },
    read: (part) => readWith(source.selectEach, {}, part),
    places: async (part) => (await readWith(source.selectFields, { fields }, part)).map(toPlace),
  };
}

function textOf(value: string | Date | undefined): string | null {
  return value === undefined ? null : isDate(value) ? value.toISOString() : value;
}

function placeOf(key: string): Place {
  try {
    const place = JSON.parse(key);
    const isPlace = Array.isArray(place) && place.length === 2 && typeof place[1] === 'string';
    if (isPlace && (place[0] === null || typeof place[0] === 'string')) return place as unknown as Place;
  } catch {
    // The text is not JSON.
  }
  throw new RangeError('The cursor must come from a page of this list.');
}

function comparePlaces([a, orderA]: Place, [b, orderB]: Place, direction: 'asc' | 'desc'): number {
  if ((a === null) !== (b === null)) return a === null ? 1 : -1;
  const less =
    Buffer.compare(Buffer.from(a ?? ''), Buffer.from(b ?? '')) || (orderA < orderB ? -1 : Number(orderA > orderB));
  return direction === 'asc' ? less : -less;
}

function isAscending({ direction }: { direction: 'asc' | 'desc' }, { isBackward }: PathPart): boolean {
  return (direction === 'asc') !== isBackward;
}

function orderOf<T>(sort: SortField<T>, part: PathPart): Required<Pick<Selection, 'orderBy'>> {
  const direction = isAscending(sort, part) ? 'asc' : 'desc';
  return { orderBy: { [sort.field]: direction, ...(sort.isUnique !== true && { order: direction }) } };
}

/** The ranges of the index that follow a place, in the direction in which the list is read. */
function rangesOf<T>(sort: SortField<T>, part: PathPart): Where[] {
  const { field, least, below, isOptional = false, isUnique = false } = sort;
  const isUp = isAscending(sort, part);
  const any = { [field]: between({ $gte: least, $lt: below }) };
  const absent: Where[] = isOptional && below === undefined ? [{ [field]: null }] : [];
  if (part.after === undefined) return part.isBackward ? [...absent, any] : [any, ...absent];
  const [value, order] = placeOf(part.after);
  const beyond = between(isUp ? { $gt: order } : { $lt: order });
  if (value === null) return [{ [field]: null, order: beyond }, ...(part.isBackward ? [any] : [])];
  const at = sort.toValue(value);
  const rest = { [field]: between(isUp ? { $gt: at, $lt: below } : { $gte: least, $lt: at }) };
  return [...(isUnique ? [] : [{ [field]: at, order: beyond }]), rest, ...(part.isBackward ? [] : absent)];
}
