import type { JsonValue } from '../../../model/json.js';

/**
 * A value while a rule runs. An `int` of CEL is a bigint and a `double` a number. An object is a map, so no name in an
 * expression can reach the prototype of an object.
 */
export type RuleValue = null | boolean | string | bigint | number | readonly RuleValue[] | RuleMap;
export type RuleMap = ReadonlyMap<string, RuleValue>;

/** The types of values. `dyn` is a type that is known only when the rule runs, such as the type of a user's claim. */
export type Kind = 'null' | 'bool' | 'string' | 'int' | 'double' | 'list' | 'map' | 'dyn';

/** The type of a value, and in a list the type of its entries. */
export interface RuleType {
  readonly kind: Kind;
  readonly entry?: Kind;
}

/** The TypeScript type for each `Kind`. */
export interface ValueOf {
  readonly null: null;
  readonly bool: boolean;
  readonly string: string;
  readonly int: bigint;
  readonly double: number;
  readonly list: readonly RuleValue[];
  readonly map: RuleMap;
  readonly dyn: RuleValue;
}

export function kindOf(value: RuleValue): Exclude<Kind, 'dyn'> {
  if (value === null) return 'null';
  if (typeof value === 'string') return 'string';
  if (typeof value === 'boolean') return 'bool';
  if (typeof value === 'bigint') return 'int';
  if (typeof value === 'number') return 'double';
  return isList(value) ? 'list' : 'map';
}

export function isList(value: RuleValue): value is readonly RuleValue[] {
  return Array.isArray(value);
}

/** Whether a value of the type `given` can be used if `wanted` is expected, as far as is known before the rule runs. */
export function isPossible(given: Kind, wanted: Kind): boolean {
  return given === wanted || given === 'dyn' || wanted === 'dyn';
}

/** Returns a claim as the value that expressions use. Whole numbers become an `int`. */
export function toRuleValue(json: JsonValue): RuleValue {
  if (typeof json === 'number') return Number.isSafeInteger(json) ? BigInt(json) : json;
  if (typeof json !== 'object' || json === null) return json;
  if (Array.isArray(json)) return json.map(toRuleValue);
  return new Map(Object.entries(json).map(([name, value]) => [name, toRuleValue(value)]));
}
