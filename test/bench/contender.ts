import { type ChildProcess, fork } from 'node:child_process';
import { Pool } from 'undici';
import type { Usage } from './report-usage.js';

/** One request of a scenario. Each is built separately, because codes and refresh tokens work once. */
export interface Shot {
  readonly path: string;
  readonly method: 'GET' | 'POST';
  readonly headers?: Record<string, string>;
  readonly body?: string;
  /** The expected status. Any other one is an error. */
  readonly expect: number;
}

export interface Answer {
  readonly headers: Record<string, string | string[] | undefined>;
  readonly text: string;
}

/** A server and the connections to it. */
export interface Target {
  readonly origin: string;
  send(shot: Shot): Promise<Answer>;
  stop(): Promise<void>;
}

/** A measured server, in a process of its own. */
export interface Contender extends Target {
  /** What the process has used so far. */
  usage(): Promise<Usage>;
  /** Kills the process at once. Requests in progress fail. */
  kill(): Promise<void>;
  /** Asks the process to stop, and waits until it has stopped. */
  terminate(): Promise<void>;
}

const CONNECTIONS = 16;

/** Connects to a running server. */
export function connect(origin: string): Target {
  const pool = new Pool(origin, { connections: CONNECTIONS, pipelining: 1 });
  return {
    origin,
    send: async ({ path, method, headers, body, expect }) => {
      const answer = await pool.request({ path, method, headers: headers ?? {}, ...(body !== undefined && { body }) });
      const text = await answer.body.text();
      if (answer.statusCode !== expect) throw new Error(`${path}: ${answer.statusCode} ${text.slice(0, 300)}`);
      return { headers: answer.headers, text };
    },
    stop: () => pool.close(),
  };
}

/** Starts a script and waits until it answers at `origin`. */
export async function startContender(
  origin: string,
  script: string,
  options: { cwd: string; env: Record<string, string>; flags?: readonly string[] | undefined },
): Promise<Contender> {
  const child = fork(script, {
    cwd: options.cwd,
    env: { PATH: process.env.PATH ?? '', NODE_ENV: 'production', ...options.env },
    execArgv: [...(options.flags ?? []), '--import', new URL('report-usage.js', import.meta.url).href],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  await waitUntilReady(origin, child);
  const target = connect(origin);
  return {
    ...target,
    usage: () => askUsage(child),
    kill: () => kill(child, 'SIGKILL'),
    terminate: async () => {
      await target.stop();
      await kill(child, 'SIGTERM');
    },
    stop: async () => {
      await target.stop();
      await kill(child, 'SIGKILL');
    },
  };
}

async function kill(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  const exited = new Promise((resolve) => child.once('exit', resolve));
  child.kill(signal);
  await exited;
}

function askUsage(child: ChildProcess): Promise<Usage> {
  return new Promise((resolve) => {
    child.once('message', (message) => resolve((message as { usage: Usage }).usage));
    child.send('usage');
  });
}

async function waitUntilReady(origin: string, child: ChildProcess): Promise<void> {
  while (child.exitCode === null) {
    const url = `${origin}/.well-known/openid-configuration`;
    const isUp = await fetch(url).then(
      ({ ok }) => ok,
      () => false,
    );
    if (isUp) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`The server at ${origin} exited with ${child.exitCode}.`);
}
