/*
 * This folder is the language of claim rules, a part of CEL: it checks an expression, estimates its steps and runs it. It
 * knows no claims and no clients. An expression is parsed (`parse-rule.ts`), checked and turned into a term
 * (`check-rule.ts`, `check-call.ts`), and then estimated (`estimate-steps.ts`) or run (`run-rule.ts`). This file says
 * what a term can be.
 */

import type { Position } from './rule-error.js';
import type { RuleFunction } from './rule-function.js';
import type { RuleType, RuleValue } from './rule-value.js';

export const COMPREHENSIONS = ['all', 'exists', 'exists_one', 'filter', 'map'] as const;
export type ComprehensionName = (typeof COMPREHENSIONS)[number];

/**
 * An expression that has been checked. It contains only what claim rules allow, so the functions that run a term or
 * estimate its steps need no case for anything else.
 */
export type Term = { readonly position: Position; readonly type: RuleType } & (
  | { readonly op: 'literal'; readonly value: RuleValue }
  | { readonly op: 'variable'; readonly name: string }
  | { readonly op: 'field'; readonly object: Term; readonly name: string }
  | { readonly op: 'has'; readonly object: Term; readonly name: string }
  | { readonly op: 'index'; readonly object: Term; readonly index: Term }
  | { readonly op: 'list'; readonly entries: readonly Term[] }
  | { readonly op: 'call'; readonly overloads: readonly RuleFunction[]; readonly args: readonly Term[] }
  | { readonly op: 'and' | 'or'; readonly left: Term; readonly right: Term }
  | { readonly op: 'conditional'; readonly condition: Term; readonly yes: Term; readonly no: Term }
  | ComprehensionTerm
);

export interface ComprehensionTerm {
  readonly op: 'comprehension';
  readonly name: ComprehensionName;
  readonly list: Term;
  readonly variable: string;
  /** The condition of `map` with three arguments. */
  readonly condition: Term | undefined;
  readonly body: Term;
}
