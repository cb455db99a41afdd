export type Scalar = string | number | boolean | Date;

type Operator = '$gt' | '$gte' | '$lt' | '$lte' | '$in' | '$nin' | '$lists';

/**
 * Operators with their operands. It is a Map, because parsed JSON never contains a Map. So an attacker cannot inject a
 * database operator by sending a JSON object in place of a text.
 */
export type Terms = ReadonlyMap<Operator, Scalar | readonly Scalar[]>;

/**
 * A condition on one field: the value that it must equal, `null` if it must be absent, or operators that it must
 * satisfy.
 */
export type Condition = Scalar | null | Terms;

/**
 * Conditions on the fields of a record. All conditions must hold; of the alternatives in `$or`, at least one must hold.
 */
export interface Where {
  readonly [field: string]: Condition | readonly Where[];
}

export function after(value: Scalar): Terms {
  return new Map([['$gt', value]]);
}

export function before(value: Scalar): Terms {
  return new Map([['$lt', value]]);
}

/**
 * Returns a condition for a range of values with up to two bounds. A bound that is `undefined` does not limit the
 * range.
 */
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

/** Returns the condition that a field, which is always set, has none of the values. */
export function noneOf(values: readonly Scalar[]): Terms {
  return new Map([['$nin', values]]);
}

/** Returns the condition that a list of objects contains an object with this `id`. */
export function lists(id: string): Terms {
  return new Map([['$lists', id]]);
}

/** Whether a record in memory satisfies conditions, as the database would decide. */
export function meets(record: object, where: Readonly<Record<string, Condition | undefined>>): boolean {
  return Object.entries(where).every(([field, condition]) => {
    const value = (record as Readonly<Record<string, unknown>>)[field] ?? null;
    if (condition === undefined) return true;
    if (!(condition instanceof Map)) return comparable(value) === comparable(condition);
    return [...(condition as Terms)].every(([operator, operand]) => meetsTerm(value, operator, operand));
  });
}

function meetsTerm(value: unknown, operator: Operator, operand: Scalar | readonly Scalar[]): boolean {
  if (operator === '$lists')
    return (value as { readonly id: string }[] | null)?.some(({ id }) => id === operand) === true;
  if (operator === '$in' || operator === '$nin')
    return [operand].flat().some((one) => comparable(one) === comparable(value)) === (operator === '$in');
  const [left, right] = [comparable(value), comparable(operand)] as (number | string)[];
  if (left === null || left === undefined || right === undefined) return false;
  if (operator === '$gt') return left > right;
  if (operator === '$gte') return left >= right;
  return operator === '$lt' ? left < right : left <= right;
}

function comparable(value: unknown): unknown {
  return value instanceof Date ? value.getTime() : value;
}
