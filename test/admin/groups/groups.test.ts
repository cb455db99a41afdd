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

function updateGroup(input: object) {
  return server.mutate('updateGroup', input, 'group { id name }');
}

function deleteGroup(id: string) {
  return server.mutate('deleteGroup', { id }, 'deleted');
}

async function membersOf(id: string): Promise<string[]> {
  const { data } = await server.call(`{ group(id: "${id}") { members { totalCount edges { node { id } } } } }`);
  const { edges, totalCount } = data.group.members;
  expect(totalCount).toBe(edges.length);
  return edges.map(({ node }: { node: { id: string } }) => node.id).sort();
}

function grant(input: object) {
  return server.mutate(
    'grantPermission',
    input,
    'permission { clientId userId groupId createdAt client { name } user { username } group { name } }',
  );
}

describe('Groups', () => {
  it.each([
    ['Home admins', 'home-admins'],
    ['Äpfel & Öl (süß)', 'apfel-ol-suss'],
    ['--- 42 ---', '42'],
    ['x'.repeat(100), 'x'.repeat(48)],
  ])('get an id from their name: %s', async (name, id) => {
    expect((await createGroup({ name })).data.createGroup.group.id).toBe(id);
  });

  it('get a number if another group has the id, or a random id if the name has no Latin letters', async () => {
    const named = (name: string) => Promise.all([group({ name }), group({ name }), group({ name })]);
    expect((await named('Night shift')).toSorted()).toEqual(['night-shift', 'night-shift-2', 'night-shift-3']);
    for (const id of await named('管理者 1')) expect(id).toMatch(/^[0-9a-f]{24}$/);
  });

  it('are created with their members', async () => {
    const members = [await user(), await user()];
    const id = await group({ id: 'makers', memberIds: [...members, members[0]] });
    expect(id).toBe('makers');
    expect(await membersOf(id)).toEqual([...members].sort());
    expect(refusal(await createGroup({ id: 'makers' }))).toBe('ALREADY_EXISTS id');
  });

  it('reject an invalid id, an empty name and members who do not exist', async () => {
    expect(refusal(await createGroup({ id: 'a/b' }))).toBe('INVALID_INPUT id');
    expect(refusal(await createGroup({ name: '' }))).toBe('INVALID_INPUT name');
    expect(refusal(await createGroup({ memberIds: [await user(), 'unknown'] }))).toBe('NOT_FOUND memberIds.1');
  });

  it('can be renamed, and members can be added and removed repeatedly', async () => {
    const [a, b] = [await user(), await user()];
    const id = await group({ memberIds: [a] });
    for (let time = 0; time < 2; time += 1) {
      const answer = await updateGroup({ id, name: 'Renamed', addMemberIds: [b], removeMemberIds: [a] });
      expect(answer.data.updateGroup.group).toEqual({ id, name: 'Renamed' });
      expect(await membersOf(id)).toEqual([b]);
    }
    const events = await server.deps.store.auditEvents.page({ first: 10 }, 'NEWEST_FIRST', {
      resourceId: id,
      types: ['UPDATED'],
    });
    expect(events.items.map(({ record }) => record.detail)).toEqual([
      { from: { name: 'Group' }, to: { name: 'Renamed' }, addedMemberIds: [b], removedMemberIds: [a] },
    ]);
  });

  it('have a description, which can be changed and removed', async () => {
    const describe = async (field: 'createGroup' | 'updateGroup', input: object) =>
      (await server.mutate(field, input, 'group { description }')).data[field].group.description;
    expect(await describe('createGroup', { id: 'cooks', name: 'Cooks', description: ' On Sundays ' })).toBe(
      'On Sundays',
    );
    expect(await describe('updateGroup', { id: 'cooks', name: 'Chefs' })).toBe('On Sundays');
    expect(await describe('updateGroup', { id: 'cooks', description: 'On Mondays' })).toBe('On Mondays');
    expect(await describe('updateGroup', { id: 'cooks', description: null })).toBeNull();
    expect(refusal(await updateGroup({ id: 'cooks', description: 'x'.repeat(501) }))).toBe('INVALID_INPUT description');
    expect(refusal(await updateGroup({ id: 'cooks', description: 'two\nlines' }))).toBe('INVALID_INPUT description');
    const { items } = await server.deps.store.auditEvents.page({ first: 9 }, 'NEWEST_FIRST', { resourceId: 'cooks' });
    expect(items.map(({ record: { detail } }) => [detail.from, detail.to, detail.description])).toEqual([
      [{ description: 'On Mondays' }, { description: null }, undefined],
      [{ description: 'On Sundays' }, { description: 'On Mondays' }, undefined],
      [{ name: 'Cooks' }, { name: 'Chefs' }, undefined],
      [undefined, undefined, 'On Sundays'],
    ]);
  });

  it('keep their name if it is omitted, and reject an empty name', async () => {
    const id = await group();
    expect((await updateGroup({ id })).data.updateGroup.group.name).toBe('Group');
    expect(refusal(await updateGroup({ id, name: null }))).toBe('INVALID_INPUT name');
    expect(refusal(await updateGroup({ id, name: ' ' }))).toBe('INVALID_INPUT name');
  });

  it('do not change if one of the members does not exist', async () => {
    const id = await group();
    const answer = await updateGroup({ id, name: 'Other', addMemberIds: [await user(), 'unknown'] });
    expect(refusal(answer)).toBe('NOT_FOUND addMemberIds.1');
    expect((await server.call(`{ group(id: "${id}") { name } }`)).data.group.name).toBe('Group');
    expect(await membersOf(id)).toEqual([]);
    expect(refusal(await updateGroup({ id: 'unknown' }))).toBe('NOT_FOUND id');
  });

  it('give a member a new membership id each time', async () => {
    const userId = await user();
    const id = await group({ memberIds: [userId] });
    const membership = async () =>
      (await server.deps.store.memberships.pageOfUser(userId, { first: 1 })).items[0]?.record.id;
    const first = await membership();
    await updateGroup({ id, removeMemberIds: [userId] });
    expect(await membership()).toBeUndefined();
    await updateGroup({ id, addMemberIds: [userId] });
    expect(await membership()).not.toBe(first);
  });

  it('can be deleted once, and leave nothing to a new group with the same id', async () => {
    const [userId, clientId] = [await user(), await client()];
    const id = await group({ id: 'phoenix', memberIds: [userId] });
    await grant({ clientId, groupId: id });
    expect((await deleteGroup(id)).data.deleteGroup).toEqual({ deleted: true });
    expect(refusal(await deleteGroup(id))).toBe('NOT_FOUND id');
    await group({ id: 'phoenix' });
    expect(await membersOf('phoenix')).toEqual([]);
    const { data } = await server.call(
      `{ group(id: "phoenix") { permissions { totalCount } } user(id: "${userId}") { groups { edges { cursor } } } client(id: "${clientId}") { permissions { edges { cursor } } } }`,
    );
    expect(data).toEqual({
      group: { permissions: { totalCount: 0 } },
      user: { groups: { edges: [] } },
      client: { permissions: { edges: [] } },
    });
  });

  it('do not show a membership that an interrupted deletion left behind', async () => {
    const [userId, clientId] = [await user(), await client()];
    const id = await group({ id: 'half-gone', memberIds: [userId] });
    await grant({ clientId, groupId: id });
    await server.deps.store.groups.delete(id);
    await group({ id: 'half-gone' });
    const { data } = await server.call(
      `{ user(id: "${userId}") { groups { edges { cursor } } } client(id: "${clientId}") { permissions { edges { cursor } } } }`,
    );
    expect(data).toEqual({ user: { groups: { edges: [] } }, client: { permissions: { edges: [] } } });
  });

  it('are listed in pages, as are their members', async () => {
    const members = await Promise.all(Array.from({ length: 5 }, () => user()));
    const id = await group({ id: 'paged', memberIds: members });
    const seen: string[] = [];
    let after: string | null = null;
    do {
      const query =
        'query ($after: String) { group(id: "paged") { members(first: 2, after: $after) { edges { node { id } } pageInfo { hasNextPage endCursor } } } }';
      // biome-ignore lint/suspicious/noExplicitAny: as the query is
      const { edges, pageInfo }: any = (await server.call(query, { after })).data.group.members;
      seen.push(...edges.map(({ node }: { node: { id: string } }) => node.id));
      after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
    } while (after !== null);
    expect(seen.sort()).toEqual([...members].sort());
    expect((await server.call('{ groups(search: "pag") { edges { node { id } } } }')).data.groups.edges).toEqual([
      { node: { id } },
    ]);
  });
});
