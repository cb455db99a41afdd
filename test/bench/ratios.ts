import type { AsymmetricAlg } from '../../src/model/server/signing-key.js';
import type { Contender } from './contender.js';
import { sqliteFile } from './databases.js';
import { type Cost, measure, WORKERS } from './measure.js';
import { median } from './median.js';
import { printTable } from './print-table.js';
import { type Scenario, type Setting, scenarios } from './scenarios.js';
import { startOidcProvider, startPassgraph } from './settings.js';

/** The servers take turns, so that a slow moment of the machine affects all of them. */
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 5);
/** The operations of a server in a round. */
const COUNT = Number(process.env.BENCH_COUNT ?? 480);
const ALGS: readonly AsymmetricAlg[] = ['ES256', 'RS256'];

/** The servers of a comparison: Passgraph first, then those it is compared with. */
interface Arena {
  readonly settings: readonly Setting<Contender>[];
  stop(): Promise<void>;
}

async function openArena(alg: AsymmetricAlg): Promise<Arena> {
  const [ours, theirs] = [await sqliteFile(), await sqliteFile()];
  const settings = await Promise.all([
    startPassgraph(ours.url, alg),
    startOidcProvider(alg),
    startOidcProvider(alg, theirs.path),
  ]);
  return {
    settings,
    stop: async () => {
      await Promise.all(settings.map(({ target }) => target.stop()));
      await Promise.all([ours.drop(), theirs.drop()]);
    },
  };
}

/** The costs of a scenario: for each server, one of each round. */
interface Compared {
  readonly name: string;
  readonly costs: readonly (readonly Cost[])[];
}

async function compare({ settings }: Arena, scenario: Scenario): Promise<Compared> {
  for (const setting of settings) await measure(setting, scenario, COUNT);
  const costs: Cost[][] = settings.map(() => []);
  for (let round = 0; round < ROUNDS; round += 1)
    for (const [index, setting] of settings.entries()) costs[index]?.push(await measure(setting, scenario, COUNT));
  return { name: scenario.name, costs };
}

export async function compareAll(alg: AsymmetricAlg): Promise<Compared[]> {
  const { BENCH_ONLY } = process.env;
  const chosen = scenarios.filter(({ name }) => BENCH_ONLY === undefined || name.includes(BENCH_ONLY));
  const arena = await openArena(alg);
  try {
    const compared: Compared[] = [];
    for (const scenario of chosen) compared.push(await compare(arena, scenario));
    return compared;
  } finally {
    await arena.stop();
  }
}

/** The median, over the rounds, of a figure of Passgraph divided by the same figure of another server. */
export function ratio({ costs }: Compared, other: number, figure: 'cpu' | 'rate'): number {
  const rounds = costs[0]?.map((ours, round) => ours[figure] / (costs[other]?.[round]?.[figure] ?? Number.NaN));
  return median(rounds ?? []);
}

function percentile(costs: readonly Cost[], share: number): number {
  return median(costs.map(({ latencies }) => latencies[Math.floor(latencies.length * share)] ?? Number.NaN));
}

function cells(compared: Compared): string[] {
  const [ours = [], memory = []] = compared.costs;
  const cpu = compared.costs.map((costs) => median(costs.map((cost) => cost.cpu)).toFixed(0));
  return [
    compared.name,
    median(ours.map(({ rate }) => rate)).toFixed(0),
    ratio(compared, 1, 'rate').toFixed(2),
    ratio(compared, 2, 'rate').toFixed(2),
    ...cpu,
    ratio(compared, 1, 'cpu').toFixed(2),
    ...[ours, memory].map((costs) => `${percentile(costs, 0.5).toFixed(1)}/${percentile(costs, 0.99).toFixed(1)}`),
  ];
}

const HEAD = ['', 'rate', '/memory', '/SQLite', 'CPU µs', 'memory', 'SQLite', 'ratio', 'p50/p99 ms', 'memory'];

/** Prints what an operation costs on Passgraph and on node-oidc-provider. */
export async function printRatios(): Promise<void> {
  for (const alg of ALGS) {
    printTable(
      `Passgraph (SQLite file) and node-oidc-provider (in memory, SQLite file), ${alg}: ${ROUNDS} rounds of ${COUNT} operations, ${WORKERS} at once`,
      HEAD,
      (await compareAll(alg)).map(cells),
    );
  }
}
