import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { openStore } from '../../../src/storage/open-store.js';
import { aUser } from '../../storage/records.js';
import { refusal } from '../../support/administration.js';
import { type EffectsWorld, openEffectsWorld } from '../../support/effects-world.js';
import {
  describeOnMongodb,
  insertAll,
  memoryDatabase,
  mongodbDatabase,
  type TestDatabase,
} from '../../support/stores.js';

/** The credentials that a mutation ends, in the order of the kinds. */
type Case = readonly [name: string, field: string, input: (world: EffectsWorld) => object, ends: readonly string[]];

const KINDS = [
  'sessions',
  'grants',
  'narrowedGrants',
  'apiKeys',
  'enrolmentLinks',
  'invitations',
  'users',
  'clients',
] as const;
const EFFECTS = `effects { ${KINDS.map((kind) => `${kind} { count more nodes { id } }`).join(' ')} }`;

const ADA = [
  'ada-session',
  'ada-2-session',
  'ada-wiki',
  'ada-notes',
  'ada-shop',
  'ada-wiki-offline',
  'ada-2-wiki',
  'ada-2-wiki-offline',
];
const WIKI = [
  'ada-2-wiki',
  'ada-2-wiki-offline',
  'ada-wiki',
  'ada-wiki-offline',
  'bob-wiki',
  'bob-wiki-offline',
  'cleo-wiki',
  'cleo-wiki-offline',
];
const ANNA = ['anna-session', 'anna-tool', 'anna-key', 'anna-key-2', 'anna-grant-key', 'dora-link', 'anna-invitation'];

const ON_MONGODB = ['deleteUser', 'deletePasskey', 'createEnrolmentLink', 'updateClient', 'deleteGroup', 'deleteRole'];

