// A server that speaks MongoDB's protocol, in the foreground, on loopback, for tests. Prints its URL when it answers.
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
  --port N       the port on 127.0.0.1; a free one where it is not given
  --data FOLDER  where the data stays; where it is not given, a folder that is removed at the end
  --with NAME    mongod, docker or secantusdb; where it is not given, the first of these that starts here`;

const SECANTUSDB = '0.7.0b3';
const MONGO_IMAGE = 'mongo:8';
/** Seconds; an image may have to be fetched first. */
const START_LIMIT = 300;

const options = {
  port: { type: 'string' },
  data: { type: 'string' },
  with: { type: 'string' },
  help: { type: 'boolean' },
};

const tell = (sentence) => process.stderr.write(`${sentence}\n`);

/** The last of what a process writes, kept in case it fails. */
const keepTail = (child) => {
  const tail = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text) => {
      tail.push(text);
      if (tail.length > 50) tail.shift();
    });
  }
  return () => tail.join('').trim().split('\n').slice(-5).join('\n');
};

const started = [];

/** A process of its own group, so that ^C reaches it through here only, once, and in order. */
const start = (command, args) => {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], detached: process.platform !== 'win32' });
  const running = { child, tail: keepTail(child), ended: undefined };
  running.ended = new Promise((done) => {
    child.once('error', (error) => done(error.message));
    child.once('close', (code, signal) => done(code === 0 ? '' : running.tail() || `ended with ${code ?? signal}`));
  });
  started.push(running);
  return running;
};

/** Resolves with nothing, or with what went wrong. */
const run = (command, ...args) => start(command, args).ended;

const freePort = () =>
  new Promise((done, fail) => {
    const server = createServer().once('error', fail);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => done(port));
    });
  });

/** The Python of a virtual environment that has SecantusDB, made once and kept in the project. */
const secantusPython = async () => {
  const cache = resolve('.mongodb');
  const place = join(cache, `secantusdb-${SECANTUSDB}`);
  const pythonIn = (folder) => join(folder, process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python');
  if (existsSync(place)) return pythonIn(place);
  tell(`installing SecantusDB ${SECANTUSDB} from PyPI into .mongodb`);
  await mkdir(cache, { recursive: true });
  const making = await mkdtemp(join(cache, 'installing-'));
  const fault =
    (await run(process.platform === 'win32' ? 'python' : 'python3', '-m', 'venv', making)) ||
    (await run(pythonIn(making), '-m', 'pip', 'install', '--quiet', `SecantusDB==${SECANTUSDB}`));
  // Whoever was faster has the same.
  if (!fault) await rename(making, place).catch(() => undefined);
  await rm(making, { recursive: true, force: true });
  if (fault) throw new Error(fault);
  return pythonIn(place);
};

/** How each server is found here, and started; `find` throws, with the reason, where it cannot be had. */
const servers = {
  mongod: async (port, data) => {
    const fault = await run('mongod', '--version');
    if (fault) throw new Error(fault);
    return ['mongod', '--bind_ip', '127.0.0.1', '--port', port, '--dbpath', data];
  },
  docker: async (port, data, isKept) => {
    const fault = await run('docker', 'info', '--format', '{{.ServerVersion}}');
    if (fault) throw new Error(fault);
    const volume = isKept ? ['--volume', `${data}:/data/db`] : [];
    return ['docker', 'run', '--rm', '--publish', `127.0.0.1:${port}:27017`, ...volume, MONGO_IMAGE];
  },
  secantusdb: async (port, data) => {
    const python = await secantusPython();
    const program = 'import sys; from secantus.cli import main; sys.exit(main())';
    return [python, '-I', '-c', program, '--host', '127.0.0.1', '--port', port, '--storage-path', data];
  },
};

/** Until the server answers, or has ended. */
const answers = async (server, url) => {
  let hasEnded = false;
  server.ended.then(() => {
    hasEnded = true;
  });
  for (let waited = 0; !hasEnded && waited < START_LIMIT; waited += 1) {
    const client = new MongoClient(url, { serverSelectionTimeoutMS: 1000 });
    try {
      await client.db().command({ ping: 1 });
      return true;
    } catch {
      await sleep(200);
    } finally {
      await client.close();
    }
  }
  return false;
};

const stop = async ({ child, ended }) => {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  child.kill('SIGTERM');
  const tooLong = setTimeout(() => child.kill('SIGKILL'), 10_000);
  await ended;
  clearTimeout(tooLong);
};

const startFirst = async (names, port, data, isKept) => {
  const url = `mongodb://127.0.0.1:${port}/passgraph?directConnection=true`;
  for (const name of names) {
    try {
      const [command, ...args] = await servers[name](String(port), data, isKept);
      const server = start(command, args);
      if (await answers(server, url)) return { name, url, server };
      await stop(server);
      tell(`${name} did not start: ${(await server.ended) || 'it does not answer'}`);
    } catch (error) {
      tell(`${name} is not to be had here: ${error.message}`);
    }
  }
  throw new Error(
    'No MongoDB server could be started. It takes mongod on the PATH, or a running Docker, or python3 with venv and pip.',
  );
};

const { values } = parseArgs({ options });
const names = values.with === undefined ? Object.keys(servers) : [values.with];
if (values.help || !names.every((name) => Object.hasOwn(servers, name))) {
  tell(USAGE);
  process.exit(values.help ? 0 : 2);
}

const isKept = values.data !== undefined;
const data = isKept ? resolve(values.data) : await mkdtemp(join(tmpdir(), 'passgraph-mongodb-'));
if (isKept) await mkdir(data, { recursive: true });

let isEnding = false;
const end = async (exitCode) => {
  if (isEnding) return;
  isEnding = true;
  await Promise.all(started.map(stop));
  if (!isKept) await rm(data, { recursive: true, force: true });
  process.exit(exitCode);
};
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => end(0));
// npm that is told to end ends without telling us.
const parent = process.ppid;
setInterval(() => process.ppid !== parent && end(0), 500).unref();

try {
  const { name, url, server } = await startFirst(names, values.port ?? (await freePort()), data, isKept);
  tell(`${name} answers; ^C ends it${isKept ? '' : ' and removes its data'}`);
  process.stdout.write(`MONGODB_TEST_URL=${url}\n`);
  const fault = await server.ended;
  if (!isEnding) tell(`${name} ended by itself: ${fault || 'without a word'}`);
} catch (error) {
  if (!isEnding) tell(error.message);
}
await end(1);
