import type { ClaimRule } from '../../model/clients/claim-rule.js';
import { RESERVED_CLAIMS } from '../../model/people/claims.js';
import { estimateSteps } from './cel/estimate-steps.js';
import { parseRule } from './cel/parse-rule.js';
import { type Position, RuleMistake } from './cel/rule-error.js';
import { MAX_EXPECTED_STEPS } from './cel/rule-steps.js';

export const MAX_RULES = 20;

/** A mistake in the rules of a client. `message` completes a sentence that begins with the name of the field. */
export interface RuleProblem {
  readonly path: readonly (string | number)[];
  readonly message: string;
  /** Where the mistake is in an expression. */
  readonly position?: Position;
}

/** Returns the first mistake in the rules of a client, or `undefined` if they can be saved. */
export function findRuleProblem(rules: readonly ClaimRule[]): RuleProblem | undefined {
  return reviewRules(rules).problems[0];
}

export interface RuleReview {
  /** The first mistake of each rule. */
  readonly problems: readonly RuleProblem[];
  /** The most steps that the rules without a mistake can take. */
  readonly steps: number;
}

/** Finds the mistakes in the rules of a client. The rules can be saved if there are none. */
export function reviewRules(rules: readonly ClaimRule[]): RuleReview {
  if (rules.length > MAX_RULES) {
    return { problems: [{ path: [], message: `must have at most ${MAX_RULES} rules` }], steps: 0 };
  }
  const problems: RuleProblem[] = [];
  let steps = 0;
  for (const [index, { claim, expression }] of rules.entries()) {
    const path = [index, 'expression'];
    const reason = claimProblem(claim) ?? repeatedProblem(rules, index);
    const checked = checkedSteps(expression);
    if (reason !== undefined) problems.push({ path: [index, 'claim'], message: reason });
    else if (typeof checked === 'object') problems.push({ path, ...checked });
    else if (steps + checked > MAX_EXPECTED_STEPS)
      problems.push({ path, message: tooManySteps(checked, steps + checked) });
    else steps += checked;
  }
  return { problems, steps };
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

/** Returns the steps that the expression may take, or the mistake in it. */
function checkedSteps(expression: string): number | Pick<RuleProblem, 'message' | 'position'> {
  try {
    return estimateSteps(parseRule(expression));
  } catch (error) {
    if (!(error instanceof RuleMistake)) throw error;
    const { message, position } = error;
    return { message: `has a mistake in line ${position.line}, column ${position.column}. ${message}`, position };
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
