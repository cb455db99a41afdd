import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { TestApp } from './app.js';
import { freePort } from './free-port.js';

/** Blocks of code with their info string, `ts app.ts` for one. */
export function blocksIn(markdown: string): { readonly info: string; readonly code: string }[] {
  return [...markdown.matchAll(/^```([^\n]*)\n(.*?)^```$/gms)].map(([, info = '', code = '']) => ({ info, code }));
}

/** A page of docs/, its addresses replaced by those of a test. */
export interface Guide {
  /** What stands at `http://localhost:PORT` in the page stands there. */
  origin(port: number): string;
  /** The one block with this info string. */
  block(info: string): string;
  /** Runs the GraphQL of a block. */
  graphql<T>(app: TestApp, info: string, variables?: Record<string, unknown>): Promise<T>;
  readonly page: string;
  /** Where the files of the page were written. */
  readonly folder: string;
}

const SERVER = 'http://localhost:3000';

/** Writes every file of a page, for this server, with ports of its own in place of 4000, 4500 and 5000. */
export async function openGuide(page: string, app: TestApp): Promise<Guide> {
  const ports = new Map(await Promise.all([4000, 4500, 5000].map(async (port) => [port, await freePort()] as const)));
  const here = (text: string) =>
    [...ports].reduce(
      (changed, [port, mine]) => changed.replaceAll(new RegExp(`\\b${port}\\b`, 'g'), String(mine)),
      text.replaceAll(SERVER, app.origin),
    );
  const blocks = blocksIn(here(await readFile(`docs/${page}.md`, 'utf8')));
  const folder = `dist/guides/${page}`;
  for (const { info, code } of blocks) {
    const file = info.split(' ')[1];
    if (file?.includes('.')) await writeText(join(folder, file), code);
  }
  const block = (info: string): string => {
    const found = blocks.filter((one) => one.info === info);
    if (found.length !== 1) throw new Error(`${page} has ${found.length} blocks ${info}`);
    return found[0]?.code ?? '';
  };
  return {
    page,
    folder,
    origin: (port) => `http://localhost:${ports.get(port)}`,
    block,
    graphql: (on, info, variables) => on.graphql(block(`graphql ${info}`), variables),
  };
}

export async function writeText(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
}

/** A program of a page that runs, and what it has printed. */
export interface Program {
  readonly child: ChildProcess;
  printed(): string;
  /** The first match in what it prints; rejects if it ends before. */
  says(pattern: RegExp): Promise<RegExpExecArray>;
  /** Until it answers at this origin. */
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

/** A TypeScript program of a page, as Node runs it. */
export function startTypeScript(guide: Guide, file: string, env: NodeJS.ProcessEnv = {}): Program {
  return start(process.execPath, [file], { cwd: guide.folder, env });
}
