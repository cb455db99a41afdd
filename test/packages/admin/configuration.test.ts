import { generateKeyPairSync } from 'node:crypto';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { readConfiguration } from '../../../packages/admin/src/configuration/read-configuration.js';
import { startTestApp, type TestApp } from '../../support/app.js';
import { type Commands, openCommands } from '../../support/configuration-commands.js';
import { freePort } from '../../support/free-port.js';
import { describeOnEachDatabase, memoryDatabase } from '../../support/stores.js';

const EXAMPLE = await readFile('docs/passgraph.example.yaml', 'utf8');

let app: TestApp;
let commands: Commands;

async function start(makeDatabase = memoryDatabase) {
  app = await startTestApp({}, { makeDatabase });
  commands = await openCommands(app.origin, app.apiKey);
}

async function stop() {
  await commands.close();
  await app.stop();
}

/** The latest event first. On MongoDB the events that have no sequence yet are only in this order. */
async function events() {
  const { items } = await app.deps.store.auditEvents.page({ first: 100 }, 'NEWEST_FIRST', {});
  return items.map(({ record }) => `${record.type} ${record.resource}`);
}

describeOnEachDatabase('apply and export', (makeDatabase) => {
  beforeEach(() => start(makeDatabase));
  afterEach(stop);

  it('bring a server to the state in the file, and write the same file again.', async () => {
    const first = await commands.apply(EXAMPLE);
    expect(first).toMatchObject({ code: 0, complaints: [] });
    const exported = await commands.export();
    expect(parse(exported)).toMatchObject({
      serverSettings: { rpName: 'Example ID', maxSessions: 20 },
      scopes: [
        { name: 'orders:read', claims: ['department'], requiresRole: false },
        { name: 'orders:write', requiresRole: true },
      ],
      issuers: [
        {
          id: 'shop',
          slug: 'shop',
          branding: { name: 'Example Shop', color: '#2457d6', privacyUrl: 'https://shop.example.com/privacy' },
        },
      ],
      clients: [
        { id: 'orders', issuerId: 'shop', enabled: false, accessPolicy: 'ALL_USERS' },
        { id: 'wiki', issuerId: 'default', enabled: true },
      ],
      groups: [{ id: 'staff', description: 'Employees of Example Ltd', members: ['ada', 'grace'] }],
      users: [
        { username: 'ada', email: 'ada@example.com', emailVerified: true, claims: { department: 'Engines' } },
        { username: 'grace', enabled: false },
      ],
      permissions: [
        { clientId: 'orders', username: 'ada' },
        { clientId: 'wiki', groupId: 'staff' },
      ],
      roles: [
        { id: 'clerk', resource: 'https://orders.example.com', name: 'clerk', scopes: ['orders:write'] },
        { id: 'wiki-editor', clientId: 'wiki', name: 'editor', scopes: [] },
      ],
      roleAssignments: [
        { roleId: 'clerk', username: 'ada' },
        { roleId: 'wiki-editor', groupId: 'staff' },
      ],
    });

    const [client, before] = [await app.deps.store.clients.find('wiki'), await events()];
    for (const text of [EXAMPLE, exported]) {
      const again = await commands.apply(text, '--delete');
      expect(again).toEqual({ code: 0, printed: ['Nothing to change.'], complaints: [] });
    }
    expect(await app.deps.store.clients.find('wiki')).toEqual(client);
    expect(await events()).toEqual(before);

    await stop();
    await start(makeDatabase);
    expect(await commands.apply(exported)).toMatchObject({ code: 0, complaints: [] });
    expect(await commands.export()).toBe(exported);
  });
});

