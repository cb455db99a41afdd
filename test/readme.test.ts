import { access, readdir, readFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import { settings } from '../src/config/load-config.js';
import { LIMITS } from '../src/http/request/limits.js';

const readme = await readFile('README.md', 'utf8');

/** The rows `| names | defaults | meaning |` under the heading, cells without the back-ticks. */
function tableUnder(heading: string): string[][] {
  return (readme.split(/^## /m).find((section) => section.startsWith(`${heading}\n`)) ?? '')
    .split('\n')
    .filter((line) => line.startsWith('|') && !/^\| (variable|---)/.test(line))
    .map((line) => line.split('|').slice(1, -1))
    .map((cells) => cells.map((cell) => cell.replaceAll('`', '').trim()));
}

/** Several variables may share a row, their defaults in the same order; one default then stands for all. */
const documented = tableUnder('Configuration').flatMap(([names = '', defaults = '']) => {
  const separate = names.split(', ');
  const values = separate.length > 1 ? defaults.split(', ') : [defaults];
  return separate.map((name, at) => [name, values.length === 1 ? values[0] : values[at]]);
});

describe('README: configuration', () => {
  it('names every variable that the code reads, with its default, and no other', () => {
    const inCode = settings.map(({ name, value, words }) => [name, value ?? words ?? '–']);
    expect(documented.toSorted()).toEqual(inCode.toSorted());
  });

  it('says what each means', () => {
    expect(tableUnder('Configuration').filter(([, , meaning = '']) => meaning.length < 5)).toEqual([]);
  });
});

describe('README: lifetimes and limits', () => {
  it('names every limit as it is', () => {
    const rows = tableUnder('Lifetimes and limits').map(([name = '', ...numbers]) => [name, ...numbers.slice(0, 2)]);
    for (const [name, { points, duration }] of Object.entries(LIMITS)) {
      expect(rows).toContainEqual([name, String(points), String(duration)]);
    }
  });
});

describe('README: specifications', () => {
  const rows = tableUnder('Specifications').slice(1);
  const filesIn = (cell = '') => cell.split(', ').filter((file) => file !== '');

  it('names files that are there', async () => {
    const missing: string[] = [];
    for (const [, , sources, tests] of rows) {
      for (const path of [
        ...filesIn(sources).map((file) => `src/${file}`),
        ...filesIn(tests).map((file) => `test/${file}`),
      ]) {
        await access(path).catch(() => missing.push(path));
      }
    }
    expect(rows.length).toBeGreaterThan(20);
    expect(missing).toEqual([]);
  });

  it('gives every row a source and a test, and leaves out no test of a protocol', async () => {
    expect(rows.filter(([, , sources, tests]) => !sources || !tests)).toEqual([]);
    const named = new Set(rows.flatMap(([, , , tests]) => filesIn(tests)));
    for (const folder of ['oidc', 'basic', 'webauthn']) {
      const files = (await readdir(`test/${folder}`)).filter((file) => file.endsWith('.test.ts'));
      expect(files.map((file) => `${folder}/${file}`).filter((file) => !named.has(file))).toEqual([]);
    }
  });
});