const CASES: readonly Case[] = [
  ['deleting a user', 'deleteUser', () => ({ id: 'ada' }), [...ADA, 'ada-link', 'users ada']],
  ['deleting an administrator', 'deleteUser', () => ({ id: 'anna' }), [...ANNA, 'users anna']],
  ['disabling a user', 'setUserEnabled', () => ({ id: 'ada', enabled: false }), [...ADA, 'ada-link', 'users ada']],
  [
    'taking a role away',
    'updateUser',
    () => ({ id: 'anna', adminRole: null }),
    ['anna-key', 'anna-key-2', 'anna-grant-key', 'dora-link', 'anna-invitation'],
  ],
  ['removing a passkey', 'deletePasskey', () => ({ id: 'p2' }), ['ada-2-session', 'ada-2-wiki', 'ada-2-wiki-offline']],
  [
    'replacing all passkeys by a link',
    'createEnrolmentLink',
    () => ({ userId: 'ada', removePasskeys: true }),
    [...ADA, 'ada-link', 'users ada'],
  ],
  ['creating a link', 'createEnrolmentLink', () => ({ userId: 'ada' }), []],
  ['ending a session', 'revokeSession', ({ made }) => ({ id: made['ada-2-session'] }), ['ada-2-session', 'ada-2-wiki']],
  [
    'ending all sessions',
    'revokeUserSessions',
    () => ({ userId: 'anna' }),
    ['anna-session', 'anna-tool', 'anna-grant-key'],
  ],
  ['revoking a grant', 'revokeGrant', ({ made }) => ({ id: made['anna-tool'] }), ['anna-tool', 'anna-grant-key']],
  ['revoking the tokens of a user', 'revokeToken', () => ({ userId: 'ada' }), ADA.slice(2)],
  [
    'revoking the tokens of a client',
    'revokeToken',
    () => ({ clientId: 'tool' }),
    ['anna-tool', 'anna-grant-key', 'tool-key', 'bob-link', 'tool-invitation'],
  ],
  ['revoking tokens of a user', 'revokeToken', () => ({ userId: 'ada', clientId: 'notes' }), ['ada-notes']],
  ['revoking a consent', 'revokeConsent', () => ({ userId: 'ada', clientId: 'notes' }), ['ada-notes']],
  [
    'deleting an API key',
    'deleteApiKey',
    ({ made }) => ({ id: made['system-key'] }),
    ['system-key', 'system-key-2', 'system-key-3', 'cleo-link'],
  ],
  ['revoking a link', 'revokeEnrolmentLink', ({ made }) => ({ id: made['dora-link'] }), ['dora-link']],
  ['rejecting a user', 'rejectUser', () => ({ id: 'wendy' }), []],
  [
    'deleting a client',
    'deleteClient',
    () => ({ id: 'wiki' }),
    [...WIKI, 'client-wiki', 'users ada', 'users anna', 'users bob', 'users cleo', 'users olive'],
  ],
  [
    'deleting a client that made keys',
    'deleteClient',
    () => ({ id: 'tool' }),
    ['anna-grant-key', 'anna-tool', 'bob-link', 'client-tool', 'tool-invitation', 'tool-key', 'users anna'],
  ],
  [
    'disabling a client',
    'updateClient',
    () => ({ id: 'notes', enabled: false }),
    ['ada-notes', 'bob-notes', 'cleo-notes', 'client-notes', 'users ada', 'users bob', 'users cleo'],
  ],
  [
    'closing a client',
    'updateClient',
    () => ({ id: 'wiki', accessPolicy: 'PERMITTED_USERS' }),
    [...WIKI, 'users ada', 'users anna', 'users bob', 'users cleo', 'users olive'],
  ],
  [
    'taking offline access from a client',
    'updateClient',
    () => ({ id: 'wiki', scopes: ['openid', 'docs:write'] }),
    ['ada-2-wiki-offline', 'ada-wiki-offline', 'bob-wiki-offline', 'cleo-wiki-offline'],
  ],
  [
    'taking scopes from a client',
    'updateClient',
    () => ({ id: 'tool', scopes: ['openid', 'users:write'] }),
    ['anna-tool', 'tool-invitation', 'tool-key'],
  ],
  [
    'demanding bound passkeys',
    'updateClient',
    () => ({ id: 'shop', requireDeviceBound: true }),
    ['ada-shop', 'bob-shop', 'cleo-shop', 'users ada', 'users anna', 'users bob', 'users cleo', 'users olive'],
  ],
  [
    'changing the subjects of a client',
    'updateClient',
    () => ({ id: 'shop', subjectType: 'PAIRWISE' }),
    ['ada-shop', 'bob-shop', 'cleo-shop'],
  ],
  ['renaming a client', 'updateClient', () => ({ id: 'tool', name: 'Tool' }), []],
  [
    'removing a secret',
    'removeClientSecret',
    ({ clients }) => ({ clientId: 'wiki', secretId: clients.wiki.secrets[0]?.id }),
    ['client-wiki'],
  ],
  [
    'deleting a group',
    'deleteGroup',
    ({ groups }) => ({ id: groups.crew.id }),
    ['bob-notes', 'cleo-notes', 'users cleo'],
  ],
  [
    'removing a member',
    'updateGroup',
    ({ groups }) => ({ id: groups.crew.id, removeMemberIds: ['cleo'] }),
    ['cleo-notes', 'users cleo'],
  ],
  [
    'removing a member with another way in',
    'updateGroup',
    ({ groups }) => ({ id: groups.staff.id, removeMemberIds: ['bob'] }),
    ['bob-wiki', 'users bob'],
  ],
  [
    'replacing a membership',
    'updateGroup',
    ({ groups }) => ({ id: groups.crew.id, removeMemberIds: ['cleo'], addMemberIds: ['cleo'] }),
    ['cleo-notes'],
  ],
  [
    'revoking a permission of a user',
    'revokePermission',
    () => ({ clientId: 'notes', userId: 'ada' }),
    ['ada-notes', 'users ada'],
  ],
  [
    'revoking a permission of a group',
    'revokePermission',
    ({ groups }) => ({ clientId: 'notes', groupId: groups.crew.id }),
    ['bob-notes', 'cleo-notes', 'users cleo'],
  ],
  [
    'taking a role of a client away',
    'unassignRole',
    () => ({ roleId: 'editor', userId: 'ada' }),
    ['ada-wiki', 'users ada'],
  ],
  [
    'taking a role from a group',
    'unassignRole',
    ({ groups }) => ({ roleId: 'editor', groupId: groups.staff.id }),
    ['bob-wiki', 'users bob'],
  ],
  ['deleting a role', 'deleteRole', () => ({ id: 'editor' }), ['ada-wiki', 'bob-wiki', 'users ada', 'users bob']],
  [
    'taking a scope from a role',
    'putRole',
    () => ({ id: 'editor', clientId: 'wiki', name: 'editor' }),
    ['ada-wiki', 'bob-wiki', 'users ada', 'users bob'],
  ],
  [
    'describing a role',
    'putRole',
    () => ({ id: 'editor', clientId: 'wiki', name: 'editor', scopes: ['docs:write'], description: 'Writes.' }),
    [],
  ],
  [
    'demanding a role for a scope',
    'putScope',
    () => ({ name: 'docs:read', requiresRole: true }),
    ['ada-shop', 'bob-shop', 'cleo-shop'],
  ],
  ['deleting a scope', 'deleteScope', () => ({ name: 'docs:read' }), []],
  [
    'deleting an issuer',
    'deleteIssuer',
    () => ({ id: 'shop' }),
    [
      'ada-shop',
      'bob-shop',
      'cleo-shop',
      'client-shop',
      'users ada',
      'users anna',
      'users bob',
      'users cleo',
      'users olive',
    ],
  ],
  ['revoking an invitation', 'revokeInvitation', ({ made }) => ({ id: made['anna-invitation'] }), ['anna-invitation']],
  ['shortening sessions', 'updateServerSettings', () => ({ sessionIdleLifetime: 1800 }), ['cleo-session']],
  [
    'demanding passkeys of administrators',
    'updateServerSettings',
    () => ({ administratorMinimum: 2 }),
    ['anna-key', 'anna-key-2', 'anna-grant-key', 'dora-link', 'anna-invitation'],
  ],
  ['renaming a user', 'updateUser', () => ({ id: 'anna', name: 'Anna' }), []],
];

