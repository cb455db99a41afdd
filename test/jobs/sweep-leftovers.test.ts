import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { sweepLeftovers } from '../../src/jobs/sweep-leftovers.js';
import type { Client } from '../../src/model/clients/client.js';
import type { Group } from '../../src/model/people/group.js';
import type { User } from '../../src/model/people/user.js';
import type { Store } from '../../src/model/store.js';
import { openStore } from '../../src/storage/open-store.js';
import {
  aClient,
  aConsent,
  aGroup,
  aKeyRing,
  aMembership,
  anApiKey,
  anIssuer,
  aPasskey,
  aPermission,
  aPicture,
  aProtectedHost,
  aRole,
  aRoleAssignment,
  aUser,
} from '../storage/records.js';
import { type FrozenClock, frozenClock, testDeps } from '../support/deps.js';
import { describeOnEachDatabase, insertAll, type TestDatabase } from '../support/stores.js';

const OF_API = ['role of an API', 'assignment to the user', 'assignment to the group'];
const ROLES = ['role', ...OF_API, 'assigned role of the client'];

/** Inserts the children of a user, a group and a client. */
async function insertChildren(store: Store, user: User, group: Group, client: Client) {
  const records = {
    memberships: aMembership(group, user),
    permissions: aPermission(client, { user }),
    consents: aConsent(user, client),
    apiKeys: anApiKey({ userId: user.id }),
  };
  const ofGroup = aPermission(client, { group });
  const host = aProtectedHost(client);
  const [role, roleOfApi] = [aRole({ client }), aRole({ resource: 'https://orders.example' })];
  const assignments = {
    ofUser: aRoleAssignment(roleOfApi, { user }),
    ofGroup: aRoleAssignment(roleOfApi, { group }),
    ofClient: aRoleAssignment(role, { user }),
  };
  const ofClient = anApiKey({ clientId: client.id, clientGeneration: client.generation });
  await Promise.all([
    store.memberships.insert(records.memberships),
    store.permissions.insert(records.permissions),
    store.permissions.insert(ofGroup),
    store.consents.insert(records.consents),
    store.apiKeys.insert(records.apiKeys),
    store.apiKeys.insert(ofClient),
    store.protectedHosts.insert(host),
    store.roles.insert(role),
    store.roles.insert(roleOfApi),
    ...Object.values(assignments).map((assignment) => store.roleAssignments.insert(assignment)),
  ]);
  /** The names of those that still exist. */
  return async () => {
    const found = await Promise.all([
      store.memberships.find(records.memberships.id),
      store.permissions.find(records.permissions.id),
      store.permissions.find(ofGroup.id),
      store.consents.find(records.consents.id),
      store.apiKeys.find(records.apiKeys.id),
      store.apiKeys.find(ofClient.id),
      store.protectedHosts.find(host.id),
      store.roles.find(role.id),
      store.roles.find(roleOfApi.id),
      store.roleAssignments.find(assignments.ofUser.id),
      store.roleAssignments.find(assignments.ofGroup.id),
      store.roleAssignments.find(assignments.ofClient.id),
    ]);
    const names = [
      'membership',
      'permission',
      'permission of the group',
      'consent',
      'key',
      'key of the client',
      'host',
      ...ROLES,
    ];
    return names.filter((_, place) => found[place] !== undefined);
  };
}

