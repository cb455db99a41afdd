import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { anInvitation } from '../storage/records.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { makeUser } from '../support/fixtures.js';
import { blocksIn, type Guide, openGuide, writeText } from '../support/guides.js';
import { pngOf } from '../support/pictures.js';

const shell = promisify(execFile);

let app: TestApp;
let guide: Guide;
let env: NodeJS.ProcessEnv;

beforeAll(async () => {
  app = await startTestApp();
  guide = await openGuide('administration', app);
  env = { ...process.env, KEY: app.apiKey, ISSUER: app.origin, PASSGRAPH_URL: app.origin };
  await app.graphql('mutation { createClient(input: { id: "notes", name: "Notes" }) { client { id } } }');
});
afterAll(() => app.stop());

/** Shell commands of the page that have no name of their own. */
async function commands(): Promise<string[]> {
  const blocks = blocksIn(await readFile('docs/administration.md', 'utf8'));
  return blocks.filter(({ info }) => info === 'sh').map(({ code }) => code);
}

describe('docs/administration.md: operations', () => {
  it('gql sends an operation, with and without variables', async () => {
    const query = `query ($id: ID = "notes") { client(id: $id) { name } }`;
    const ask = async (words: string) => {
      const script = `${guide.block('sh gql')}printf %s "$QUERY" | gql ${words}`;
      return JSON.parse((await shell('sh', ['-c', script], { env: { ...env, QUERY: query } })).stdout);
    };
    expect(await ask('')).toEqual({ data: { client: { name: 'Notes' } } });
    expect(await ask(`'{ "id": "none" }'`)).toEqual({ data: { client: null } });
  });

  it('invites a user, grants access, shows who has it, and makes a new link', async () => {
    const { createUser } = await guide.graphql<{
      createUser: { user: { id: string }; enrolmentLink: { url: string } };
    }>(app, 'invite');
    expect(createUser.enrolmentLink.url).toContain(`${app.origin}/enroll/`);
    const userId = createUser.user.id;
    await guide.graphql(app, 'grant', { userId });
    const { client } = await guide.graphql<{ client: { permissions: { edges: unknown[] } } }>(app, 'who');
    expect(client.permissions.edges).toEqual([{ node: { user: { username: 'ada' }, group: null } }]);
    expect(await guide.graphql(app, 'enrolment-effects', { userId })).toMatchObject({
      previewEnrolment: { sessions: { count: 0 }, enrolmentLinks: { count: 1 } },
    });
    const { createEnrolmentLink } = await guide.graphql<{ createEnrolmentLink: { enrolmentLink: { url: string } } }>(
      app,
      'again',
      { userId },
    );
    expect(createEnrolmentLink.enrolmentLink.url).not.toBe(createUser.enrolmentLink.url);
    expect(await guide.graphql(app, 'id')).toEqual({ userByUsername: { id: userId } });
    await guide.graphql(app, 'revoke', { userId });
    expect(await guide.graphql(app, 'who')).toEqual({ client: { permissions: { edges: [] } } });
  });

  it('finds users and applications', async () => {
    const user = { username: 'hopper', name: 'Grace Hopper', email: 'grace@example.com' };
    const create = 'mutation ($input: CreateUserInput!) { createUser(input: $input) { user { id } } }';
    const { createUser } = await app.graphql<{ createUser: { user: { id: string } } }>(create, { input: user });
    const node = { ...user, status: 'NO_PASSKEY' };
    expect(await guide.graphql(app, 'search')).toEqual({ users: { edges: [{ node }], totalCount: 1 } });
    expect(await guide.graphql(app, 'filters')).toMatchObject({
      inactive: { edges: [] },
      never: { edges: expect.arrayContaining([{ node: { username: 'hopper', status: 'NO_PASSKEY' } }]) },
      administrators: { edges: expect.any(Array) },
      protected: { edges: [] },
    });
    await app.deps.store.users.delete(createUser.user.id);
  });

  it('lists API keys with their owners, and secrets that expire soon', async () => {
    expect(await guide.graphql(app, 'keys')).toMatchObject({ apiKeys: { edges: expect.any(Array) } });
    const { clients } = await guide.graphql<{ clients: { edges: object[] } }>(app, 'secrets');
    expect(clients.edges).toContainEqual({ node: { id: 'notes', name: 'Notes', health: { secretsExpiringSoon: [] } } });
  });

  it('shows why a user cannot sign in', async () => {
    const { createUser } = await app.graphql<{ createUser: { user: { id: string } } }>(
      'mutation { createUser(input: { username: "locked" }) { user { id } } }',
    );
    const userId = createUser.user.id;
    expect(await guide.graphql(app, 'sign-in', { userId })).toEqual({
      user: { username: 'locked', status: 'NO_PASSKEY', passkeys: [] },
      auditEvents: { edges: [] },
    });
    await app.deps.store.users.delete(userId);
  });

  it('shows what ends with a client', async () => {
    expect(await guide.graphql(app, 'client-effects')).toMatchObject({
      deleteClient: { deleted: false, effects: { grants: { count: 0 }, clients: { count: 1 } } },
    });
  });

  it('creates a group and adds members', async () => {
    const [first, second] = await Promise.all(
      ['ken', 'kit'].map(async (username) => {
        const { createUser } = await app.graphql<{ createUser: { user: { id: string } } }>(
          'mutation ($username: String!) { createUser(input: { username: $username }) { user { id } } }',
          { username },
        );
        return createUser.user.id;
      }),
    );
    expect(await guide.graphql(app, 'group', { userId: first })).toEqual({
      createGroup: { group: { id: 'home-admins' } },
    });
    await guide.graphql(app, 'members', { userId: second });
    const { group } = await app.graphql<{ group: object }>('{ group(id: "home-admins") { members { totalCount } } }');
    expect(group).toEqual({ members: { totalCount: 2 } });
  });

  it('makes an invitation for many people', async () => {
    await app.graphql('mutation { createGroup(input: { id: "crew", name: "Crew" }) { group { id } } }');
    const { createInvitation } = await guide.graphql<{
      createInvitation: { invitation: { id: string }; url: string; qrCode: string };
    }>(app, 'invitation');
    expect(createInvitation.url).toContain(`${app.origin}/invite/${createInvitation.invitation.id}.`);
    expect(createInvitation.qrCode).toMatch(/^<svg /);
    const revoked = await guide.graphql(app, 'uninvite', { invitationId: createInvitation.invitation.id });
    expect(revoked).toEqual({ revokeInvitation: { deleted: true } });
  });

  it('lists the people who wait for approval, and approves one', async () => {
    const invitation = anInvitation({ name: 'Volunteers', requiresApproval: true });
    const waiting = { username: 'hopper', enabled: false, awaitsApproval: true, invitationId: invitation.id } as const;
    await app.deps.store.invitations.insert(invitation);
    const { id: userId } = await makeUser(app.deps, waiting);
    const { usersToApprove } = await guide.graphql<{ usersToApprove: { edges: object[] } }>(app, 'waiting');
    expect(usersToApprove.edges).toMatchObject([{ node: { id: userId, invitation: { name: 'Volunteers' } } }]);
    expect(await guide.graphql(app, 'approve', { userId })).toMatchObject({ approveUser: { user: { enabled: true } } });
    const address = await guide.graphql(app, 'address', { userId, email: 'hopper@example.com' });
    expect(address).toEqual({ updateUser: { user: { email: 'hopper@example.com', emailVerified: true } } });
    await app.deps.store.users.delete(userId);
    const another = await makeUser(app.deps, { ...waiting, username: 'hoper' });
    expect(await guide.graphql(app, 'reject', { userId: another.id })).toEqual({ rejectUser: { deleted: true } });
  });

  it('lets only passkeys of one device in, and previews the branding', async () => {
    expect(await guide.graphql(app, 'bound')).toEqual({ updateClient: { client: { requireDeviceBound: true } } });
    const { previewBranding } = await guide.graphql<{ previewBranding: { html: string } }>(app, 'preview');
    expect(previewBranding.html).toMatch(/^<!doctype html>/);
  });

  it('curl asks one question', async () => {
    const command = (await commands()).find((code) => code.startsWith('curl')) ?? '';
    const { stdout } = await shell('sh', ['-c', command.replace('http://localhost:3000', app.origin)], { env });
    const { edges } = JSON.parse(stdout).data.users;
    expect(edges).toEqual([{ node: { username: 'ada', email: 'ada@example.com' } }]);
  });

  it('curl uploads a logo', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'logo-'));
    await writeFile(join(folder, 'logo.png'), pngOf(64, 64));
    const { stdout } = await shell('sh', ['-c', guide.block('sh upload')], { env, cwd: folder });
    await rm(folder, { recursive: true });
    expect(JSON.parse(stdout)).toEqual({ url: app.deps.config.brandLogo });
  });

  it('frees the username of a former user', async () => {
    const { createUser } = await app.graphql<{ createUser: { user: { id: string } } }>(
      'mutation { createUser(input: { username: "former" }) { user { id } } }',
    );
    await app.graphql('mutation ($id: ID!) { deleteUser(input: { id: $id }) { deleted } }', { id: createUser.user.id });
    expect(await guide.graphql(app, 'free')).toEqual({ freeUsername: { username: 'former' } });
  });

  it('disables a user', async () => {
    const { userByUsername } = await app.graphql<{ userByUsername: { id: string } }>(
      '{ userByUsername(username: "ada") { id } }',
    );
    const { setUserEnabled } = await guide.graphql<{ setUserEnabled: { effects: object } }>(app, 'effects', {
      userId: userByUsername.id,
    });
    expect(setUserEnabled.effects).toMatchObject({ enrolmentLinks: { count: 2 }, users: { count: 0 } });
    const disabled = await guide.graphql(app, 'disable', { userId: userByUsername.id });
    expect(disabled).toEqual({ setUserEnabled: { user: { enabled: false } } });
  });
});

