import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { TestApp } from './app.js';
import { freePort } from './free-port.js';

/** A fenced block of Markdown; `info` is what follows the back-ticks, such as `graphql client`. */
export interface Block {
  readonly info: string;
  readonly code: string;
}

export function blocksIn(markdown: string): Block[] {
  return [...markdown.matchAll(/^```([^\n]*)\n(.*?)^```$/gms)].map(([, info = '', code = '']) => ({ info, code }));
}

/** A page of docs/, with the addresses of a test in place of the documented ones. */
export interface Guide {
  readonly page: string;
  /** `ISSUER` for the programs of the page. */
  readonly issuer: string;
  /** Where the programs of the page run: they write their files there. */
  readonly folder: string;
  /** The address that the test uses in place of `http://localhost:PORT`. */
  origin(port: number): string;
  /** The only block with this info string. */
  block(info: string): string;
  /** Runs the GraphQL of a block. */
  graphql<T>(app: TestApp, info: string, variables?: Record<string, unknown>): Promise<T>;
}

const SERVER = 'http://localhost:3000';
const PORTS = [4000, 4500, 5000];

/** Replaces addresses of localhost in one pass, and only whole ones: a free port such as 45001 begins with 4500. */
export function replaceAddresses(text: string, replacements: Readonly<Record<string, string>>): string {
  return text.replace(/http:\/\/localhost:\d+/g, (address) => replacements[address] ?? address);
}

/** Opens a page of docs/ for this server, with free ports in place of 4000, 4500 and 5000. */
export async function openGuide(page: string, app: TestApp): Promise<Guide> {
  const ports = new Map(await Promise.all(PORTS.map(async (port) => [port, await freePort()] as const)));
  const origin = (port: number) => `http://localhost:${ports.get(port)}`;
  const text = await readFile(`docs/${page}.md`, 'utf8');
  const here = replaceAddresses(text, {
    [SERVER]: app.origin,
    ...Object.fromEntries(PORTS.map((port) => [`http://localhost:${port}`, origin(port)])),
  });
  const blocks = blocksIn(here);
  const folder = `dist/guides/${page}`;
  await mkdir(folder, { recursive: true });
  const block = (info: string): string => {
    const found = blocks.filter((one) => one.info === info);
    if (found.length !== 1) throw new Error(`docs/${page}.md has ${found.length} blocks ${info}`);
    return found[0]?.code ?? '';
  };
  return {
    page,
    issuer: app.origin,
    folder,
    origin,
    block,
    graphql: (on, info, variables) => on.graphql(block(`graphql ${info}`), variables),
  };
}

export async function writeText(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
}

/** A running program, and what it has printed. */
export interface Program {
  readonly child: ChildProcess;
  printed(): string;
  /** The first match in what it prints; rejects if it ends before. */
  says(pattern: RegExp): Promise<RegExpExecArray>;
  /** Waits until it answers at this origin. */
  listens(origin: string): Promise<void>;
  /** Its exit code. */
  ends(): Promise<number | null>;
  stop(): Promise<void>;
}

export function start(command: string, args: readonly string[], options: SpawnOptions = {}): Program {
  const child = spawn(command, args, { ...options, env: { ...process.env, ...options.env }, stdio: 'pipe' });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (text += String(chunk)));
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  const until = async <T>(found: () => Promise<T | undefined> | T | undefined): Promise<T> => {
    for (;;) {
      const over = child.exitCode !== null || child.signalCode !== null;
      if (over) await ended;
      const value = await found();
      if (value !== undefined) return value;
      if (over) throw new Error(`${command} ${args.join(' ')} ended with ${child.exitCode}: ${text}`);
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
  };
  return {
    child,
    printed: () => text,
    says: (pattern) => until(() => pattern.exec(text) ?? undefined),
    listens: async (origin) => {
      const answers = () =>
        fetch(origin, { redirect: 'manual' }).then(
          () => true,
          () => undefined,
        );
      await until(answers);
    },
    ends: () => ended,
    stop: async () => {
      child.kill();
      await ended;
    },
  };
}

/** What every example reads: the server, and a port in place of the documented one. */
export function settingsOf(guide: Guide, port: number): Record<'ISSUER' | 'PORT', string> {
  return { ISSUER: guide.issuer, PORT: new URL(guide.origin(port)).port };
}

/** Starts a program of examples/ as documented; `port` is the documented one. */
export function startExample(guide: Guide, program: string, port: number, env: NodeJS.ProcessEnv = {}): Program {
  return start(process.execPath, [resolve('examples', program)], {
    cwd: guide.folder,
    env: { ...settingsOf(guide, port), ...env },
  });
}
