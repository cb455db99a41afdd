import { existsSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import { LONG_FILES } from './longest-first.js';

it('The files that start first exist.', () => {
  expect(LONG_FILES.filter((name) => !existsSync(`test/${name}.test.ts`))).toEqual([]);
});
