import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Administration, openAdministration, refusal } from '../../support/administration.js';
import { clientCalls } from '../../support/client-calls.js';

let server: Administration;
beforeAll(async () => {
  server = await openAdministration();
});
afterAll(() => server.close());

const { created, recordOf } = clientCalls(() => server);

describe('deleteClient', () => {
  const remove = (id: string) => server.mutate('deleteClient', { id }, 'deleted');

  it('deletes a client, which is NOT_FOUND afterwards', async () => {
    const { id } = await created();
    expect((await remove(id)).data.deleteClient).toEqual({ deleted: true });
    expect(refusal(await remove(id))).toBe('NOT_FOUND id');
    expect((await server.call(`{ client(id: "${id}") { id } }`)).data.client).toBeNull();
  });

  it('leaves nothing to a new client with the same id', async () => {
    const { id, clientSecret } = await created({ id: 'phoenix' });
    const first = await recordOf(id);
    const user = await server.mutate('createUser', { username: 'phoenix-user' }, 'user { id }');
    const userId = user.data.createUser.user.id;
    await server.mutate('grantPermission', { clientId: id, userId }, 'permission { clientId }');
    await remove(id);
    const again = await created({ id: 'phoenix' });
    const second = await recordOf(id);
    expect(second.generation).not.toBe(first.generation);
    expect(again.clientSecret).not.toBe(clientSecret);
    const { data } = await server.call(
      `{ client(id: "phoenix") { permissions { totalCount edges { node { userId } } } } }`,
    );
    expect(data.client.permissions).toEqual({ totalCount: 0, edges: [] });
    expect(
      (await server.call(`{ user(id: "${userId}") { permissions { edges { cursor } } } }`)).data.user.permissions.edges,
    ).toEqual([]);
  });
});

describe('The list of clients', () => {
  it('has pages, newest first, and finds the beginning of an id or name', async () => {
    for (const id of ['list-1', 'list-2', 'list-3']) {
      await created({ id, name: `Listed ${id}` });
      server.clock.advance(1);
    }
    await created({ id: 'other', name: 'Not unlisted' });
    const query =
      'query ($after: String, $search: String) { clients(first: 2, after: $after, search: $search) { edges { node { id } } pageInfo { hasNextPage endCursor } totalCount } }';
    const first = (await server.call(query, { search: 'listed' })).data.clients;
    expect(first.edges.map(({ node }: { node: { id: string } }) => node.id)).toEqual(['list-3', 'list-2']);
    expect(first.totalCount).toBe(3);
    expect(first.pageInfo.hasNextPage).toBe(true);
    expect((await server.call(query, { search: '2 LÍST' })).data.clients.totalCount).toBe(1);
    const second = (await server.call(query, { search: 'list-', after: first.pageInfo.endCursor })).data.clients;
    expect(second.edges.map(({ node }: { node: { id: string } }) => node.id)).toEqual(['list-1']);
    expect(second.pageInfo.hasNextPage).toBe(false);
  });

  it('can be read backwards', async () => {
    for (const id of ['back-1', 'back-2', 'back-3']) {
      await created({ id });
      server.clock.advance(1);
    }
    const query =
      'query ($before: String) { clients(last: 2, before: $before, search: "back-") { edges { node { id } } pageInfo { hasNextPage hasPreviousPage startCursor } } }';
    const read = async (before?: string) => {
      const { edges, pageInfo } = (await server.call(query, { before })).data.clients;
      return { ids: edges.map(({ node }: { node: { id: string } }) => node.id), ...pageInfo };
    };
    const last = await read();
    expect(last).toMatchObject({ ids: ['back-2', 'back-1'], hasNextPage: false, hasPreviousPage: true });
    expect(await read(last.startCursor)).toMatchObject({ ids: ['back-3'], hasNextPage: true, hasPreviousPage: false });
  });

  it.each([
    ['last: 0', 'last'],
    ['last: 101', 'last'],
    ['last: 2, after: "x"', 'after'],
    ['before: "x"', 'before'],
    ['last: 2, before: "x"', 'before'],
  ])('rejects %s', async (args, field) => {
    expect(refusal(await server.call(`{ clients(${args}) { totalCount } }`))).toBe(`INVALID_INPUT ${field}`);
  });

  it.each([0, 101, -1])('rejects a page of %d entries', async (first) => {
    expect(refusal(await server.call(`{ clients(first: ${first}) { totalCount } }`))).toBe('INVALID_INPUT first');
  });

  it('rejects a search of more than 8 words', async () => {
    const search = (words: number) => server.call(`{ clients(search: "${'a '.repeat(words)}") { totalCount } }`);
    expect((await search(8)).data.clients.totalCount).toEqual(expect.any(Number));
    expect(refusal(await search(9))).toBe('INVALID_INPUT search');
  });

  it('rejects an invalid cursor', async () => {
    expect(refusal(await server.call('{ clients(after: "nonsense") { totalCount } }'))).toBe('INVALID_INPUT after');
  });

  it('leads from a client to its issuer', async () => {
    const { id } = await created();
    const { data } = await server.call(
      `{ client(id: "${id}") { issuer { id url clients(first: 1) { totalCount } } } }`,
    );
    expect(data.client.issuer).toMatchObject({ id: 'default', url: 'http://localhost:3000' });
    expect(data.client.issuer.clients.totalCount).toBe(await server.deps.store.clients.count());
  });

  it('returns null with FORBIDDEN for fields that the caller may not read, and the other fields', async () => {
    const { id } = await created();
    const key = await server.keyWith('clients:read');
    const { data, errors } = await server.call(
      `{ client(id: "${id}") { id issuerId issuer { id } permissions { totalCount } } }`,
      {},
      key,
    );
    expect(data.client).toEqual({ id, issuerId: 'default', issuer: null, permissions: null });
    expect(errors.map(({ path, extensions }) => [path?.join('.'), extensions.code])).toEqual([
      ['client.issuer', 'FORBIDDEN'],
      ['client.permissions', 'FORBIDDEN'],
    ]);
  });
});