describe('docs/administration.md: scripts, and configuration as a file', () => {
  it('the script has the same result when it runs twice', async () => {
    const path = 'examples/administration/script.ts';
    const run = () => shell(process.execPath, [path], { env });
    const rest = 'grace null\nnull\nINVALID_INPUT redirectUris.1\n';
    expect((await run()).stdout).toMatch(new RegExp(`^CLIENT_SECRET=[\\w-]{43}\n${rest}$`));
    expect((await run()).stdout).toBe(rest);
  });

  it('export and apply do what the commands say', async () => {
    const text = (await commands()).find((code) => code.includes('npm run export')) ?? '';
    const file = 'dist/guides/passgraph.yaml';
    const run = (script: string) => shell('sh', ['-ec', script.replaceAll('passgraph.yaml', file)], { env });
    const { stdout } = await run(text);
    expect(stdout.match(/^Nothing to change\.$/gm)).toHaveLength(2);
    const written = await readFile(file, 'utf8');
    await writeText(file, written.replace('name: Till', 'name: The till'));
    const [dry = ''] = text.split('\n').filter((line) => line.includes('--dry-run'));
    await expect(run(`export PASSGRAPH_API_KEY=$KEY; ${dry}`)).rejects.toMatchObject({
      code: 2,
      stdout: expect.stringContaining(
        '~ client till\n    name: "Till" → "The till"\n0 to create, 1 to change, 0 to delete.',
      ),
    });
  });
});
