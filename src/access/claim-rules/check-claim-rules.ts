import type { ClaimRule } from '../../model/clients/claim-rule.js';
import { RESERVED_CLAIMS } from '../../model/people/claims.js';
import { estimateSteps } from './cel/estimate-steps.js';
import { parseRule } from './cel/parse-rule.js';
import { RuleMistake } from './cel/rule-error.js';
import { MAX_EXPECTED_STEPS } from './cel/rule-steps.js';

export const MAX_RULES = 20;

/** A mistake in the rules of a client. `message` completes a sentence that begins with the name of the field. */
export interface RuleProblem {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/** Returns the first mistake in the rules of a client, or `undefined` if they can be saved. */
export function findRuleProblem(rules: readonly ClaimRule[]): RuleProblem | undefined {
  if (rules.length > MAX_RULES) return { path: [], message: `must have at most ${MAX_RULES} rules` };
  let steps = 0;
  for (const [index, { claim, expression }] of rules.entries()) {
    const reason = claimProblem(claim) ?? repeatedProblem(rules, index);
    if (reason !== undefined) return { path: [index, 'claim'], message: reason };
    const checked = checkedSteps(expression);
    if (typeof checked === 'string') return { path: [index, 'expression'], message: checked };
    steps += checked;
    if (steps > MAX_EXPECTED_STEPS) return { path: [index, 'expression'], message: tooManySteps(checked, steps) };
  }
  return undefined;
}

function claimProblem(claim: string): string | undefined {
  if (RESERVED_CLAIMS.has(claim)) return 'is a name that the protocols reserve. Choose another name';
  if (claim.endsWith('_verified')) return 'must not end with _verified, because only the server can verify a value';
  return /^[\x21-\x7e]{1,128}$/.test(claim) ? undefined : 'must have 1 to 128 visible ASCII characters';
}

function repeatedProblem(rules: readonly ClaimRule[], index: number): string | undefined {
  const claim = rules[index]?.claim;
  const isRepeated = rules.findIndex((rule) => rule.claim === claim) < index;
  return isRepeated ? 'is the claim of an earlier rule. Put both into one expression with ? and :' : undefined;
}

/** Returns the steps that the expression may take, or the message about a mistake in it. */
function checkedSteps(expression: string): number | string {
  try {
    return estimateSteps(parseRule(expression));
  } catch (error) {
    if (!(error instanceof RuleMistake)) throw error;
    const { line, column } = error.position;
    return `has a mistake in line ${line}, column ${column}. ${error.message}`;
  }
}

function tooManySteps(own: number, total: number): string {
  const steps =
    own > MAX_EXPECTED_STEPS ? `can take ${readable(own)} steps` : `brings the rules to ${readable(total)} steps`;
  return `${steps}, and all rules together may take ${MAX_EXPECTED_STEPS}. Shorten it, or use fewer all, exists, filter and map`;
}

function readable(steps: number): string {
  return steps > 1e9 ? 'more than 1000000000' : String(steps);
}
