import type { JsonValue } from '../../model/json.js';
import { RuleFailure } from './cel/rule-error.js';
import { isList, kindOf, type RuleValue } from './cel/rule-value.js';

const MAX_RESULT_BYTES = 4096;

/**
 * Returns the result of a rule as the value of a claim: a text, a boolean, a finite number, or a list of these. Returns
 * `undefined` for null, which leaves the claim out.
 * @throws RuleFailure
 */
export function claimOf(value: RuleValue): JsonValue | undefined {
  if (value === null) return undefined;
  const claim = isList(value) ? value.map(simpleClaim) : simpleClaim(value);
  if (Buffer.byteLength(JSON.stringify(claim)) <= MAX_RESULT_BYTES) return claim;
  throw new RuleFailure(`The result is longer than ${MAX_RESULT_BYTES} bytes`);
}

function simpleClaim(value: RuleValue): JsonValue {
  if (typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value !== 'bigint' && typeof value !== 'number') {
    throw new RuleFailure(`The result contains ${kindOf(value) === 'null' ? 'null' : 'an object or a list in a list'}`);
  }
  const number = Number(value);
  const isExact = typeof value === 'bigint' ? Number.isSafeInteger(number) : Number.isFinite(number);
  if (isExact) return number;
  throw new RuleFailure('The result is not a number that JSON can contain exactly');
}
