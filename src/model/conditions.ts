export type Scalar = string | number | boolean | Date;

type Operator = '$gt' | '$gte' | '$lt' | '$lte' | '$in' | '$lists';

/**
 * Operators with their operands. It is a Map, because parsed JSON never contains one: a request can thus never pass a
 * database operator as a value (injection).
 */
export type Terms = ReadonlyMap<Operator, Scalar | readonly Scalar[]>;

/** A field must equal the value, be absent (`null`), or satisfy the operators. */
export type Condition = Scalar | null | Terms;

/** Conditions on the fields of a record. All of them must hold; of the conditions in `$or`, at least one. */
export interface Where {
  readonly [field: string]: Condition | readonly Where[];
}

export function after(value: Scalar): Terms {
  return new Map([['$gt', value]]);
}

export function before(value: Scalar): Terms {
  return new Map([['$lt', value]]);
}

/** A range with up to two bounds. A bound that is `undefined` is left out. */
export function between(bounds: {
  readonly $gt?: Scalar | undefined;
  readonly $gte?: Scalar | undefined;
  readonly $lt?: Scalar | undefined;
  readonly $lte?: Scalar | undefined;
}): Terms {
  return new Map(
    Object.entries(bounds).flatMap(([operator, value]) =>
      value === undefined ? [] : [[operator as Operator, value] as const],
    ),
  );
}

export function among(values: readonly Scalar[]): Terms {
  return new Map([['$in', values]]);
}

/** The field is a list of objects, and one of them must have this `id`. */
export function lists(id: string): Terms {
  return new Map([['$lists', id]]);
}