describe('apply', () => {
  beforeEach(() => start());
  afterEach(stop);

  it('prints each change as old → new; with --dry-run it changes nothing and exits with 2.', async () => {
    await commands.apply(EXAMPLE);
    const changed = EXAMPLE.replace('name: Wiki', 'name: Our wiki')
      .replace('[openid, profile, email, offline_access]', '[openid]')
      .replace('members: [ada, grace]', 'members: [ada]')
      .replace('email: ada@example.com', 'email: ada@example.org')
      .replace('{ clientId: wiki, groupId: staff }', '{ clientId: wiki, username: GRACE }');
    const before = await commands.export();
    const { code, printed } = await commands.apply(changed, '--dry-run');
    expect(code).toBe(2);
    expect(printed).toEqual([
      '~ client wiki',
      '    name: "Wiki" → "Our wiki"',
      '    scopes: ["openid","profile","email","offline_access"] → ["openid"]',
      '~ user ada',
      '    email: "ada@example.com" → "ada@example.org"',
      '+ permission of user GRACE for client wiki',
      '  permission of group staff for client wiki is not in the file and remains',
      '  membership of grace in group staff is not in the file and remains',
      '1 to create, 2 to change, 0 to delete.',
    ]);
    expect(await commands.export()).toBe(before);
    expect((await commands.apply(changed, '--dry-run', '--delete')).printed.slice(0, 2)).toEqual([
      '- permission of group staff for client wiki',
      '- membership of grace in group staff',
    ]);
    expect(await commands.export()).toBe(before);
  });

  it('deletes only with --delete, and only records of the kinds that the file has.', async () => {
    await commands.apply(EXAMPLE);
    const emptied =
      'scopes: []\nissuers: []\nclients: []\ngroups: []\npermissions: []\nroles: []\nroleAssignments: []\n';
    const kept = await commands.apply(emptied);
    expect(kept.printed.at(-1)).toBe('Nothing to change.');
    expect(kept.printed).toContain('  client wiki is not in the file and remains');
    expect(parse(await commands.export()).clients).toHaveLength(2);
    const { code, printed } = await commands.apply(emptied, '--delete');
    expect(code).toBe(0);
    expect(printed.slice(0, -2).map((line) => line.split(' ').slice(0, 2).join(' '))).toEqual([
      '- role',
      '- role',
      '- role',
      '- role',
      '- permission',
      '- permission',
      '- group',
      '- client',
      '- client',
      '- issuer',
      '- scope',
      '- scope',
    ]);
    const left = parse(await commands.export());
    expect({ ...left, users: left.users.length }).toEqual({
      serverSettings: { rpName: 'Example ID', maxSessions: 20 },
      scopes: [],
      issuers: [],
      clients: [],
      groups: [],
      users: 2,
      permissions: [],
      roles: [],
      roleAssignments: [],
    });
    await commands.apply('users: [{ username: Ada }]', '--delete');
    expect(parse(await commands.export()).users).toMatchObject([{ username: 'Ada', name: 'Ada Lovelace' }]);
  });

  it('keeps the settings that an entry omits, and clears those that are null.', async () => {
    await commands.apply(
      'clients: [{ id: wiki, name: Wiki, logoUri: https://wiki.example/logo.png, consent: ALWAYS }]',
    );
    await commands.apply('clients: [{ id: wiki, name: Wiki, logoUri: null }]');
    const client = await app.deps.store.clients.find('wiki');
    expect([client?.logo_uri, client?.consent]).toEqual([undefined, 'ALWAYS']);
  });

  it('applies and exports an application behind a proxy, with the defaults that the file omits.', async () => {
    const rules = [{ path: '/public', action: 'BYPASS' }];
    const entry = {
      id: 'notes',
      name: 'Notes',
      integrations: ['FORWARD_AUTH'],
      forwardAuth: { hosts: ['notes.example'], rules },
    };
    const text = JSON.stringify({ clients: [entry] });
    expect(await commands.apply(text)).toMatchObject({ code: 0, complaints: [] });
    const exported = parse(await commands.export());
    expect(exported.clients.find(({ id }: { id: string }) => id === 'notes').forwardAuth).toEqual({
      hosts: ['notes.example'],
      rules: [{ ...rules[0], methods: [] }],
      userHeader: 'USERNAME',
    });
    for (const again of [text, JSON.stringify({ clients: exported.clients })]) {
      expect((await commands.apply(again)).printed).toEqual(['Nothing to change.']);
    }
    const wrong = { ...entry, forwardAuth: { hosts: ['notes.example'], rules: [{ path: '/x/', action: 'BYPASS' }] } };
    expect((await commands.apply(JSON.stringify({ clients: [wrong] }))).complaints.join()).toMatch(
      /clients\.0\.forwardAuth\.rules\.0\.path \(line 1\): .*must not end with a slash/,
    );
  });

  it('moves hosts of forward auth between clients in any direction, and shows only what differs.', async () => {
    const rules = [{ path: '/public', methods: ['GET'], action: 'BYPASS' }];
    const site = (id: string, hosts: string[]) => ({
      id,
      name: id,
      integrations: ['FORWARD_AUTH'],
      forwardAuth: { userHeader: 'USER_ID', rules, hosts },
    });
    const of = (...clients: object[]) => JSON.stringify({ clients });
    await commands.apply(
      of(site('a', ['a.example']), site('b', ['b.example', 'shared.example']), site('c', ['c.example'])),
    );
    // Backwards, and with a reduction of the access in the same step.
    const moved = { ...site('a', ['a.example', 'shared.example']), enabled: false };
    const given = of(moved, site('b', ['b.example']), site('c', ['c.example']));
    expect(await commands.apply(given)).toEqual({
      code: 0,
      printed: [
        '~ client b',
        '    forwardAuth.hosts: ["b.example","shared.example"] → ["b.example"]',
        '~ client a',
        '    enabled: true → false',
        '    forwardAuth.hosts: ["a.example"] → ["a.example","shared.example"]',
        '0 to create, 2 to change, 0 to delete.',
        'Done.',
      ],
      complaints: [],
    });
    // A circle of only hosts, and a client that gives up forward auth.
    const circle = of(site('a', ['b.example']), site('b', ['a.example', 'c.example']), {
      id: 'c',
      name: 'c',
      integrations: ['OIDC'],
      forwardAuth: null,
      redirectUris: ['https://c.example/'],
    });
    expect(await commands.apply(circle)).toMatchObject({ code: 0, complaints: [] });
    expect((await commands.apply(circle)).printed).toEqual(['Nothing to change.']);
  });

  it('changes and assigns roles, and keeps what an entry of a role omits.', async () => {
    await commands.apply(EXAMPLE);
    const text = `scopes: [{ name: 'orders:write', requiresRole: false }]
roles: [{ id: wiki-editor, clientId: wiki, name: author, description: Writes. }]
roleAssignments: [{ roleId: wiki-editor, username: GRACE }]`;
    expect((await commands.apply(text, '--delete')).printed).toEqual([
      '- role wiki-editor of group staff',
      '- role clerk of user ada',
      '- role clerk',
      '- scope orders:read',
      '~ role wiki-editor',
      '    name: "editor" → "author"',
      '    description: null → "Writes."',
      '+ role wiki-editor of user GRACE',
      '~ scope orders:write',
      '    requiresRole: true → false',
      '1 to create, 2 to change, 4 to delete.',
      'Done.',
    ]);
    expect((await commands.apply(text, '--delete')).printed).toEqual(['Nothing to change.']);
    const { scopes } = app.deps.store;
    await commands.apply('clients: [{ id: wiki, name: Wiki, scopes: [openid, "orders:write"] }]');
    await commands.apply('roles: [{ id: wiki-editor, clientId: wiki, name: editor, scopes: ["orders:write"] }]');
    expect(parse(await commands.export()).roles).toMatchObject([{ scopes: ['orders:write'] }]);
    await scopes.delete('orders:write');
    expect(parse(await commands.export()).roles).toMatchObject([{ scopes: [] }]);
    await commands.apply('roles: [{ id: wiki-editor, clientId: wiki, name: editor }]');
    expect(await app.deps.store.roles.find('wiki-editor')).toMatchObject({ name: 'editor', description: 'Writes.' });
  });

  it('changes the server settings that the file has, and removes those that are null.', async () => {
    await commands.apply('serverSettings: { maxSessions: 3, attestation: DIRECT, aaguids: [], rpName: Home }');
    const { printed } = await commands.apply('serverSettings: { maxSessions: null, aaguids: [] }', '--delete');
    expect(printed).toEqual([
      '~ server settings',
      '    maxSessions: 3 → null',
      '0 to create, 1 to change, 0 to delete.',
      'Done.',
    ]);
    expect(app.deps.config).toMatchObject({ maxSessions: 50, attestation: 'direct', rpName: 'Home' });
    expect(parse(await commands.export()).serverSettings).toEqual({
      rpName: 'Home',
      attestation: 'DIRECT',
      aaguids: [],
    });
    const wrong = await commands.apply('serverSettings:\n  maxSessions: 0');
    expect(wrong.complaints.join()).toMatch(/serverSettings\.maxSessions \(line 2\): maxSessions must be at least 1/);
  });

  it('applies the export of a server whose limits became stricter than its clients and users.', async () => {
    await commands.apply(`clients:
  - { id: long, name: Long, accessTokenLifetime: 300 }
  - { id: basic, name: Basic, integrations: [BASIC], redirectUris: [https://basic.example/] }
users:
  - { username: ada, email: same@example.com, emailVerified: true }
  - { username: grace, email: same@example.com, emailVerified: true }`);
    await commands.apply(
      'serverSettings: { maxAccessTokenLifetime: 60, requireSignedRequestObject: true, uniqueEmails: true }',
    );
    const exported = await commands.export();
    await stop();
    await start();
    expect(await commands.apply(exported)).toMatchObject({ code: 0, complaints: [] });
    expect(await commands.export()).toBe(exported);
    const raised =
      'serverSettings: { maxAccessTokenLifetime: 600 }\nclients: [{ id: new, name: New, accessTokenLifetime: 600 }]';
    expect(await commands.apply(raised)).toMatchObject({ code: 0, complaints: [] });
  });

  it('keeps the settings of the file if a change of the security profile would reset them.', async () => {
    const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const jwks = JSON.stringify({ keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'one', alg: 'ES256' }] });
    const client = `{ id: bank, name: Bank, jwks: ${jwks}, idTokenSignedResponseAlg: ES256, PROFILE }`;
    await commands.apply(`clients: [${client.replace('PROFILE', 'tokenEndpointAuthMethod: PRIVATE_KEY_JWT')}]`);
    const text = `clients: [${client.replace('PROFILE', 'securityProfile: FAPI2')}]`;
    expect(await commands.apply(text)).toMatchObject({ code: 0, complaints: [] });
    expect((await commands.apply(text)).printed).toEqual(['Nothing to change.']);
    expect(await app.deps.store.clients.find('bank')).toMatchObject({
      id_token_signed_response_alg: 'ES256',
      accessTokenSigningAlg: 'PS256',
    });
  });

  it('prints the secret of a new client once, or writes it to a file that only its owner can read.', async () => {
    const printed = (await commands.apply('clients: [{ id: wiki, name: Wiki }]')).printed.join('\n');
    expect(printed).toMatch(/^Secret of client wiki \(shown only once\): [\w-]{43}$/m);
    const path = commands.path('secrets.yaml');
    await writeFile(path, 'old: kept\n', { mode: 0o644 });
    const { printed: others } = await commands.apply('clients: [{ id: "1", name: One }]', '--secrets', path);
    expect(others.join('\n')).not.toContain('ecret');
    expect(parse(await readFile(path, 'utf8'))).toEqual({ old: 'kept', '1': expect.stringMatching(/^[\w-]{43}$/) });
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    const refused = await commands.apply('clients: [{ id: two, name: Two }]', '--secrets', '/nowhere/secrets');
    expect([refused.code, await app.deps.store.clients.find('two')]).toEqual([1, undefined]);
  });

  it('reads standard input if the file is -, and export writes a file.', async () => {
    const applied = await commands.run('apply', ['-', '--url', app.origin], 'groups: [{ id: crew, name: Crew }]');
    expect(applied.printed).toEqual([
      '+ group crew',
      '    name: "Crew"',
      '1 to create, 0 to change, 0 to delete.',
      'Done.',
    ]);
    const path = commands.path('exported.yaml');
    expect(await commands.run('export', [path])).toEqual({ code: 0, printed: [], complaints: [] });
    expect(await readFile(path, 'utf8')).toBe(await commands.export());
  });

  it('handles more members than one call or one page of the API may have.', async () => {
    const names = Array.from({ length: 230 }, (_, index) => `user-${String(index).padStart(3, '0')}`);
    const users = names.map((username) => `{ username: ${username} }`).join(', ');
    const text = `users: [${users}]\ngroups: [{ id: all, name: All, members: [${names.join(', ')}] }]`;
    expect((await commands.apply(text)).code).toBe(0);
    expect((await commands.apply(text)).printed).toEqual(['Nothing to change.']);
    expect(parse(await commands.export()).groups[0].members).toEqual(names);
    await commands.apply('groups: [{ id: all, name: All, members: [user-007] }]', '--delete');
    expect(parse(await commands.export()).groups[0].members).toEqual(['user-007']);
  });

  it('creates a disabled client so that it never grants access.', async () => {
    const seen: unknown[] = [];
    const { store } = app.deps;
    const commit = store.commit.bind(store);
    Object.assign(store, {
      commit: (changes: Parameters<typeof commit>[0]) => {
        for (const change of changes) {
          if (change.kind !== 'insert' || change.store !== 'clients') continue;
          const { accessPolicy, registrationEnabled, grant_types } = change.record;
          seen.push([accessPolicy, registrationEnabled, grant_types]);
        }
        return commit(changes);
      },
    });
    const settings = 'accessPolicy: ALL_USERS, registrationEnabled: true, grantTypes: [CLIENT_CREDENTIALS]';
    await commands.apply(`clients: [{ id: api, name: Api, enabled: false, ${settings} }]`);
    expect(seen).toEqual([['PERMITTED_USERS', false, []]]);
    expect(await store.clients.find('api')).toMatchObject({
      enabled: false,
      accessPolicy: 'ALL_USERS',
      registrationEnabled: true,
      grant_types: ['client_credentials'],
    });
  });
});

