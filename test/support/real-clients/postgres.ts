import { execFile } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { freePort } from '../free-port.js';
import { start } from '../guides.js';

const run = promisify(execFile);

/** Where Debian puts each version. */
const VERSIONS = '/usr/lib/postgresql';

/** A PostgreSQL server in a folder of its own, with an empty database. */
export interface Postgres {
  readonly url: string;
  stop(): Promise<void>;
}

/** What this machine lacks to run it, as the end of a sentence. */
export function lackOfPostgres(): string | undefined {
  return existsSync(VERSIONS) ? undefined : 'PostgreSQL: apt-get install postgresql';
}

export async function startPostgres(): Promise<Postgres> {
  const programs = join(VERSIONS, readdirSync(VERSIONS).at(-1) ?? '', 'bin');
  const folder = await mkdtemp(join(tmpdir(), 'passgraph-postgres-'));
  const data = join(folder, 'data');
  const port = await freePort();
  const user = await unprivilegedUser();
  if (user !== undefined) await run('chown', [`${user.uid}:${user.gid}`, folder]);
  await chmod(folder, 0o700);
  await run(join(programs, 'initdb'), ['-D', data, '-U', 'owner', '--auth=trust', '-E', 'UTF8'], { ...user, cwd: '/' });
  const options = ['-D', data, '-p', `${port}`, '-c', `unix_socket_directories=${folder}`, '-c', 'fsync=off'];
  const server = start(join(programs, 'postgres'), options, { ...user, cwd: '/' });
  await server.says(/ready to accept connections/);
  return {
    url: `postgres://owner@localhost:${port}/postgres?sslmode=disable`,
    stop: async () => {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** PostgreSQL refuses to run as root. */
async function unprivilegedUser(): Promise<{ readonly uid: number; readonly gid: number } | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const id = async (option: string) => Number((await run('id', [option, 'postgres'])).stdout);
  return { uid: await id('-u'), gid: await id('-g') };
}
