import type { z } from 'zod';
import { type RuleProblem, reviewRules } from '../../access/claim-rules/check-claim-rules.js';
import type { ClaimRule } from '../../model/clients/claim-rule.js';
import type { Deps } from '../../model/deps.js';
import type { JsonObject } from '../../model/json.js';
import type { AdminCaller } from '../admin-caller.js';
import { CLAIM_SETTINGS } from '../clients/settings/claim-settings.js';
import { invalid, parseInput } from '../input-parser.js';
import { checkMayExplain, explainAccessInput, explainAccessOf, getParties } from './access-explain.js';
import type { ScopeDecision } from './scope-decisions.js';
import type { TokenPreview } from './token-previews.js';
import { withoutEffects } from './without-effects.js';

/** A mistake in a rule, or the failure of a rule for this user. It contains no value of a claim. */
export interface RuleFault {
  /** The position in the list of rules, from 0. Absent if the fault is about the whole list. */
  readonly rule: number | undefined;
  readonly message: string;
  readonly line: number | undefined;
  readonly column: number | undefined;
}

export interface ClaimRulesPreview {
  /** Why the rules cannot be saved. If there is a mistake, no rule is evaluated. */
  readonly mistakes: readonly RuleFault[];
  /** The claims that the rules compute. */
  readonly claims: JsonObject;
  readonly failures: readonly RuleFault[];
  readonly steps: number;
  /** The most steps that the rules can take. */
  readonly maxSteps: number;
  readonly scopes: readonly ScopeDecision[];
  readonly previews: readonly TokenPreview[];
}

const previewInput = explainAccessInput.extend({ claimRules: CLAIM_SETTINGS.claimRules.type.schema });

/** Shows what rules that are not saved yet would compute for a user, with the functions that make real tokens. */
export async function previewClaimRules(
  deps: Deps,
  caller: AdminCaller,
  input: z.input<typeof previewInput>,
): Promise<ClaimRulesPreview> {
  checkMayExplain(caller);
  const { claimRules, ...visit } = parseInput(previewInput, input);
  const quiet = withoutEffects(deps);
  const { client, user } = await getParties(quiet, visit);
  const { problems, steps: maxSteps } = reviewRules(claimRules);
  const explanation = await explainAccessOf(
    quiet,
    { client: { ...client, claimRules: problems.length > 0 ? [] : claimRules }, user },
    visit,
  );
  const { computed, failed, steps } = explanation.ruleOutcome;
  return {
    mistakes: problems.map(toMistake),
    claims: computed,
    failures: failed.map(({ claim, message, position }) => ({
      rule: claimRules.findIndex((rule: ClaimRule) => rule.claim === claim),
      message: `${message}.`,
      line: position?.line,
      column: position?.column,
    })),
    steps,
    maxSteps,
    scopes: explanation.scopes,
    previews: problems.length > 0 ? [] : explanation.previews,
  };
}

/** The text is that of the error which saving the rules would cause. */
function toMistake({ path, message, position }: RuleProblem): RuleFault {
  const { message: sentence } = invalid(['claimRules', ...path].join('.'), message);
  const [rule] = path;
  return {
    rule: typeof rule === 'number' ? rule : undefined,
    message: sentence,
    line: position?.line,
    column: position?.column,
  };
}
