import { machine } from './machine.js';

export interface Table {
  /** The heading in `docs/speed.md`. */
  readonly heading: string;
  /** What was measured, without a full stop at the end. */
  readonly caption: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** The tables that were printed, for the page. */
export const printed: Table[] = [];

/** Prints rows in columns, the first of them to the left, the others to the right. */
export function printTable({ heading, caption, head, rows }: Table): void {
  const dated = `${caption}. ${machine()}`;
  printed.push({ heading, caption: dated, head, rows });
  const all = [head, ...rows];
  const widths = head.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  console.log(`${heading}: ${dated}`);
  for (const row of all) {
    const cells = row.map((cell, column) =>
      column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0),
    );
    console.log(`  ${cells.join('  ')}`);
  }
  console.log();
}
