import { describe, expect, it } from '@jest/globals';
import { median } from '../bench/median.js';
import { measureRatios } from '../bench/ratios.js';
import { countRoundTrips } from '../bench/round-trips.js';
import { scenarios } from '../bench/scenarios.js';

/** The measured medians are at most 1.5. The rest is for slow moments of the machine. */
const MAX_CPU_RATIO = 2;

describe('The cost of a request', () => {
  it('stays within the budget of round trips to the store, on each database.', async () => {
    const budget = scenarios.map(({ name, roundTrips }) => [name, roundTrips]);
    for (const { name, counts } of await countRoundTrips()) {
      const excess = budget.filter(([, roundTrips], row) => (counts[row] ?? Number.NaN) > Number(roundTrips));
      expect([name, counts.length, excess]).toEqual([name, scenarios.length, []]);
    }
  });

  it(`is at most ${MAX_CPU_RATIO} times the processor time of node-oidc-provider.`, async () => {
    const ratios = (await measureRatios()).map(({ name, cpu }) => [name, median(cpu)] as const);
    expect(ratios).toHaveLength(scenarios.length);
    for (const [name, ratio] of ratios) process.stdout.write(`${name}: ${ratio.toFixed(2)}\n`);
    expect(ratios.filter(([, ratio]) => !(ratio <= MAX_CPU_RATIO))).toEqual([]);
  });
});
