import { SCALAR, type Size } from './rule-steps.js';
import type { Kind, RuleType, RuleValue, ValueOf } from './rule-value.js';

/** One overload of a function, method or operator. A method's first parameter is the value before the dot. */
export interface RuleFunction {
  /** The name as an expression contains it: `size()`, `.size()` or `+`. */
  readonly name: string;
  readonly parameters: readonly Kind[];
  readonly result: RuleType;
  /** The steps besides the one for the call itself, for arguments of these sizes. They grow with the sizes. */
  readonly steps: (...sizes: Size[]) => number;
  /** The largest result for arguments of these sizes. */
  readonly size: (...sizes: Size[]) => Size;
  /** @throws RuleFailure */
  readonly apply: (args: readonly RuleValue[]) => RuleValue;
}

type Arguments<P extends readonly Kind[]> = { readonly [I in keyof P]: ValueOf[P[I]] };

/** Describes a function whose steps and result do not grow with its arguments. For others, use `withEffort` too. */
export function makeFunction<const P extends readonly Kind[]>(
  name: string,
  parameters: P,
  result: Kind | RuleType,
  apply: (...args: Arguments<P>) => RuleValue,
): RuleFunction {
  const type = typeof result === 'string' ? { kind: result } : result;
  const call = (args: readonly RuleValue[]) => apply(...(args as Arguments<P>));
  return { name, parameters, result: type, steps: () => 0, size: () => SCALAR, apply: call };
}

/** What a call costs, and how large its result can be. */
export type Effort = Partial<Pick<RuleFunction, 'steps' | 'size'>>;

export function withEffort(effort: Effort, described: RuleFunction): RuleFunction {
  return { ...described, ...effort };
}
