import { isDate } from 'node:util/types';
import { among, between, type Condition, type Scalar, type Terms, type Where } from '../model/conditions.js';

/**
 * The last Unicode character. Used as the upper bound of a range of texts that begin alike, because no stored text
 * contains this character.
 */
export const LAST_CODE_POINT = '\u{10FFFF}';

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

const LEAST_VALUES = 16;

/**
 * Returns the condition that a field has one of the values, of which there is at least one. The last value is repeated
 * up to a power of two, so that lists of different lengths share few SQL texts.
 */
export function amongMany(values: readonly Scalar[]): Terms {
  let length = LEAST_VALUES;
  while (length < values.length) length *= 2;
  return among(Array.from({ length }, (_, place) => values[Math.min(place, values.length - 1)] as Scalar));
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
    `The condition on the field ${field} must be a plain value or the result of a function in conditions.ts. It is another object.`,
  );
}

/**
 * Splits conditions into two parts. `plain` are the conditions that both databases understand. `members` are the lists
 * that must contain an object with the given id; each database has its own way to check them.
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