/** The input types of mutations that take another type than their own name says. */
function operationOf(field: string, dryRun: boolean): string {
  const shared = { revokePermission: 'PermissionInput', unassignRole: 'RoleAssignmentInput' } as Record<string, string>;
  const type = shared[field] ?? `${field.charAt(0).toUpperCase()}${field.slice(1)}Input`;
  return `mutation ($input: ${type}!) { ${field}(input: $input, dryRun: ${dryRun}) { ${EFFECTS} } }`;
}

interface Shown {
  readonly count: number;
  readonly more: boolean;
  readonly nodes: readonly { readonly id: string }[];
}

async function effectsOf({ server }: EffectsWorld, [, field]: Case, input: object, dryRun: boolean) {
  const { data, errors } = await server.call(operationOf(field, dryRun), { input });
  expect(errors).toEqual([]);
  return data[field].effects as Record<string, Shown>;
}

function idsIn(effects: Record<string, Shown>): string[] {
  return KINDS.flatMap((kind) => effects[kind]?.nodes.map(({ id }) => `${kind} ${id}`) ?? []).sort();
}

/** Lists what no longer gives what it gave before. */
function lost(before: Map<string, unknown>, after: Map<string, unknown>): string[] {
  return [...before].filter(([id, gave]) => JSON.stringify(after.get(id)) !== JSON.stringify(gave)).map(([id]) => id);
}

/** What users can open in a world in which nothing has changed. */
let untouched: Map<string, string[]>;

function tests(makeDatabase: () => Promise<TestDatabase>, cases: readonly Case[]) {
  let world: EffectsWorld;
  let database: TestDatabase;

  afterEach(async () => {
    await world.server.close();
    await database.drop();
  });

  it.each(cases)('are what %s ends', async (...row) => {
    const [, , inputOf, ends] = row;
    database = await makeDatabase();
    world = await openEffectsWorld(await openStore(database.config));
    const input = inputOf(world);
    const events = async () => (await world.server.events()).length;
    const [before, logged] = [await world.useAll(), await events()];

    const promised = await effectsOf(world, row, input, true);
    expect([await world.useAll(), await events()]).toEqual([before, logged]);
    expect(await effectsOf(world, row, input, false)).toEqual(promised);

    const kindOf = new Map<string, string>(world.credentials.map(({ id, kind }) => [id, kind]));
    const after = await world.useAll();
    const ended = lost(before, after).map((id) => {
      const isNarrowed = kindOf.get(id) === 'grants' && after.get(id) !== false;
      return `${isNarrowed ? 'narrowedGrants' : kindOf.get(id)} ${id}`;
    });
    const access = await world.access();
    const losing = [...untouched].filter(([id, open]) => open.some((one) => access.get(id)?.includes(one) !== true));
    expect(idsIn(promised)).toEqual([...ended, ...losing.map(([id]) => `users ${id}`)].sort());
    expect(KINDS.every((kind) => promised[kind]?.count === promised[kind]?.nodes.length && !promised[kind]?.more)).toBe(
      true,
    );

    const named = new Map(Object.entries(world.made).map(([name, id]) => [id, name]));
    const names = idsIn(promised).map((text) => named.get(text.replace(/^\w+ /, '')) ?? text);
    expect(names.sort()).toEqual([...ends].sort());
  });
}

