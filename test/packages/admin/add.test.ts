import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { runCommand } from '../../../packages/admin/src/run-command.js';
import { createApiKey } from '../../../src/admin/api-keys/api-key-create.js';
import { startTestApp, type TestApp } from '../../support/app.js';
import { enrolOwner } from '../../support/people.js';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.stop());

async function add(words: string, apiKey: string | undefined = app.apiKey) {
  const [printed, complaints]: [string[], string[]] = [[], []];
  const code = await runCommand(['add', ...words.split(' ').filter((word) => word !== '')], {
    env: { PASSGRAPH_URL: app.origin, PASSGRAPH_API_KEY: apiKey },
    print: (line) => printed.push(line),
    complain: (line) => complaints.push(line),
    readStdin: async () => '',
  });
  return { code, printed: printed.join('\n'), complaints: complaints.join('\n') };
}

const SEVERAL_WORDS = 'The command takes one template. With npm, write -- first: npm run add -- TEMPLATE …';
const GRAFANA = 'grafana --url https://grafana.example.com';

describe('passgraph-admin add', () => {
  it('registers an application and prints what to paste.', async () => {
    const { code, printed, complaints } = await add(`${GRAFANA} --allow everyone`);
    expect([code, complaints]).toEqual([0, '']);
    const secret = /shown only now: (\S+)/.exec(printed)?.[1] ?? '';
    expect(secret).toMatch(/^[\w-]{43}$/);
    expect(printed).toContain(`[auth.generic_oauth]\nenabled = true\n`);
    expect(printed).toContain(`client_secret = ${secret}`);
    expect(printed).toContain(`auth_url = ${app.origin}/oidc/authorize`);
    expect(await app.deps.store.clients.find('grafana')).toMatchObject({ accessPolicy: 'ALL_USERS' });
  });

  it('grants a permission to a group or to a user.', async () => {
    await app.graphql('mutation { createGroup(input: { id: "staff", name: "Staff" }) { group { id } } }');
    await app.graphql('mutation { createUser(input: { username: "ada" }) { user { id } } }');
    for (const [allow, holder] of [
      ['group:staff', 'group'],
      ['user:ada', 'user'],
    ] as const) {
      const id = `grafana-${holder}`;
      expect(await add(`${GRAFANA} --id ${id} --allow ${allow}`)).toMatchObject({ code: 0, complaints: '' });
      const query = `{ client(id: "${id}") { accessPolicy permissions { edges { node { ${holder} { id } } } } } }`;
      const { client } = await app.graphql<{ client: { permissions: { edges: unknown[] } } }>(query);
      expect(client).toMatchObject({ accessPolicy: 'PERMITTED_USERS' });
      expect(client.permissions.edges).toHaveLength(1);
    }
  });

  it('grants the permission to the user who made the API key.', async () => {
    await enrolOwner(app);
    const owner = await app.deps.store.users.findByUsername('owner');
    const key = await keyOf(owner?.id ?? '');
    expect(await add(`${GRAFANA} --id mine --allow me`, key)).toMatchObject({ code: 0, complaints: '' });
    const query = '{ client(id: "mine") { permissions { edges { node { user { username } } } } } }';
    expect(await app.graphql(query)).toMatchObject({
      client: { permissions: { edges: [{ node: { user: { username: 'owner' } } }] } },
    });
  });

  it('creates nothing if it does not know who may sign in.', async () => {
    for (const [allow, complaint] of [
      ['', '--allow is missing. Use everyone, me, user:NAME or group:ID.'],
      ['--allow all', '--allow all is wrong.'],
      ['--allow me', '--allow me needs an API key that a user made.'],
      ['--allow group:none', '--allow group:none names a group that does not exist.'],
      ['--allow user:none', '--allow user:none names a user that does not exist.'],
    ] as const) {
      const end = await add(`${GRAFANA} --id denied ${allow}`);
      expect(end).toMatchObject({ code: 1, printed: '' });
      expect(end.complaints).toContain(complaint);
    }
    expect(await app.deps.store.clients.find('denied')).toBeUndefined();
  });

  it('offers RELAXED for http, and names the risk.', async () => {
    const words = 'grafana --url http://grafana.lan --id lan --allow everyone';
    const end = await add(words);
    expect(end).toMatchObject({ code: 1, printed: '' });
    expect(end.complaints).toMatch(/not encrypted: .*take over the session of a user\..*--relaxed/);
    expect(await add(`${words} --relaxed`)).toMatchObject({ code: 0 });
    expect(await app.deps.store.clients.find('lan')).toMatchObject({ redirectUriPolicy: 'RELAXED', requirePkce: true });
    const local = await add('grafana --url http://localhost:3001 --id local --allow everyone');
    expect(local).toMatchObject({ code: 0 });
  });

  it('does not offer RELAXED if the application may not send PKCE.', async () => {
    const { complaints } = await add('outline --url http://wiki.lan --allow everyone');
    expect(complaints).toMatch(/not encrypted: .* Serve the application over https\. The catalogue does not say/);
    expect(complaints).not.toContain('--relaxed');
  });

  it.each([
    ['grafana --allow everyone', '--url is missing. Enter the URL at which users open Grafana.'],
    ['grafana --url ftp://x --allow everyone', '--url must be an http or https URL without a query.'],
    ['cloudflare-access --set team=a/b --allow everyone', '--set team must be one part of a host name'],
    ['grafana https://grafana.example.com everyone', SEVERAL_WORDS],
    [`${GRAFANA} --server http://localhost:1 --allow everyone`, 'or set PASSGRAPH_URL or --server to the URL'],
  ])('names the option that is wrong: %s', async (words, complaint) => {
    const end = await add(words);
    expect(end).toMatchObject({ code: 1, printed: '' });
    expect(end.complaints).toContain(complaint);
  });

  it('says what to do about a client that exists.', async () => {
    await add(`${GRAFANA} --id twice --allow everyone`);
    const { code, complaints } = await add(`${GRAFANA} --id twice --allow everyone`);
    expect(code).toBe(1);
    expect(complaints).toMatch(/ Use --id for a second client, or addClientSecret for a new secret\.$/);
  });

  it('says what the group with a role still needs, and leaves no placeholder.', async () => {
    const miniflux = 'miniflux --url https://feeds.example.com';
    const open = await add(`${miniflux} --id feeds --allow everyone`);
    expect(open.printed).toContain('No group admins exists yet: createGroup(input: { id: "admins", name: "admins" })');
    expect(open.printed).not.toMatch(/has no permission|\{\{/);
    await app.graphql('mutation { createGroup(input: { id: "admins", name: "Admins" }) { group { id } } }');
    await app.graphql('mutation { createGroup(input: { id: "readers", name: "Readers" }) { group { id } } }');
    const limited = await add(`${miniflux} --id limited --allow group:readers`);
    expect(limited.printed).toMatch(/admins has no permission for it, .*clientId: "limited", groupId: "admins"/);
    expect(limited.printed).not.toContain('No group admins');
    for (const words of [
      `${miniflux} --id own --allow group:admins`,
      'immich --url https://p.example.com --allow group:readers',
    ])
      expect((await add(words)).printed).not.toMatch(/has no permission|No group/);
  });

  it('prints its usage.', async () => {
    const end = await add('--help', 'no key');
    expect(end).toMatchObject({ code: 0, complaints: '' });
    expect(end.printed).toContain('passgraph-admin add TEMPLATE --url URL');
  });

  it('passes on what the server says, and lists the catalogue.', async () => {
    expect((await add(`${GRAFANA} --allow everyone --set x=1 --id x`)).complaints).toContain(
      '--set x: Grafana has only admin_group.',
    );
    expect((await add(`${GRAFANA} --allow everyone --set x`)).complaints).toContain('--set NAME=VALUE');
    expect((await add('grafama --allow everyone')).complaints).toContain('Did you mean grafana?');
    expect((await add('')).printed).toContain('Grafana: Dashboards');
  });
});

/** Creates an API key that this user made. */
async function keyOf(userId: string): Promise<string> {
  const user = await app.deps.store.users.find(userId);
  const maker = { userId, keyEpoch: user?.keyEpoch ?? 0 };
  const caller = { kind: 'USER' as const, id: userId, maker, permissions: ['*' as const] };
  return (await createApiKey(app.deps, caller, { name: 'Mine', permissions: ['*'] })).key;
}
