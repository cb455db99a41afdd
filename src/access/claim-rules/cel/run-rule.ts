import { type Position, RuleFailure, StepsExhausted } from './rule-error.js';
import type { RuleFunction } from './rule-function.js';
import { type StepCounter, sizeOf } from './rule-steps.js';
import type { ComprehensionTerm, Term } from './rule-term.js';
import { isList, kindOf, type RuleMap, type RuleValue } from './rule-value.js';

export type Variables = ReadonlyMap<string, RuleValue>;

/**
 * Runs a checked expression. Every term takes one step, before it is evaluated.
 * @throws RuleFailure
 */
export function runTerm(term: Term, variables: Variables, counter: StepCounter): RuleValue {
  const run = (part: Term) => runTerm(part, variables, counter);
  const runCondition = (part: Term) => checkedBoolean(run(part), part.position);
  counter.take(1, term.position);
  switch (term.op) {
    case 'literal':
      return term.value;
    case 'variable':
      return variableOf(variables, term.name, term.position);
    case 'field':
      return fieldOf(checkedMap(run(term.object), term.position), term.name, term);
    case 'has':
      return checkedMap(run(term.object), term.position).has(term.name);
    case 'index':
      return entryOf(run(term.object), run(term.index), term.position);
    case 'list':
      return term.entries.map((entry) => checkedEntry(run(entry), entry.position));
    case 'call':
      return call(term.overloads, term.args.map(run), term.position, counter);
    case 'and':
    case 'or':
      return either(
        term.op === 'or',
        () => runCondition(term.left),
        () => runCondition(term.right),
      );
    case 'conditional':
      return run(runCondition(term.condition) ? term.yes : term.no);
    case 'comprehension':
      return comprehend(term, run(term.list), variables, counter);
  }
}

function call(
  overloads: readonly RuleFunction[],
  args: readonly RuleValue[],
  position: Position,
  counter: StepCounter,
): RuleValue {
  const kinds = args.map(kindOf);
  const found = overloads.find(({ parameters }) =>
    parameters.every((wanted, index) => wanted === 'dyn' || wanted === kinds[index]),
  );
  const name = (overloads[0] as RuleFunction).name.replace(/^\./, '');
  if (found === undefined) throw new RuleFailure(`${name} cannot be used with ${kinds.join(' and ')}`, position);
  counter.take(found.steps(...args.map(sizeOf)), position);
  return located(position, () => found.apply(args));
}

/**
 * Runs `&&` or `||`. As in CEL, a failure of one side does not matter if the other side decides the result.
 * @throws StepsExhausted even if the other side would decide the result
 */
function either(decisive: boolean, left: () => boolean, right: () => boolean): boolean {
  let failure: RuleFailure | undefined;
  for (const side of [left, right]) {
    try {
      if (side() === decisive) return decisive;
    } catch (error) {
      failure ??= ignorable(error);
    }
  }
  if (failure !== undefined) throw failure;
  return !decisive;
}

function comprehend(
  term: ComprehensionTerm & Term,
  list: RuleValue,
  variables: Variables,
  counter: StepCounter,
): RuleValue {
  if (!isList(list)) throw new RuleFailure(`${term.name}() needs a list before the dot`, term.position);
  const runWith = (part: Term, entry: RuleValue) => {
    return runTerm(part, new Map(variables).set(term.variable, entry), counter);
  };
  const holds = (part: Term, entry: RuleValue) => checkedBoolean(runWith(part, entry), part.position);
  // Each entry takes a step, even if the body is evaluated for a part of the entries only.
  counter.take(list.length, term.position);
  switch (term.name) {
    case 'all':
    case 'exists':
      return decide(list, term.name === 'exists', (entry) => holds(term.body, entry));
    case 'exists_one':
      return list.filter((entry) => holds(term.body, entry)).length === 1;
    case 'filter':
      return list.filter((entry) => holds(term.body, entry));
    case 'map': {
      const { condition } = term;
      const chosen = condition === undefined ? list : list.filter((entry) => holds(condition, entry));
      return chosen.map((entry) => checkedEntry(runWith(term.body, entry), term.body.position));
    }
  }
}

/** As in CEL, a failure for one entry does not matter if another entry decides the result. */
function decide(list: readonly RuleValue[], decisive: boolean, holds: (entry: RuleValue) => boolean): boolean {
  let failure: RuleFailure | undefined;
  for (const entry of list) {
    try {
      if (holds(entry) === decisive) return decisive;
    } catch (error) {
      failure ??= ignorable(error);
    }
  }
  if (failure !== undefined) throw failure;
  return !decisive;
}

function ignorable(error: unknown): RuleFailure {
  if (error instanceof RuleFailure && !(error instanceof StepsExhausted)) return error;
  throw error;
}

function located(position: Position, apply: () => RuleValue): RuleValue {
  try {
    return apply();
  } catch (error) {
    if (error instanceof RuleFailure && error.position === undefined) throw new RuleFailure(error.message, position);
    throw error;
  }
}

/** Only `groups` can be missing. A missing `user` has no claims. */
function variableOf(variables: Variables, name: string, position: Position): RuleValue {
  const value = variables.get(name);
  if (value !== undefined) return value;
  throw new RuleFailure(`${name} is missing. The client needs the scope ${name}`, position);
}

function fieldOf(
  map: RuleMap,
  name: string,
  { object, position }: { readonly object: Term; readonly position: Position },
) {
  const value = map.get(name);
  if (value !== undefined) return value;
  const isClaim = object.op === 'variable' && object.name === 'user';
  const reason = isClaim ? 'The user does not have this claim, or no granted scope releases it' : 'The object lacks it';
  throw new RuleFailure(`${name} is missing. ${reason}`, position);
}

function entryOf(object: RuleValue, index: RuleValue, position: Position): RuleValue {
  if (isList(object)) {
    const entry = typeof index === 'bigint' ? object[Number(index)] : undefined;
    if (entry === undefined) throw new RuleFailure('The list has no entry with this number', position);
    return entry;
  }
  const value = typeof index === 'string' ? checkedMap(object, position).get(index) : undefined;
  if (value === undefined) throw new RuleFailure('The object has no field with this name', position);
  return value;
}

function checkedMap(value: RuleValue, position: Position): RuleMap {
  if (value instanceof Map) return value;
  throw new RuleFailure('The value before the dot is not an object', position);
}

function checkedBoolean(value: RuleValue, position: Position): boolean {
  if (typeof value === 'boolean') return value;
  throw new RuleFailure('A condition is not true or false', position);
}

function checkedEntry(value: RuleValue, position: Position): RuleValue {
  const kind = kindOf(value);
  if (kind !== 'list' && kind !== 'map') return value;
  throw new RuleFailure('A list cannot contain lists or objects', position);
}
