import { isEqual } from './rule-equality.js';
import { RuleFailure } from './rule-error.js';
import { type Effort, makeFunction, type RuleFunction, withEffort } from './rule-function.js';
import { characterSteps, type Size } from './rule-steps.js';

const MAX_INT = 2n ** 63n - 1n;
const MIN_INT = -(2n ** 63n);

const joined: Effort = {
  steps: (a: Size, b: Size) => characterSteps(a.characters + b.characters) + a.entries + b.entries,
  size: (a: Size, b: Size) => ({
    characters: a.characters + b.characters,
    entries: a.entries + b.entries,
    entryCharacters: Math.max(a.entryCharacters, b.entryCharacters),
  }),
};

const compared: Effort = {
  steps: (a: Size, b: Size) =>
    characterSteps(Math.min(a.characters, b.characters)) +
    Math.min(a.entries, b.entries) * (1 + characterSteps(Math.min(a.entryCharacters, b.entryCharacters))),
};

const searched: Effort = {
  steps: (a: Size, b: Size) => b.entries * (1 + characterSteps(Math.min(a.characters, b.entryCharacters))),
};

export const OPERATORS: readonly RuleFunction[] = [
  makeFunction('!', ['bool'], 'bool', (a) => !a),
  makeFunction('-', ['int'], 'int', (a) => checkedInt(-a)),
  makeFunction('-', ['double'], 'double', (a) => -a),
  makeFunction('+', ['int', 'int'], 'int', (a, b) => checkedInt(a + b)),
  makeFunction('+', ['double', 'double'], 'double', (a, b) => a + b),
  withEffort(
    joined,
    makeFunction('+', ['string', 'string'], 'string', (a, b) => a + b),
  ),
  withEffort(
    joined,
    makeFunction('+', ['list', 'list'], 'list', (a, b) => [...a, ...b]),
  ),
  makeFunction('-', ['int', 'int'], 'int', (a, b) => checkedInt(a - b)),
  makeFunction('-', ['double', 'double'], 'double', (a, b) => a - b),
  makeFunction('*', ['int', 'int'], 'int', (a, b) => checkedInt(a * b)),
  makeFunction('*', ['double', 'double'], 'double', (a, b) => a * b),
  makeFunction('/', ['int', 'int'], 'int', (a, b) => checkedInt(a / divisor(b))),
  makeFunction('/', ['double', 'double'], 'double', (a, b) => a / b),
  makeFunction('%', ['int', 'int'], 'int', (a, b) => a % divisor(b)),
  withEffort(compared, makeFunction('==', ['dyn', 'dyn'], 'bool', isEqual)),
  withEffort(
    compared,
    makeFunction('!=', ['dyn', 'dyn'], 'bool', (a, b) => !isEqual(a, b)),
  ),
  withEffort(
    searched,
    makeFunction('in', ['dyn', 'list'], 'bool', (a, list) => list.some((one) => isEqual(a, one))),
  ),
  makeFunction('in', ['string', 'map'], 'bool', (name, map) => map.has(name)),
  ...orderOperators('<', (order) => order < 0),
  ...orderOperators('<=', (order) => order <= 0),
  ...orderOperators('>', (order) => order > 0),
  ...orderOperators('>=', (order) => order >= 0),
];

/** CEL orders numbers of both types, and texts by their code points. */
function orderOperators(name: string, isInOrder: (order: number) => boolean): readonly RuleFunction[] {
  const byValue = (a: bigint | number, b: bigint | number) => isInOrder(orderOf(a, b));
  return [
    withEffort(
      compared,
      makeFunction(name, ['string', 'string'], 'bool', (a, b) => isInOrder(textOrder(a, b))),
    ),
    makeFunction(name, ['int', 'int'], 'bool', byValue),
    makeFunction(name, ['int', 'double'], 'bool', byValue),
    makeFunction(name, ['double', 'int'], 'bool', byValue),
    makeFunction(name, ['double', 'double'], 'bool', byValue),
  ];
}

/** Returns NaN, which is in no order, if one of the numbers is NaN. */
function orderOf(a: bigint | number, b: bigint | number): number {
  if (a < b) return -1;
  if (a > b) return 1;
  return a >= b ? 0 : Number.NaN;
}

/** Compares as UTF-8 does. UTF-16 code units would order some characters differently. */
function textOrder(a: string, b: string): number {
  return Math.sign(Buffer.compare(Buffer.from(a), Buffer.from(b)));
}

function checkedInt(value: bigint): bigint {
  if (value > MAX_INT || value < MIN_INT) throw new RuleFailure('The result is larger than a 64-bit integer');
  return value;
}

function divisor(value: bigint): bigint {
  if (value === 0n) throw new RuleFailure('The expression divides by zero');
  return value;
}
