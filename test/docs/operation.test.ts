import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { chmod, mkdtemp, readdir, readFile, rm, stat, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { startTestApp } from '../support/app.js';
import { freePort } from '../support/free-port.js';
import { blocksIn, writeText } from '../support/guides.js';
import { enrolOwner } from '../support/people.js';

const shell = promisify(execFile);
const SEVERAL_STARTS_MS = 120_000;

/** Stands for docker, with the container and its volume in the folder of the test. */
const DOCKER = `#!/bin/sh
command=$1
shift
case $command in
  exec | run)
    while :; do
      case $1 in
        --env-file) export $(cat "$2"); shift 2 ;;
        --volume) [ "$2" = passgraph-data:/app/data ] || exit 1; shift 2 ;;
        --*) shift ;;
        *) break ;;
      esac
    done
    [ "$1" = passgraph ] || exit 1
    shift
    exec "$@"
    ;;
  cp) exec cp -R "\${1#passgraph:/app/}" "$2" ;;
  inspect) echo "PORT=$PORT" ;;
  stop | start) ;;
  *) exit 1 ;;
esac
`;
const NPM = `#!/bin/sh\nexec node dist/src/main.js "$2" \${4:+"$4"}\n`;

async function block(info: string): Promise<string> {
  const markdown = (await readFile('docs/operation.md', 'utf8')).replaceAll(/^ {3}/gm, '');
  const [found, ...more] = blocksIn(markdown).filter((one) => one.info === info);
  if (found === undefined || more.length > 0) throw new Error(`docs/operation.md must have one block ${info}`);
  return found.code;
}

describe('docs/operation.md: SQLite', () => {
  let folder: string;
  let port: number;
  let server: ChildProcess | undefined;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'passgraph-'));
    port = await freePort();
    await symlink(resolve('dist'), join(folder, 'dist'));
    for (const [name, text] of Object.entries({ docker: DOCKER, npm: NPM })) {
      await writeText(join(folder, 'bin', name), text);
      await chmod(join(folder, 'bin', name), 0o755);
    }
  });
  afterEach(async () => {
    server?.kill('SIGKILL');
    await rm(folder, { recursive: true });
  });

  const env = (settings: Record<string, string> = {}) => {
    const path = [join(folder, 'bin'), dirname(process.execPath), process.env.PATH].join(':');
    return { PATH: path, PORT: String(port), ...settings };
  };
  const scriptOf = async (infos: readonly string[]) => (await Promise.all(infos.map(block))).join('\n');
  const runBlocks = async (infos: readonly string[], settings?: Record<string, string>) =>
    (await shell('sh', ['-ec', await scriptOf(infos)], { cwd: folder, env: env(settings) })).stdout;
  const start = async () => {
    const child = spawn(process.execPath, ['dist/src/main.js'], { cwd: folder, env: env() });
    server = child;
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk) => {
        output += chunk;
      });
    }
    while (!output.includes('"msg":"listening"')) {
      if (child.exitCode !== null) throw new Error(output);
      await new Promise((done) => setTimeout(done, 20));
    }
  };
  const end = (signal: NodeJS.Signals) =>
    new Promise((done) => {
      server?.once('exit', done);
      server?.kill(signal);
    });
  const makeApiKey = (name: string) =>
    shell('node', ['dist/src/main.js', 'api-key', name], { cwd: folder, env: env() });
  const apiKeyNames = () => {
    const file = new DatabaseSync(join(folder, 'data', 'passgraph.db'));
    const names = file.prepare('select name from api_keys order by name').all();
    file.close();
    return names.map(({ name }) => name);
  };
  const modeOf = async (name: string) => (await stat(join(folder, name))).mode & 0o777;
  const readKey = async (name: string) => (await readFile(join(folder, 'data', name), 'utf8')).trim();

  const containerRestore = ['sh container-names', 'sh container-restore'];
  it.each([
    { place: 'clone', backUp: ['sh sqlite-backup'], restore: ['sh sqlite-restore'] },
    { place: 'container', backUp: ['sh container-names', 'sh container-backup'], restore: containerRestore },
  ])(
    'is backed up in a $place while the server runs, and restored after the server was killed',
    async ({ backUp, restore }) => {
      await start();
      await makeApiKey('before');
      await runBlocks(backUp);
      await makeApiKey('after');
      await end('SIGKILL');
      const [backup = ''] = (await readdir(folder)).filter((name) => name.endsWith('.db'));
      expect([await modeOf(backup), await modeOf('passgraph-secret-key')]).toEqual([0o600, 0o600]);
      expect(await readdir(join(folder, 'data'))).toContain('passgraph.db-wal');

      await runBlocks(restore, { BACKUP: backup });
      expect(await readdir(folder)).not.toContain('settings.env');
      expect(await readdir(join(folder, 'data'))).not.toContain('copy.db');
      const replaced = (await readdir(join(folder, 'data'))).filter((name) => name.includes('-replaced-'));
      expect(replaced).toHaveLength(1);
      expect(await modeOf('data/passgraph.db')).toBe(0o600);
      await start();
      expect(apiKeyNames()).toEqual(['before']);
    },
    SEVERAL_STARTS_MS,
  );

  it(
    'is not touched by a restore in a container from a file that is no backup',
    async () => {
      await start();
      await makeApiKey('present');
      await end('SIGKILL');
      await writeText(join(folder, 'backup.db'), 'no backup');
      await writeText(join(folder, 'passgraph-secret-key'), await readKey('secret-key'));
      const script = await scriptOf(containerRestore);
      // Without -e, as in a terminal: a command that fails does not end the shell.
      await expect(shell('sh', ['-c', script], { cwd: folder, env: env({ BACKUP: 'backup.db' }) })).rejects.toThrow(
        'data/copy.db is not a database of Passgraph',
      );
      await start();
      expect(apiKeyNames()).toEqual(['present']);
    },
    SEVERAL_STARTS_MS,
  );

  it.each([
    { place: 'clone', blocks: ['sh reseal-file'] },
    { place: 'container', blocks: ['sh container-names', 'sh reseal-container'] },
  ])(
    'gets another key in a $place',
    async ({ blocks }) => {
      await start();
      await end('SIGTERM');
      const old = await readKey('secret-key');
      expect(await runBlocks(blocks)).toContain('1 records were encrypted again');
      const present = await readKey('secret-key');
      expect(present).toMatch(/^[\w-]{43}$/);
      expect([present === old, await readKey('secret-key.old'), await modeOf('data/secret-key')]).toEqual([
        false,
        old,
        0o600,
      ]);
      expect(await readdir(folder)).not.toContain('settings.env');
      await start();
    },
    SEVERAL_STARTS_MS,
  );
});

