import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Administration, openAdministration, refusal } from '../../support/administration.js';

let server: Administration;
beforeAll(async () => {
  server = await openAdministration();
});
afterAll(() => server.close());

let count = 0;

async function user(): Promise<string> {
  count += 1;
  return (await server.mutate('createUser', { username: `user-${count}` }, 'user { id }')).data.createUser.user.id;
}

async function client(): Promise<string> {
  return (await server.mutate('createClient', { name: 'App' }, 'client { id }')).data.createClient.client.id;
}

function createGroup(input: object) {
  return server.mutate('createGroup', { name: 'Group', ...input }, 'group { id name }');
}

async function group(input: object = {}): Promise<string> {
  return (await createGroup(input)).data.createGroup.group.id;
}

function grant(input: object) {
  return server.mutate(
    'grantPermission',
    input,
    'permission { clientId userId groupId createdAt client { name } user { username } group { name } }',
  );
}

function revoke(input: object) {
  return server.mutate('revokePermission', input, 'deleted');
}

describe('Permissions', () => {
  it('allow a user to use a client until they are revoked', async () => {
    const [userId, clientId] = [await user(), await client()];
    const { data } = await grant({ clientId, userId });
    expect(data.grantPermission.permission).toMatchObject({
      clientId,
      userId,
      groupId: null,
      client: { name: 'App' },
      group: null,
    });
    expect((await revoke({ clientId, userId })).data.revokePermission).toEqual({ deleted: true });
    expect(refusal(await revoke({ clientId, userId }))).toBe('NOT_FOUND');
  });

  it('allow the members of a group to use a client', async () => {
    const [groupId, clientId] = [await group(), await client()];
    const { data } = await grant({ clientId, groupId });
    expect(data.grantPermission.permission).toMatchObject({
      clientId,
      userId: null,
      groupId,
      user: null,
      group: { name: 'Group' },
    });
    const shown = await server.call(`{ client(id: "${clientId}") { permissions { edges { node { groupId } } } } }`);
    expect(shown.data.client.permissions.edges).toEqual([{ node: { groupId } }]);
    expect((await revoke({ clientId, groupId })).errors).toEqual([]);
  });

  it('are the same permission if they are granted twice, also at the same time', async () => {
    const [userId, clientId] = [await user(), await client()];
    const answers = await Promise.all(Array.from({ length: 10 }, () => grant({ clientId, userId })));
    expect(answers.flatMap(({ errors }) => errors)).toEqual([]);
    expect(await server.deps.store.permissions.countOfUser(userId)).toBe(1);
    const events = await server.deps.store.auditEvents.page({ first: 20 }, 'NEWEST_FIRST', {
      userId,
      types: ['CREATED'],
    });
    expect(events.items.filter(({ record }) => record.resource === 'permission')).toHaveLength(1);
  });

  it('have a new id each time', async () => {
    const [userId, clientId] = [await user(), await client()];
    const idOf = async () => (await server.deps.store.permissions.pageOfUser(userId, { first: 1 })).items[0]?.record.id;
    await grant({ clientId, userId });
    const first = await idOf();
    await revoke({ clientId, userId });
    await grant({ clientId, userId });
    expect(await idOf()).not.toBe(first);
  });

  it('require exactly one of userId and groupId', async () => {
    const [userId, clientId, groupId] = [await user(), await client(), await group()];
    for (const change of [grant, revoke]) {
      expect(refusal(await change({ clientId }))).toBe('INVALID_INPUT');
      expect(refusal(await change({ clientId, userId, groupId }))).toBe('INVALID_INPUT');
    }
  });

  it('name the record that does not exist', async () => {
    const [userId, clientId] = [await user(), await client()];
    for (const change of [grant, revoke]) {
      expect(refusal(await change({ clientId: 'unknown', userId }))).toBe('NOT_FOUND clientId');
      expect(refusal(await change({ clientId, userId: 'unknown' }))).toBe('NOT_FOUND userId');
      expect(refusal(await change({ clientId, groupId: userId }))).toBe('NOT_FOUND groupId');
    }
  });
});
