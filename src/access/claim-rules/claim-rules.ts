/*
 * This folder runs the claim rules of clients: expressions in CEL that compute claims. It knows neither clients nor
 * tokens, only rules and the claims that were released. Start with `runClaimRules`, then read `rule-term.ts` (what an
 * expression may contain), `parse-rule.ts` (how it becomes a term), `run-rule.ts` and `estimate-steps.ts` (what it
 * costs). `docs/decisions/claim-rules.md` has the reasons.
 */

import { isDeepStrictEqual } from 'node:util';
import { LRUCache } from 'lru-cache';
import type { ClaimRule } from '../../model/clients/claim-rule.js';
import type { JsonObject } from '../../model/json.js';
import { parseRule } from './cel/parse-rule.js';
import { type Position, RuleFailure, RuleMistake } from './cel/rule-error.js';
import { makeStepCounter } from './cel/rule-steps.js';
import type { Term } from './cel/rule-term.js';
import { textsIn } from './cel/rule-texts.js';
import { toRuleValue } from './cel/rule-value.js';
import { runTerm, type Variables } from './cel/run-rule.js';
import { claimOf } from './rule-result.js';

export interface RuleInput {
  /** The claims that the granted scopes release. */
  readonly user: JsonObject;
  /** The groups of the user. Missing if no granted scope releases them. */
  readonly groups?: readonly string[] | undefined;
}

/** Why a rule has no result. The message contains no value of a claim. */
export interface FailedRule {
  readonly claim: string;
  readonly message: string;
  readonly position: Position | undefined;
}

export interface RuleOutcome {
  /** The claims that the rules computed. A claim is missing if its rule failed or returned null. */
  readonly computed: JsonObject;
  /** Claims that must not be sent with their original value. */
  readonly withheld: ReadonlySet<string>;
  readonly failed: readonly FailedRule[];
  /** The steps that all rules took together. */
  readonly steps: number;
}

/** A claim confirms the value of another one, so it must not be sent with a value that a rule changed. */
const CONFIRMATIONS: ReadonlyMap<string, string> = new Map([
  ['email', 'email_verified'],
  ['phone_number', 'phone_number_verified'],
]);

/** Runs the rules of a client. Every rule sees the original claims, not the results of other rules. */
export function runClaimRules(rules: readonly ClaimRule[], { user, groups }: RuleInput): RuleOutcome {
  const computed: JsonObject = {};
  const failed: FailedRule[] = [];
  const variables: Variables = new Map([
    ['user', toRuleValue(user)],
    ...(groups === undefined ? [] : [['groups', groups] as const]),
  ]);
  const counter = makeStepCounter();
  for (const { claim, expression } of rules) {
    try {
      const value = claimOf(runTerm(termOf(expression), variables, counter));
      if (value !== undefined) computed[claim] = value;
    } catch (error) {
      if (!(error instanceof RuleFailure || error instanceof RuleMistake)) throw error;
      failed.push({ claim, message: error.message, position: error.position });
    }
  }
  const withheld = new Set(rules.map(({ claim }) => claim));
  for (const [claim, confirmation] of CONFIRMATIONS) {
    if (withheld.has(claim) && !isDeepStrictEqual(computed[claim], user[claim])) withheld.add(confirmation);
  }
  return { computed, withheld, failed, steps: counter.taken() };
}

/** The terms of expressions that were parsed. Expressions with a mistake are not stored, so they need no place. */
const terms = new LRUCache<string, Term>({ max: 1000 });

/** @throws RuleMistake */
function termOf(expression: string): Term {
  const term = terms.get(expression) ?? parseRule(expression);
  terms.set(expression, term);
  return term;
}

/** Returns every text that is written in the rules, such as the ids of groups. A rule with a mistake has none. */
export function textsOfRules(rules: readonly ClaimRule[]): ReadonlySet<string> {
  return new Set(rules.flatMap(textsOfRule));
}

function textsOfRule({ expression }: ClaimRule): string[] {
  try {
    return textsIn(termOf(expression));
  } catch (error) {
    if (error instanceof RuleMistake) return [];
    throw error;
  }
}

/** Returns the claims with the results of the rules in place of the original values. */
export function replaceClaims(claims: JsonObject, { computed, withheld }: RuleOutcome): JsonObject {
  const kept = Object.entries(claims).filter(([name]) => !withheld.has(name));
  return { ...Object.fromEntries(kept), ...computed };
}
