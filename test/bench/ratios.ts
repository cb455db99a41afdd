import type { Contender } from './contender.js';
import { sqliteFile } from './databases.js';
import { median } from './median.js';
import { printTable } from './print-table.js';
import { type Scenario, type Setting, scenarios, type Worker } from './scenarios.js';
import { startOidcProvider, startPassgraph } from './settings.js';

/** The two servers take turns, so that a slow moment of the machine affects both. */
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

async function compare(ours: Setting<Contender>, theirs: Setting<Contender>, scenario: Scenario): Promise<Ratio> {
  await measure(ours, scenario);
  await measure(theirs, scenario);
  const pairs: [Cost, Cost][] = [];
  for (let pair = 0; pair < PAIRS; pair += 1)
    pairs.push([await measure(ours, scenario), await measure(theirs, scenario)]);
  return {
    name: scenario.name,
    cpu: pairs.map(([a, b]) => a.cpu / b.cpu),
    rate: pairs.map(([a, b]) => a.rate / b.rate),
  };
}

/** What a request costs here, divided by its cost on node-oidc-provider. */
interface Ratio {
  readonly name: string;
  /** Of each pair. */
  readonly cpu: readonly number[];
  readonly rate: readonly number[];
}

export async function measureRatios(): Promise<Ratio[]> {
  const database = await sqliteFile();
  const [ours, theirs] = await Promise.all([startPassgraph(database.url), startOidcProvider()]);
  try {
    const ratios: Ratio[] = [];
    for (const scenario of scenarios) ratios.push(await compare(ours, theirs, scenario));
    return ratios;
  } finally {
    await Promise.all([ours.target.stop(), theirs.target.stop()]);
    await database.drop();
  }
}

/** Processor time and requests in a second, as a table. */
export async function printRatios(): Promise<void> {
  const ratios = await measureRatios();
  printTable(
    `Passgraph (SQLite, in a file) against node-oidc-provider (in memory): ${PAIRS} pairs of ${SHOTS} requests, ${WORKERS} at once`,
    ['', 'CPU, median', 'min–max', 'rate, median'],
    ratios.map(({ name, cpu, rate }) => [
      name,
      median(cpu).toFixed(2),
      `${Math.min(...cpu).toFixed(2)}–${Math.max(...cpu).toFixed(2)}`,
      median(rate).toFixed(2),
    ]),
  );
}
