import type { Contender } from './contender.js';
import { sqliteFile } from './databases.js';
import { median } from './median.js';
import { printTable } from './print-table.js';
import { type Scenario, type Setting, scenarios, type Worker } from './scenarios.js';
import { startOidcProvider, startPassgraph } from './settings.js';

/** Rounds are counted in pairs, one side after the other, so that a machine that slows down slows both. */
const PAIRS = 5;
const WORKERS = 16;
const SHOTS = 480;

interface Cost {
  /** Microseconds of the server's processor a request. */
  readonly cpu: number;
  /** Requests a second. */
  readonly rate: number;
}

async function measure(setting: Setting<Contender>, scenario: Scenario): Promise<Cost> {
  const workers = await scenario.prepare(setting, WORKERS, SHOTS);
  const cpuBefore = await setting.target.cpu();
  const began = performance.now();
  await Promise.all(workers.map((worker) => work(setting, worker)));
  const seconds = (performance.now() - began) / 1000;
  const cpu = (await setting.target.cpu()) - cpuBefore;
  return { cpu: cpu / SHOTS, rate: SHOTS / seconds };
}

async function work({ target }: Setting, worker: Worker): Promise<void> {
  for (let shot = 0; shot < SHOTS / WORKERS; shot += 1) {
    const answer = await target.send(worker.next());
    worker.learn?.(answer);
  }
}

async function compare(ours: Setting<Contender>, theirs: Setting<Contender>, scenario: Scenario): Promise<string[]> {
  await measure(ours, scenario);
  await measure(theirs, scenario);
  const pairs: [Cost, Cost][] = [];
  for (let pair = 0; pair < PAIRS; pair += 1)
    pairs.push([await measure(ours, scenario), await measure(theirs, scenario)]);
  const cpu = pairs.map(([a, b]) => a.cpu / b.cpu);
  const rate = pairs.map(([a, b]) => a.rate / b.rate);
  return [
    scenario.name,
    median(cpu).toFixed(2),
    `${Math.min(...cpu).toFixed(2)}–${Math.max(...cpu).toFixed(2)}`,
    median(rate).toFixed(2),
  ];
}

/** What a request costs here, divided by what it costs there: processor time, and requests a second. */
export async function printRatios(): Promise<void> {
  const database = await sqliteFile();
  const [ours, theirs] = await Promise.all([startPassgraph(database.url), startOidcProvider()]);
  try {
    const rows: string[][] = [];
    for (const scenario of scenarios) rows.push(await compare(ours, theirs, scenario));
    printTable(
      `Passgraph (SQLite, in a file) against node-oidc-provider (in memory): ${PAIRS} pairs of ${SHOTS} requests, ${WORKERS} at once`,
      ['', 'CPU, median', 'min–max', 'rate, median'],
      rows,
    );
  } finally {
    await Promise.all([ours.target.stop(), theirs.target.stop()]);
    await database.drop();
  }
}
