import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sqliteFile } from '../databases.js';
import { measure } from '../measure.js';
import { printTable } from '../report/print-table.js';
import { scenarioNamed } from '../scenarios.js';
import { startPassgraph } from '../settings.js';

/** The operations of the profiled run. */
const COUNT = Number(process.env.BENCH_COUNT ?? 1600);
const ROWS = 40;

interface CallFrame {
  readonly functionName: string;
  readonly url: string;
  readonly lineNumber: number;
}

interface CpuProfile {
  readonly nodes: readonly { readonly id: number; readonly callFrame: CallFrame }[];
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
}

/** The part of the program that a function belongs to: a package, a folder of `src`, or a module of Node.js. */
function partOf({ url, functionName }: CallFrame): string {
  if (url === '') return functionName.startsWith('(') ? functionName : 'native';
  const packages = url.split('/node_modules/');
  if (packages.length > 1) return /^(@[^/]+\/)?[^/]+/.exec(packages.at(-1) ?? '')?.[0] ?? url;
  return /\/dist\/(src\/.*)\/[^/]+$/.exec(url)?.[1] ?? url;
}

function nameOf({ url, functionName, lineNumber }: CallFrame): string {
  const file = url.split(/\/node_modules\/|\/dist\//).at(-1);
  return `${functionName === '' ? 'anonymous' : functionName} ${file}:${lineNumber + 1}`;
}

/** The microseconds of each key, highest first. */
function sum({ nodes, samples, timeDeltas }: CpuProfile, keyOf: (frame: CallFrame) => string): [string, number][] {
  const frames = new Map(nodes.map(({ id, callFrame }) => [id, callFrame]));
  const times = new Map<string, number>();
  for (const [index, id] of samples.entries()) {
    const frame = frames.get(id);
    if (frame === undefined || ['(idle)', '(root)'].includes(frame.functionName)) continue;
    const key = keyOf(frame);
    times.set(key, (times.get(key) ?? 0) + (timeDeltas[index] ?? 0));
  }
  return [...times].toSorted(([, a], [, b]) => b - a);
}

function print(title: string, times: readonly [string, number][]): void {
  const rows = times.slice(0, ROWS).map(([name, time]) => [name.slice(0, 110), (time / COUNT).toFixed(1)]);
  printTable({ heading: title, caption: 'Microseconds of an operation', head: ['', 'µs'], rows });
}

/** Prints where the processor time of one kind of operation goes. `BENCH_ONLY` names the operation. */
export async function printProfile(): Promise<void> {
  const scenario = scenarioNamed(process.env.BENCH_ONLY ?? 'whole sign-in');
  const folder = await mkdtemp(join(tmpdir(), 'passgraph-profile-'));
  const database = await sqliteFile();
  const setting = await startPassgraph(database.url, 'ES256', {
    flags: ['--cpu-prof', `--cpu-prof-dir=${folder}`],
  });
  await measure(setting, scenario, COUNT);
  await setting.target.terminate();
  for (const file of await readdir(folder)) {
    const profile = JSON.parse(await readFile(join(folder, file), 'utf8')) as CpuProfile;
    print(`${scenario.name}, ${file}, by package`, sum(profile, partOf));
    print(`${scenario.name}, ${file}, by function`, sum(profile, nameOf));
  }
  await database.drop();
  await rm(folder, { recursive: true });
}
