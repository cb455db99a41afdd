import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { cp, mkdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { callGraphql } from '../../bench/call-graphql.js';
import { type Contender, startContender } from '../../bench/contender.js';
import { freePort } from '../../support/free-port.js';

/** What the server has acknowledged, and how long the record of its writes was when the response arrived. */
export interface Acknowledged {
  readonly recordBytes: number;
  /** A group that exists, or no longer exists. */
  readonly group?: { readonly id: string; readonly exists: boolean };
  /** A client whose secret is accepted. The secret is encrypted with the key file. */
  readonly client?: { readonly id: string; readonly secret: string };
}

export interface RecordedRun {
  /** The folder whose writes are recorded. */
  readonly folder: string;
  readonly record: Buffer;
  readonly acknowledged: readonly Acknowledged[];
}

export type CodeChange = readonly [file: string, from: string, to: string];

export const KEY = randomBytes(32).toString('base64url');

/**
 * Copies the compiled server, so that it can be changed: each text is replaced in its file. The test fails if a text is
 * not there.
 */
export async function copyServer(folder: string, changes: readonly CodeChange[]): Promise<string> {
  await cp('dist/src', join(folder, 'dist/src'), { recursive: true });
  await mkdir(join(folder, 'src/pages'), { recursive: true });
  for (const name of ['node_modules', 'package.json', 'schema.graphql', 'src/pages/assets'])
    await symlink(join(process.cwd(), name), join(folder, name));
  for (const [file, from, to] of changes) {
    const path = join(folder, 'dist/src', file);
    const code = await readFile(path, 'utf8');
    if (!code.includes(from)) throw new Error(`${file} does not contain "${from}".`);
    await writeFile(path, code.replaceAll(from, to));
  }
  return join(folder, 'dist/src/main.js');
}

/** Compiles the library that records what a process asks the disk to do. */
export function compileRecorder(folder: string): string {
  const library = join(folder, 'record-writes.so');
  execFileSync('gcc', ['-shared', '-fPIC', '-O1', '-o', library, 'test/long/power-loss/record-writes.c', '-ldl']);
  return library;
}

/** Starts a server on the database in this folder. Its key is in a file beside the database. */
export async function startOn(main: string, folder: string, env: Record<string, string> = {}): Promise<Contender> {
  const port = String(await freePort());
  return startContender(`http://localhost:${port}`, main, {
    cwd: folder,
    env: {
      PORT: port,
      DATABASE_URL: `sqlite:${join(folder, 'data/passgraph.db')}`,
      BOOTSTRAP_API_KEY: KEY,
      LOG_LEVEL: 'error',
      ...env,
    },
  });
}

const CREATE = 'mutation ($id: ID!) { createGroup(input: { id: $id, name: "Group" }) { group { id } } }';
const DELETE = 'mutation ($id: ID!) { deleteGroup(input: { id: $id }) { deleted } }';
const CLIENT = `mutation ($id: ID!) { createClient(input: { id: $id, name: "Machine", grantTypes: [CLIENT_CREDENTIALS] }) {
  clientSecret } }`;

const WRITERS = 8;
const BURSTS_PER_START = 60;

/** Starts a server several times, writes, and stops or kills it. */
export async function recordRun(main: string, library: string, scratch: string): Promise<RecordedRun> {
  const folder = join(scratch, 'run');
  const recordPath = join(scratch, 'record');
  const acknowledged: Acknowledged[] = [];
  const acknowledge = async (what: Omit<Acknowledged, 'recordBytes'>) =>
    acknowledged.push({ recordBytes: (await stat(recordPath)).size, ...what });
  await mkdir(folder);
  for (const [start, end] of (['terminate', 'kill', 'terminate', 'kill'] as const).entries()) {
    const env = { LD_PRELOAD: library, RECORD_TO: recordPath, RECORD_BELOW: folder };
    const server = await startOn(main, folder, env);
    const call = <Data>(query: string, id: string) => callGraphql<Data>(server, KEY, query, { id });
    const { createClient } = await call<{ createClient: { clientSecret: string } }>(CLIENT, `client-${start}`);
    await acknowledge({ client: { id: `client-${start}`, secret: createClient.clientSecret } });
    for (let burst = 0; burst < BURSTS_PER_START; burst += 1) {
      const write = async (_: unknown, writer: number) => {
        const id = `group-${start}-${burst}-${writer}`;
        await call(CREATE, id);
        if (writer > 0) return acknowledge({ group: { id, exists: true } });
        await call(DELETE, id);
        return acknowledge({ group: { id, exists: false } });
      };
      await Promise.all(Array.from({ length: WRITERS }, write));
    }
    await server[end]();
  }
  return { folder, record: await readFile(recordPath), acknowledged };
}
