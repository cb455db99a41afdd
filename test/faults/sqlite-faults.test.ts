import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { freePort } from '../support/free-port.js';

const run = promisify(execFile);
const MAIN = resolve('dist/src/main.js');
const HOLDER = resolve('dist/test/support/hold-lock.js');
const LONG_MS = 180_000;
const LOCKED_MS = 30_000;
/** The first words of an answer that says that nothing was written. */
const NONE = 'The database is not available.';

interface Answer {
  readonly status: number;
  readonly retryAfter: string | null;
  readonly body: { readonly [name: string]: unknown };
}

describe('A server on an SQLite file', () => {
  let folder: string;
  let path: string;
  let origin: string;
  let apiKey: string;
  let server: ChildProcess;
  let authorization: string;
  let env: Record<string, string>;
  const children: ChildProcess[] = [];

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'passgraph-'));
    path = join(folder, 'data', 'passgraph.db');
    origin = `http://localhost:${await freePort()}`;
    apiKey = randomBytes(32).toString('base64url');
    env = { PATH: process.env.PATH ?? '', PORT: new URL(origin).port, BOOTSTRAP_API_KEY: apiKey };
    server = spawn(process.execPath, ['--no-warnings', MAIN], { cwd: folder, env, stdio: 'ignore' });
    children.push(server);
    while ((await statusOf('/health/live')) !== 200) await pause(100);
    authorization = await createMachineClient();
  });
  afterEach(async () => {
    for (const child of children.splice(0)) child.kill('SIGKILL');
    await rm(folder, { recursive: true });
  });

  const statusOf = (at: string) =>
    fetch(`${origin}${at}`, { signal: AbortSignal.timeout(30_000) }).then(
      ({ status }) => status,
      () => 0,
    );
  const send = async (at: string, form: Record<string, string>): Promise<Answer> => {
    const headers = { Authorization: authorization };
    const response = await fetch(`${origin}${at}`, { method: 'POST', headers, body: new URLSearchParams(form) });
    const body = (await response.json()) as Answer['body'];
    return { status: response.status, retryAfter: response.headers.get('retry-after'), body };
  };
  const requestToken = () => send('/oidc/token', { grant_type: 'client_credentials' });
  const graphql = async (query: string) => {
    const response = await fetch(`${origin}/graphql`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${apiKey}` },
      body: JSON.stringify({ query }),
    });
    return { status: response.status, ...((await response.json()) as { data?: never; errors?: unknown }) };
  };
  /** Creates a client with opaque tokens, and returns its header for authentication. */
  const createMachineClient = async () => {
    const { data, errors } = (await graphql(`mutation { createClient(input: { id: "machine", name: "Machine",
      grantTypes: [CLIENT_CREDENTIALS], accessTokenFormat: OPAQUE }) { clientSecret } }`)) as unknown as {
      data: { createClient: { clientSecret: string } };
      errors?: unknown;
    };
    expect(errors).toBeUndefined();
    return `Basic ${Buffer.from(`machine:${data.createClient.clientSecret}`).toString('base64')}`;
  };
  const issuedEvents = async () => {
    const { data } = (await graphql(
      '{ auditEvents(filter: { types: [TOKEN_ISSUED] }) { totalCount } }',
    )) as unknown as {
      data: { auditEvents: { totalCount: number } };
    };
    return data.auditEvents.totalCount;
  };
  /** Sends one token request after the other until `isOver`, and returns all answers. */
  const keepRequesting = async (isOver: () => boolean) => {
    const answers: Answer[] = [];
    while (!isOver()) answers.push(await requestToken());
    return answers;
  };
  const pause = (ms: number) => new Promise((done) => setTimeout(done, ms));

  /** No answer may be another error, and each token that was issued, and no other, has its event. */
  const checkAnswers = async (answers: readonly Answer[], before: number) => {
    const refused = answers.filter(({ status }) => status !== 200);
    for (const { status, retryAfter, body } of refused) {
      expect([status, retryAfter, body.error]).toEqual([503, '5', 'temporarily_unavailable']);
    }
    const unknown = refused.filter(({ body }) => !String(body.error_description).startsWith(NONE)).length;
    const issued = (await issuedEvents()) - before;
    expect(issued).toBeGreaterThanOrEqual(answers.length - refused.length);
    expect(issued).toBeLessThanOrEqual(answers.length - refused.length + unknown);
    return { refused: refused.length, unknown };
  };

  it(
    'whose lock another process holds for 30 seconds answers reads, refuses writes after their limit, and continues',
    async () => {
      const token = String((await requestToken()).body.access_token);
      const before = await issuedEvents();
      const holder = spawn(process.execPath, ['--no-warnings', HOLDER, path], { stdio: ['pipe', 'pipe', 'inherit'] });
      children.push(holder);
      await once(holder.stdout, 'data');
      let isReleased = false;
      const requests = Promise.all(Array.from({ length: 4 }, () => keepRequesting(() => isReleased)));
      const end = performance.now() + LOCKED_MS;
      const [reads, ready] = [new Set<number>(), new Set<number>()];
      while (performance.now() < end) {
        reads.add(await statusOf('/health/live'));
        reads.add(await statusOf('/.well-known/openid-configuration'));
        reads.add(await statusOf('/login'));
        const { status, body } = await send('/oidc/introspect', { token });
        expect([status, body.active]).toEqual([200, true]);
        ready.add(await statusOf('/health/ready'));
      }
      holder.stdin.end();
      await once(holder, 'exit');
      isReleased = true;
      const answers = (await requests).flat();
      expect([reads, ready]).toEqual([new Set([200]), new Set([503])]);
      const { refused, unknown } = await checkAnswers(answers, before);
      expect([refused > 4, unknown]).toEqual([true, 0]);
      expect([(await requestToken()).status, await statusOf('/health/ready')]).toEqual([200, 200]);
    },
    LONG_MS,
  );

  const itOnLinux = process.platform === 'linux' ? it : it.skip;

  itOnLinux(
    'whose disk is full answers reads, refuses writes, and continues when there is space again',
    async () => {
      const before = await issuedEvents();
      const limitFiles = (limit: string) => run('prlimit', ['--pid', String(server.pid), `--fsize=${limit}:`]);
      const token = String((await requestToken()).body.access_token);
      await limitFiles('4096');
      const answers: Answer[] = [];
      for (let attempts = 0; attempts < 20; attempts += 1) {
        answers.push(await requestToken());
        expect([await statusOf('/health/live'), await statusOf('/oidc/jwks')]).toEqual([200, 200]);
      }
      const { status, body } = await send('/oidc/introspect', { token });
      expect([status, body.active]).toEqual([200, true]);
      expect(await statusOf('/health/ready')).toBe(503);
      expect(await graphql('mutation { putScope(input: { name: "full" }) { scope { name } } }')).toMatchObject({
        status: 503,
        errors: [{ extensions: { code: 'UNAVAILABLE' } }],
      });
      await limitFiles('unlimited');
      expect((await requestToken()).status).toBe(200);
      const { refused } = await checkAnswers(answers, before + 2);
      expect(refused).toBeGreaterThan(0);
      await pause(1000);
      expect([await statusOf('/health/ready'), server.exitCode]).toEqual([200, null]);
    },
    LONG_MS,
  );

  it(
    'lets npm run api-key create a key while requests write as fast as they can',
    async () => {
      let isOver = false;
      const requests = Promise.all(Array.from({ length: 16 }, () => keepRequesting(() => isOver)));
      const key = await run(process.execPath, ['--no-warnings', MAIN, 'api-key', 'laptop'], { cwd: folder, env });
      isOver = true;
      const answers = (await requests).flat();
      expect(key.stdout).toMatch(/^pg_\S+\n$/);
      expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
      expect(dirname(path)).toBe(join(folder, 'data'));
    },
    LONG_MS,
  );
});