describeOnEachDatabase('the sweep of leftovers', (makeDatabase) => {
  let database: TestDatabase;
  let store: Store;
  let clock: FrozenClock;
  beforeAll(async () => {
    database = await makeDatabase();
    store = await openStore(database.config);
    clock = frozenClock();
  });
  afterAll(async () => {
    await store.close();
    await database.drop();
  });

  const issuer = anIssuer();
  const parents = async () => {
    const [user, group] = [aUser(), aGroup()];
    const client = aClient({ issuerId: issuer.id, issuerGeneration: issuer.generation });
    await store.issuers.insert(issuer);
    await Promise.all([store.users.insert(user), store.groups.insert(group), store.clients.insert(client)]);
    return { user, group, client, left: await insertChildren(store, user, group, client) };
  };
  const sweep = () => sweepLeftovers(testDeps(store, { clock }));
  const ALL = [
    'membership',
    'permission',
    'permission of the group',
    'consent',
    'key',
    'key of the client',
    'host',
    ...ROLES,
  ];

  it('keeps every record whose parents exist', async () => {
    const { left } = await parents();
    await sweep();
    expect(await left()).toEqual(ALL);
  });

  it.each<[string, (made: { user: User; group: Group; client: Client }) => Promise<unknown>, string[]]>([
    [
      'user',
      ({ user }) => store.users.delete(user.id),
      ['permission of the group', 'key of the client', 'host', 'role', 'role of an API', 'assignment to the group'],
    ],
    [
      'group',
      ({ group }) => store.groups.delete(group.id),
      [
        'permission',
        'consent',
        'key',
        'key of the client',
        'host',
        'role',
        'role of an API',
        'assignment to the user',
        'assigned role of the client',
      ],
    ],
    ['client', ({ client }) => store.clients.delete(client.id), ['membership', 'key', ...OF_API]],
  ])('removes the records of a deleted %s', async (_, remove, kept) => {
    const made = await parents();
    await remove(made);
    await sweep();
    expect(await made.left()).toEqual(kept);
  });

  it('removes the records of a parent that was deleted and created again under the same id', async () => {
    const { group, client, left } = await parents();
    await Promise.all([store.groups.delete(group.id), store.clients.delete(client.id)]);
    await Promise.all([
      store.groups.insert(aGroup({ id: group.id })),
      store.clients.insert(aClient({ ...client, generation: 'another' })),
    ]);
    await sweep();
    expect(await left()).toEqual(['key', 'role of an API', 'assignment to the user']);
  });

  it('removes the clients and keys of a deleted issuer, and the records of these clients', async () => {
    const gone = anIssuer({ slug: 'gone' });
    const client = aClient({ issuerId: gone.id, issuerGeneration: gone.generation });
    const [ring, user, group] = [aKeyRing(gone), aUser(), aGroup()];
    await Promise.all([
      store.clients.insert(client),
      store.keyRings.insert(ring),
      store.users.insert(user),
      store.groups.insert(group),
    ]);
    const left = await insertChildren(store, user, group, client);
    await sweep();
    expect([await store.clients.find(client.id), await store.keyRings.find(ring.id)]).toEqual([undefined, undefined]);
    expect(await left()).toEqual(['membership', 'key', ...OF_API]);
  });

  it('removes the assignments of a deleted role, also if another role has its id', async () => {
    const user = aUser();
    const [role, again] = [aRole({ resource: 'https://a.example' }), aRole({ resource: 'https://b.example' })];
    await store.users.insert(user);
    await store.roles.insert({ ...again, generation: 'another' });
    const assignments = [aRoleAssignment(role, { user }), aRoleAssignment(again, { user })];
    for (const assignment of assignments) await store.roleAssignments.insert(assignment);
    await sweep();
    for (const { id } of assignments) expect(await store.roleAssignments.find(id)).toBeUndefined();
  });

  it('removes the passkeys of a deleted user', async () => {
    const [user, deleted] = [aUser(), aUser()];
    await store.users.insert(user);
    const [kept, left] = [aPasskey(user), aPasskey(deleted)];
    for (const passkey of [kept, left]) await store.passkeys.insert(passkey);
    await sweep();
    expect(await store.passkeys.find(kept.id)).toStrictEqual(kept);
    expect(await store.passkeys.find(left.id)).toBeUndefined();
  });

  it('removes the pictures to which no user, client, issuer or setting leads', async () => {
    const owner = () => ({ used: aPicture(), unused: aPicture() });
    const [ofUser, ofClient, ofIssuer, darkOfIssuer, ofServer, darkOfServer, ofNobody] = [
      owner(),
      owner(),
      owner(),
      owner(),
      owner(),
      owner(),
      aPicture({ userId: 'x' }),
    ];
    const urlOf = ({ id }: { readonly id: string }) => `https://id.example/pictures/${id}`;
    const user = aUser({ picture: urlOf(ofUser.used) });
    const client = aClient({ logo_uri: urlOf(ofClient.used) });
    const issuer = anIssuer({
      id: client.issuerId,
      generation: client.issuerGeneration,
      branding: { logo: urlOf(ofIssuer.used), logoDark: urlOf(darkOfIssuer.used) },
    });
    await Promise.all([store.users.insert(user), store.clients.insert(client), store.issuers.insert(issuer)]);
    await store.serverSettings.insert({
      id: 'server',
      version: 1,
      values: { brandLogo: urlOf(ofServer.used), brandLogoDark: urlOf(darkOfServer.used) },
      updatedAt: clock.now(),
    });
    const owners = [
      [ofUser, { userId: user.id }],
      [ofClient, { clientId: client.id }],
      [ofIssuer, { issuerId: issuer.id }],
      [darkOfIssuer, { issuerId: issuer.id }],
      [ofServer, {}],
      [darkOfServer, {}],
    ] as const;
    await store.pictures.insert(ofNobody);
    for (const [pictures, ids] of owners)
      for (const picture of Object.values(pictures)) await store.pictures.insert({ ...picture, ...ids });
    await sweep();
    for (const [{ used, unused }] of owners) {
      expect(await store.pictures.find(used.id)).toBeDefined();
      expect(await store.pictures.find(unused.id)).toBeUndefined();
    }
    expect(await store.pictures.find(ofNobody.id)).toBeUndefined();
  });

  it('handles more than one page', async () => {
    const { user } = await parents();
    const group = aGroup();
    const dead = Array.from({ length: 230 }, () => aMembership(group, aUser()));
    const alive = aMembership(group, user);
    const all = [...dead.slice(0, 115), alive, ...dead.slice(115)];
    await insertAll(store.memberships, all);
    await store.groups.insert(group);
    await sweep();
    expect(await store.memberships.countOfGroup(group.generation)).toBe(1);
    expect(await store.memberships.find(alive.id)).toBeDefined();
  });
});
