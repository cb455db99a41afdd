import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Administration, openAdministration } from '../../support/administration.js';
import { makeUser, signInAs } from '../../support/fixtures.js';

let server: Administration;
beforeAll(async () => {
  server = await openAdministration();
});
afterAll(() => server.close());

const OBJECTS = `
  actor { __typename ... on ApiKey { name } ... on User { username } ... on Client { name } }
  record { __typename ... on User { username } ... on Group { name } ... on Client { name } }
  user { username } client { name } session { id }`;

// biome-ignore lint/suspicious/noExplicitAny: the query decides the shape
async function newest(key?: string): Promise<{ node: any; codes: (string | undefined)[] }> {
  const { data, errors } = await server.call(`{ auditEvents(first: 1) { edges { node { ${OBJECTS} } } } }`, {}, key);
  const codes = errors.map(({ path, extensions }) => `${extensions.code} ${path?.at(-1)}`).sort();
  return { node: data.auditEvents.edges[0].node, codes };
}

describe('An audit event', () => {
  it('has the objects of its ids: the actor and the record', async () => {
    const key = await server.keyWith('*');
    await server.mutate('createUser', { username: 'grace' }, 'user { id }', key);
    expect((await newest()).node).toMatchObject({
      actor: { __typename: 'ApiKey', name: 'key 1' },
      record: { __typename: 'User', username: 'grace' },
    });
    await server.mutate('createGroup', { id: 'staff', name: 'Staff' }, 'group { id }', key);
    expect((await newest()).node.record).toEqual({ __typename: 'Group', name: 'Staff' });
    await server.mutate('createClient', { name: 'Wiki' }, 'client { id }');
    expect((await newest()).node).toMatchObject({ actor: null, record: { __typename: 'Client', name: 'Wiki' } });
  });

  it('has its user, client and session until they are deleted or have ended', async () => {
    const { deps } = server;
    const user = await makeUser(deps, { username: 'ada' });
    const { session } = await signInAs(deps, user);
    const client = (await server.mutate('createClient', { name: 'Shop' }, 'client { id }')).data.createClient.client;
    const ids = { actorId: user.id, userId: user.id, clientId: client.id, sessionId: session.id };
    await deps.audit.record({
      type: 'SIGNED_IN',
      actorKind: 'USER',
      ...ids,
      resource: 'session',
      resourceId: session.id,
    });
    expect((await newest()).node).toEqual({
      actor: { __typename: 'User', username: 'ada' },
      record: { __typename: 'Session' },
      user: { username: 'ada' },
      client: { name: 'Shop' },
      session: { id: session.id },
    });
    await server.mutate('revokeSession', { id: session.id }, 'deleted');
    await server.mutate('deleteClient', { id: client.id }, 'deleted');
    await server.mutate('deleteUser', { id: user.id }, 'deleted');
    await deps.audit.record({
      type: 'SIGNED_OUT',
      actorKind: 'USER',
      ...ids,
      resource: 'session',
      resourceId: session.id,
    });
    expect(await newest()).toEqual({
      node: { actor: null, record: null, user: null, client: null, session: null },
      codes: [],
    });
  });

  it('has the country of its address, if that is known', async () => {
    for (const ipAddress of ['8.8.8.8', '192.168.0.1', undefined])
      await server.deps.audit.record({ type: 'SIGNED_OUT', ipAddress });
    const { data } = await server.call('{ auditEvents(first: 3) { edges { node { country } } } }');
    const countries = data.auditEvents.edges.map(({ node }: { node: { country: string | null } }) => node.country);
    expect(countries).toEqual([null, null, 'US']);
  });

  it('shows no object that the caller cannot read', async () => {
    const { deps } = server;
    const user = await makeUser(deps);
    const [auditor, reader] = [
      await server.keyWith('audit:read', 'clients:read', 'sessions:read'),
      await server.keyWith('audit:read', 'users:read'),
    ];
    await deps.audit.record({
      type: 'UPDATED',
      ...{ actorKind: 'USER', actorId: user.id, userId: user.id, resource: 'user', resourceId: user.id },
    });
    expect(await newest(auditor)).toEqual({
      node: { actor: null, record: null, user: null, client: null, session: null },
      codes: ['FORBIDDEN user'],
    });
    const { node } = await newest(reader);
    expect([node.actor, node.record]).toEqual(Array(2).fill({ __typename: 'User', username: user.username }));
  });
});

describe('Objects beside ids', () => {
  it('are the clients of a session and the groups of an invitation, without those that were deleted', async () => {
    const { deps } = server;
    const user = await makeUser(deps);
    const { session } = await signInAs(deps, user);
    const client = (await server.mutate('createClient', { name: 'Mail' }, 'client { id }')).data.createClient.client;
    const { generation = '' } = (await deps.store.clients.find(client.id)) ?? {};
    const clients = [
      { id: client.id, generation },
      { id: client.id, generation: 'of a deleted client' },
    ];
    await deps.store.sessions.update(session, { clients });
    const sessions = await server.call(`{ sessions(userId: "${user.id}") { edges { node { clients { name } } } } }`);
    expect(sessions.data.sessions.edges[0].node.clients).toEqual([{ name: 'Mail' }]);
    for (const id of ['cooks', 'guests']) await server.mutate('createGroup', { id, name: id }, 'group { id }');
    await server.mutate('createInvitation', { groupIds: ['cooks', 'guests'], lifetime: 3600 }, 'invitation { id }');
    await server.mutate('deleteGroup', { id: 'guests' }, 'deleted');
    const invitations = await server.call('{ invitations { edges { node { groups { name } } } } }');
    expect(invitations.data.invitations.edges[0].node.groups).toEqual([{ name: 'cooks' }]);
  });
});
