import { execFile } from 'node:child_process';
import { readFile, rm } from 'node:fs/promises';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestApp, type TestApp } from './support/app.js';
import { startCallbackServer } from './support/callback-server.js';
import { systemClock } from './support/deps.js';
import { blocksIn, start, writeText } from './support/guides.js';
import { enrolOwner, type Person } from './support/people.js';
import { newUserAgent } from './support/user-agent.js';

const readme = await readFile('README.md', 'utf8');

function blocksOf(wanted: string): string[] {
  return blocksIn(readme)
    .filter(({ info }) => info === wanted)
    .map(({ code }) => code);
}

const shell = promisify(execFile);

describe('README: the first client', () => {
  let app: TestApp;
  let owner: Person;
  let secret: string;
  let applicationPort: string;

  beforeAll(async () => {
    app = await startTestApp();
    owner = await enrolOwner(app);
    const port = await startCallbackServer();
    applicationPort = new URL(port.origin).port;
    await port.stop();
  });
  afterAll(() => app.stop());

  /** The text with this test's server and port in place of the README's. */
  const here = (text: string) =>
    text
      .replaceAll('http://localhost:3000', app.origin)
      .replaceAll('localhost:4000', `localhost:${applicationPort}`)
      .replace('listen(4000)', `listen(${applicationPort})`);

  it('curl makes a client', async () => {
    const command = blocksOf('sh').find((code) => code.startsWith('curl')) ?? '';
    const { stdout } = await shell('sh', ['-c', here(command)], { env: { ...process.env, KEY: app.apiKey } });
    const { createClient } = JSON.parse(stdout).data;
    expect(createClient.client.id).toBe('notes');
    secret = createClient.clientSecret;
  });

  it.each(['oidc', 'basic'])('the program under %s signs somebody in', async (name) => {
    const [program = ''] = blocksOf(`js ${name}`);
    await writeText(`dist/readme/${name}.mjs`, here(program));
    const running = start(process.execPath, [`dist/readme/${name}.mjs`], { env: { CLIENT_SECRET: secret } });
    try {
      const origin = `http://localhost:${applicationPort}`;
      await running.listens(origin);
      const browser = newUserAgent(origin);
      const away = await browser.get('/');
      const back = await owner.agent.follow(away.location?.href ?? '');
      const hello = await browser.get(back.location?.href ?? '');
      expect(hello.text).toMatch(/^Hello owner, you are [0-9a-f-]{36}$/);
      const stranger = await newUserAgent(origin).get(back.location?.href ?? '');
      expect(stranger.status).toBe(400);
      // A state of which the browser has more than was sent back, and one that came from elsewhere.
      const state = back.location?.searchParams.get('state') ?? '';
      const forged = new URL(back.location?.href ?? '');
      forged.searchParams.set('state', state.slice(0, 1));
      for (const cookie of [`state=${state}`, `xstate=${state.slice(0, 1)}`]) {
        expect((await newUserAgent(origin).get(forged.href, { cookie })).status).toBe(400);
      }
    } finally {
      await running.stop();
    }
  });

  it('the program under oidc says what the server refused', async () => {
    const running = start(process.execPath, ['dist/readme/oidc.mjs'], { env: { CLIENT_SECRET: secret } });
    try {
      const origin = `http://localhost:${applicationPort}`;
      await running.listens(origin);
      const browser = newUserAgent(origin);
      const away = (await browser.get('/')).location ?? new URL(origin);
      away.searchParams.delete('code_challenge');
      const back = await owner.agent.follow(away.href);
      expect(await browser.get(back.location?.href ?? '')).toMatchObject({
        status: 400,
        text: 'Not signed in: invalid_request: code_challenge is missing.',
      });
    } finally {
      await running.stop();
    }
  });

  it.each(['oidc', 'basic'])('the program under %s says in a sentence that CLIENT_SECRET is missing', async (name) => {
    const program = start(process.execPath, [`dist/readme/${name}.mjs`], { env: { CLIENT_SECRET: '' } });
    expect(await program.ends()).toBe(1);
    expect(program.printed()).toBe(
      'CLIENT_SECRET is missing: set it to the clientSecret that createClient answered.\n',
    );
  });

  it('gql sends an operation, with and without variables', async () => {
    const [gql = ''] = blocksOf('sh gql');
    const query = `query ($id: ID = "notes") { client(id: $id) { name } }`;
    const env = { ...process.env, KEY: app.apiKey, QUERY: query };
    const ask = async (words: string) =>
      JSON.parse((await shell('sh', ['-c', `${here(gql)}printf %s "$QUERY" | gql ${words}`], { env })).stdout);
    expect(await ask('')).toEqual({ data: { client: { name: 'Notes' } } });
    expect(await ask(`'{ "id": "none" }'`)).toEqual({ data: { client: null } });
  });

  it('its operations are valid, and do what they say', async () => {
    const [invite = '', accessBasis = '', whoMay = '', again = ''] = blocksOf('graphql');
    const { createUser } = await app.graphql<{ createUser: { user: { id: string }; enrolmentLink: { url: string } } }>(
      invite,
    );
    expect(createUser.enrolmentLink.url).toContain(`${app.origin}/enroll/`);
    await app.graphql(accessBasis, { userId: createUser.user.id });
    const { createEnrolmentLink } = await app.graphql<{ createEnrolmentLink: { enrolmentLink: { url: string } } }>(
      again,
      {
        userId: createUser.user.id,
      },
    );
    expect(createEnrolmentLink.enrolmentLink.url).not.toBe(createUser.enrolmentLink.url);
    const { client } = await app.graphql<{ client: { permissions: { edges: unknown[] } } }>(whoMay);
    expect(client.permissions.edges).toEqual([{ node: { user: { username: 'ada' }, group: null } }]);
  });
});

