import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { chmod, chown, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { freePort } from '../support/free-port.js';

const MAIN = resolve('dist/src/main.js');
const LONG_MS = 180_000;
/** A user who is not root, who could write everywhere. */
const UNPRIVILEGED = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};

describe('A server whose SQLite file and folder become read-only', () => {
  let folder: string;
  let data: string;
  let origin: string;
  let env: Record<string, string>;
  const apiKey = randomBytes(32).toString('base64url');
  const children: ChildProcess[] = [];
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'passgraph-'));
    data = join(folder, 'data');
    if (UNPRIVILEGED.uid !== undefined) await chown(folder, UNPRIVILEGED.uid, UNPRIVILEGED.gid);
    origin = `http://localhost:${await freePort()}`;
    env = { PATH: process.env.PATH ?? '', PORT: new URL(origin).port, BOOTSTRAP_API_KEY: apiKey };
  });
  afterEach(async () => {
    for (const child of children.splice(0)) child.kill('SIGKILL');
    await makeWritable(true);
    await rm(folder, { recursive: true });
  });

  const run = (...words: string[]) => {
    const options = { cwd: folder, env, stdio: ['ignore', 'ignore', 'pipe'] as const, ...UNPRIVILEGED };
    const child = spawn(process.execPath, ['--no-warnings', MAIN, ...words], { ...options, stdio: [...options.stdio] });
    children.push(child);
    return child;
  };
  const startServer = async () => {
    const server = run();
    server.stderr?.resume();
    while ((await statusOf('/health/live')) !== 200) {
      if (server.exitCode !== null) throw new Error(`The server ended with ${server.exitCode}.`);
      await new Promise((done) => setTimeout(done, 100));
    }
    return server;
  };
  /** Runs a command that must stop with status 1, and returns what it printed on standard error. */
  const refusal = async (...words: string[]) => {
    const child = run(...words);
    let printed = '';
    child.stderr?.on('data', (text) => {
      printed += text;
    });
    expect(await once(child, 'close')).toEqual([1, null]);
    return printed;
  };
  const makeWritable = async (isWritable: boolean) => {
    await chmod(data, 0o755);
    for (const name of await readdir(data)) await chmod(join(data, name), isWritable ? 0o600 : 0o400);
    if (!isWritable) await chmod(data, 0o555);
  };
  const statusOf = (path: string) =>
    fetch(`${origin}${path}`, { signal: AbortSignal.timeout(30_000) }).then(
      ({ status }) => status,
      () => 0,
    );
  const post = async (path: string, headers: Record<string, string>, body: string | URLSearchParams) => {
    const response = await fetch(`${origin}${path}`, { method: 'POST', headers, body });
    return { status: response.status, body: (await response.json()) as { readonly [name: string]: unknown } };
  };
  const createClient = async () => {
    const query = `mutation { createClient(input: { id: "machine", name: "Machine", grantTypes: [CLIENT_CREDENTIALS],
      accessTokenFormat: OPAQUE }) { clientSecret } }`;
    const headers = { 'Content-Type': 'application/json', Authorization: `Bearer ${apiKey}` };
    const { body } = await post('/graphql', headers, JSON.stringify({ query }));
    const { createClient: created } = body.data as { createClient: { clientSecret: string } };
    return `Basic ${Buffer.from(`machine:${created.clientSecret}`).toString('base64')}`;
  };

  it(
    'writes on with its open files, refuses commands with a sentence, and has everything after the next start',
    async () => {
      const server = await startServer();
      const headers = { Authorization: await createClient() };
      const requestToken = () =>
        post('/oidc/token', headers, new URLSearchParams({ grant_type: 'client_credentials' }));
      await makeWritable(false);
      const answers = [];
      for (let requests = 0; requests < 20; requests += 1) answers.push(await requestToken());
      expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
      expect([await statusOf('/health/ready'), await statusOf('/login')]).toEqual([200, 200]);
      expect(await refusal('api-key', 'laptop')).toMatch(/^DATABASE_URL: .*(cannot be written|is not read-only)/);

      server.kill('SIGKILL');
      await once(server, 'exit');
      expect(await refusal()).toMatch(/^DATABASE_URL: .*(cannot be written|is not read-only)/);
      await makeWritable(true);
      await startServer();
      for (const { body } of answers) {
        const token = String(body.access_token);
        const found = await post('/oidc/introspect', headers, new URLSearchParams({ token }));
        expect([found.status, found.body.active]).toEqual([200, true]);
      }
      expect([(await requestToken()).status, await statusOf('/health/ready')]).toEqual([200, 200]);
    },
    LONG_MS,
  );
});
