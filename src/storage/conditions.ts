import { isDate } from 'node:util/types';

export type Scalar = string | number | boolean | Date;

type Operator = '$gt' | '$gte' | '$lt' | '$lte' | '$in' | '$lists';

/** The last Unicode character. It is the upper bound of a range of keys, because no key contains it. */
export const LAST_CODE_POINT = '\u{10FFFF}';

/**
 * Operators with their operands. The type is a Map, because parsed JSON never contains a Map: a request thus cannot
 * pass a database operator as a value (injection).
 */
type Terms = ReadonlyMap<Operator, Scalar | readonly Scalar[]>;

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

/** Returns the condition that a list of objects contains an object with this `id`. */
export function lists(id: string): Terms {
  return new Map([['$lists', id]]);
}

/**
 * Converts a text to the form in which names are searched: lower case, with compatible characters made equal (NFKC).
 */
export function searchKey(text: string): string {
  return text.normalize('NFKC').toLowerCase();
}

/**
 * Returns the condition that a text begins with `prefix`. The condition is a range, so that the database can use an
 * index.
 */
export function beginsWith(prefix: string): Terms {
  return between({ $gte: prefix, $lt: `${prefix}${LAST_CODE_POINT}` });
}

/**
 * Returns the condition as a plain value or an object of operators.
 *
 * @throws TypeError if the condition is another object, because it could be unchecked input with database operators
 */
function plainCondition(field: string, condition: Condition): unknown {
  if (condition instanceof Map) return Object.fromEntries(condition);
  if (condition === null || isDate(condition) || ['string', 'number', 'boolean'].includes(typeof condition)) {
    return condition;
  }
  throw new TypeError(
    `The condition on the field ${field} is an object that no function of conditions.ts made. Use a plain value or such a function.`,
  );
}

/**
 * Splits conditions into two parts. Both databases understand `plain`. `members` names lists that must contain an
 * object with the given id; each database checks these lists in its own way.
 */
export function plainWhere(where: Where): { plain: Record<string, unknown>; members: [field: string, id: string][] } {
  const plain: Record<string, unknown> = {};
  const members: [string, string][] = [];
  for (const [field, condition] of Object.entries(where)) {
    if (field === '$or') plain[field] = (condition as readonly Where[]).map((branch) => plainWhere(branch).plain);
    else {
      const wanted = plainCondition(field, condition as Condition);
      if (condition instanceof Map && condition.has('$lists')) members.push([field, String(condition.get('$lists'))]);
      else plain[field] = wanted;
    }
  }
  return { plain, members };
}
