import cluster from 'node:cluster';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import type { Parts, RunningApp, Surroundings } from './app.js';
import type { Config } from './model/config.js';
import type { Deps, Log, Random } from './model/deps.js';

const OLDEST_NODE = 24;

async function main(): Promise<void> {
  // What is kept, keys above all, is its owner's alone.
  process.umask(0o077);
  const [command = 'serve', ...words] = process.argv.slice(2);
  if (command === 'serve') return serve();
  if (command === 'api-key') return printApiKey(words);
  if (command === 'enroll') return printEnrolmentLink(words);
  if (command === 'reseal') return printResealed();
  if (command === 'apply' || command === 'export') return callServer(command, words);
  if (command === 'print-schema') return printSchema();
  return refuse(
    `There is no command ${command}; there are serve, api-key NAME, enroll USERNAME, reseal, apply FILE, export and print-schema.`,
  );
}

/** Answers requests until the process is told to stop. */
async function serve(): Promise<void> {
  const config = await readConfig();
  const log = await makeLog(config);
  if (cluster.isPrimary && config.workers > 1) return superviseWorkers(config, log);
  const app = await import('./app.js');
  const parts = await app.makeParts(config, surroundings(log));
  const running = await app.startApp(parts);
  stopInOrder(running, log);
  log.info({ issuer: config.issuer, database: config.database.kind, port: config.port }, 'listening');
  // Not before it listens: at a port that somebody else has, the link would be theirs.
  if (cluster.isPrimary) printFirstOwnerLink(await firstOwnerLink(parts));
}

/** One process that starts the others, and starts another where one died. */
async function superviseWorkers(config: Config, log: Log): Promise<void> {
  const app = await import('./app.js');
  app.checkBrand(config);
  const parts = await app.makeParts(config, surroundings(log));
  const link = await firstOwnerLink(parts);
  await parts.close();
  cluster.once('listening', () => printFirstOwnerLink(link));
  let stopping = false;
  for (let started = 0; started < config.workers; started += 1) cluster.fork();
  cluster.on('exit', (worker, code) => {
    if (stopping) return;
    log.error({ worker: worker.id, code }, 'a worker ended and is started again');
    setTimeout(() => cluster.fork(), 1000);
  });
  whenToldToStop(() => {
    stopping = true;
    for (const worker of Object.values(cluster.workers ?? {})) worker?.process.kill('SIGTERM');
  });
}

async function firstOwnerLink({ deps }: Parts): Promise<string | undefined> {
  const { createFirstOwnerLink } = await import('./admin/users/first-owner.js');
  return createFirstOwnerLink(deps);
}

function printFirstOwnerLink(link: string | undefined): void {
  if (link === undefined) return;
  console.log(`\nNobody owns this server yet. Within one hour, register the first owner's passkey at\n\n  ${link}\n`);
}

/** Milliseconds that requests under way have to be answered. */
const PATIENCE = 10_000;

function stopInOrder(running: RunningApp, log: Log): void {
  whenToldToStop(() => {
    log.info({}, 'stopping');
    setTimeout(() => process.exit(1), PATIENCE).unref();
    running.stop().then(
      () => process.exit(0),
      (error: unknown) => fail(error),
    );
  });
}

const PARENT = process.ppid;

/** npm hands a signal to its shell alone, and ends; what the shell had started then has another parent. */
function whenToldToStop(stop: () => void): void {
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  if (process.env.npm_lifecycle_event === undefined) return;
  const watch = setInterval(() => {
    if (process.ppid === PARENT) return;
    clearInterval(watch);
    stop();
  }, 500).unref();
}

/** `npm run api-key -- NAME`: a key with every permission, made by whoever may read the store. */
async function printApiKey([name, ...rest]: readonly string[]): Promise<void> {
  if (!name || name.startsWith('-') || rest.length > 0)
    return refuse('Name the key in one word: npm run api-key -- NAME');
  const path = await missingDatabase();
  if (path === MEMORY) return refuseWithout(path);
  if (path !== undefined)
    console.error(`There was no database at ${path}: it was made, for a server with the same settings.`);
  await print(async (deps) => {
    const { createApiKey } = await import('./admin/api-keys/api-key-create.js');
    const { systemCaller } = await import('./admin/caller-authentication.js');
    const { key } = await createApiKey(deps, systemCaller, { name, permissions: ['*'] });
    return key;
  });
}

