import { existsSync } from 'node:fs';
import { COUNT, compare, entrant, ROUNDS } from '../compare.js';
import { mongodbDatabase } from '../databases.js';
import { WORKERS } from '../measure.js';
import { printTable } from '../report/print-table.js';
import { figureRows, shown } from '../report/tables.js';
import { scenarioNamed } from '../scenarios.js';
import { startPassgraph } from '../settings.js';

const OPERATIONS = ['refresh', 'whole sign-in'];

/** Compares this version with another build of Passgraph, `BENCH_OTHER`, on one MongoDB server. */
export async function printVersions(): Promise<void> {
  const { BENCH_OTHER } = process.env;
  if (BENCH_OTHER === undefined || !existsSync(BENCH_OTHER))
    throw new Error('Set BENCH_OTHER to the path of the compiled main.js of another version.');
  const databases = [await mongodbDatabase(), await mongodbDatabase()] as const;
  const settings = [
    await startPassgraph(databases[0].url, 'ES256'),
    await startPassgraph(databases[1].url, 'ES256', { main: BENCH_OTHER }),
  ];
  try {
    const compared = await compare(settings.map(entrant), OPERATIONS.map(scenarioNamed));
    printTable({
      heading: 'Two versions on MongoDB',
      caption: `Operations a second, and microseconds of processor time of the server. ES256, ${ROUNDS} rounds of ${COUNT} operations, ${WORKERS} at once`,
      head: ['Operation', 'this version', 'other version', 'ratio', 'CPU, this', 'CPU, other', 'ratio'],
      rows: figureRows(compared, 'rate').map((cells, row) => [
        ...cells,
        ...(figureRows(compared, 'cpu')[row] ?? []).slice(1),
      ]),
    });
    const peaks = await Promise.all(settings.map(({ target }) => target.usage()));
    console.log(`Memory at most, MiB: ${peaks.map(({ peakMemory }) => shown(peakMemory / 2 ** 20)).join(', ')}\n`);
  } finally {
    await Promise.all(settings.map(({ target }) => target.stop()));
    await Promise.all(databases.map(({ drop }) => drop()));
  }
}
