import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { freePort } from './free-port.js';
import { type TestDatabase, withPatience } from './stores.js';

/**
 * A MongoDB server that only one test uses, so that the test can kill it or leave transactions open. SecantusDB waits for
 * an open transaction when it drops a database, and answers nothing else meanwhile.
 */
export interface OwnMongodb {
  readonly url: string;
  /** Kills the server with SIGKILL, as a lack of memory does. */
  kill(): Promise<void>;
  /** Starts the server again with the data that it had. */
  start(): Promise<void>;
  /** Ends the server and removes its data. */
  remove(): Promise<void>;
}

const SCRIPT = resolve('tools/start-mongodb.mjs');

/** Including the installation of a MongoDB server, if this machine has none. */
export const OWN_MONGODB_MS = 300_000;

export async function startOwnMongodb(): Promise<OwnMongodb> {
  const data = await mkdtemp(join(tmpdir(), 'passgraph-own-mongodb-'));
  const port = await freePort();
  // A container cannot be killed by the id of its process.
  const kind = spawnSync('mongod', ['--version']).status === 0 ? 'mongod' : 'secantusdb';
  let script: ChildProcess | undefined;
  let pid = 0;
  const start = async () => {
    const args = [SCRIPT, '--with', kind, '--port', String(port), '--data', data, '--sync'];
    const started = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    script = started;
    let output = '';
    for (const stream of [started.stdout, started.stderr]) {
      stream.on('data', (text) => {
        output += text;
      });
    }
    while (!output.includes('MONGODB_TEST_URL=')) {
      if (started.exitCode !== null) throw new Error(output);
      await new Promise((done) => setTimeout(done, 50));
    }
    pid = Number(/ as process (\d+)/.exec(output)?.[1]);
  };
  const ended = async () => {
    while (script !== undefined && script.exitCode === null && script.signalCode === null) {
      await new Promise((done) => setTimeout(done, 50));
    }
  };
  await start();
  return {
    url: `mongodb://127.0.0.1:${port}/passgraph?directConnection=true`,
    kill: async () => {
      process.kill(pid, 'SIGKILL');
      await ended();
    },
    start,
    remove: async () => {
      script?.kill('SIGTERM');
      await ended();
      await rm(data, { recursive: true, force: true });
    },
  };
}

/** A database on a server of its own, for a test that kills processes while they write. */
export async function ownMongodbDatabase(): Promise<TestDatabase> {
  const { url, remove } = await startOwnMongodb();
  return { config: { kind: 'mongodb', url: withPatience(url) }, drop: remove };
}
