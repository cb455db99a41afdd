import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { describeOnMongodb, mongodbDatabase } from './support/stores.js';

const MAIN = resolve('dist/src/main.js');
const run = promisify(execFile);
/** A test that starts several processes, on a machine that is busy. */
const SEVERAL_STARTS_MS = 240_000;

describe('the process', () => {
  let folder: string;
  let port: number;
  let children: ChildProcess[];

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'passgraph-'));
    children = [];
    const server = createServer();
    await new Promise<void>((done) => server.listen(0, 'localhost', done));
    port = (server.address() as AddressInfo).port;
    await new Promise((done) => server.close(done));
  });
  afterEach(async () => {
    for (const child of children) child.kill('SIGKILL');
    await rm(folder, { recursive: true });
  });

  /** Passes nothing of the environment of the test except PATH. */
  const environment = (settings: Record<string, string>) => ({
    PATH: process.env.PATH,
    PORT: String(port),
    ...settings,
  });

  /** Starts the server, and waits until it listens. */
  const start = async (settings: Record<string, string> = {}, says = '"msg":"listening"') => {
    const child = spawn(process.execPath, [MAIN], { cwd: folder, env: environment(settings) });
    children.push(child);
    let output = '';
    child.stdout.on('data', (chunk) => {
      output += chunk;
    });
    child.stderr.on('data', (chunk) => {
      output += chunk;
    });
    while (!output.includes(says)) {
      if (child.exitCode !== null) throw new Error(output);
      await new Promise((done) => setTimeout(done, 20));
    }
    const stop = (signal: NodeJS.Signals) =>
      new Promise<number | null>((done) => {
        child.once('exit', done);
        child.kill(signal);
      });
    return { output: () => output, stop };
  };
  const linkIn = (output: string) => /http:\/\/localhost:\d+\/enroll\/\S+/.exec(output)?.[0] ?? '';
  const kidOf = async () => {
    const { keys } = (await (await fetch(`http://localhost:${port}/oidc/jwks`)).json()) as { keys: { kid: string }[] };
    return keys.map(({ kid }) => kid);
  };

  it(
    'starts without settings, and has its data again after a stop and after a kill',
    async () => {
      const first = await start({}, '/enroll/');
      const link = linkIn(first.output());
      expect((await fetch(link)).status).toBe(200);
      const kids = await kidOf();
      expect(await first.stop('SIGTERM')).toBe(0);
      expect(await readdir(join(folder, 'data'))).toEqual(expect.arrayContaining(['passgraph.db', 'secret-key']));
      expect((await stat(join(folder, 'data', 'passgraph.db'))).mode & 0o077).toBe(0);

      const second = await start({}, '/enroll/');
      expect(linkIn(second.output())).not.toBe(link);
      expect((await fetch(link)).status).toBe(200);
      expect(await kidOf()).toEqual(kids);
      await second.stop('SIGKILL');

      await start();
      expect(await kidOf()).toEqual(kids);
    },
    SEVERAL_STARTS_MS,
  );

  /** Starts the server as a child of another process, as npm does. Returns this process and the id of the server. */
  const startWithNpm = async () => {
    const startIt = `child_process.spawn(process.execPath, [${JSON.stringify(MAIN)}], { stdio: 'inherit' })`;
    const settings = environment({ npm_lifecycle_event: 'start' });
    const npm = spawn(process.execPath, ['--eval', startIt], { cwd: folder, env: settings });
    children.push(npm);
    let output = '';
    const listens = new Promise<void>((done) => {
      npm.stdout.on('data', (chunk) => {
        output += chunk;
        if (output.includes('"msg":"listening"')) done();
      });
    });
    const closed = new Promise((done) => npm.once('close', done));
    await listens;
    const pid = Number(/"pid":(\d+)/.exec(output)?.[1]);
    return { npm, pid, closed, output: () => output };
  };

  it('stops if npm, which started it, has ended', async () => {
    const { npm, closed, output } = await startWithNpm();
    npm.kill('SIGKILL');
    await closed;
    expect(output()).toContain('"msg":"stopping"');
    await expect(fetch(`http://localhost:${port}/health/live`)).rejects.toThrow();
  });

  it('stops once if it gets a signal and npm has ended too', async () => {
    const { npm, pid, closed, output } = await startWithNpm();
    const request = connect(port, 'localhost');
    request.on('error', () => undefined);
    await once(request, 'connect');
    // A request without the end of its body keeps the server from stopping before it notices that npm has ended.
    request.write(
      'POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{',
    );
    await new Promise((done) => setTimeout(done, 200));
    process.kill(pid, 'SIGTERM');
    npm.kill('SIGKILL');
    await closed;
    expect(output().match(/"msg":"stopping"/g)).toHaveLength(1);
    expect(output()).not.toContain('the stop failed');
  });

  it('api-key NAME prints a key that the running server accepts', async () => {
    await start();
    const { stdout } = await run(process.execPath, [MAIN, 'api-key', 'laptop'], { cwd: folder, env: environment({}) });
    expect(stdout).toMatch(/^pg_\S+\n$/);
    const response = await fetch(`http://localhost:${port}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${stdout.trim()}` },
      body: JSON.stringify({ query: '{ viewer { kind permissions } }' }),
    });
    expect(await response.json()).toEqual({ data: { viewer: { kind: 'API_KEY', permissions: ['*'] } } });
  });

  it('api-key NAME creates the database for a server that starts later, and says so', async () => {
    const made = await run(process.execPath, [MAIN, 'api-key', 'laptop'], { cwd: folder, env: environment({}) });
    expect(made.stderr).toBe(
      'Created a database at ./data/passgraph.db. Start the server with the same settings to use it.\n',
    );
    await start();
    const response = await fetch(`http://localhost:${port}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${made.stdout.trim()}` },
      body: JSON.stringify({ query: '{ viewer { kind } }' }),
    });
    expect(await response.json()).toEqual({ data: { viewer: { kind: 'API_KEY' } } });
  });

  it.each<[string, string[][]]>([
    ['sqlite:./data/passgraph.db', [['enroll', 'ada'], ['reseal']]],
    ['sqlite::memory:', [['api-key', 'laptop'], ['enroll', 'ada'], ['reseal']]],
  ])('a command that needs a database does not create one at %s', async (at, commands) => {
    for (const command of commands) {
      const ran = run(process.execPath, [MAIN, ...command], {
        cwd: folder,
        env: environment({ DATABASE_URL: at, SECRET_KEY: 'A'.repeat(43) }),
      });
      const stderr = `DATABASE_URL: there is no database at ${at.slice('sqlite:'.length)}. Start the server first, and give this command the same settings.\n`;
      await expect(ran).rejects.toMatchObject({ code: 1, stdout: '', stderr });
    }
    expect(await readdir(folder)).toEqual([]);
  });

  /** A server with an owner who has no passkey, and the command beside it, both with these settings. */
  const enrolOwner = async (settings: Record<string, string>) => {
    const bootstrap = 'bootstrap-key-of-at-least-thirty-two';
    await start({ ...settings, BOOTSTRAP_API_KEY: bootstrap });
    const graphql = async (query: string) => {
      const response = await fetch(`http://localhost:${port}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${bootstrap}` },
        body: JSON.stringify({ query }),
      });
      const { data, errors } = (await response.json()) as { data: unknown; errors?: unknown };
      expect(errors).toBeUndefined();
      return data;
    };
    const createUser = async (input: string) =>
      (await graphql(`mutation { createUser(input: { ${input} }) { user { id } } }`)) as {
        createUser: { user: { id: string } };
      };
    const ada = await createUser('username: "ada", adminRole: OWNER');
    const gone = (await createUser('username: "gone"')).createUser.user.id;
    await graphql(`mutation { setUserEnabled(input: { id: "${gone}", enabled: false }) { user { id } } }`);
    const enroll = (...words: string[]) =>
      run(process.execPath, [MAIN, 'enroll', ...words], { cwd: folder, env: environment(settings) });
    const { stdout } = await enroll('ADA');
    expect(stdout).toMatch(/^http:\/\/localhost:\d+\/enroll\/\S+\n$/);
    const page = await fetch(stdout.trim());
    expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('This link is for ada')]);
    for (const [username, stderr] of [
      ['linus', 'No user has the id or the username linus. Check the spelling.\n'],
      ['gone', 'The user is disabled and could not use an enrolment link. Enable the user first.\n'],
    ] as const) {
      await expect(enroll(username)).rejects.toMatchObject({ code: 1, stdout: '', stderr });
    }
    const made = '{ auditEvents(filter: { types: [ENROLMENT_LINK_CREATED] }) { edges { node { userId detail } } } }';
    const told = (await graphql(made)) as { auditEvents: { edges: { node: unknown }[] } };
    expect(told.auditEvents.edges).toEqual([
      { node: { userId: ada.createUser.user.id, detail: { expiresAt: expect.any(String), mailed: false } } },
    ]);
  };

  it('enroll USERNAME prints a link for any user, even an owner, that the running server accepts', () =>
    enrolOwner({}));

  describeOnMongodb('with MongoDB', () => {
    it('enroll USERNAME does the same', async () => {
      const { config, drop } = await mongodbDatabase();
      if (config.kind !== 'mongodb') throw new Error('This is another database.');
      await enrolOwner({ DATABASE_URL: config.url, SECRET_KEY: 'A'.repeat(43) });
      await drop();
    });
  });

  it(
    'reseal makes it possible to remove an old SECRET_KEY, while the server runs',
    async () => {
      const [older, newer] = [`${'A'.repeat(42)}E`, `${'B'.repeat(42)}E`];
      const key = { BOOTSTRAP_API_KEY: 'bootstrap-key-of-at-least-thirty-two' };
      const reseal = (SECRET_KEY: string) =>
        run(process.execPath, [MAIN, 'reseal'], { cwd: folder, env: environment({ SECRET_KEY }) });
      const first = await start({ ...key, SECRET_KEY: older });
      const created = await fetch(`http://localhost:${port}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${key.BOOTSTRAP_API_KEY}` },
        body: JSON.stringify({
          query: `mutation {
          createClient(input: { id: "machine", name: "Machine", grantTypes: [CLIENT_CREDENTIALS] }) { clientSecret }
          createWebhook(input: { url: "https://receiver.example", types: [SIGNED_IN] }) { webhook { id } }
        }`,
        }),
      });
      const { data } = (await created.json()) as { data: { createClient: { clientSecret: string } } };
      const tokenStatus = async () => {
        const credentials = Buffer.from(`machine:${data.createClient.clientSecret}`).toString('base64');
        const answer = await fetch(`http://localhost:${port}/oidc/token`, {
          method: 'POST',
          headers: { authorization: `Basic ${credentials}` },
          body: new URLSearchParams({ grant_type: 'client_credentials' }),
        });
        return answer.status;
      };
      const kids = await kidOf();
      await first.stop('SIGTERM');

      await expect(start({ SECRET_KEY: newer })).rejects.toThrow(/^SECRET_KEY: /m);
      const second = await start({ SECRET_KEY: `${newer},${older}` });
      expect((await reseal(`${newer},${older}`)).stdout).toBe(
        '4 records were encrypted again. Everything is now encrypted with the first key in SECRET_KEY.\n',
      );
      expect((await reseal(newer)).stdout).toMatch(/^0 records/);
      expect(await tokenStatus()).toBe(200);
      await second.stop('SIGTERM');

      await start({ SECRET_KEY: newer });
      expect([await kidOf(), await tokenStatus()]).toEqual([kids, 200]);
      for (const other of [older, '']) {
        await expect(reseal(other)).rejects.toMatchObject({ code: 1, stderr: expect.stringMatching(/^SECRET_KEY: /) });
      }
    },
    SEVERAL_STARTS_MS,
  );

  it(
    'seed fills an empty store, and prints a link for each user that the server accepts',
    async () => {
      const seed = () => run(process.execPath, [MAIN, 'seed'], { cwd: folder, env: environment({}) });
      const { stdout } = await seed();
      const links = [...stdout.matchAll(/^ {2}(\w+) +(http:\/\/localhost:\d+\/enroll\/\S+)$/gm)];
      expect(links.map(([, username]) => username)).toEqual(['ada', 'grace', 'alan', 'hedy', 'evariste']);
      expect(stdout).toContain('\nRoles: ada OWNER, grace USER_MANAGER, alan AUDITOR\n');
      await expect(seed()).rejects.toMatchObject({
        code: 1,
        stdout: '',
        stderr: expect.stringMatching(
          /^The database already contains users, .* Set DATABASE_URL to another database\.\n$/,
        ),
      });
      const bootstrap = 'bootstrap-key-of-at-least-thirty-two';
      await start({ BOOTSTRAP_API_KEY: bootstrap });
      for (const [, username, link = ''] of links) {
        expect(await (await fetch(link)).text()).toContain(username);
      }
      const response = await fetch(`http://localhost:${port}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${bootstrap}` },
        body: JSON.stringify({
          query: `{ clients(first: 10) { edges { node { id } } } groups(first: 10) { edges { node { id } } }
          auditEvents(first: 100, filter: { types: [SIGNED_IN, ACCESS_DENIED] }) { edges { node { type } } } }`,
        }),
      });
      const { data } = (await response.json()) as { data: Record<string, { edges: { node: { id: string } }[] }> };
      expect(data.clients?.edges.map(({ node }) => node.id).toSorted()).toEqual([
        'backup',
        'command-line',
        'dashboard',
        'single-page',
        'wiki',
      ]);
      expect(data.groups?.edges).toHaveLength(3);
      expect(data.auditEvents?.edges).toHaveLength(10);
      const secret = /^ {2}backup +(\S+)$/m.exec(stdout)?.[1] ?? '';
      const token = await fetch(`http://localhost:${port}/oidc/token`, {
        method: 'POST',
        headers: { authorization: `Basic ${Buffer.from(`backup:${secret}`).toString('base64')}` },
        body: new URLSearchParams({ grant_type: 'client_credentials' }),
      });
      expect(token.status).toBe(200);
    },
    SEVERAL_STARTS_MS,
  );

  it('writes neither a secret nor a link to its log', async () => {
    const { output, stop } = await start({ BOOTSTRAP_API_KEY: 'bootstrap-key-of-at-least-thirty-two' });
    await fetch(`http://localhost:${port}/oidc/authorize?state=a-secret-state&code=a-secret-code`);
    await stop('SIGTERM');
    const lines = output()
      .split('\n')
      .filter((line) => line.startsWith('{'));
    expect(lines.length).toBeGreaterThan(1);
    expect(lines.join('\n')).not.toMatch(/bootstrap-key|a-secret|\/enroll\//);
  });

  it.each<[string, Record<string, string>, string[]]>([
    ['PORT', { PORT: 'many' }, []],
    ['SECRET_KEY', { DATABASE_URL: 'mongodb://127.0.0.1:1/x' }, []],
    ['DATABASE_URL', { DATABASE_URL: 'mongodb://user:hush@127.0.0.1:1/x', SECRET_KEY: 'A'.repeat(43) }, []],
    ['DATABASE_URL', { DATABASE_URL: 'sqlite:/dev/null/x.db' }, []],
    ['api-key', {}, ['api-key']],
    ['enroll', {}, ['enroll']],
    ['enroll', {}, ['enroll', 'two', 'words']],
    ['--force', {}, ['enroll', '--force']],
    ['reseal', {}, ['reseal', 'now']],
    ['serve', {}, ['serve', 'here']],
    ['ISSUER', { ISSUER: 'https://id.example.com' }, ['seed']],
    ['dance', {}, ['dance']],
  ])('says in one sentence what is wrong with %s (%j %j), and exits with 1', async (name, settings, words) => {
    const failed = await run(process.execPath, [MAIN, ...words], { cwd: folder, env: environment(settings) }).catch(
      (error: { code: number; stdout: string; stderr: string }) => error,
    );
    expect(failed).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining(name) });
    expect(failed.stderr.trim().split('\n')).toHaveLength(1);
    expect(failed.stderr).not.toContain('hush');
  });

  it('names PORT if another program uses it, and SECRET_KEY if it cannot decrypt the data', async () => {
    await start({ SECRET_KEY: 'A'.repeat(43) });
    await expect(start({ SECRET_KEY: 'A'.repeat(43) })).rejects.toThrow(
      /^PORT: another program uses port \d+\. Stop it, or choose another port: PORT=\d+ npm start\.$/m,
    );
    await expect(start({ SECRET_KEY: `${'A'.repeat(42)}E` })).rejects.toThrow(/^SECRET_KEY: /m);
  });
});
