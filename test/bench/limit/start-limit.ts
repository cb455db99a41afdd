import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { deserialize } from 'node:v8';
import type { AsymmetricAlg } from '../../../src/model/server/signing-key.js';
import { freePort } from '../../support/free-port.js';
import type { Entrant } from '../compare.js';
import { type Contender, startContender } from '../contender.js';
import { sqliteFile } from '../databases.js';
import { measureOperations } from '../measure.js';
import type { Plan } from './plan.js';

/** The limit in a comparison. */
export interface Limit extends Entrant {
  readonly target: Contender;
  drop(): Promise<void>;
}

/** Records the chosen scenarios, and starts the bare server that repeats them. */
export async function startLimit(alg: AsymmetricAlg): Promise<Limit> {
  const database = await sqliteFile();
  const plan = join(dirname(database.path), 'plan');
  const env = { BENCH_ALG: alg, BENCH_FILE: database.path, BENCH_PLAN: plan };
  await recordInto(env);
  const { operations } = deserialize(await readFile(plan)) as Plan;
  const port = String(await freePort());
  const target = await startContender(`http://localhost:${port}`, pathOf('limit-server.js'), {
    cwd: process.cwd(),
    env: { ...env, BENCH_PORT: port },
  });
  return {
    target,
    run: ({ name }, count) => {
      const repeat = (operation: Plan['operations'][string][number]) => async () => {
        for (const shot of operation) await target.send(shot);
      };
      return measureOperations(target, (operations[name] ?? []).map(repeat), count);
    },
    drop: database.drop,
  };
}

/** Each signature must be noted, so the process loads the file that notes them before everything else. */
async function recordInto(env: Readonly<Record<string, string>>): Promise<void> {
  const recorder = spawn(process.execPath, ['--import', pathOf('count-signatures.js'), pathOf('record.js')], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const [code] = await once(recorder, 'exit');
  if (code !== 0) throw new Error(`The recorder of the limit exited with ${code}.`);
}

function pathOf(script: string): string {
  return new URL(script, import.meta.url).pathname;
}
