import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Administration, openAdministration, refusal } from '../../support/administration.js';
import { makeUser, signInAs } from '../../support/fixtures.js';

let server: Administration;
beforeAll(async () => {
  server = await openAdministration();
  for (const [index, userId] of ['ada', 'bob', 'ada'].entries()) {
    await server.deps.audit.record({
      type: index === 1 ? 'SIGN_IN_REFUSED' : 'SIGNED_IN',
      outcome: index === 1 ? 'FAILURE' : 'SUCCESS',
      actorKind: 'USER',
      actorId: userId,
      userId,
      clientId: `client-${index}`,
      sessionId: `session-${index}`,
      ipAddress: '192.0.2.1',
      detail: { index },
    });
    server.clock.advance(10);
  }
});
afterAll(() => server.close());

const NODE = 'type at outcome actorKind actorId userId clientId sessionId resource resourceId ipAddress detail';

async function read(args: string, variables: object = {}) {
  const declared = 'filter' in variables ? '($filter: AuditEventFilter)' : '';
  const answer = await server.call(
    `query ${declared} { auditEvents${args} { edges { cursor node { ${NODE} } } pageInfo { hasNextPage endCursor } totalCount } }`,
    variables,
  );
  if (answer.errors.length > 0) throw new Error(JSON.stringify(answer.errors));
  return answer.data.auditEvents;
}
// biome-ignore lint/suspicious/noExplicitAny: the query decides the shape
type Answered = any;

function indexes({ edges }: Answered): number[] {
  return edges.map(({ node }: Answered) => node.detail.index);
}

async function found(filter: object) {
  const page = await read('(filter: $filter)', { filter });
  expect(page.totalCount).toBe(page.edges.length);
  return indexes(page);
}

