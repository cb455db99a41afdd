import { RECORD_CLAIMS } from '../../../model/people/claims.js';
import { LARGEST, largerSize, listSize, SCALAR, type Size, sizeOf, textSize } from './rule-steps.js';
import type { ComprehensionTerm, Term } from './rule-term.js';

interface Estimate {
  readonly steps: number;
  /** The largest value that the term can have. */
  readonly size: Size;
}

type Sizes = ReadonlyMap<string, Size>;

/** Returns the most steps that the expression can take for inputs that do not exceed `LARGEST`. */
export function estimateSteps(term: Term): number {
  return estimate(term, new Map([['groups', LARGEST.groups]])).steps;
}

function estimate(term: Term, sizes: Sizes): Estimate {
  const of = (part: Term) => estimate(part, sizes);
  switch (term.op) {
    case 'literal':
      return { steps: 1, size: sizeOf(term.value) };
    case 'variable':
      return { steps: 1, size: sizes.get(term.name) ?? SCALAR };
    case 'has':
      return { steps: 1 + of(term.object).steps, size: SCALAR };
    case 'field':
      return { steps: 1 + of(term.object).steps, size: fieldSize(term.object, term.name) };
    case 'index': {
      const object = of(term.object);
      return { steps: 1 + object.steps + of(term.index).steps, size: entrySize(term.object, object.size) };
    }
    case 'list': {
      const entries = term.entries.map(of);
      const longest = Math.max(0, ...entries.map(({ size }) => size.characters));
      return { steps: 1 + sum(entries), size: listSize(entries.length, longest) };
    }
    case 'call': {
      const args = term.args.map(of);
      const argSizes = args.map(({ size }) => size);
      const own = Math.max(...term.overloads.map(({ steps }) => steps(...argSizes)));
      return {
        steps: 1 + sum(args) + own,
        size: term.overloads.map(({ size }) => size(...argSizes)).reduce(largerSize, SCALAR),
      };
    }
    case 'and':
    case 'or':
      return { steps: 1 + of(term.left).steps + of(term.right).steps, size: SCALAR };
    case 'conditional': {
      const [yes, no] = [of(term.yes), of(term.no)];
      const steps = 1 + of(term.condition).steps + Math.max(yes.steps, no.steps);
      return { steps, size: largerSize(yes.size, no.size) };
    }
    case 'comprehension':
      return estimateComprehension(term, of(term.list), sizes);
  }
}

function estimateComprehension(term: ComprehensionTerm, list: Estimate, sizes: Sizes): Estimate {
  const inner = new Map(sizes).set(term.variable, entrySize(term.list, list.size));
  const condition = term.condition === undefined ? 0 : estimate(term.condition, inner).steps;
  const body = estimate(term.body, inner);
  const results = { map: listSize(list.size.entries, body.size.characters), filter: list.size };
  return {
    steps: 1 + list.steps + list.size.entries * (1 + condition + body.steps),
    size: term.name === 'map' || term.name === 'filter' ? results[term.name] : SCALAR,
  };
}

function fieldSize(object: Term, name: string): Size {
  if (object.op !== 'variable' || object.name !== 'user') return LARGEST.customClaim;
  if (name === 'groups') return LARGEST.groups;
  return RECORD_CLAIMS.has(name) ? LARGEST.profileClaim : LARGEST.customClaim;
}

/** An entry of a list whose type is not known may be an entry of a claim, and so a list. */
function entrySize(list: Term, size: Size): Size {
  const text = textSize(size.entryCharacters);
  return (list.type.entry ?? 'dyn') === 'dyn' ? largerSize(text, LARGEST.innerList) : text;
}

function sum(estimates: readonly Estimate[]): number {
  return estimates.reduce((total, { steps }) => total + steps, 0);
}
