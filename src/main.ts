/*
 * This is the entry point. It reads the settings, opens the store, starts the server and stops it in order. Only this
 * file reads the environment and the system's clock, and writes to the console. It handles no requests: `app.ts`
 * creates the application, and `admin/commands` contains the commands on the store.
 */

import cluster from 'node:cluster';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import type { Command } from './admin/commands/command.js';
import type { Parts, RunningApp, Surroundings } from './app.js';
import type { LogDestination } from './http/observe/log-destination.js';
import { makePooledRandom } from './keys/pooled-random.js';
import type { Config } from './model/config.js';
import type { Log } from './model/deps.js';

const OLDEST_NODE = 24;

async function main(): Promise<void> {
  // Files with keys and data must not be readable by other users of the machine.
  process.umask(0o077);
  const [name = 'serve', ...args] = process.argv.slice(2);
  if (name !== 'serve') return runCommand(name, args);
  if (args.length > 0)
    return refuse(`The serve command takes no argument, but got ${args.join(' ')}. Start the server with npm start.`);
  return serve();
}

/** Serves requests until the process receives a stop signal. */
async function serve(): Promise<void> {
  const config = await completeConfig(await readConfig());
  const output = await openOutput();
  const log = await makeLog(config, output);
  // Writes the warnings of Node to the log. By default, Node writes them to standard error, which blocks the process if
  // standard error is a pipe that is full.
  process.removeAllListeners('warning').on('warning', (err) => log.warn({ err }, 'a warning of Node'));
  if (cluster.isPrimary && config.workers > 1) return superviseWorkers(config, log, output);
  const app = await import('./app.js');
  const parts = await app.makeParts(config, surroundings(log));
  const running = await app.startApp(parts, output);
  stopInOrder(running, log, output);
  log.info({ issuer: config.issuer, database: config.database.kind, port: config.port }, 'listening');
  // The secret link for the first owner is printed only when the server listens. If another program already used the
  // port, the link would lead to that program.
  if (cluster.isPrimary) printFirstOwnerLink(output, await firstOwnerLink(parts));
}

/** The primary process serves no requests. It starts the worker processes, and replaces a worker that ends. */
async function superviseWorkers(config: Config, log: Log, output: LogDestination): Promise<void> {
  const app = await import('./app.js');
  app.checkBrand(config);
  const parts = await app.makeParts(config, surroundings(log));
  const link = await firstOwnerLink(parts);
  await parts.close();
  cluster.once('listening', () => printFirstOwnerLink(output, link));
  let stopping = false;
  for (let started = 0; started < config.workers; started += 1) cluster.fork();
  cluster.on('exit', (worker, code) => {
    if (stopping) return;
    log.error({ worker: worker.id, code }, 'a worker process ended; starting another');
    setTimeout(() => cluster.fork(), WORKER_RESTART_MS);
  });
  onStopSignal(() => {
    stopping = true;
    for (const worker of Object.values(cluster.workers ?? {})) worker?.process.kill('SIGTERM');
  });
}

const WORKER_RESTART_MS = 1000;

async function firstOwnerLink({ deps }: Parts): Promise<string | undefined> {
  const { createFirstOwnerLink } = await import('./admin/users/first-owner.js');
  return createFirstOwnerLink(deps);
}

function printFirstOwnerLink(output: LogDestination, link: string | undefined): void {
  if (link === undefined) return;
  output.write(`\nThis server has no owner yet. Open this link within one hour to become the owner:\n\n  ${link}\n\n`);
}

/** The longest time from a stop signal until the process exits. Docker kills a process after 10 seconds. */
const STOP_TIMEOUT_MS = 9_500;
const LOG_FLUSH_MS = 500;

function stopInOrder(running: RunningApp, log: Log, output: LogDestination): void {
  onStopSignal(() => {
    log.info({}, 'stopping');
    setTimeout(() => process.exit(1), STOP_TIMEOUT_MS).unref();
    const exit = async (code: number) => {
      await output.flush(LOG_FLUSH_MS);
      process.exit(code);
    };
    running.stop().then(
      () => exit(0),
      (error: unknown) => {
        log.error({ err: error }, 'the stop failed');
        return exit(1);
      },
    );
  });
}

const PARENT = process.ppid;
const PARENT_CHECK_MS = 500;

