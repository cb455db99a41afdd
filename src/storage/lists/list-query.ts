import type { Scalar, Where } from '../../model/conditions.js';
import type { SortField } from './order-path.js';

/** What a list contains, and how it is sorted. */
export interface ListQuery<T> {
  readonly search?: string | undefined;
  readonly conditions?: readonly ListCondition<T>[] | undefined;
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