describe('apply exits with 1 and names the place in the file for', () => {
  beforeAll(() => start());
  afterAll(stop);
  const BASE =
    'issuers: [{ id: shop, slug: shop }]\nclients: [{ id: c, name: C, issuerId: shop }]\nroles: [{ id: editor, clientId: c, name: editor }]\n';

  it.each<[string, string, string]>([
    [
      'a client with another issuer',
      'clients: [{ id: c, name: C, issuerId: default }]',
      'clients.0.issuerId (line 1) must be shop, because the issuer of a client cannot be changed. Delete the client first.',
    ],
    [
      'an unknown issuer',
      'clients: [{ id: d, name: D, issuerId: gone }]',
      'clients.0.issuerId (line 1) needs the issuer gone, which does not exist.',
    ],
    [
      'a changed slug',
      'issuers:\n  - id: shop\n    slug: store',
      'issuers.0.slug (line 3) must be shop, because the slug of an issuer cannot be changed.',
    ],
    [
      'an unknown scope',
      'clients:\n- id: c\n  name: C\n  scopes:\n  - openid\n  - gone',
      'clients.0.scopes.1 (line 6) names the scope gone, which does not exist.',
    ],
    [
      'a standard scope',
      'scopes: [{ name: email }]',
      'scopes.0.name (line 1) is email, a standard scope, which cannot be changed. If the file comes from the export of a server that was upgraded, delete this entry to use the scope of this server.',
    ],
    [
      'an unknown member',
      'groups: [{ id: g, name: G, members: [ghost] }]',
      'groups.0.members.0 (line 1) names the user ghost, which does not exist.',
    ],
    [
      'a permission of an unknown user',
      'permissions: [{ clientId: c, username: ghost }]',
      'permissions.0.username (line 1) names the user ghost, which does not exist.',
    ],
    [
      'a permission of an unknown group',
      'permissions: [{ clientId: c, groupId: ghosts }]',
      'permissions.0.groupId (line 1) names the group ghosts, which does not exist.',
    ],
    [
      'a permission for an unknown client',
      'users: [{ username: ada }]\npermissions: [{ clientId: x, username: ada }]',
      'permissions.0.clientId (line 2) names the client x, which does not exist.',
    ],
    [
      'a role of an unknown client',
      'roles: [{ id: r, clientId: x, name: r }]',
      'roles.0.clientId (line 1) names the client x, which does not exist.',
    ],
    [
      'a role of another application',
      'roles: [{ id: editor, resource: https://api.example/, name: editor }]',
      'roles.0.id (line 1) is a role of the client c, which cannot be changed. Choose another id, or delete the role first.',
    ],
    [
      'an unknown role',
      'users: [{ username: ada }]\nroleAssignments: [{ roleId: ghost, username: ada }]',
      'roleAssignments.0.roleId (line 2) names the role ghost, which does not exist.',
    ],
    [
      'a role of an unknown user',
      'roleAssignments: [{ roleId: editor, username: ghost }]',
      'roleAssignments.0.username (line 1) names the user ghost, which does not exist.',
    ],
    [
      'a verified address that is missing',
      'users: [{ username: ada, emailVerified: true }]',
      'users.0.emailVerified (line 1) is true, but email is missing.',
    ],
    [
      'a deletion of clients that the file does not list',
      'issuers: []',
      'issuers (line 1) does not list the issuer shop, but deleting it would also delete its client c. To allow this, add a list of clients to the file.',
    ],
  ])('%s.', async (_, text, sentence) => {
    await commands.apply(BASE);
    const before = await commands.export();
    expect(await commands.apply(text, '--delete')).toEqual({ code: 1, printed: [], complaints: [sentence] });
    expect(await commands.export()).toBe(before);
  });

  it('an input that the API refuses, with the number of changes made.', async () => {
    const text =
      'groups:\n  - { id: g, name: G }\nclients:\n  - id: c\n    name: C\n    redirectUris:\n    - https://a.example/\n    - nonsense\n';
    const refused = await commands.apply(text);
    expect(refused.code).toBe(1);
    expect(refused.complaints).toEqual([
      expect.stringMatching(
        /^clients\.0\.redirectUris\.1 \(line 8\): redirectUris\.1 must .*\. Nothing was changed\.$/,
      ),
    ]);
    const user = 'groups: [{ id: g, name: G }]\nusers: [{ username: ada, locale: "?" }]';
    expect((await commands.apply(user)).complaints[0]).toMatch(
      /^users\.0\.locale \(line 2\): .* 1 of 2 changes were made. Run the command again to make the remaining changes\.$/,
    );
  });

  it('an unknown API key, one without the permission, and a missing one.', async () => {
    const run = async (key: string | undefined) => {
      const others = await openCommands(app.origin, key);
      const { code, complaints } = await others.apply('groups: [{ id: weak, name: Weak }]');
      await others.close();
      return [code, ...complaints];
    };
    expect(await run('pg_nothing')).toEqual([
      1,
      expect.stringMatching(/^PASSGRAPH_API_KEY: The API key .* is unknown/),
    ]);
    expect(await run(undefined)).toEqual([1, expect.stringMatching(/^PASSGRAPH_API_KEY is not set/)]);
    const { createApiKey } = await app.graphql<{ createApiKey: { key: string } }>(
      'mutation { createApiKey(input: { name: "weak", permissions: ["groups:read", "users:read"] }) { key } }',
    );
    expect(await run(createApiKey.key)).toEqual([1, expect.stringMatching(/^groups\.0 \(line 1\): .*groups:write/)]);
  });

  it('a key file that is missing, empty or beside a key in the environment.', async () => {
    const [key, none] = [commands.path('key'), commands.path('none')];
    const run = async (apiKey: string | undefined, keyFile: string, content: string) => {
      await writeFile(key, content);
      const others = await openCommands(app.origin, apiKey, keyFile);
      const end = await others.run('export', []);
      await others.close();
      return end;
    };
    const read = await run(undefined, key, `${app.apiKey}\n`);
    expect([read.code, read.complaints]).toEqual([0, []]);
    expect(read.printed.join('\n')).toContain('clients:');
    for (const [apiKey, file, content, complaint] of [
      [undefined, none, '', /^PASSGRAPH_API_KEY_FILE names a file that cannot be read \(ENOENT\)/],
      [undefined, key, ' \n', /^PASSGRAPH_API_KEY_FILE names a file that is empty/],
      ['pg_s3cret', key, app.apiKey, /^PASSGRAPH_API_KEY and PASSGRAPH_API_KEY_FILE are both set/],
      [undefined, key, 'pg_s3cret', /^PASSGRAPH_API_KEY: The API key .* is unknown/],
      [undefined, 'pg_s3cret', '', /^PASSGRAPH_API_KEY_FILE names a file that cannot be read/],
    ] as const) {
      const end = await run(apiKey, file, content);
      expect([end.code, end.complaints]).toEqual([1, [expect.stringMatching(complaint)]]);
      expect(end.complaints.join()).not.toContain('s3cret');
    }
  });

  it('a server that does not answer, and a URL that is none.', async () => {
    const url = `http://localhost:${await freePort()}`;
    const unreachable = await commands.run('apply', ['-', '--url', url], 'groups: [{ id: g, name: G }]');
    expect(unreachable).toEqual({
      code: 1,
      printed: [],
      complaints: [
        `${url} does not answer (ECONNREFUSED). Start the server, or set PASSGRAPH_URL or --url to the URL of the server.`,
      ],
    });
    const nonsense = await commands.run('export', ['--url', 'localhost:3000']);
    expect(nonsense).toEqual({
      code: 1,
      printed: [],
      complaints: [
        '--url: localhost:3000 is not an http or https URL. Use the base URL of the server, such as https://id.example.com.',
      ],
    });
  });

  it.each([
    [[], 'The command needs exactly one file. Usage: apply FILE'],
    [['a', 'b'], 'The command needs exactly one file. Usage: apply FILE'],
    [['a', '--force'], "The command has a wrong option: Unknown option '--force'. Usage: apply FILE"],
    [
      ['/nowhere/passgraph.yaml'],
      '/nowhere/passgraph.yaml cannot be opened (ENOENT). Check the path and the permissions.',
    ],
  ])('the arguments %j.', async (words, sentence) => {
    const { code, complaints } = await commands.run('apply', words);
    expect([code, complaints]).toEqual([1, [expect.stringContaining(sentence)]]);
  });
});

