import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, cp, mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { delimiter, dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { settings } from '../../src/config/load-config.js';
import { contextFilter, type Stage } from './dockerfile.js';

const run = promisify(execFile);

const SETTINGS: ReadonlySet<string> = new Set([...settings.map(({ name }) => name), 'NODE_ENV', 'CI']);

/** A stage that has been built, in a folder of its own. */
export interface BuiltStage {
  readonly workdir: string;
  readonly env: Readonly<Record<string, string>>;
}

/** Carries out the instructions of the stages in folders below `scratch`, without Docker. */
export async function replayStages(
  stages: readonly Stage[],
  { scratch, dockerignore }: { readonly scratch: string; readonly dockerignore: string },
): Promise<Map<string, BuiltStage>> {
  const built = new Map<string, BuiltStage>();
  const isInContext = contextFilter(dockerignore);
  const env = await makeEnvironment(scratch);
  for (const { name, instructions } of stages) {
    let stage: BuiltStage = { workdir: join(scratch, name), env };
    for (const { keyword, text } of instructions) {
      if (keyword === 'WORKDIR') stage = { ...stage, workdir: join(scratch, name, text) };
      if (keyword === 'ENV') stage = { ...stage, env: { ...stage.env, ...assignments(text) } };
      await mkdir(stage.workdir, { recursive: true });
      if (keyword === 'COPY') await copy(text, stage, { scratch, isInContext });
      if (keyword === 'RUN') await runCommand(text, stage);
    }
    built.set(name, stage);
  }
  return built;
}

async function runCommand(text: string, { workdir, env }: BuiltStage): Promise<void> {
  if (/\bnpm ci\b/.test(text)) await checkWorkspaces(workdir);
  await run('sh', ['-ec', text], { cwd: workdir, env, maxBuffer: 1e8 }).catch((error) => {
    throw new Error(`${text}\n${error.stdout}${error.stderr}`, { cause: error });
  });
}

/** If the folder of a workspace is missing, npm skips its dependencies without an error. */
async function checkWorkspaces(workdir: string): Promise<void> {
  const { workspaces = [] } = JSON.parse(await readFile(join(workdir, 'package.json'), 'utf8'));
  for (const workspace of workspaces as string[]) {
    if (existsSync(join(workdir, workspace, 'package.json'))) continue;
    throw new Error(`${workspace} is not copied before npm ci, which would skip its dependencies.`);
  }
}

/**
 * The environment of a build: what this machine needs to reach the registry, and the Node of the project, but neither
 * the settings of the npm that runs the tests nor those of a server. The user `node` exists only in the image, so
 * `chown` checks only its arguments.
 */
async function makeEnvironment(scratch: string): Promise<Record<string, string>> {
  const folder = join(scratch, 'bin');
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'chown'), '#!/bin/sh\n[ "$1" = node:node ] && [ -e "$2" ]\n');
  await chmod(join(folder, 'chown'), 0o755);
  const system = (process.env.PATH ?? '').split(delimiter).filter((entry) => !entry.includes('node_modules'));
  const path = [folder, dirname(process.execPath), ...system].join(delimiter);
  const inherited = Object.entries(process.env).filter(
    (entry): entry is [string, string] =>
      entry[1] !== undefined && !/^npm_|^NODE_OPTIONS$/i.test(entry[0]) && !SETTINGS.has(entry[0]),
  );
  return { ...Object.fromEntries(inherited), PATH: path, npm_config_prefer_offline: 'true' };
}

function assignments(text: string): Record<string, string> {
  return Object.fromEntries([...text.matchAll(/(\w+)=(\S+)/g)].map(([, name = '', value = '']) => [name, value]));
}

interface CopyPlace {
  readonly scratch: string;
  readonly isInContext: (path: string) => boolean;
}

/** A folder is copied as its contents, a file under its own name if the target ends with a slash. */
async function copy(text: string, { workdir }: BuiltStage, { scratch, isInContext }: CopyPlace): Promise<void> {
  const words = text.split(/\s+/);
  const from = /^--from=(\S+)$/.exec(words[0] ?? '')?.[1];
  const sources = words.slice(from === undefined ? 0 : 1, -1);
  const target = words.at(-1) ?? '';
  for (const source of sources) {
    const origin = from === undefined ? resolve(source) : join(scratch, from, source);
    const isFolder = (await stat(origin)).isDirectory();
    const name = isFolder || !/(^\.?|\/)$/.test(target) ? '' : (source.split('/').at(-1) ?? '');
    const destination = join(workdir, target, name);
    if (from !== undefined) await cp(origin, destination, { recursive: true, verbatimSymlinks: true });
    else await copyContext(source, destination, isInContext);
  }
}

/** Docker fails too if the context has no file of a source. */
async function copyContext(source: string, destination: string, isInContext: CopyPlace['isInContext']): Promise<void> {
  const isFolder = (await stat(source)).isDirectory();
  const entries = isFolder ? await readdir(source, { recursive: true, withFileTypes: true }) : [];
  const files = isFolder
    ? entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
    : [source];
  const copied = files.filter((file) => isInContext(file));
  if (copied.length === 0) throw new Error(`.dockerignore excludes all of ${source}.`);
  for (const file of copied) {
    const place = isFolder ? join(destination, file.slice(source.length)) : destination;
    await mkdir(dirname(place), { recursive: true });
    await cp(file, place);
  }
}
