import { describe, expect, it } from '@jest/globals';
import { parseRule } from '../../../src/access/claim-rules/cel/parse-rule.js';
import { RuleFailure, StepsExhausted } from '../../../src/access/claim-rules/cel/rule-error.js';
import { MAX_EXPECTED_STEPS, makeStepCounter } from '../../../src/access/claim-rules/cel/rule-steps.js';
import { type RuleValue, toRuleValue } from '../../../src/access/claim-rules/cel/rule-value.js';
import { runTerm } from '../../../src/access/claim-rules/cel/run-rule.js';
import { findRuleProblem } from '../../../src/access/claim-rules/check-claim-rules.js';

const LONG = 'x'.repeat(16_300);
const GROUPS = Array.from({ length: 200 }, (_, index) => `g${index}`.padEnd(200, 'x'));
const CLAIMS = { custom: LONG, teams: GROUPS, name: 'n'.repeat(1000), nested: { deep: { text: LONG } } };

/** Expressions that take more steps, the larger `n` is. An attacker would use the largest one that is accepted. */
const HOSTILE: readonly ((n: number) => string)[] = [
  (n) => `size(${Array(n).fill('groups').join('+')})`,
  (n) => `(${Array(n).fill('groups').join('+')}).exists(g, g == "none")`,
  (n) => `(${Array(n).fill('groups').join('+')}).map(g, g + g)`,
  (n) => `groups.map(g, ${Array(n).fill('g').join('+')}).join("")`,
  (n) => `groups.all(g, ${Array(n).fill('g in groups').join('&&')})`,
  (n) => `groups.exists(g, ${Array(n).fill('g in user.teams').join('||')}) || groups == user.teams`,
  (n) => `${Array(n).fill('groups==groups').join('&&')}`,
  (n) => `${Array(n).fill('"x" in groups?1').join(':')}:2`,
  (n) => `${Array(n).fill('!groups.exists(g,g=="")').join('&&')}`,
  (n) => `[user.custom]${'.map(v,v+v)'.repeat(n)}[0]`,
  (n) => `["x"]${'.map(v,v+v+v+v+v+v+v+v)'.repeat(n)}[0]`,
  (n) => `${Array(n).fill('user.custom').join('+')}`,
  (n) => `${Array(n).fill('user.custom.contains(user.custom)').join('&&')}`,
  (n) => `user.custom.split("")${'.filter(c,c=="x")'.repeat(n)}.size()`,
  (n) => `user.name.split("")${'.map(c,c+c)'.repeat(n)}.join(user.name)`,
  (n) => `groups.map(g, user.nested.deep.text${'.lowerAscii()'.repeat(n)})`,
  (n) => `["a"].map(g, user.custom.split("x")${'.size() + user.custom.split("")'.repeat(n)}.size())`,
  (n) => `groups${'.filter(g,g!="")'.repeat(n)}`,
  (n) => `${'!'.repeat(n)}true`,
  (n) => `${Array(n).fill('9223372036854775807').join('-')}`,
];

describe('The steps of claim rules', () => {
  it.each(HOSTILE)('are limited for %s', (make) => {
    const n = largestAccepted(make);
    expect(n === 0 ? 0 : stepsFor(make(n))).toBeLessThanOrEqual(MAX_EXPECTED_STEPS);
    expect(stepsProblem(make(n + 1))).toBeDefined();
  });

  it('are counted for all rules of a client together', () => {
    const expression = 'groups.exists(g, g.contains("admin") || g.contains("owner"))';
    const rules = Array.from({ length: 20 }, (_, index) => ({ claim: `c${index}`, expression }));
    expect(findRuleProblem(rules.slice(0, 5))).toBeUndefined();
    expect(findRuleProblem(rules)?.message).toMatch(
      /brings the rules to \d+ steps, and all rules together may take 100000/,
    );
  });

  it('say how many an expression can take that alone takes too many', () => {
    expect(stepsProblem('groups.all(g, g in groups) && groups.all(g, g in groups)')).toMatch(/^can take \d+ steps/);
    expect(stepsProblem(`[user.custom]${'.map(v,v+v)'.repeat(60)}[0]`)).toMatch(/^can take more than 1000000000 steps/);
  });

  it('end a rule that takes too many for a user with more groups than expected', () => {
    const many = Array.from({ length: 60_000 }, (_, index) => `g${index}`);
    const run = (expression: string) => runTerm(parseRule(expression), variables(many), makeStepCounter());
    expect(() => run('groups.exists(g, g == "none")')).toThrow(StepsExhausted);
    expect(() => run('true || groups.exists(g, g == "none")')).not.toThrow();
    expect(() => run('groups.exists(g, g == "none") || true')).toThrow(StepsExhausted);
  });

  it('leave room for rules about lists in the claims of users', () => {
    expect(
      stepsProblem('user.teams.exists(t, t.startsWith("team-") || t == "b" || t.contains("admin"))'),
    ).toBeUndefined();
    expect(
      stepsProblem('(groups + ["everyone"]).filter(g, g.startsWith("app-")).map(g, g.substring(4))'),
    ).toBeUndefined();
    expect(stepsProblem('user.department.split(",").filter(d, d != "")')).toBeUndefined();
  });

  it('leave room for the rules that products need', () => {
    const chain = Array.from({ length: 10 }, (_, index) => `"team-${index}" in groups ? "role-${index}"`).join(' : ');
    const expression = `${chain} : "none"`;
    const rules = Array.from({ length: 20 }, (_, index) => ({ claim: `c${index}`, expression }));
    expect(findRuleProblem(rules)).toBeUndefined();
  });
});

/** Returns the largest `n` for which the expression is accepted, or 0 if it is never accepted. The steps and the length grow with `n`. */
function largestAccepted(make: (n: number) => string): number {
  let [accepted, refused] = [0, 1000];
  while (refused - accepted > 1) {
    const middle = Math.floor((accepted + refused) / 2);
    if (stepsProblem(make(middle)) === undefined) accepted = middle;
    else refused = middle;
  }
  return accepted;
}

/** Returns the message of a problem with steps, or with anything else in the expression. */
function stepsProblem(expression: string): string | undefined {
  return findRuleProblem([{ claim: 'x', expression }])?.message;
}

function stepsFor(expression: string): number {
  const counter = makeStepCounter();
  try {
    runTerm(parseRule(expression), variables(GROUPS), counter);
  } catch (error) {
    if (!(error instanceof RuleFailure) || error instanceof StepsExhausted) throw error;
  }
  return counter.taken();
}

function variables(groups: readonly string[]) {
  return new Map<string, RuleValue>([
    ['user', toRuleValue(CLAIMS)],
    ['groups', groups],
  ]);
}