/** `npm run enroll -- USERNAME`: the way back for anybody, an owner too, when nobody else can let them in. */
async function printEnrolmentLink([username, ...rest]: readonly string[]): Promise<void> {
  if (!username || username.startsWith('-') || rest.length > 0)
    return refuse('Name the user in one word: npm run enroll -- USERNAME');
  await requireDatabase();
  await print(async (deps) => {
    const { createLinkByUsername } = await import('./admin/users/enrolment-links.js');
    const { systemCaller } = await import('./admin/caller-authentication.js');
    const { url } = await createLinkByUsername(deps, systemCaller, username);
    return url;
  });
}

/** `npm run reseal`: after a change of SECRET_KEY, so that the key behind the first can be dropped. */
async function printResealed(): Promise<void> {
  if (!process.env.SECRET_KEY)
    return refuse('SECRET_KEY: set it as the server has it, NEW,OLD. Nothing was sealed anew.');
  await requireDatabase();
  await print(async (deps) => {
    const { resealValues } = await import('./admin/signing-keys/sealed-values.js');
    return `${await resealValues(deps)} records were sealed anew; all are sealed with the first key of SECRET_KEY.`;
  });
}

/** Makes something in the store, also while a server runs on it, and prints it alone. */
async function print(make: (deps: Deps) => Promise<string>): Promise<void> {
  const config = await readConfig();
  const app = await import('./app.js');
  const parts = await app.makeParts(config, surroundings(await makeLog({ ...config, logLevel: 'warn' })));
  try {
    console.log(await make(parts.deps));
  } finally {
    await parts.close();
  }
}

/** Another process has no part in a database in memory. */
const MEMORY = ':memory:';

/** Where the SQLite file would be that is not there. */
async function missingDatabase(): Promise<string | undefined> {
  const { loadConfig } = await import('./config/load-config.js');
  const { database } = loadConfig(process.env);
  return database.kind === 'sqlite' && !existsSync(database.path) ? database.path : undefined;
}

/** In a database that is made for it, a command finds nobody and nothing. */
async function requireDatabase(): Promise<void> {
  const path = await missingDatabase();
  if (path !== undefined) refuseWithout(path);
}

function refuseWithout(path: string): never {
  return refuse(
    `DATABASE_URL: there is no database at ${path}. Start the server first, and give this command the same settings.`,
  );
}

/** `npm run apply` and `npm run export`: a server is asked, here or elsewhere, and no store opened. */
async function callServer(command: 'apply' | 'export', words: readonly string[]): Promise<void> {
  const { applyCommand, exportCommand } = await import('../packages/admin/src/configuration-commands.js');
  const run = command === 'apply' ? applyCommand : exportCommand;
  const { env, stdin } = process;
  const readStdin = () => text(stdin);
  process.exitCode = await run(words, { env, print: console.log, complain: console.error, readStdin });
}

async function printSchema(): Promise<void> {
  const { printSchemaText } = await import('./graphql/schema-build.js');
  process.stdout.write(printSchemaText());
}

const random: Random = { bytes: (size) => new Uint8Array(randomBytes(size)) };

function surroundings(log: Log): Surroundings {
  return { clock: { now: () => new Date(Date.now()) }, random, log };
}

/** The environment's settings; an SQLite file without SECRET_KEY has its own beside it. */
async function readConfig(): Promise<Config> {
  const { loadConfig } = await import('./config/load-config.js');
  const config = loadConfig(process.env);
  if (config.secretKeys.length > 0 || config.database.kind !== 'sqlite') return config;
  const made = randomBytes(32).toString('base64url');
  const { path } = config.database;
  if (path === ':memory:') return Object.freeze({ ...config, secretKeys: [made] });
  const { secretKeyBeside } = await import('./storage/sqlite/secret-key-file.js');
  return Object.freeze({ ...config, secretKeys: [await secretKeyBeside(path, made)] });
}

async function makeLog({ logLevel }: Pick<Config, 'logLevel'>): Promise<Log> {
  const { pino } = await import('pino');
  const log: Log = pino({ level: logLevel });
  return log;
}

function refuse(sentence: string): never {
  console.error(sentence);
  process.exit(1);
}

/** A mistake in a setting is a sentence that begins with its name; anything else is a bug of ours, and shown whole. */
function fail(error: unknown): never {
  if (error instanceof Error && /^[A-Z][A-Z_]+[ ,:]/.test(error.message)) return refuse(error.message);
  if (error instanceof Error && error.name === 'AdminError') return refuse(error.message);
  console.error(error);
  process.exit(1);
}

const version = Number(process.versions.node.split('.')[0]);
if (version < OLDEST_NODE) {
  refuse(
    `Passgraph needs Node ${OLDEST_NODE} or later and this is ${process.version}: start it with npm start, which brings its own.`,
  );
}
main().catch(fail);
