import { COUNT, compare, entrant, ROUNDS } from '../compare.js';
import { sqliteFile } from '../databases.js';
import { WORKERS } from '../measure.js';
import { printTable } from '../report/print-table.js';
import { figureRows } from '../report/tables.js';
import { scenarioNamed } from '../scenarios.js';
import { startPassgraph } from '../settings.js';

/** Operations that sign a token. */
const OPERATIONS = ['client credentials, JWT', 'refresh', 'code with session', 'whole sign-in'];
const BITS = ['2048', '3072'];

/** Compares RSA keys of both lengths. */
export async function printRsa(): Promise<void> {
  const databases = [await sqliteFile(), await sqliteFile()];
  const settings = [];
  for (const [index, { url }] of databases.entries())
    settings.push(await startPassgraph(url, 'RS256', { env: { SIGNING_KEY_BITS: BITS[index] ?? '' } }));
  try {
    const compared = await compare(settings.map(entrant), OPERATIONS.map(scenarioNamed));
    const names = BITS.map((bits) => `${bits} bits`);
    printTable({
      heading: 'Two lengths of RSA keys',
      caption: `Operations a second, and microseconds of processor time. RS256, ${ROUNDS} rounds of ${COUNT} operations, ${WORKERS} at once`,
      head: ['Operation', ...names, 'ratio', ...names.map((name) => `CPU, ${name}`), 'ratio'],
      rows: figureRows(compared, 'rate').map((cells, row) => [
        ...cells,
        ...(figureRows(compared, 'cpu')[row] ?? []).slice(1),
      ]),
    });
  } finally {
    await Promise.all(settings.map(({ target }) => target.stop()));
    await Promise.all(databases.map(({ drop }) => drop()));
  }
}