/**
 * npm runs the server in a shell and sends a stop signal only to this shell. So if npm started the server, the server
 * also stops when its parent process, the shell, has ended.
 */
function onStopSignal(stop: () => void): void {
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  if (process.env.npm_lifecycle_event === undefined) return;
  const watch = setInterval(() => {
    if (process.ppid === PARENT) return;
    clearInterval(watch);
    stop();
  }, PARENT_CHECK_MS).unref();
}

/** Runs an administration command on the store and prints the result. A server may use the store at the same time. */
async function runCommand(name: string, args: readonly string[]): Promise<void> {
  const [{ parseWords }, { COMMANDS }] = await Promise.all([
    import('./admin/commands/command.js'),
    import('./admin/commands/commands.js'),
  ]);
  const command = COMMANDS[name];
  if (command === undefined) {
    return refuse(`There is no command ${name}. The commands are serve, ${Object.keys(COMMANDS).join(', ')}.`);
  }
  const parsed = parseWords(name, command, args);
  if ('problem' in parsed) return refuse(parsed.problem);
  const config = await readConfig();
  const refusal = command.refusal?.(config);
  if (refusal !== undefined) return refuse(refusal);
  checkDatabase(config, command);
  const app = await import('./app.js');
  const quiet = await makeLog({ logLevel: 'warn' }, await openOutput());
  const parts = await app.makeParts(await completeConfig(config), surroundings(quiet));
  try {
    console.log(await command.run(parts.deps, parsed.words));
  } finally {
    await parts.close();
  }
}

/**
 * If there is no database, rejects a command that needs existing data. Rejects every command on a database in memory,
 * because no other process could read that database.
 */
function checkDatabase({ database }: Config, { database: needed }: Command): void {
  if (database.kind !== 'sqlite' || existsSync(database.path)) return;
  if (needed === 'required' || database.path === MEMORY) {
    refuse(
      `DATABASE_URL: there is no database at ${database.path}. Start the server first, and give this command the same settings.`,
    );
  }
  console.error(`Created a database at ${database.path}. Start the server with the same settings to use it.`);
}

const MEMORY = ':memory:';

async function readConfig(): Promise<Config> {
  const { loadConfig } = await import('./config/load-config.js');
  return loadConfig(process.env);
}

const SECRET_KEY_BYTES = 32;

/**
 * Without the setting SECRET_KEY, the key of an SQLite database is stored in a file beside it. This function reads that
 * file, and creates it if it is missing.
 */
async function completeConfig(config: Config): Promise<Config> {
  if (config.secretKeys.length > 0 || config.database.kind !== 'sqlite') return config;
  const made = randomBytes(SECRET_KEY_BYTES).toString('base64url');
  const { path } = config.database;
  if (path === MEMORY) return Object.freeze({ ...config, secretKeys: [made] });
  const { secretKeyBeside } = await import('./storage/sqlite/secret-key-file.js');
  return Object.freeze({ ...config, secretKeys: [await secretKeyBeside(path, made)] });
}

function surroundings(log: Log): Surroundings {
  return { clock: { now: () => new Date(Date.now()) }, random: makePooledRandom(), log };
}

const STANDARD_OUTPUT = 1;

async function openOutput(): Promise<LogDestination> {
  return (await import('./http/observe/log-destination.js')).openLogDestination(STANDARD_OUTPUT);
}

async function makeLog({ logLevel }: Pick<Config, 'logLevel'>, output: LogDestination): Promise<Log> {
  const { pino } = await import('pino');
  const log: Log = pino({ level: logLevel }, output);
  return log;
}

function refuse(sentence: string): never {
  console.error(sentence);
  process.exit(1);
}

/**
 * Prints an error and exits. An error in a setting or a command is printed as one sentence. Any other error is a bug,
 * so it is printed with its stack.
 */
function fail(error: unknown): never {
  if (error instanceof Error && /^[A-Z][A-Z_]+[ ,:]/.test(error.message)) return refuse(error.message);
  if (error instanceof Error && error.name === 'AdminError') return refuse(error.message);
  console.error(error);
  process.exit(1);
}

const version = Number(process.versions.node.split('.')[0]);
if (version < OLDEST_NODE) {
  refuse(
    `Passgraph needs Node ${OLDEST_NODE} or later, but this is ${process.version}. Start it with npm start, which uses the Node that npm installed.`,
  );
}
main().catch(fail);
