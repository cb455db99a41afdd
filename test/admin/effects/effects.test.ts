import { afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { openStore } from '../../../src/storage/open-store.js';
import { type EffectsWorld, openEffectsWorld } from '../../support/effects-world.js';
import { describeOnMongodb, memoryDatabase, mongodbDatabase, type TestDatabase } from '../../support/stores.js';

/** The credentials that a mutation ends, in the order of the kinds. */
type Case = readonly [name: string, field: string, input: (world: EffectsWorld) => object, ends: readonly string[]];

const KINDS = ['sessions', 'grants', 'apiKeys', 'enrolmentLinks', 'users', 'clients'] as const;
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
const ANNA = ['anna-session', 'anna-tool', 'anna-key', 'anna-key-2', 'anna-grant-key', 'dora-link'];

const ON_MONGODB = ['deleteUser', 'deletePasskey', 'deleteApiKey'];

const CASES: readonly Case[] = [
  ['deleting a user', 'deleteUser', () => ({ id: 'ada' }), [...ADA, 'ada-link', 'users ada']],
  ['deleting an administrator', 'deleteUser', () => ({ id: 'anna' }), [...ANNA, 'users anna']],
  ['disabling a user', 'setUserEnabled', () => ({ id: 'ada', enabled: false }), [...ADA, 'ada-link', 'users ada']],
  ['disabling an administrator', 'setUserEnabled', () => ({ id: 'anna', enabled: false }), [...ANNA, 'users anna']],
  [
    'taking a role away',
    'updateUser',
    () => ({ id: 'anna', adminRole: null }),
    ['anna-key', 'anna-key-2', 'anna-grant-key', 'dora-link'],
  ],
  ['removing a passkey', 'deletePasskey', () => ({ id: 'p2' }), ['ada-2-session', 'ada-2-wiki', 'ada-2-wiki-offline']],
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
    ['anna-tool', 'anna-grant-key', 'tool-key', 'bob-link'],
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

    const kindOf = new Map(world.credentials.map(({ id, kind }) => [id, kind]));
    const ended = lost(before, await world.useAll()).map((id) => `${kindOf.get(id)} ${id}`);
    const access = await world.access();
    const losing = [...untouched].filter(([id, open]) => open.some((one) => access.get(id)?.includes(one) !== true));
    const isOpen = async ({ id }: { readonly id: string }) =>
      (await world.server.deps.store.clients.find(id))?.enabled === true;
    const clients = Object.values(world.clients);
    const closed = (await Promise.all(clients.map(isOpen))).flatMap((open, index) =>
      open ? [] : [`clients ${clients[index]?.id}`],
    );
    expect(idsIn(promised)).toEqual([...ended, ...losing.map(([id]) => `users ${id}`), ...closed].sort());
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
});
