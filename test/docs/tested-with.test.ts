import { readdir, readFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import { LIBRARIES } from '../support/real-clients/libraries.js';
import { PRODUCTS } from '../support/real-clients/products.js';
import { testedWithTable } from '../support/real-clients/tested-with.js';

const KINDS = [
  ['libraries', LIBRARIES],
  ['products', PRODUCTS],
] as const;

describe('docs/connect/tested-with.md', () => {
  it.each(KINDS)('lists the %s that are checked, with the versions that are installed.', async (folder, all) => {
    const page = await readFile('docs/connect/tested-with.md', 'utf8');
    expect(page).toContain(await testedWithTable(`test/long/${folder}`, all));
  });

  it.each(KINDS)('lists all folders of the %s.', async (folder, all) => {
    const names = all.map(({ name }) => name);
    expect(names.toSorted()).toEqual((await readdir(`test/long/${folder}`)).toSorted());
  });

  it('has at least twelve libraries in three languages and six products that run in CI.', async () => {
    const libraries = LIBRARIES.filter(({ isQuick }) => isQuick);
    const table = await testedWithTable('test/long/libraries', libraries);
    expect(libraries.length).toBeGreaterThanOrEqual(12);
    for (const language of ['JavaScript', 'Python', 'Go']) expect(table).toContain(`| ${language} |`);
    expect(PRODUCTS.filter(({ isQuick }) => isQuick).length).toBeGreaterThanOrEqual(6);
  });
});
