import type { Scalar, Where } from '../../model/conditions.js';
import type { SortField } from './order-path.js';
import type { PathPart, Place } from './path.js';

/** What a list contains, and how it is sorted. */
export interface ListQuery<T> {
  readonly search?: string | undefined;
  readonly conditions?: readonly ListCondition<T>[] | undefined;
  /** The part of the records to which all of the list belong. By default, the list then has the order of this part. */
  readonly part?: ListedPart | undefined;
  /** The field by which the list is sorted. Default: newest first. */
  readonly sort?: SortField<T> | undefined;
  /** Whether the list has this order in any case. Otherwise, a search that finds many records is in the order of its words. */
  readonly isSorted?: boolean | undefined;
}

export interface ListCondition<T> {
  /** Conditions of which at most one is true of a record. Each has an index that ends with the field `order`. */
  readonly alternatives: readonly Where[];
  readonly matches: (record: T) => boolean;
}

/** A part of the records that another table lists, such as the members of a group. It has the order of that table. */
export interface ListedPart {
  /** Distinguishes the cursors of lists in the order of the part. */
  readonly name: string;
  /** Counts the records, and stops at `limit`. */
  count(limit: number): Promise<number>;
  /** Returns up to `limit` places. The greatest key comes first. */
  places(part: PathPart): Promise<Place[]>;
  /** Returns the places of those records that belong to the part. */
  placesOf(ids: readonly string[]): Promise<Place[]>;
}

/** The condition that a field has this value. There is none if the value is `undefined`. */
export function conditionOn<T>(
  value: Scalar | null | undefined,
  field: string,
  readValue: (record: T) => unknown,
): ListCondition<T>[] {
  if (value === undefined) return [];
  return [{ alternatives: [{ [field]: value }], matches: (record) => readValue(record) === value }];
}

/** The condition that a field has one of these values. */
export function oneOf<T, V extends string>(
  values: readonly V[] | undefined,
  field: string,
  readValue: (record: T) => V | undefined,
): ListCondition<T>[] {
  if (values === undefined) return [];
  const wanted = new Set<V | undefined>(values);
  const alternatives = [...new Set(values)].map((value) => ({ [field]: value }));
  return [{ alternatives, matches: (record) => wanted.has(readValue(record)) }];
}
