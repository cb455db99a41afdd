import { describe, expect, it } from '@jest/globals';
import { ratio } from '../bench/compare.js';
import { compareAll } from '../bench/parts/ratios.js';
import { scenarios } from '../bench/scenarios.js';

/** The highest measured ratios are 2.4 (userinfo, on an Intel Xeon) and 2.5 (a whole sign-in, on an AMD EPYC). */
const MAX_CPU_RATIO = 2.5;

describe('The cost of a request', () => {
  it(`is at most ${MAX_CPU_RATIO} times the processor time of node-oidc-provider.`, async () => {
    const { compared } = await compareAll('ES256');
    expect(compared).toHaveLength(scenarios.length);
    const ratios = compared
      .filter((_, row) => scenarios[row]?.isOurs === undefined)
      .map((row) => [row.name, ratio(row, 1, 'cpu')] as const);
    for (const [name, ratio] of ratios) process.stdout.write(`${name}: ${ratio.toFixed(2)}\n`);
    expect(ratios.filter(([, ratio]) => !(ratio <= MAX_CPU_RATIO))).toEqual([]);
  });
});
