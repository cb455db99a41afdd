import { readFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import { scenarios } from '../scenarios.js';
import { replaceSection } from './speed-page.js';

/** Tables that name every operation. */
const TABLES = ['ES256', 'RS256'].flatMap((alg) =>
  ['Throughput', 'Latency', 'Processor time', 'Memory'].map((figure) => `${figure}, ${alg}`),
);

/** The first cells of the rows below a heading, without the head of the table. */
function firstCells(page: string, heading: string): (string | undefined)[] {
  const section = page.split(`### ${heading}\n`)[1]?.split('\n#')[0] ?? '';
  return [...section.matchAll(/^\| (.*?) \|/gm)].map(([, cell]) => cell).slice(2);
}

describe('docs/speed.md', () => {
  it.each(TABLES)('names every measured operation, and no other one, in the table "%s".', async (heading) => {
    const names = firstCells(await readFile('docs/speed.md', 'utf8'), heading).filter((name) => name !== 'at most');
    expect(names).toEqual(scenarios.map(({ name }) => name));
  });
});

describe('A table', () => {
  const table = { heading: 'Two', caption: 'Measured', head: ['Operation', 'rate'], rows: [['refresh', '12']] };
  const written = '### Two\n\nMeasured\n\n| Operation | rate |\n| --- | ---: |\n| refresh | 12 |\n';

  it('replaces what was below its heading, and nothing else.', () => {
    const page = '# Page\n\n### One\n\nold\n\n### Two\n\nold\n\n## Three\n\nkept\n';
    expect(replaceSection(page, table)).toBe(`# Page\n\n### One\n\nold\n\n${written}\n## Three\n\nkept\n`);
  });

  it('can be the end of the page.', () => {
    expect(replaceSection('### Two\n\nold\n', table)).toBe(written);
  });

  it('needs its heading.', () => {
    expect(() => replaceSection('### One\n', table)).toThrow('has no heading "### Two"');
  });
});
