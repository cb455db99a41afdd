import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Difference, differences } from './differences.js';
import type { Exchange } from './exchange.js';

/**
 * Compares two recordings of `record-exchanges.ts`:
 * `node dist/test/support/recorder/compare-exchanges.js BEFORE AFTER [--renamed FILE]`.
 * FILE is a JSON object from the start of an old full test name to its new one. Equal differences are printed once,
 * with their number and their first place. The exit code is 1 if there are any.
 */
async function compareFolders(): Promise<void> {
  const { positionals, values } = parseArgs({ allowPositionals: true, options: { renamed: { type: 'string' } } });
  const [beforeFolder = '', afterFolder = ''] = positionals;
  const renames = values.renamed === undefined ? {} : (JSON.parse(await readFile(values.renamed, 'utf8')) as object);
  const before = await readRecording(beforeFolder, Object.entries(renames));
  const after = await readRecording(afterFolder, []);
  const found = [
    ...missingTests('only before', before, after),
    ...missingTests('only after', after, before),
    ...[...before].flatMap(([name, exchanges]) => {
      const others = after.get(name);
      return others === undefined ? [] : differences(name, exchanges, others);
    }),
  ];
  printGrouped(found);
  const total = [...before.values()].flat().length;
  console.log(`${before.size} and ${after.size} tests, ${total} exchanges before, ${found.length} differences`);
  process.exitCode = found.length === 0 ? 0 : 1;
}

type Recording = Map<string, Exchange[]>;

async function readRecording(folder: string, renamed: readonly (readonly [string, string])[]): Promise<Recording> {
  const recording: Recording = new Map();
  for (const file of (await readdir(folder)).toSorted()) {
    const tests = JSON.parse(await readFile(join(folder, file), 'utf8')) as Record<string, Exchange[]>;
    for (const [recorded, exchanges] of Object.entries(tests)) {
      const name = presentName(recorded, renamed);
      recording.set(name, [...(recording.get(name) ?? []), ...exchanges]);
    }
  }
  return recording;
}

const BEFORE_TEST = 'before: ';

function presentName(recorded: string, renamed: readonly (readonly [string, string])[]): string {
  const prefix = recorded.startsWith(BEFORE_TEST) ? BEFORE_TEST : '';
  const name = recorded.slice(prefix.length);
  const [old, present] = renamed.find(([start]) => name.startsWith(start)) ?? ['', ''];
  return `${prefix}${present}${name.slice(old.length)}`;
}

function missingTests(where: string, recording: Recording, other: Recording): Difference[] {
  const missing = [...recording].filter(([name]) => !other.has(name));
  return missing.map(([name, { length }]) => ({ what: `${where}: ${name} (${length} exchanges)`, place: name }));
}

function printGrouped(all: readonly Difference[]): void {
  for (const [what, [first, ...more]] of Map.groupBy(all, (difference) => difference.what)) {
    console.log(`${what}\n    ${more.length + 1} ×, first at ${first?.place}\n`);
  }
}

await compareFolders();
