import { access, readdir, readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { settings } from '../../src/config/load-config.js';
import { LIMITS } from '../../src/http/request/limits.js';

/** The rows of all tables whose first column has this heading, without back-ticks. */
async function tables(page: string, heading: string): Promise<string[][]> {
  const text = await readFile(`docs/${page}.md`, 'utf8');
  const blocks = [...text.matchAll(/(?:^\|.*\n)+/gm)].map(([block]) => block.trim().split('\n'));
  return blocks
    .filter(([first = '']) => first.startsWith(`| ${heading} |`))
    .flatMap(([, , ...rows]) => rows)
    .map((row) => row.split('|').slice(1, -1))
    .map((cells) => cells.map((cell) => cell.replaceAll('`', '').trim()));
}

describe('docs/configuration.md', () => {
  it('names every variable that the code reads, with its default, and no other', async () => {
    const documented = (await tables('configuration', 'Variable')).map(([name, value]) => [name, value]);
    const inCode = settings.map(({ name, value, words }) => [name, value ?? words ?? '–']);
    expect(documented.toSorted()).toEqual(inCode.toSorted());
  });

  it('says what each means', async () => {
    const rows = await tables('configuration', 'Variable');
    expect(rows.filter(([, , meaning = '']) => meaning.length < 20)).toEqual([]);
  });
});

describe('docs/limits.md', () => {
  it('names every rate limit as it is, and no other', async () => {
    const documented = (await tables('limits', 'Limit')).map((row) => row.slice(0, 3));
    const inCode = Object.entries(LIMITS).map(([name, { points, duration }]) => [name, `${points}`, `${duration}`]);
    expect(documented.toSorted()).toEqual(inCode.toSorted());
  });
});

describe('docs/specifications.md', () => {
  let rows: string[][];
  beforeAll(async () => {
    rows = await tables('specifications', 'Specification');
  });
  const filesIn = (cell = '') => cell.split(', ').filter((file) => file !== '');

  it('names files that exist', async () => {
    const missing: string[] = [];
    for (const [, , sources, tests] of rows) {
      const paths = [...filesIn(sources).map((file) => `src/${file}`), ...filesIn(tests).map((file) => `test/${file}`)];
      for (const path of paths) await access(path).catch(() => missing.push(path));
    }
    expect(rows.length).toBeGreaterThan(20);
    expect(missing).toEqual([]);
  });

  it('gives every row a source and a test, and leaves out no test of a protocol', async () => {
    expect(rows.filter(([, , sources, tests]) => !sources || !tests)).toEqual([]);
    const named = new Set(rows.flatMap(([, , , tests]) => filesIn(tests)));
    for (const folder of ['oidc', 'basic', 'forward-auth', 'webauthn']) {
      const files = (await readdir(`test/${folder}`, { recursive: true })).filter((file) => file.endsWith('.test.ts'));
      expect(files.map((file) => `${folder}/${file}`).filter((file) => !named.has(file))).toEqual([]);
    }
  });
});
