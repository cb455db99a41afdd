/*
 * This is the entry point. It reads the settings, opens the store, starts the server and stops it in order. Only this
 * file reads the environment and the system's clock, and writes to the console. It handles no requests: `app.ts`
 * creates the application, and `admin/commands` contains the commands on the store.
 */

import cluster from 'node:cluster';
import { existsSync } from 'node:fs';
import type { Command, ParsedWords } from './admin/commands/command.js';
import type { Parts, RunningApp, Surroundings } from './app.js';
import { sentenceOf } from './config/start-failure.js';
import type { LogDestination } from './http/observe/log-destination.js';
import { makePooledRandom } from './keys/pooled-random.js';
import { type Config, MEMORY } from './model/config.js';
import type { Log } from './model/deps.js';

const OLDEST_NODE = 24;

async function main(): Promise<void> {
  // Without this value, GraphQL spends a large part of each request on checks for developers.
  process.env.NODE_ENV ??= 'production';
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
  const config = await readConfig();
  const output = await openOutput();
  const log = await makeLog(config, output);
  // Writes the warnings of Node to the log. By default, Node writes them to standard error, which blocks the process if
  // standard error is a pipe that is full.
  process.removeAllListeners('warning').on('warning', (err) => log.warn({ err }, 'a warning of Node'));
  // By default, a rejected promise that no code handles ends the process, for example while the database is unavailable.
  process.on('unhandledRejection', (err) => log.error({ err }, 'no code handles a rejected promise'));
  if (cluster.isPrimary && config.workers > 1) return superviseWorkers(config, log, output);
  const app = await import('./app.js');
  const parts = await openParts(config, log);
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
  const parts = await openParts(config, log);
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
 * also stops when its parent process, the shell, has ended. Ctrl+C and service managers send the signal to all three:
 * then this is one stop, not two.
 */
function onStopSignal(stopServer: () => void): void {
  let stopping = false;
  const stop = () => {
    if (!stopping) stopServer();
    stopping = true;
  };
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
  try {
    await runParsed(command, parsed);
  } catch (error) {
    const sentence = sentenceOf(error);
    if (sentence === undefined || command.describeFailure === undefined) throw error;
    console.log(command.describeFailure(sentence, parsed.flags));
    process.exit(1);
  }
}

async function runParsed(command: Command, { words, flags }: Exclude<ParsedWords, { problem: string }>): Promise<void> {
  const config = await readConfig();
  const refusal = command.refusal?.(config);
  if (refusal !== undefined) return refuse(refusal);
  checkDatabase(config, command);
  const log = await makeLog({ logLevel: 'warn' }, await openOutput());
  if ('runOnFile' in command) {
    const { makeDatabaseTools } = await import('./app.js');
    const { completeConfig, keyOrigin } = await import('./storage/secret-key.js');
    const complete = await completeConfig(config, command.database === 'replaced' ? undefined : random);
    const tools = makeDatabaseTools(complete, surroundings(log));
    return console.log(await command.runOnFile(tools, words, keyOrigin(config)));
  }
  const parts = await openParts(config, log);
  try {
    const around = { isTerminal: process.stdout.isTTY === true, flags, setup: parts.around };
    const result = await command.run(parts.deps, words, around);
    console.log(typeof result === 'string' ? result : result.text);
    if (typeof result !== 'string') process.exitCode = result.exitCode;
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
  if (needed === 'replaced' && database.path !== MEMORY) return;
  if (needed === 'required' || database.path === MEMORY) {
    throw new Error(
      `DATABASE_URL: there is no database at ${database.path}. Start the server first, and give this command the same settings.`,
    );
  }
  console.error(`Created a database at ${database.path}. Start the server with the same settings to use it.`);
}

async function readConfig(): Promise<Config> {
  const { loadConfig } = await import('./config/load-config.js');
  return loadConfig(process.env);
}

/**
 * Opens the store and makes the dependencies. From then on, an empty database beside the key file means that the
 * database was lost.
 */
async function openParts(config: Config, log: Log): Promise<Parts> {
  const [{ makeParts }, { completeConfig, markKeyInUse }] = await Promise.all([
    import('./app.js'),
    import('./storage/secret-key.js'),
  ]);
  const parts = await makeParts(await completeConfig(config, random), surroundings(log));
  await markKeyInUse(config).catch((err: unknown) => log.warn({ err }, 'the key file could not be marked as in use'));
  return parts;
}

const random = makePooledRandom();

function surroundings(log: Log): Surroundings {
  return { clock: { now: () => new Date(Date.now()) }, random, log };
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

/** Prints an error and exits. An error that is no sentence for the operator is a bug, and printed with its stack. */
function fail(error: unknown): never {
  const sentence = sentenceOf(error);
  if (sentence !== undefined) return refuse(sentence);
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