describe('docs/operation.md: restores', () => {
  it('lists the changes since the backup, and ends all sessions afterwards', async () => {
    const app = await startTestApp();
    try {
      await enrolOwner(app);
      const { users } = await app.graphql<{ users: { edges: { node: { id: string } }[] } }>(
        '{ users(first: 1) { edges { node { id } } } }',
      );
      const id = users.edges[0]?.node.id;
      await app.graphql('mutation ($id: ID!) { updateUser(input: { id: $id, name: "Ada" }) { user { id } } }', { id });
      const from = new Date(Date.now() - 60_000).toISOString();
      const { auditEvents } = await app.graphql<{ auditEvents: object }>(await block('graphql changes'), { from });
      expect(auditEvents).toMatchObject({
        edges: [
          { node: { type: 'UPDATED', resource: 'user', resourceId: id } },
          { node: { type: 'ENROLMENT_LINK_USED', userId: id } },
        ],
        pageInfo: { hasNextPage: false },
      });
      const sessionsLeft = () => app.graphql('{ sessions(first: 1) { totalCount } }');
      expect(await sessionsLeft()).toEqual({ sessions: { totalCount: 1 } });
      const script = (await block('sh end-all')).replace('http://localhost:3000', app.origin);
      await shell('sh', ['-ec', script], { env: { ...process.env, KEY: app.apiKey } });
      expect(await sessionsLeft()).toEqual({ sessions: { totalCount: 0 } });
    } finally {
      await app.stop();
    }
  });
});
