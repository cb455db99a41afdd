import { execFile } from 'node:child_process';
import { copyFile, mkdir, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { type Guide, type Program, start, startTypeScript } from './guides.js';

const run = promisify(execFile);

/** A language in which guides have programs. */
export interface Language {
  readonly name: string;
  /** What is missing here to run them; undefined where nothing is. */
  readonly lacks: string | undefined;
  /** Once, with every guide whose programs are started later. */
  build(guides: readonly Guide[]): Promise<void>;
  /** The file `stem` of the page, in this language. */
  start(guide: Guide, stem: string, env?: NodeJS.ProcessEnv): Program;
}

const GO_FOLDER = resolve('dist/guides/go');
const GO_OPTIONS = { cwd: GO_FOLDER, env: { ...process.env, GOTOOLCHAIN: 'local', GOWORK: 'off' } };
/** The guides' Go programs, each its file's stem. */
const GO_PROGRAMS: Readonly<Record<string, string>> = { basic: 'app', machine: 'api', 'request-objects': 'request' };
const PYTHON = process.env.DOCS_PYTHON ?? 'python3';

async function goLacks(): Promise<string | undefined> {
  await rm(GO_FOLDER, { recursive: true, force: true });
  await mkdir(GO_FOLDER, { recursive: true });
  for (const file of ['go.mod', 'go.sum']) await copyFile(`test/docs/${file}`, join(GO_FOLDER, file));
  const version = await run('go', ['version'], GO_OPTIONS).catch(() => undefined);
  if (version === undefined) return 'lacks go';
  const modules = await run('go', ['mod', 'download'], GO_OPTIONS).catch((error: { stderr: string }) => error);
  return 'code' in modules ? `lacks what test/docs/go.mod names: ${modules.stderr.trim().split('\n')[0]}` : undefined;
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
    start: (guide, stem, env) => startTypeScript(guide, `${stem}.ts`, env),
  },
  {
    name: 'Go',
    lacks: lackingGo,
    build: async (guides) => {
      for (const { page, folder } of guides) {
        await mkdir(join(GO_FOLDER, page), { recursive: true });
        await copyFile(join(folder, `${GO_PROGRAMS[page]}.go`), join(GO_FOLDER, page, 'main.go'));
      }
      await run('go', ['vet', './...'], GO_OPTIONS);
      await run('go', ['build', '-o', 'bin/', './...'], GO_OPTIONS);
    },
    start: ({ page, folder }, _stem, env = {}) => start(join(GO_FOLDER, 'bin', page), [], { cwd: folder, env }),
  },
  {
    name: 'Python',
    lacks: lackingPython,
    build: async () => {},
    start: ({ folder }, stem, env = {}) => start(PYTHON, [`${stem}.py`], { cwd: folder, env }),
  },
];
