import { type Position, RuleMistake } from './rule-error.js';
import type { RuleFunction } from './rule-function.js';
import { CALLABLE } from './rule-functions.js';
import type { Term } from './rule-term.js';
import { isPossible, type Kind, type RuleType } from './rule-value.js';

const KIND_NAMES: Readonly<Record<Kind, string>> = {
  null: 'null',
  bool: 'a boolean',
  string: 'a text',
  int: 'a whole number',
  double: 'a number with a decimal point',
  list: 'a list',
  map: 'an object',
  dyn: 'any value',
};

/** @throws RuleMistake if no overload of the operator accepts the operands */
export function checkedOperator(symbol: string, operands: readonly Term[], position: Position): Term {
  checkComparison(symbol, operands, position);
  return checkedCall(symbol, operands, position);
}

/** @throws RuleMistake if there is no such function, or none of its overloads accepts the arguments */
export function checkedCall(name: string, args: readonly Term[], position: Position): Term {
  const all = CALLABLE.get(name);
  if (all === undefined) throw new RuleMistake(unknownFunction(name), position);
  const kinds = args.map(({ type }) => type.kind);
  const overloads = all.filter(
    ({ parameters }) =>
      parameters.length === kinds.length &&
      parameters.every((wanted, index) => isPossible(kinds[index] as Kind, wanted)),
  );
  const [first] = overloads;
  if (first === undefined) {
    throw new RuleMistake(
      `${shown(name)} cannot be used with ${kinds.map((kind) => KIND_NAMES[kind]).join(' and ')}`,
      position,
    );
  }
  const isSame = overloads.every(({ result }) => result.kind === first.result.kind);
  const type = isSame ? { ...first.result, ...(first.result.kind === 'list' && entryType(first, args)) } : ANY;
  return { op: 'call', overloads, args, type, position };
}

const ANY: RuleType = { kind: 'dyn' };

/** The sum of two lists has entries of the type that both lists have. */
function entryType({ result }: RuleFunction, args: readonly Term[]): { readonly entry?: Kind } {
  const [entry, ...others] = new Set(args.map(({ type }) => type.entry));
  return result.entry !== undefined || entry === undefined || others.length > 0 ? {} : { entry };
}

/** A comparison of different types is never true, so it is a mistake. */
function checkComparison(symbol: string, [left, right]: readonly Term[], position: Position): void {
  if (left === undefined || right === undefined) return;
  const one = left.type.kind;
  const other = symbol === 'in' && right.type.kind === 'list' ? (right.type.entry ?? 'dyn') : right.type.kind;
  const isCompared = symbol === '==' || symbol === '!=' || (symbol === 'in' && right.type.kind === 'list');
  if (!isCompared || isPossible(one, other) || (isNumber(one) && isNumber(other))) return;
  const hint = other === 'list' || one === 'list' ? '. To search a list, write "admins" in groups' : '';
  throw new RuleMistake(`${KIND_NAMES[one]} never equals ${KIND_NAMES[other]}${hint}`, position);
}

function isNumber(kind: Kind): boolean {
  return kind === 'int' || kind === 'double';
}

function unknownFunction(name: string): string {
  if (name === '.matches()') {
    return 'matches() is not available, because a regular expression can take very long. Use startsWith(), endsWith(), contains() or split()';
  }
  const available = [...CALLABLE.keys()].filter((one) => one.endsWith('()')).map(shown);
  return `${shown(name)} is not available in claim rules. Available: ${[...new Set(available)].join(', ')}, has(), all(), exists(), exists_one(), filter(), map()`;
}

function shown(name: string): string {
  return name.replace(/^\./, '');
}
