import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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

const measure = async (setting: Setting, scenario: Scenario): Promise<Cost> => {
  const workers = await scenario.prepare(setting, WORKERS, SHOTS);
  const cpuBefore = await setting.contender.cpu();
  const began = performance.now();
  await Promise.all(workers.map((worker) => work(setting, worker)));
  const seconds = (performance.now() - began) / 1000;
  const cpu = (await setting.contender.cpu()) - cpuBefore;
  return { cpu: cpu / SHOTS, rate: SHOTS / seconds };
};

const work = async ({ contender }: Setting, worker: Worker): Promise<void> => {
  for (let shot = 0; shot < SHOTS / WORKERS; shot += 1) {
    const { text } = await contender.send(worker.next());
    worker.learn?.(text);
  }
};

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

const compare = async (ours: Setting, theirs: Setting, scenario: Scenario): Promise<void> => {
  await measure(ours, scenario);
  await measure(theirs, scenario);
  const pairs: [Cost, Cost][] = [];
  for (let pair = 0; pair < PAIRS; pair += 1)
    pairs.push([await measure(ours, scenario), await measure(theirs, scenario)]);
  const cpu = pairs.map(([a, b]) => a.cpu / b.cpu);
  const rate = pairs.map(([a, b]) => a.rate / b.rate);
  const row = [
    scenario.name.padEnd(26),
    median(cpu).toFixed(2),
    `${Math.min(...cpu).toFixed(2)}–${Math.max(...cpu).toFixed(2)}`,
    median(rate).toFixed(2),
  ];
  console.log(row.map((cell) => cell.padStart(12)).join(' '));
};

const databaseUrl =
  process.env.BENCH_DATABASE_URL ?? `sqlite:${join(await mkdtemp(join(tmpdir(), 'passgraph-bench-')), 'bench.db')}`;
const [ours, theirs] = await Promise.all([startPassgraph(databaseUrl), startOidcProvider()]);
try {
  console.log(
    `Passgraph (${databaseUrl.split(':')[0]}) against node-oidc-provider (memory): ratios, ${PAIRS} pairs of ${SHOTS} requests`,
  );
  console.log(['', 'CPU, median', 'min–max', 'rate, median'].map((cell) => cell.padStart(12)).join(' '));
  for (const scenario of scenarios) await compare(ours, theirs, scenario);
} finally {
  await Promise.all([ours.contender.stop(), theirs.contender.stop()]);
}
