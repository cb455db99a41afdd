import type { Term } from './rule-term.js';

/** Returns every text that is written in the expression. */
export function textsIn(term: Term): string[] {
  if (term.op === 'literal') return typeof term.value === 'string' ? [term.value] : [];
  return partsOf(term).flatMap(textsIn);
}

function partsOf(term: Term): readonly Term[] {
  switch (term.op) {
    case 'literal':
    case 'variable':
      return [];
    case 'field':
    case 'has':
      return [term.object];
    case 'index':
      return [term.object, term.index];
    case 'list':
      return term.entries;
    case 'call':
      return term.args;
    case 'and':
    case 'or':
      return [term.left, term.right];
    case 'conditional':
      return [term.condition, term.yes, term.no];
    case 'comprehension':
      return [term.list, term.body, ...(term.condition === undefined ? [] : [term.condition])];
  }
}