describe('a configuration file', () => {
  it.each<[string, string]>([
    ['', 'The file (line 1) must be a mapping of names to values.'],
    [
      'a: [',
      'Line 1 is not valid YAML: Flow sequence in block collection must be sufficiently indented and end with a ].',
    ],
    ['clients:\n  - id: a\n   name: b', 'Line 3 is not valid YAML: Sequence item without - indicator.'],
    ['groups: [{ id: a, id: b, name: c }]', 'Line 1 is not valid YAML: Map keys must be unique.'],
    [
      'kinds: []',
      'kinds (line 1) is unknown. The known names are serverSettings, scopes, issuers, clients, groups, users, permissions, roles, roleAssignments.',
    ],
    ['clients:\n  - id: a\n    name: A\n    redirectUri: x', 'clients.0.redirectUri (line 4) is unknown.'],
    ['clients:\n  - id: a', 'clients.0.name (line 2) is missing.'],
    ['clients:', 'clients (line 1) must be a list. Write [] for an empty one.'],
    ['clients:\n  - id: a\n    name: A\n    scopes: openid', 'clients.0.scopes (line 4) must be a list.'],
    ['clients:\n  - id: a\n    name: 12', 'clients.0.name (line 3) must be text. Put it in quotation marks.'],
    ['clients:\n  - id: a\n    name: A\n    enabled: yes', 'clients.0.enabled (line 4) must be true or false.'],
    [
      'clients:\n- {id: a, name: A, accessTokenLifetime: 1.5}',
      'clients.0.accessTokenLifetime (line 2) must be a whole number.',
    ],
    [
      'clients:\n- {id: a, name: A, consent: SOMETIMES}',
      'clients.0.consent (line 2) must be one of ALWAYS, NEVER, REMEMBERED.',
    ],
    [
      'clients:\n- {id: a, name: A}\n- {id: a, name: B}',
      'clients.1 (line 3) is in the file twice. Remove one of the two.',
    ],
    ['users:\n- username: ada\n- username: Ada', 'users.1 (line 3) is in the file twice. Remove one of the two.'],
    ['users: [{ username: "" }]', 'users.0.username (line 1) must not be empty.'],
    ['permissions: [{ clientId: a }]', 'permissions.0 (line 1) must have either username or groupId, but not both.'],
  ])('is refused if it is %j.', (text, sentence) => {
    const read = readConfiguration(text);
    expect('problems' in read ? read.problems : []).toContain(sentence);
  });

  it('is refused with all its errors at once.', () => {
    const read = readConfiguration('clients:\n- id: a\n- name: b\nusers: 1');
    expect(read).toEqual({
      problems: [
        'clients.0.name (line 2) is missing.',
        'clients.1.id (line 3) is missing.',
        'users (line 4) must be a list.',
      ],
    });
  });

  it('may use anchors, but not so that they expand without bound.', () => {
    const read = readConfiguration(
      'clients:\n- &a { id: a, name: A, scopes: &s [openid] }\n- { id: b, name: B, scopes: *s }',
    );
    expect('configuration' in read && read.configuration.clients?.[1]?.scopes).toEqual(['openid']);
    const laughs = Array.from({ length: 20 }, (_, n) => `- &a${n + 1} [*a${n}, *a${n}, *a${n}, *a${n}]`).join('\n');
    expect(readConfiguration(`scopes:\n- &a0 [x]\n${laughs}`)).toEqual({
      problems: ['The file has too many YAML aliases. Replace them by the values that they repeat.'],
    });
    expect(readConfiguration('users:\n- username: ada\n  claims: &a { again: *a }')).toEqual({
      problems: ['The file has too many YAML aliases. Replace them by the values that they repeat.'],
    });
  });
});
