import { isDate } from 'node:util/types';

export type Scalar = string | number | boolean | Date;

type Operator = '$gt' | '$gte' | '$lt' | '$lte' | '$in' | '$lists';

/** Greater than every character that a key can have. */
export const LAST_CODE_POINT = '\u{10FFFF}';

/** Made only by the functions below. A Map, because no JSON is one: input from outside cannot become an operator. */
type Terms = ReadonlyMap<Operator, Scalar | readonly Scalar[]>;

/** A field must equal a value, be absent (`null`), or satisfy the terms. */
export type Condition = Scalar | null | Terms;

/** All conditions must hold; of `$or`, at least one. */
export interface Where {
  readonly [field: string]: Condition | readonly Where[];
}

/** Greater than `value`. */
export function after(value: Scalar): Terms {
  return new Map([['$gt', value]]);
}

export function before(value: Scalar): Terms {
  return new Map([['$lt', value]]);
}

/** An undefined bound does not limit. */
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

/** A list of objects must contain one with this `id`. */
export function lists(id: string): Terms {
  return new Map([['$lists', id]]);
}

/** Searches ignore case, and treat characters that look the same as equal. */
export function searchKey(text: string): string {
  return text.normalize('NFKC').toLowerCase();
}

/** Everything that begins with `prefix`, as a range of an index. */
export function beginsWith(prefix: string): Terms {
  return between({ $gte: prefix, $lt: `${prefix}${LAST_CODE_POINT}` });
}

/** @throws TypeError if the condition is not one, because unchecked input has come this far */
function plainCondition(field: string, condition: Condition): unknown {
  if (condition instanceof Map) return Object.fromEntries(condition);
  if (condition === null || isDate(condition) || ['string', 'number', 'boolean'].includes(typeof condition)) {
    return condition;
  }
  throw new TypeError(
    `The condition on the field ${field} is an object that no function of conditions.ts made. Use a plain value or such a function.`,
  );
}

/** The condition in the form that both databases share, and separately the lists that must have a member. */
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
