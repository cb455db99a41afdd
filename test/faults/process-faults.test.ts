import { type ChildProcess, execFile, type StdioOptions, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, constants, openSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { freePort } from '../support/free-port.js';

const MAIN = resolve('dist/src/main.js');
const LONG_MS = 120_000;

describe('the process', () => {
  let folder: string;
  let origin: string;
  let children: ChildProcess[];
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'passgraph-'));
    origin = `http://localhost:${await freePort()}`;
    children = [];
  });
  afterEach(async () => {
    for (const child of children) child.kill('SIGKILL');
    await rm(folder, { recursive: true });
  });

  const start = async (stdio: StdioOptions): Promise<ChildProcess> => {
    const env = { PATH: process.env.PATH, PORT: new URL(origin).port, LOG_LEVEL: 'debug' };
    const child = spawn(process.execPath, [MAIN], { cwd: folder, env, stdio });
    children.push(child);
    while (!(await isLive())) {
      if (child.exitCode !== null) throw new Error(`The process ended with ${child.exitCode}.`);
      await new Promise((done) => setTimeout(done, 50));
    }
    return child;
  };
  const isLive = () =>
    fetch(`${origin}/health/live`, { signal: AbortSignal.timeout(60_000) }).then(
      ({ ok }) => ok,
      () => false,
    );
  /** Makes the server write more to its log than a pipe holds. */
  const makeLogGrow = async () => {
    for (let round = 0; round < 60; round += 1) {
      const answers = await Promise.all(Array.from({ length: 25 }, isLive));
      expect(answers).not.toContain(false);
    }
  };
  const stop = (child: ChildProcess) =>
    new Promise<number | NodeJS.Signals | null>((done) => {
      if (child.exitCode !== null) done(child.exitCode);
      child.once('exit', (code, signal) => done(code ?? signal));
      child.kill('SIGTERM');
    });
  const droppedLines = async () =>
    Number(/^log_lines_dropped_total (\d+)/m.exec(await (await fetch(`${origin}/metrics`)).text())?.[1]);

  it(
    'stops with 0, although a client sends the body of a request slowly',
    async () => {
      const child = await start('ignore');
      const socket = connect(Number(new URL(origin).port), 'localhost');
      socket.on('error', () => undefined);
      socket.write(
        'POST /oidc/token HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 100\r\n\r\ngrant',
      );
      const slow = setInterval(() => socket.write('x'), 500);
      await new Promise((done) => setTimeout(done, 200));
      expect(await stop(child)).toBe(0);
      clearInterval(slow);
      socket.destroy();
    },
    LONG_MS,
  );

  it(
    'answers and stops, although the disk of its log is full, and counts the lines',
    async () => {
      const full = openSync('/dev/full', 'w');
      const child = await start(['ignore', full, full]);
      await makeLogGrow();
      expect(await droppedLines()).toBeGreaterThan(1000);
      expect(await stop(child)).toBe(0);
      closeSync(full);
    },
    LONG_MS,
  );

  it(
    'answers and stops, although the reader of its log has gone',
    async () => {
      const child = await start(['ignore', 'pipe', 'pipe']);
      child.stdout?.destroy();
      child.stderr?.destroy();
      await makeLogGrow();
      expect(await droppedLines()).toBeGreaterThan(1000);
      expect(await stop(child)).toBe(0);
    },
    LONG_MS,
  );

  it.each(['pipe', 'socket'])(
    'answers and stops, although its log is a %s that is not read',
    async (kind) => {
      const path = join(folder, 'log-of-the-test');
      await promisify(execFile)('mkfifo', [path]);
      const pipe = openSync(path, constants.O_RDWR | constants.O_NONBLOCK);
      const to = kind === 'pipe' ? pipe : 'pipe';
      const child = await start(['ignore', to, to]);
      // A pipe holds 64 kB and a socket more; one megabyte waits in the memory of the server.
      for (let rounds = 0; rounds < 12 && (await droppedLines()) === 0; rounds += 1) await makeLogGrow();
      expect(await droppedLines()).toBeGreaterThan(0);
      expect(await stop(child)).toBe(0);
      closeSync(pipe);
    },
    LONG_MS,
  );

  it(
    'continues its log where the disk has room again, with whole lines',
    async () => {
      const child = await start(['ignore', 'pipe', 'ignore']);
      await makeLogGrow();
      await new Promise((done) => setTimeout(done, 200));
      const closed = once(child, 'close');
      let text = '';
      child.stdout?.setEncoding('utf8').on('data', (chunk) => {
        text += chunk;
      });
      await makeLogGrow();
      expect(await stop(child)).toBe(0);
      await closed;
      const lines = text.split('\n').filter((line) => line !== '');
      expect(lines.length).toBeGreaterThan(1000);
      expect(lines.at(-1)).toContain('stopping');
      for (const line of lines.filter((text) => text.startsWith('{'))) expect(JSON.parse(line)).toHaveProperty('msg');
    },
    LONG_MS,
  );
});
