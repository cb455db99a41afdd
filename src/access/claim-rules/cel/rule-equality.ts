import { RuleFailure } from './rule-error.js';
import { isList, kindOf, type RuleValue } from './rule-value.js';

/**
 * Whether two values are equal. As in CEL, numbers of both types are equal if their values are, and values of different
 * types are not equal.
 */
export function isEqual(a: RuleValue, b: RuleValue): boolean {
  // An int and a double are equal if their values are, which only ordering operators compare.
  if (isNumber(a) && isNumber(b)) return a <= b && a >= b;
  if (kindOf(a) === 'map' || kindOf(b) === 'map') throw new RuleFailure('Objects cannot be compared');
  if (!isList(a) || !isList(b)) return a === b;
  return a.length === b.length && a.every((entry, index) => isEqualEntry(entry, b[index] as RuleValue));
}

/** A list in a list would make the steps of a comparison hard to predict. */
function isEqualEntry(a: RuleValue, b: RuleValue): boolean {
  if (isList(a) || isList(b)) throw new RuleFailure('Lists that contain lists cannot be compared');
  return isEqual(a, b);
}

function isNumber(value: RuleValue): value is number | bigint {
  return typeof value === 'number' || typeof value === 'bigint';
}
