import fs from 'node:fs';
import { cp, mkdir, rm } from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { join } from 'node:path';
import sqlite, { DatabaseSync } from 'node:sqlite';
import { openStore } from '../../src/storage/open-store.js';
import { makeDatabaseFiles } from '../../src/storage/sqlite/files/database-files.js';

/*
 * Copies or replaces a database again and again. Each time, it dies one step later: from then on, every call fails that
 * changes a file or runs several SQL statements. Prints the groups in the file after each death, as lists in JSON.
 */

const [, , template = '', scratch = '', kind = ''] = process.argv;

let stepsLeft = Number.POSITIVE_INFINITY;

function watch<T extends object, N extends keyof T>(target: T, names: readonly N[]): void {
  for (const name of names) {
    const real = target[name] as (...given: unknown[]) => unknown;
    const watched = function (this: unknown, ...given: unknown[]): unknown {
      if (stepsLeft <= 0) throw new Error('the process is dead');
      stepsLeft -= 1;
      return real.apply(this, given);
    };
    Object.assign(target, { [name]: watched });
  }
}
watch(fs, ['openSync', 'renameSync', 'linkSync', 'rmSync', 'copyFileSync', 'fsyncSync', 'chmodSync', 'mkdirSync']);
watch(sqlite, ['backup']);
watch(DatabaseSync.prototype, ['exec']);
syncBuiltinESMExports();

const folder = join(scratch, 'data');
const database = join(folder, 'passgraph.db');
const copy = join(scratch, 'copy.db');
const files = makeDatabaseFiles(database, {
  clock: { now: () => new Date(performance.timeOrigin + performance.now()) },
  random: { bytes: (size) => crypto.getRandomValues(new Uint8Array(size)) },
});

async function groupsOf(path: string): Promise<readonly string[]> {
  const store = await openStore({ kind: 'sqlite', path });
  const { items } = await store.groups.page({ first: 100 });
  await store.close();
  return items.map(({ record }) => record.id).toSorted();
}

async function work(): Promise<void> {
  if (kind === 'backup') await files.copyTo(copy, async () => undefined);
  else await files.replaceWith(join(template, 'backup.db'), async () => undefined);
}

/** Returns whether the work died, and the groups that the result has. */
async function dieAfter(steps: number): Promise<{ died: boolean; groups: readonly string[] | null }> {
  await rm(scratch, { recursive: true, force: true });
  await mkdir(scratch);
  await cp(join(template, 'data'), folder, { recursive: true });
  stepsLeft = steps;
  const died = await work().then(
    () => false,
    () => true,
  );
  stepsLeft = Number.POSITIVE_INFINITY;
  const path = kind === 'backup' ? copy : database;
  return { died, groups: fs.existsSync(path) ? await groupsOf(path) : null };
}

const results = [];
for (let steps = 0; results.at(-1)?.died !== false; steps += 1) results.push(await dieAfter(steps));
process.stdout.write(JSON.stringify(results));
