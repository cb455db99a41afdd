import { clientScenarios } from './scenarios/client-scenarios.js';
import { graphqlScenarios } from './scenarios/graphql-scenarios.js';
import type { Scenario } from './scenarios/scenario.js';
import { signInScenarios } from './scenarios/sign-in-scenarios.js';

/** The measured operations. */
export const scenarios: readonly Scenario[] = [...clientScenarios, ...signInScenarios, ...graphqlScenarios];

/** The scenarios whose names contain `BENCH_ONLY`, or all. */
export function chosenScenarios(): readonly Scenario[] {
  const { BENCH_ONLY = '' } = process.env;
  const chosen = scenarios.filter(({ name }) => name.includes(BENCH_ONLY));
  if (chosen.length > 0) return chosen;
  throw new Error(`BENCH_ONLY must be part of one of: ${scenarios.map(({ name }) => name).join('; ')}.`);
}

export function scenarioNamed(name: string): Scenario {
  const scenario = scenarios.find((known) => known.name === name);
  if (scenario === undefined) throw new Error(`There is no operation ${name}.`);
  return scenario;
}
