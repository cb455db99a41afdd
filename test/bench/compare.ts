import type { Contender } from './contender.js';
import { type Cost, measure } from './measure.js';
import { median } from './report/median.js';
import type { Scenario, Setting } from './scenarios/scenario.js';

/** The servers take turns, so that a slow moment of the machine affects all of them. */
export const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 5);
/** The operations of a server in a round. */
export const COUNT = Number(process.env.BENCH_COUNT ?? 480);

/** A server that takes part in a comparison. */
export interface Entrant {
  /** Returns `undefined` if the server cannot do this. */
  run(scenario: Scenario, count: number): Promise<Cost | undefined>;
}

/** The costs of a scenario: for each server, one of each round. Empty if the server cannot do it. */
export interface Compared {
  readonly name: string;
  readonly costs: readonly (readonly Cost[])[];
}

export function entrant(setting: Setting<Contender>): Entrant {
  return {
    run: async (scenario, count) =>
      scenario.isOurs === true && setting.passgraph === undefined ? undefined : measure(setting, scenario, count),
  };
}

/** Runs each scenario on all servers in turn. The first round does not count. */
export async function compare(entrants: readonly Entrant[], scenarios: readonly Scenario[]): Promise<Compared[]> {
  const compared: Compared[] = [];
  for (const scenario of scenarios) {
    const costs: Cost[][] = entrants.map(() => []);
    for (let round = 0; round <= ROUNDS; round += 1)
      for (const [index, { run }] of entrants.entries()) {
        const cost = await run(scenario, COUNT);
        if (cost !== undefined && round > 0) costs[index]?.push(cost);
      }
    compared.push({ name: scenario.name, costs });
  }
  return compared;
}

/** The median, over the rounds, of a figure of the first server divided by the same figure of another server. */
export function ratio({ costs }: Compared, other: number, figure: 'cpu' | 'rate'): number {
  const [ours = []] = costs;
  const rounds = (costs[other] ?? []).map((theirs, round) => (ours[round]?.[figure] ?? Number.NaN) / theirs[figure]);
  return median(rounds);
}

/** The median, over the rounds, of the milliseconds that this share of the operations takes at most. */
export function percentile(costs: readonly Cost[], share: number): number {
  return median(costs.map(({ latencies }) => latencies[Math.floor(latencies.length * share)] ?? Number.NaN));
}

/** The median of the rounds. */
export function figureOf(costs: readonly Cost[], figure: 'cpu' | 'rate' | 'memory'): number {
  return median(costs.map((cost) => cost[figure]));
}
