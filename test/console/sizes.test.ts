import { readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';

/** Bytes, compressed with Brotli. */
const LIMITS = {
  'entry, largest screen and one language': 60_000,
  'everything but the Explorer, with one language': 150_000,
};

it('The files of the console are small.', () => {
  const sizes = JSON.parse(readFileSync('console/dist/sizes.json', 'utf8')) as Record<string, number>;
  expect(sizes).toEqual(
    expect.objectContaining(Object.fromEntries(Object.keys(LIMITS).map((name) => [name, expect.any(Number)]))),
  );
  const over = Object.entries(LIMITS).filter(([name, limit]) => (sizes[name] ?? 0) > limit);
  expect(over).toEqual([]);
});
