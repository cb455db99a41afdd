import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { openStore } from '../src/storage/open-store.js';
import { freePort } from './support/free-port.js';

const MAIN = resolve('dist/src/main.js');
const HOLDER = resolve('dist/test/support/hold-lock.js');
/** A user who is not root, who could write everywhere. */
const UNPRIVILEGED = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};

/** A test that starts processes, on a machine that is busy. */
jest.setTimeout(240_000);

describe('A server that cannot start', () => {
  let folder: string;
  let path: string;
  const children: ChildProcess[] = [];

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'passgraph-'));
    path = join(folder, 'data', 'passgraph.db');
    await chmod(folder, 0o755);
  });
  afterEach(async () => {
    for (const child of children.splice(0)) child.kill('SIGKILL');
    await rm(folder, { recursive: true });
  });

  /** Starts the server, which must stop with status 1, and returns what it printed on standard error. */
  const refusal = async (
    settings: Record<string, string>,
    { limit = '', ...user }: { limit?: string; uid?: number } = {},
  ) => {
    const env = { PATH: process.env.PATH, SECRET_KEY: 'A'.repeat(43), PORT: String(await freePort()), ...settings };
    const command = `${limit} exec "$0" --no-warnings "$1"`;
    const child = spawn('sh', ['-c', command, process.execPath, MAIN], { cwd: folder, env, ...user });
    children.push(child);
    let printed = '';
    child.stderr.on('data', (chunk) => {
      printed += chunk;
    });
    const [code] = (await once(child, 'close')) as [number | null];
    expect([code, printed]).toEqual([1, expect.stringMatching(/^DATABASE_URL|^PORT|^SECRET_KEY/)]);
    expect(printed.match(/\n/g)).toHaveLength(1);
    return printed;
  };
  const onFile = () => ({ DATABASE_URL: `sqlite:${path}` });
  const makeDatabase = async () => {
    const store = await openStore({ kind: 'sqlite', path });
    await store.close();
  };

  it('because another program uses the port says which setting to change', async () => {
    const other = createServer().listen(0, 'localhost');
    await once(other, 'listening');
    const { port } = other.address() as { port: number };
    expect(await refusal({ ...onFile(), PORT: String(port) })).toContain(`another program uses port ${port}`);
    await new Promise((done) => other.close(done));
  });

  it('because the file is not an SQLite file says so', async () => {
    await mkdir(dirname(path));
    await writeFile(path, 'a text that is long enough to be read as a header of a database'.repeat(100));
    expect(await refusal(onFile())).toContain('is not an SQLite file');
  });

  it('because the file cannot be written says so', async () => {
    await makeDatabase();
    for (const [name, mode] of [
      [path, 0o444],
      [dirname(path), 0o555],
    ] as const)
      await chmod(name, mode);
    expect(await refusal(onFile(), UNPRIVILEGED)).toContain('cannot be written');
  });

  it('because the folder of the file cannot be created says so', async () => {
    expect(await refusal({ DATABASE_URL: 'sqlite:/proc/passgraph/passgraph.db' })).toContain('cannot be opened');
  });

  it('because its key file cannot be created says so', async () => {
    const settings = { DATABASE_URL: 'sqlite:/proc/passgraph/passgraph.db', SECRET_KEY: '' };
    expect(await refusal(settings)).toContain('cannot keep a key file beside');
  });

  it('because another program locks the file says so', async () => {
    await makeDatabase();
    const holder = spawn(process.execPath, ['--no-warnings', HOLDER, path], { stdio: ['pipe', 'pipe', 'inherit'] });
    children.push(holder);
    await once(holder.stdout, 'data');
    expect(await refusal(onFile())).toMatch(/busy|lock/);
  });

  it('because no more can be written to the disk says so', async () => {
    expect(await refusal(onFile(), { limit: 'ulimit -f 64;' })).toMatch(/disk|quota/);
  });

  it('because its database was deleted but not its key says how to begin again', async () => {
    const settings = { ...onFile(), SECRET_KEY: '' };
    const key = ['api-key', 'laptop'];
    const env = { PATH: process.env.PATH, ...settings };
    const made = spawn(process.execPath, ['--no-warnings', MAIN, ...key], { cwd: folder, env, stdio: 'ignore' });
    expect(await once(made, 'close')).toEqual([0, null]);
    await rm(path);
    expect(await refusal(settings)).toContain('ALLOW_EMPTY_DATABASE=true');
    const allowed = spawn(process.execPath, ['--no-warnings', MAIN, ...key], {
      cwd: folder,
      env: { ...env, ALLOW_EMPTY_DATABASE: 'true' },
      stdio: 'ignore',
    });
    expect(await once(allowed, 'close')).toEqual([0, null]);
  });

  it('because no MongoDB server responds says so, without the password', async () => {
    const DATABASE_URL = `mongodb://ada:lovelace@127.0.0.1:${await freePort()}/passgraph?serverSelectionTimeoutMS=200`;
    const printed = await refusal({ DATABASE_URL });
    expect(printed).toContain('no MongoDB server responds at 127.0.0.1');
    expect(printed).not.toContain('lovelace');
  });

  it('because a server that is not MongoDB swallows what it is sent says so', async () => {
    const silent = createServer(() => undefined).listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const { port } = silent.address() as { port: number };
    const DATABASE_URL = `mongodb://127.0.0.1:${port}/passgraph?serverSelectionTimeoutMS=500`;
    expect(await refusal({ DATABASE_URL })).toContain(`no MongoDB server responds at 127.0.0.1:${port}`);
    silent.close();
  });

  it('because the database URL is wrong says which URLs are right', async () => {
    for (const DATABASE_URL of ['postgres://localhost/passgraph', 'passgraph.db', 'mongodb://']) {
      expect(await refusal({ DATABASE_URL })).toMatch(/^DATABASE_URL/);
    }
  });
});
