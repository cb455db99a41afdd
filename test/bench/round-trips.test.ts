import { describe, expect, it } from '@jest/globals';
import { countRoundTrips } from './round-trips.js';
import { scenarios } from './scenarios.js';

/** The most commands of the driver for MongoDB, `commitTransaction` included. */
const MONGODB_COMMANDS: Readonly<Record<string, number>> = {
  refresh: 3,
  'code exchange': 3,
  'whole sign-in': 14,
};

describe('An operation', () => {
  it('needs no more round trips to the store, and commands of MongoDB, than its budget', async () => {
    const columns = await countRoundTrips();
    expect(columns.length).toBeGreaterThan(0);
    for (const { name, counts } of columns) {
      const calls = scenarios.map((scenario, row) => [name, scenario.name, counts[row]?.calls]);
      expect(calls).toEqual(scenarios.map(({ name: operation, roundTrips }) => [name, operation, roundTrips]));
      if (name !== 'MongoDB') continue;
      for (const [operation, most] of Object.entries(MONGODB_COMMANDS)) {
        const row = scenarios.findIndex((scenario) => scenario.name === operation);
        expect(counts[row]?.statements).toBeGreaterThan(0);
        expect([operation, Math.max(counts[row]?.statements ?? 0, most)]).toEqual([operation, most]);
      }
    }
  });
});
