import type { AsymmetricAlg } from '../../../src/model/server/signing-key.js';
import { auditedEntrant } from '../audit-check.js';
import { COUNT, type Compared, compare, entrant, ROUNDS } from '../compare.js';
import type { Contender } from '../contender.js';
import { sqliteFile } from '../databases.js';
import { startLimit } from '../limit/start-limit.js';
import { WORKERS } from '../measure.js';
import { startOidcProvider } from '../oidc-provider/start.js';
import { printTable } from '../report/print-table.js';
import { figureRows, latencyRows, memoryRows, shown } from '../report/tables.js';
import { chosenScenarios } from '../scenarios.js';
import { startPassgraph } from '../settings.js';

const ALGS: readonly AsymmetricAlg[] = ['ES256', 'RS256'];

/** A comparison, and what each server has used at its end. */
interface Comparison {
  readonly compared: readonly Compared[];
  readonly usage: readonly Awaited<ReturnType<Contender['usage']>>[];
}

/** Compares Passgraph, node-oidc-provider in memory and on SQLite, and the limit, if it is wanted. */
export async function compareAll(alg: AsymmetricAlg, withLimit = false): Promise<Comparison> {
  const scenarios = chosenScenarios();
  const [ours, theirs] = [await sqliteFile(), await sqliteFile()];
  const limits = withLimit ? [await startLimit(alg)] : [];
  const passgraph = await startPassgraph(ours.url, alg);
  const others = [await startOidcProvider(alg), await startOidcProvider(alg, theirs.path)];
  const targets = [passgraph, ...others, ...limits].map(({ target }) => target);
  try {
    const audited = auditedEntrant(passgraph);
    const compared = await compare([audited, ...others.map(entrant), ...limits], scenarios);
    const usage = await Promise.all(targets.map((target) => target.usage()));
    await audited.check();
    return { compared, usage };
  } finally {
    await Promise.all(targets.map((target) => target.stop()));
    await Promise.all([ours, theirs, ...limits].map(({ drop }) => drop()));
  }
}

const SERVERS = ['Passgraph', 'in memory', 'on SQLite', 'limit'];
const RATIOS = ['/ in memory', '/ on SQLite', '/ limit'];

/** Prints what an operation costs on Passgraph, on node-oidc-provider, and at least. */
export async function printRatios(): Promise<void> {
  for (const alg of ALGS) {
    const { compared, usage } = await compareAll(alg, true);
    const runs = `${alg}, ${ROUNDS} rounds of ${COUNT} operations, ${WORKERS} at once`;
    printTable({
      heading: `Throughput, ${alg}`,
      caption: `Operations a second. ${runs}`,
      head: ['Operation', ...SERVERS, ...RATIOS],
      rows: figureRows(compared, 'rate'),
    });
    printTable({
      heading: `Latency, ${alg}`,
      caption: `Milliseconds: half of the operations take at most p50, and 99 % at most p99. ${runs}`,
      head: ['Operation', ...SERVERS.flatMap((name) => [`${name}, p50`, 'p99'])],
      rows: latencyRows(compared),
    });
    printTable({
      heading: `Processor time, ${alg}`,
      caption: `Microseconds of an operation, of all threads of the server. ${runs}`,
      head: ['Operation', ...SERVERS, ...RATIOS],
      rows: figureRows(compared, 'cpu'),
    });
    printTable({
      heading: `Memory, ${alg}`,
      caption: `MiB of the process in RAM, after each operation in this order, and at most. ${runs}`,
      head: ['Operation', ...SERVERS],
      rows: [...memoryRows(compared), ['at most', ...usage.map(({ peakMemory }) => shown(peakMemory / 2 ** 20))]],
    });
  }
}