describe('The audit log', () => {
  it('is returned newest first', async () => {
    const page = await read('');
    expect(indexes(page)).toEqual([2, 1, 0]);
    expect(page.edges[1].node).toEqual({
      type: 'SIGN_IN_REFUSED',
      at: '2040-11-21T12:00:10.000Z',
      outcome: 'FAILURE',
      actorKind: 'USER',
      actorId: 'bob',
      userId: 'bob',
      clientId: 'client-1',
      sessionId: 'session-1',
      resource: null,
      resourceId: null,
      ipAddress: '192.0.2.1',
      detail: { index: 1 },
    });
  });

  it('can be filtered by type, user, client, actor, session, record and time', async () => {
    expect(await found({ types: ['SIGNED_IN'] })).toEqual([2, 0]);
    expect(await found({ types: [] })).toEqual([2, 1, 0]);
    expect(await found({ userId: 'ada' })).toEqual([2, 0]);
    expect(await found({ actorId: 'bob' })).toEqual([1]);
    expect(await found({ clientId: 'client-0' })).toEqual([0]);
    expect(await found({ sessionId: 'session-2' })).toEqual([2]);
    expect(await found({ resourceId: 'nothing' })).toEqual([]);
    expect(await found({ outcome: 'FAILURE' })).toEqual([1]);
    expect(await found({ from: '2040-11-21T12:00:10Z' })).toEqual([2, 1]);
    expect(await found({ to: '2040-11-21T12:00:10Z' })).toEqual([1, 0]);
    expect(await found({ from: '2040-11-21T12:00:05Z', to: '2040-11-21T12:00:15Z', userId: null })).toEqual([1]);
    expect(await found({ userId: 'ada', types: ['SIGN_IN_REFUSED'] })).toEqual([]);
  });

  it('can be filtered by address, kind of actor and kind of record', async () => {
    expect(await found({ ipAddress: '192.0.2.1' })).toEqual([2, 1, 0]);
    expect(await found({ ipAddress: '::ffff:192.0.2.1', userId: 'bob' })).toEqual([1]);
    expect(await found({ ipAddress: '192.0.2.2' })).toEqual([]);
    expect(await found({ actorKind: 'USER', outcome: 'SUCCESS' })).toEqual([2, 0]);
    expect(await found({ actorKind: 'API_KEY' })).toEqual([]);
    expect(await found({ resource: 'client' })).toEqual([]);
    const query = 'query ($filter: AuditEventFilter) { auditEvents(filter: $filter) { totalCount } }';
    const part = await server.call(query, { filter: { ipAddress: '192.0.2' } });
    expect([refusal(part), part.errors[0]?.message]).toEqual([
      'INVALID_INPUT ipAddress',
      'ipAddress must be a complete IP address, such as 192.0.2.1. To search for a part of an address, use `text`.',
    ]);
  });

  it('can be searched for what an operator types', async () => {
    expect(await found({ text: 'refused' })).toEqual([1]);
    expect(await found({ text: 'signed in' })).toEqual([2, 0]);
    expect(await found({ text: '192.0.' })).toEqual([2, 1, 0]);
    expect(await found({ text: 'ad' })).toEqual([2, 0]);
    expect(await found({ text: ' client-1 ', outcome: 'SUCCESS' })).toEqual([]);
    expect(await found({ text: 'session-', types: ['SIGN_IN_REFUSED'] })).toEqual([1]);
    expect(await found({ text: 'unknown' })).toEqual([]);
    expect(await found({ text: ' ' })).toEqual([2, 1, 0]);
  });

  it('finds events by a name only for callers who can read the name, and says if there are more', async () => {
    const fresh = await openAdministration();
    const user = await makeUser(fresh.deps, { username: 'grace', name: 'Grace Hopper' });
    await fresh.deps.audit.record({ type: 'SIGNED_IN', userId: user.id, ipAddress: '192.0.2.1' });
    const search = async (text: string, key?: string) => {
      const query =
        'query ($text: String) { auditEvents(filter: { text: $text }) { isComplete edges { node { userId } } } }';
      const { edges, isComplete } = (await fresh.call(query, { text }, key)).data.auditEvents;
      return { isComplete, userIds: edges.map(({ node }: Answered) => node.userId) };
    };
    expect(await search('Grace')).toEqual({ isComplete: true, userIds: [user.id] });
    const auditor = await fresh.keyWith('audit:read');
    expect(await search('Grace', auditor)).toEqual({ isComplete: true, userIds: [] });
    expect((await search('192.0.2', auditor)).userIds).toEqual([user.id]);
    await fresh.deps.store.auditEvents.erase(user.id);
    expect((await search('192.0.2')).userIds).toEqual([]);
    for (let index = 0; index < 10; index += 1) await makeUser(fresh.deps, { username: `grace${index}` });
    expect(await search('grace')).toMatchObject({ isComplete: false });
    await fresh.close();
  });

  it('refuses an operation with very many searches for a text', async () => {
    const searches = Array.from(
      { length: 120 },
      (_, index) => `s${index}: auditEvents(first: 1, filter: { text: "x${index}" }) { isComplete }`,
    );
    expect(refusal(await server.call(`{ ${searches.join(' ')} }`))).toBe('GRAPHQL_VALIDATION_FAILED');
  });

  it('treats operators of a database as text', async () => {
    expect(await found({ userId: '{"$gt":""}' })).toEqual([]);
  });

  it('can be followed oldest first from the last cursor without missing an event', async () => {
    const first = await read('(first: 2, order: OLDEST_FIRST)');
    expect(indexes(first)).toEqual([0, 1]);
    const rest = await read(`(order: OLDEST_FIRST, after: "${first.pageInfo.endCursor}")`);
    expect(indexes(rest)).toEqual([2]);
    await server.deps.audit.record({ type: 'SIGNED_OUT', detail: { index: 3 } });
    const after = `(order: OLDEST_FIRST, after: "${rest.pageInfo.endCursor}")`;
    expect(indexes(await read(after))).toEqual([3]);
    expect(indexes(await read('(first: 1)'))).toEqual([3]);
  });

  it('rejects an invalid time', async () => {
    const query = 'query ($filter: AuditEventFilter) { auditEvents(filter: $filter) { totalCount } }';
    const answer = await server.call(query, { filter: { from: 'yesterday' } });
    expect(refusal(answer)).toBe('BAD_USER_INPUT');
  });

  it('contains no secret', async () => {
    const made = await server.mutate('createClient', { name: 'App' }, 'clientSecret client { id }');
    const key = await server.mutate('createApiKey', { name: 'Key', permissions: ['*'] }, 'key');
    const link = await server.mutate('createUser', { username: 'quiet', enrolmentLink: true }, 'enrolmentLink { url }');
    const log = JSON.stringify(await server.events());
    for (const secret of [
      made.data.createClient.clientSecret,
      key.data.createApiKey.key.split('.')[1],
      link.data.createUser.enrolmentLink.url.split('.').at(-1),
    ]) {
      expect(secret).toHaveLength(43);
      expect(log).not.toContain(secret);
    }
  });
});

describe('Statistics', () => {
  it('return the numbers of records', async () => {
    const fresh = await openAdministration();
    const user = await makeUser(fresh.deps);
    await makeUser(fresh.deps);
    await signInAs(fresh.deps, user);
    await fresh.mutate('createClient', { name: 'App' }, 'client { id }');
    await fresh.deps.audit.record({ type: 'SIGNED_IN' });
    fresh.clock.advance(3600);
    await fresh.deps.audit.record({ type: 'SIGNED_IN' });
    const statistics = async () =>
      (await fresh.call('{ statistics { users clients passkeys activeSessions signInsLast24Hours } }')).data.statistics;
    expect(await statistics()).toEqual({ users: 2, clients: 1, passkeys: 0, activeSessions: 1, signInsLast24Hours: 2 });
    fresh.clock.advance(82_801);
    expect(await statistics()).toEqual({ users: 2, clients: 1, passkeys: 0, activeSessions: 0, signInsLast24Hours: 1 });
    await fresh.close();
  });
});
