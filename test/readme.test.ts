import { readFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import { settings } from '../src/load-config.js';

const readme = await readFile('README.md', 'utf8');

/** The rows `| names | defaults | meaning |` under the heading, cells without the back-ticks. */
const tableUnder = (heading: string): string[][] =>
  (readme.split(/^## /m).find((section) => section.startsWith(`${heading}\n`)) ?? '')
    .split('\n')
    .filter((line) => line.startsWith('|') && !/^\| (variable|---)/.test(line))
    .map((line) => line.split('|').slice(1, -1))
    .map((cells) => cells.map((cell) => cell.replaceAll('`', '').trim()));

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
