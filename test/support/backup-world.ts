import { type ChildProcess, execFile, fork } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { DatabaseTools } from '../../src/admin/backups/database-tools.js';
import { makeDatabaseTools, makeParts } from '../../src/app.js';
import type { Config } from '../../src/model/config.js';
import { openStore } from '../../src/storage/open-store.js';
import { aGroup } from '../storage/records.js';
import { systemClock, testConfig, testRandom } from './deps.js';
import { freePort } from './free-port.js';

export const API_KEY = 'bootstrap-key-of-at-least-thirty-two';
export const SECRET_KEY = 'E'.repeat(43);
export const OTHER_KEY = 'I'.repeat(43);

const MAIN = resolve('dist/src/main.js');

export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunningServer {
  readonly origin: string;
  stop(signal: NodeJS.Signals): Promise<void>;
}

/** A folder with a database in `data/` and its key file, and what an administrator uses there. */
export interface BackupWorld {
  readonly database: string;
  path(name: string): string;
  /** Creates a database with a group of this id and an encrypted value. */
  create(id: string, database?: string): Promise<void>;
  addGroup(id: string): Promise<void>;
  /** What the commands use, in this process. */
  tools(changes?: Partial<Config>): DatabaseTools;
  /** Runs a command in a process. `wrap` can be a program that runs it, such as a shell with limits. */
  run(words: readonly string[], env?: Record<string, string>, wrap?: readonly string[]): Promise<Outcome>;
  runScript(script: string, words: readonly string[]): Promise<Outcome>;
  start(): Promise<RunningServer>;
  filesIn(name: string): Promise<string[]>;
  close(): Promise<void>;
}

export async function openBackupWorld(): Promise<BackupWorld> {
  const folder = await mkdtemp(join(tmpdir(), 'passgraph-'));
  const path = (name: string) => join(folder, name);
  const database = path('data/passgraph.db');
  await mkdir(path('backups'));
  await mkdir(path('data'), { mode: 0o700 });
  await writeFile(path('data/secret-key'), `${SECRET_KEY}\n`, { mode: 0o600 });
  const servers: RunningServer[] = [];
  const configOf = (changes: Partial<Config>) =>
    testConfig({ database: { kind: 'sqlite', path: database }, secretKeys: [SECRET_KEY], ...changes });
  return {
    database,
    path,
    create: async (id, at = database) => {
      const { deps, close } = await makeParts(configOf({ database: { kind: 'sqlite', path: at } }), SURROUNDINGS);
      const issuer = await deps.store.issuers.find('default');
      if (issuer === undefined) throw new Error('There is no default issuer.');
      await deps.store.commit([await deps.keys.ringInsertion(issuer, 'ES256')]);
      await deps.store.groups.insert(aGroup({ id }));
      await close();
    },
    addGroup: async (id) => {
      const store = await openStore({ kind: 'sqlite', path: database });
      await store.groups.insert(aGroup({ id }));
      await store.close();
    },
    tools: (changes = {}) => makeDatabaseTools(configOf(changes), SURROUNDINGS),
    run: (words, env = {}, wrap = []) => execute(folder, env, [...wrap, process.execPath, MAIN, ...words]),
    runScript: (script, words) => execute(folder, {}, [process.execPath, script, ...words]),
    start: async () => {
      const server = await startServer(folder);
      servers.push(server);
      return server;
    },
    filesIn: async (name) => (await readdir(path(name))).toSorted(),
    close: async () => {
      for (const server of servers) await server.stop('SIGKILL');
      await rm(folder, { recursive: true });
    },
  };
}

const ignore = () => undefined;
const SURROUNDINGS = {
  clock: systemClock,
  random: testRandom(),
  log: { debug: ignore, info: ignore, warn: ignore, error: ignore },
};

function execute(cwd: string, env: Record<string, string>, words: readonly string[]): Promise<Outcome> {
  const [program = '', ...args] = words;
  return new Promise((done) => {
    execFile(program, args, { cwd, env: { PATH: process.env.PATH, ...env } }, (error, stdout, stderr) => {
      done({ code: error === null ? 0 : Number(error.code ?? -1), stdout, stderr });
    });
  });
}

async function startServer(folder: string): Promise<RunningServer> {
  const port = String(await freePort());
  const origin = `http://localhost:${port}`;
  const env = { PATH: process.env.PATH, PORT: port, BOOTSTRAP_API_KEY: API_KEY, LOG_LEVEL: 'warn' };
  const child = fork(MAIN, { cwd: folder, env, execArgv: [], stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  while (!(await isLive(origin))) {
    if (child.exitCode !== null) throw new Error(`The server ended with ${child.exitCode}.`);
    await new Promise((done) => setTimeout(done, 50));
  }
  return { origin, stop: (signal) => end(child, signal) };
}

function isLive(origin: string): Promise<boolean> {
  return fetch(`${origin}/health/live`).then(
    ({ ok }) => ok,
    () => false,
  );
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = new Promise((done) => child.once('exit', done));
  child.kill(signal);
  await exited;
}

const CREATE = 'mutation ($id: ID!) { createGroup(input: { id: $id, name: "Group" }) { group { id } } }';

export async function createGroup({ origin }: RunningServer, id: string): Promise<void> {
  const response = await fetch(`${origin}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${API_KEY}` },
    body: JSON.stringify({ query: CREATE, variables: { id } }),
  });
  const { errors } = (await response.json()) as { errors?: unknown };
  if (errors !== undefined) throw new Error(JSON.stringify(errors));
}

/** The ids of the groups in a database file that no process uses. */
export function groupsIn(path: string): string[] {
  const file = new DatabaseSync(path);
  try {
    const rows = file.prepare('select _id as id from groups order by _id').all();
    return rows.map(({ id }) => String(id));
  } finally {
    file.close();
  }
}
