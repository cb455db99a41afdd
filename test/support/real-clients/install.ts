/**
 * Programs that other projects wrote, or that use their libraries: what installs and starts them, how a user signs in to
 * them, and the tables of all that are checked. Only the long checks install them; nothing here is a dependency of the
 * server.
 */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** One command of a package manager; the slowest compiles a product in Go. */
const COMMAND_LIMIT_MS = 10 * 60_000;
/** A registry that answers slowly, or not once, is asked again. */
const FETCH_ATTEMPTS = 3;

/** A folder with a program and its packages. */
export interface Installed {
  readonly folder: string;
  /** What this machine cannot install, as the end of a sentence. */
  readonly lacks: string | undefined;
  /** The command that starts the program. */
  readonly command: readonly string[];
}

interface PackageManager {
  /** The files that pin the versions, the main one first. */
  readonly manifests: readonly string[];
  /** Fetches packages. If it fails, the packages are unavailable. */
  readonly fetch: readonly (readonly string[])[];
  /** Compiles the program. If it fails, the program is wrong. */
  readonly build?: (folder: string) => readonly string[];
  readonly command: readonly string[];
}

const PACKAGE_MANAGERS: readonly PackageManager[] = [
  {
    manifests: ['package.json'],
    fetch: [['npm', 'install', '--no-audit', '--no-fund', '--no-package-lock', '--loglevel=error']],
    command: [process.execPath, 'app.mjs'],
  },
  {
    manifests: ['requirements.txt'],
    fetch: [
      ['python3', '-m', 'venv', 'venv'],
      [
        ...['venv/bin/pip', 'install', '--quiet', '--no-compile', '--disable-pip-version-check'],
        ...['--requirement', 'requirements.txt'],
      ],
    ],
    command: ['venv/bin/python', 'app.py'],
  },
  {
    manifests: ['go.mod', 'go.sum'],
    fetch: [['go', 'mod', 'download']],
    build: (folder) => ['go', 'build', '-o', 'bin/', existsSync(join(folder, 'main.go')) ? '.' : 'tool'],
    command: ['bin/app'],
  },
  {
    manifests: ['pom.xml'],
    fetch: [['mvn', '--quiet', '--batch-mode', 'package', '-Dmaven.main.skip', '-Dspring-boot.repackage.skip']],
    build: () => ['mvn', '--quiet', '--batch-mode', '--offline', 'package'],
    command: ['java', '-jar', 'target/app.jar'],
  },
];

export const CACHE = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'passgraph', 'real-clients');
/** Without the packages of this project: a package with native code is compiled for the system's own Node.js. */
export const SYSTEM_PATH = (process.env.PATH ?? '')
  .split(':')
  .filter((folder) => !folder.includes('node_modules'))
  .join(':');
export const ENV = {
  ...process.env,
  PATH: SYSTEM_PATH,
  GOWORK: 'off',
  GOTOOLCHAIN: 'local',
  CGO_ENABLED: '0',
  NEXT_TELEMETRY_DISABLED: '1',
  NODE_ENV: undefined,
};

/** Copies a folder to the cache of this machine and installs the packages that its manifests pin, once. */
export async function install(source: string): Promise<Installed> {
  const managers = PACKAGE_MANAGERS.filter(({ manifests: [name = ''] }) => existsSync(join(source, name)));
  const folder = join(CACHE, `${basename(source)}-${await digestOf(source, managers)}`);
  await mkdir(folder, { recursive: true });
  await cp(source, folder, { recursive: true });
  const lacks = await fetchPackages(folder, managers);
  for (const { build } of managers)
    if (lacks === undefined && build !== undefined) await execute(build(folder), folder);
  const [program = '', ...args] = managers[0]?.command ?? [];
  const command = [existsSync(join(folder, program)) ? join(folder, program) : program, ...args];
  return { folder, lacks, command };
}

async function digestOf(source: string, managers: readonly PackageManager[]): Promise<string> {
  const hash = createHash('sha256').update(resolve(process.execPath));
  for (const name of managers.flatMap(({ manifests }) => manifests)) hash.update(await readFile(join(source, name)));
  return hash.digest('hex').slice(0, 12);
}

async function fetchPackages(folder: string, managers: readonly PackageManager[]): Promise<string | undefined> {
  const stamp = join(folder, '.installed');
  if (existsSync(stamp)) return undefined;
  try {
    for (const command of managers.flatMap(({ fetch }) => fetch)) await executeAgain(command, folder);
  } catch (error) {
    const { stderr = '', message } = error as Error & { stderr?: string };
    return (stderr.trim() || message).split('\n').at(-1)?.slice(0, 200);
  }
  await writeFile(stamp, '');
  return undefined;
}

/** Runs a command that may fail because a registry answers slowly, several times if necessary. */
export async function executeAgain(command: readonly string[], folder: string, env = ENV): Promise<void> {
  for (let attempt = 1; attempt < FETCH_ATTEMPTS; attempt += 1) {
    try {
      return await execute(command, folder, env);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw error;
    }
  }
  return execute(command, folder, env);
}

async function execute([program = '', ...args]: readonly string[], folder: string, env = ENV): Promise<void> {
  await run(program, args, { cwd: folder, env, maxBuffer: 1 << 26, timeout: COMMAND_LIMIT_MS });
}
