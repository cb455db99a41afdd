import { isDate } from 'node:util/types';

export type Scalar = string | number | boolean | Date;

type Operator = '$gt' | '$gte' | '$lt' | '$lte' | '$in' | '$lists';

/** Made by the functions below alone. A Map, since no JSON is one: what somebody sends cannot become an operator. */
type Terms = ReadonlyMap<Operator, Scalar | readonly Scalar[]>;

/** What a field must be: equal to a value, absent (`null`), or what the terms say. */
export type Condition = Scalar | null | Terms;

/** All of these; `$or` any of these. */
export interface Where {
  readonly [field: string]: Condition | readonly Where[];
}

/** Later than, or behind, `value`. */
export function after(value: Scalar): Terms {
  return new Map([['$gt', value]]);
}

export function before(value: Scalar): Terms {
  return new Map([['$lt', value]]);
}

/** Bounds that are undefined are none. */
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

/** Of a list of objects: one has this `id`. */
export function lists(id: string): Terms {
  return new Map([['$lists', id]]);
}

/** How names are compared by a search: without case, and the same when they look the same. */
export function searchKey(text: string): string {
  return text.normalize('NFKC').toLowerCase();
}

/** Everything that begins with `prefix`, as a range of an index, which ends with the last code point. */
export function beginsWith(prefix: string): Terms {
  return between({ $gte: prefix, $lt: `${prefix}\u{10FFFF}` });
}

/** @throws TypeError where it is no condition, but something that came in from outside unchecked. */
function plainCondition(field: string, condition: Condition): unknown {
  if (condition instanceof Map) return Object.fromEntries(condition);
  if (condition === null || isDate(condition) || ['string', 'number', 'boolean'].includes(typeof condition)) {
    return condition;
  }
  throw new TypeError(`${field} is asked for by a value that is none`);
}

/** A condition as the languages of both databases have it, with the lists that must have a member apart. */
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
