import { describe, expect, it } from '@jest/globals';
import { Environment } from '@marcbachmann/cel-js';
import { estimateSteps } from '../../../src/access/claim-rules/cel/estimate-steps.js';
import { parseRule } from '../../../src/access/claim-rules/cel/parse-rule.js';
import { RuleFailure } from '../../../src/access/claim-rules/cel/rule-error.js';
import { makeStepCounter } from '../../../src/access/claim-rules/cel/rule-steps.js';
import { type RuleValue, toRuleValue } from '../../../src/access/claim-rules/cel/rule-value.js';
import { runTerm } from '../../../src/access/claim-rules/cel/run-rule.js';
import { randomExpression, randomNumbers } from './random-expressions.js';

const COUNT = 1500;

const user = {
  email: 'ann@example.com',
  email_verified: true,
  name: 'Ann Smith',
  level: 7,
  teams: ['team-admins', 'b'],
  address: { locality: 'Vienna' },
};
const groups = ['team-admins', 'team-users', 'a'];

const FAILED = Symbol('failed');

describe('Random expressions', () => {
  const random = randomNumbers(20);
  const expressions = Array.from({ length: COUNT }, () => randomExpression(random)).filter(
    ({ length }) => length <= 1000,
  );

  it('have the result that the evaluator of the library gives them', () => {
    const library = new Environment()
      .registerVariable('user', 'map<string, dyn>')
      .registerVariable('groups', 'list<string>');
    let results = 0;
    for (const expression of expressions) {
      const own = resultOf(() => runTerm(parseRule(expression), variables(), makeStepCounter()));
      const other = resultOf(() => library.evaluate(expression, { user: { ...user, level: 7n }, groups }) as RuleValue);
      // The library cannot add a list to an empty one if it does not know the type of the entries.
      if (other === FAILED) continue;
      expect({ expression, result: own }).toEqual({ expression, result: other });
      results += 1;
    }
    expect(results).toBeGreaterThan(COUNT / 4);
  });

  it('never take more steps than the estimate', () => {
    for (const expression of expressions) {
      const term = parseRule(expression);
      const counter = makeStepCounter();
      resultOf(() => runTerm(term, variables(), counter));
      expect({ expression, isWithin: counter.taken() <= estimateSteps(term) }).toEqual({ expression, isWithin: true });
    }
  });
});

function variables() {
  return new Map<string, RuleValue>([
    ['user', toRuleValue(user)],
    ['groups', groups],
  ]);
}

function resultOf(run: () => RuleValue): RuleValue | typeof FAILED {
  try {
    return run();
  } catch (error) {
    if (error instanceof RuleFailure || (error as Error).name === 'EvaluationError') return FAILED;
    throw error;
  }
}