describe('The effects of a mutation', () => {
  beforeAll(async () => {
    const world = await openEffectsWorld();
    untouched = await world.access();
    await world.server.close();
  });

  describe('on SQLite', () => tests(memoryDatabase, CASES));
  describeOnMongodb('on MongoDB', () =>
    tests(
      mongodbDatabase,
      CASES.filter(
        ([, field], index) => ON_MONGODB.includes(field) && CASES.findIndex((one) => one[1] === field) === index,
      ),
    ),
  );

  describe('with limits', () => {
    const statements: string[] = [];
    let world: EffectsWorld;
    beforeAll(async () => {
      const store = await openStore(
        { kind: 'sqlite', path: ':memory:' },
        { onStatement: ({ text }) => statements.push(text) },
      );
      world = await openEffectsWorld(store);
      await insertAll(
        store.users,
        Array.from({ length: 1100 }, () => aUser()),
      );
    });
    afterAll(() => world.server.close());

    it('count at most 1,000, show 20, and read many users with few statements', async () => {
      statements.length = 0;
      const { users } = await effectsOf(world, ['', 'deleteClient', () => ({}), []], { id: 'wiki' }, true);
      expect([users?.count, users?.more, users?.nodes.length]).toEqual([1000, true, 20]);
      expect(statements.length).toBeLessThan(200);
    });

    it('show records only to callers that may read them, but count for all', async () => {
      const key = await world.server.keyWith('groups:write', 'clients:read', 'permissions:read');
      const query = `mutation { deleteGroup(input: { id: "${world.groups.crew.id}" }, dryRun: true) { deleted effects {
        users { count nodes { id } } grants { count nodes { id } } clients { nodes { id } } } } }`;
      const { data, errors } = await world.server.call(query, {}, key);
      expect(data.deleteGroup).toEqual({
        deleted: false,
        effects: { users: { count: 1, nodes: null }, grants: { count: 2, nodes: null }, clients: { nodes: [] } },
      });
      expect(errors.map(({ extensions: { code } }) => code)).toEqual(['FORBIDDEN', 'FORBIDDEN']);
    });

    it.each([
      ['deleteUser', { id: 'olive' }, 'CONFLICT'],
      ['deleteUser', { id: 'none' }, 'NOT_FOUND id'],
      ['deleteScope', { name: 'none' }, 'NOT_FOUND name'],
      ['updateClient', { id: 'wiki', name: '' }, 'INVALID_INPUT name'],
      ['deleteIssuer', { id: 'default' }, 'CONFLICT id'],
    ])('%s %j is refused with %s, also in a dry run', async (field, input, code) => {
      const real = await world.server.mutate(field, input, '__typename');
      expect(refusal(real)).toBe(code);
      const dry = await world.server.call(operationOf(field, true), { input });
      expect(refusal(dry)).toBe(code);
      expect(dry.errors[0]?.message).toBe(real.errors[0]?.message);
    });

    it('are the same for an enrolment as for disabling a user, except that the user keeps access', async () => {
      const kinds = KINDS.map((kind) => `${kind} { count nodes { id } }`).join(' ');
      const query = `query ($id: ID!) { previewEnrolment(userId: $id) { ...E } } fragment E on Effects { ${kinds} }`;
      const disabling = await effectsOf(
        world,
        ['', 'setUserEnabled', () => ({}), []],
        { id: 'ada', enabled: false },
        true,
      );
      const { data, errors } = await world.server.call(query, { id: 'ada' });
      expect(errors).toEqual([]);
      expect(idsIn(data.previewEnrolment)).toEqual(idsIn(disabling).filter((id) => id !== 'users ada'));
      expect(idsIn(data.previewEnrolment)).toHaveLength(ADA.length + 1);
      expect(refusal(await world.server.call(query, { id: 'none' }))).toBe('NOT_FOUND userId');
      const reader = await world.server.keyWith('users:read', 'sessions:read', 'apiKeys:read');
      expect(refusal(await world.server.call(query, { id: 'ada' }, reader))).toBe('FORBIDDEN');
      const manager = await world.server.keyWith('users:write');
      expect(refusal(await world.server.call(query, { id: 'olive' }, manager))).toBe('FORBIDDEN');
    });

    it('cost so much that an operation can have few of them', async () => {
      const one = `deleteUser(input: { id: "ada" }, dryRun: true) { ${EFFECTS} }`;
      const many = (count: number) =>
        `mutation { ${Array.from({ length: count }, (_, index) => `a${index}: ${one}`).join(' ')} }`;
      expect((await world.server.call(many(1))).errors).toEqual([]);
      const { errors } = await world.server.call(many(2));
      expect(errors[0]?.message).toMatch(/limit is 20000/);
    });

    it('that an operation leaves out are neither counted nor looked for again and again', async () => {
      const spread = (level: number) => `...L${level} @include(if: false)`;
      const inner = (level: number) => (level === 59 ? 'deleted' : `${spread(level + 1)} ${spread(level + 1)}`);
      const fragments = Array.from(
        { length: 60 },
        (_, level) => `fragment L${level} on DeletePayload { ${inner(level)} }`,
      );
      const query = `mutation { revokeSession(input: { id: "none" }, dryRun: true) { ${spread(0)} deleted } } ${fragments.join(' ')}`;
      expect(refusal(await world.server.call(query))).toBe('NOT_FOUND id');
      const left = 'effects { grants @include(if: false) { count } users @skip(if: true) { count } }';
      const { data } = await world.server.call(
        `mutation { deleteUser(input: { id: "ada" }, dryRun: true) { ${left} } }`,
      );
      expect(data.deleteUser.effects).toEqual({});
    });
  });
});
