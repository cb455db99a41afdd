import { auditedEntrant } from '../audit-check.js';
import { COUNT, compare, ROUNDS } from '../compare.js';
import { mongodbDatabase, sqliteFile } from '../databases.js';
import { WORKERS } from '../measure.js';
import { printTable } from '../report/print-table.js';
import { figureRows, latencyRows, memoryRows, shown } from '../report/tables.js';
import { chosenScenarios } from '../scenarios.js';
import { startPassgraph } from '../settings.js';

const SERVERS = ['on MongoDB', 'on SQLite'];

/** Compares Passgraph on MongoDB with Passgraph on an SQLite file. */
export async function printMongodb(): Promise<void> {
  const databases = [await mongodbDatabase(), await sqliteFile()];
  const settings = [];
  for (const { url } of databases) settings.push(await startPassgraph(url, 'ES256'));
  try {
    const entrants = settings.map(auditedEntrant);
    const compared = await compare(entrants, chosenScenarios());
    const usage = await Promise.all(settings.map(({ target }) => target.usage()));
    for (const { check } of entrants) await check();
    const runs = `ES256, ${ROUNDS} rounds of ${COUNT} operations, ${WORKERS} at once`;
    printTable({
      heading: 'Throughput on MongoDB',
      caption: `Operations a second, and microseconds of processor time of the server, without that of MongoDB. ${runs}`,
      head: ['Operation', ...SERVERS, 'ratio', ...SERVERS.map((name) => `CPU, ${name}`), 'ratio'],
      rows: figureRows(compared, 'rate').map((cells, row) => [
        ...cells,
        ...(figureRows(compared, 'cpu')[row] ?? []).slice(1),
      ]),
    });
    const memory = [...memoryRows(compared), ['at most', ...usage.map((of) => shown(of.peakMemory / 2 ** 20))]];
    printTable({
      heading: 'Latency and memory on MongoDB',
      caption: `Milliseconds: half of the operations take at most p50, and 99 % at most p99; MiB of the server in RAM after each operation. ${runs}`,
      head: ['Operation', ...SERVERS.flatMap((name) => [`${name}, p50`, 'p99']), ...SERVERS.map((of) => `MiB, ${of}`)],
      rows: memory.map(([name = '', ...mebibytes], row) => [
        name,
        ...(latencyRows(compared)[row]?.slice(1) ?? SERVERS.flatMap(() => ['', ''])),
        ...mebibytes,
      ]),
    });
  } finally {
    await Promise.all(settings.map(({ target }) => target.stop()));
    await Promise.all(databases.map(({ drop }) => drop()));
  }
}