describe('README: scripts, and configuration as a file', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startTestApp();
  });
  afterAll(() => app.stop());

  it('curl asks', async () => {
    await app.graphql('mutation { createUser(input: { username: "ada" }) { user { id } } }');
    const [, command = ''] = blocksOf('sh').filter((code) => code.startsWith('curl'));
    const env = { ...process.env, KEY: app.apiKey };
    const { stdout } = await shell('sh', ['-c', command.replace('http://localhost:3000', app.origin)], { env });
    expect(JSON.parse(stdout)).toEqual({ data: { users: { edges: [{ node: { username: 'ada', email: null } }] } } });
  });

  it('the script is typed to the field, and runs twice', async () => {
    const [program = ''] = blocksOf('ts script');
    const path = 'dist/readme/script.ts';
    await writeText(path, program.replaceAll('http://localhost:3000', app.origin));
    const options = ['--strict', '--noEmit', '--target', 'es2024', '--module', 'nodenext', '--types', 'node'];
    await shell('node_modules/.bin/tsc', [...options, '--ignoreConfig', path]);
    const run = () => shell(process.execPath, [path], { env: { ...process.env, KEY: app.apiKey } });
    const rest = 'grace null\nINVALID_INPUT redirectUris.1\n';
    expect((await run()).stdout).toMatch(new RegExp(`^CLIENT_SECRET=[\\w-]{43}\n${rest}$`));
    expect((await run()).stdout).toBe(rest);
  });

  it('export and apply do what the commands say', async () => {
    const [commands = ''] = blocksOf('sh').filter((code) => code.includes('npm run export'));
    const file = 'dist/readme/passgraph.yaml';
    const env = { ...process.env, KEY: app.apiKey, PASSGRAPH_URL: app.origin };
    const run = (text: string) => shell('sh', ['-ec', text.replaceAll('passgraph.yaml', file)], { env });
    const { stdout } = await run(commands);
    expect(stdout.match(/^Nothing to change\.$/gm)).toHaveLength(2);
    const written = await readFile(file, 'utf8');
    await writeText(file, written.replace('name: Till', 'name: The till'));
    const [dry = ''] = commands.split('\n').filter((line) => line.includes('--dry-run'));
    await expect(run(`export PASSGRAPH_API_KEY=$KEY; ${dry}`)).rejects.toMatchObject({
      code: 2,
      stdout: expect.stringContaining(
        '~ client till\n    name: "Till" → "The till"\n0 to create, 1 to change, 0 to delete.',
      ),
    });
  });
});

describe('README: following the audit log', () => {
  let app: TestApp;
  let skipped = 0;
  beforeAll(async () => {
    const clock = { now: () => new Date(systemClock.now().getTime() + skipped * 1000) };
    app = await startTestApp({ allowedPrivateHosts: ['localhost'] }, { clock });
    await rm('dist/readme', { recursive: true, force: true });
  });
  afterAll(() => app.stop());

  /** Something that is in the log, and settled there. */
  const happens = async (id: string) => {
    await app.graphql('mutation ($id: ID!) { createGroup(input: { id: $id, name: "Crew" }) { group { id } } }', { id });
    skipped += 5;
  };

  it('the script prints each event once, however often it runs', async () => {
    const [program = ''] = blocksOf('js follow');
    await writeText('dist/readme/follow.mjs', program.replaceAll('http://localhost:3000', app.origin));
    const printed = async () => {
      const options = { cwd: 'dist/readme', env: { ...process.env, KEY: app.apiKey } };
      const { stdout } = await shell(process.execPath, ['follow.mjs'], options);
      return stdout.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line).resourceId]));
    };
    await happens('one');
    await happens('two');
    expect(await printed()).toEqual(['one', 'two']);
    expect(await printed()).toEqual([]);
    await happens('three');
    expect(await printed()).toEqual(['three']);
  });

  it('the receiver gets what the webhook is for, and takes nothing that is not signed', async () => {
    const server = await startCallbackServer();
    const { origin } = server;
    await server.stop();
    const watch = blocksOf('graphql').find((code) => code.includes('createWebhook')) ?? '';
    const { createWebhook } = await app.graphql<{ createWebhook: { secret: string } }>(
      watch.replace('https://siem.example', origin),
    );
    const [program = ''] = blocksOf('ts webhook');
    await writeText('dist/readme/webhook.ts', program.replace('listen(4000)', `listen(${new URL(origin).port})`));
    const receiver = start(process.execPath, ['--no-warnings', 'dist/readme/webhook.ts'], {
      env: { WEBHOOK_SECRET: createWebhook.secret },
    });
    try {
      await receiver.listens(origin);
      const forged = await fetch(`${origin}/events`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'webhook-id': 'event',
          'webhook-timestamp': String(Math.floor(Date.now() / 1000)),
          'webhook-signature': `v1,${Buffer.alloc(32).toString('base64')}`,
        },
        body: '{"type":"CREATED","timestamp":"","data":{"id":"event","resourceId":"forged"}}',
      });
      expect(forged.status).toBe(401);
      await happens('four');
      await receiver.says(/ four\n/);
      const came = receiver
        .printed()
        .trim()
        .split('\n')
        .map((line) => line.split(' ').slice(1).join(' '));
      expect(came).toEqual(['CREATED webhook siem', 'CREATED group four']);
    } finally {
      await receiver.stop();
    }
  });
});
