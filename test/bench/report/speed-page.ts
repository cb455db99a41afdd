import { readFile, writeFile } from 'node:fs/promises';
import type { Table } from './print-table.js';

const PAGE = 'docs/speed.md';
/** Lines of the page have at most this many characters. */
const WIDTH = 135;

/** Writes tables into `docs/speed.md`. Each replaces the text below its heading, up to the next heading. */
export async function writeTables(tables: readonly Table[]): Promise<void> {
  let page = await readFile(PAGE, 'utf8');
  for (const table of tables) page = replaceSection(page, table);
  await writeFile(PAGE, page);
}

/** @throws Error if the page has no such heading */
export function replaceSection(page: string, table: Table): string {
  const lines = page.split('\n');
  const start = lines.indexOf(`### ${table.heading}`) + 1;
  if (start === 0) throw new Error(`${PAGE} has no heading "### ${table.heading}".`);
  const length = lines.slice(start).findIndex((line) => line.startsWith('#'));
  const rest = length === -1 ? [] : ['', ...lines.slice(start + length)];
  const section = [...lines.slice(0, start), '', ...markdownOf(table), ...rest];
  return `${section.join('\n').trimEnd()}\n`;
}

function markdownOf({ caption, head, rows }: Table): string[] {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [
    ...wrap(caption),
    '',
    line(head),
    line(head.map((_, column) => (column === 0 ? '---' : '---:'))),
    ...rows.map(line),
  ];
}

function wrap(text: string): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= WIDTH) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
