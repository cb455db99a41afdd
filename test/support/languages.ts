import { execFile } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { type Guide, type Program, settingsOf, start, startExample } from './guides.js';

const run = promisify(execFile);

/** A program of examples/ in several languages; `port` is the documented one. */
export interface Example {
  readonly folder: string;
  readonly stem: string;
  readonly port: number;
}

/** A language in which examples have programs. */
export interface Language {
  readonly name: string;
  /** What is missing here to run them; undefined if nothing is. */
  readonly lacks: string | undefined;
  /** Once, before any example is started. */
  build(): Promise<void>;
  start(guide: Guide, example: Example, env?: NodeJS.ProcessEnv): Program;
}

/** Folders of examples/ with a Go program. */
const GO_FOLDERS = ['basic', 'machine', 'request-objects'];
const BINARIES = resolve('dist/guides/go');
const PYTHON = process.env.DOCS_PYTHON ?? 'python3';

function inExample(folder: string) {
  return {
    cwd: resolve('examples', folder),
    env: { ...process.env, GOTOOLCHAIN: 'local', GOWORK: 'off' },
  };
}

async function goLacks(): Promise<string | undefined> {
  const version = await run('go', ['version']).catch(() => undefined);
  if (version === undefined) return 'lacks go';
  for (const folder of GO_FOLDERS) {
    const download = run('go', ['mod', 'download'], inExample(folder));
    const modules = await download.catch((error: { stderr: string }) => error);
    if ('code' in modules) return `lacks what examples/${folder}/go.mod names: ${modules.stderr.trim().split('\n')[0]}`;
  }
  return undefined;
}

async function pythonLacks(): Promise<string | undefined> {
  return run(PYTHON, ['-c', 'import cryptography, flask, jwt, requests']).then(
    () => undefined,
    () => 'lacks a Python with what test/docs/requirements.txt names: DOCS_PYTHON can name one',
  );
}

const [lackingGo, lackingPython] = await Promise.all([goLacks(), pythonLacks()]);

export const LANGUAGES: readonly Language[] = [
  {
    name: 'TypeScript',
    lacks: undefined,
    build: async () => {},
    start: (guide, { folder, stem, port }, env) => startExample(guide, `${folder}/${stem}.ts`, port, env),
  },
  {
    name: 'Go',
    lacks: lackingGo,
    build: async () => {
      await mkdir(BINARIES, { recursive: true });
      for (const folder of GO_FOLDERS) {
        await run('go', ['vet', '.'], inExample(folder));
        await run('go', ['build', '-o', join(BINARIES, folder), '.'], inExample(folder));
      }
    },
    start: (guide, { folder, port }, env = {}) =>
      start(join(BINARIES, folder), [], { cwd: guide.folder, env: { ...settingsOf(guide, port), ...env } }),
  },
  {
    name: 'Python',
    lacks: lackingPython,
    build: async () => {},
    start: (guide, { folder, stem, port }, env = {}) =>
      start(PYTHON, [resolve('examples', folder, `${stem}.py`)], {
        cwd: guide.folder,
        env: { ...settingsOf(guide, port), PYTHONDONTWRITEBYTECODE: '1', ...env },
      }),
  },
];
