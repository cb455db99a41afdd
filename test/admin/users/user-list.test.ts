import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { aGroup, aMembership, aUser, present } from '../../storage/records.js';
import { type Administration, openAdministration, refusal } from '../../support/administration.js';
import { insertAll } from '../../support/stores.js';

let server: Administration;
beforeAll(async () => {
  server = await openAdministration();
  const { groups, memberships, users } = server.deps.store;
  const people = [
    aUser({ username: 'grace', name: 'Grace Hopper', email: 'grace@example.com', lastSignInAt: present }),
    aUser({ username: 'zoé', given_name: 'Zoé', family_name: 'Hopps', enabled: false }),
    aUser({ username: 'ann', adminRole: 'AUDITOR', email_verified: true, email: 'ann@hopper.example' }),
  ] as const;
  const group = aGroup({ id: 'staff' });
  await insertAll(users, people);
  await groups.insert(group);
  for (const user of [people[2], people[0]]) await memberships.insert(aMembership(group, user));
});
afterAll(() => server.close());

const QUERY =
  'query ($search: String, $filter: UserFilter, $order: UserOrder) { users(search: $search, filter: $filter, order: $order) { totalCount edges { node { username } } } }';

describe('The list of users', () => {
  it.each([
    [{ search: 'hop' }, ['ann', 'zoé', 'grace']],
    [{ search: 'EXAMPLE.com' }, ['grace']],
    [{ search: 'grace hop' }, ['grace']],
    [{ search: 'zoe HOPPS' }, ['zoé']],
    [{ search: 'hop', filter: { statuses: 'DISABLED' } }, ['zoé']],
    [{ search: 'hop', filter: { statuses: null, adminRoles: null, emailVerified: null } }, ['ann', 'zoé', 'grace']],
    [{ search: 'hop', order: 'USERNAME' }, ['ann', 'grace', 'zoé']],
    [{ filter: { adminRoles: ['AUDITOR'], emailVerified: true, hasPasskeys: true } }, ['ann']],
    [{ filter: { neverSignedIn: true, statuses: ['DISABLED', 'ACTIVE'] }, search: 'hop' }, ['ann', 'zoé']],
    [{ filter: { lastSignInBefore: '2999-01-01T00:00:00Z' }, search: 'hop' }, ['grace']],
    [{ filter: { groupId: 'staff' } }, ['grace', 'ann']],
    [{ filter: { groupId: 'staff', statuses: 'ACTIVE' }, search: 'hop', order: 'USERNAME' }, ['ann', 'grace']],
    [{ filter: { groupId: 'staff', neverSignedIn: true } }, ['ann']],
    [{ filter: { groupId: 'unknown' } }, []],
  ])('with %j contains %j', async (variables, usernames) => {
    const { users } = (await server.call(QUERY, variables)).data;
    expect(users.edges.map(({ node }: { node: { username: string } }) => node.username)).toEqual(usernames);
    expect(users.totalCount).toBe(usernames.length);
  });

  it('has only the order LAST_SIGN_IN with lastSignInBefore', async () => {
    const filter = { lastSignInBefore: '2999-01-01T00:00:00Z' };
    expect(refusal(await server.call(QUERY, { filter, order: 'USERNAME' }))).toBe('INVALID_INPUT order');
    expect(refusal(await server.call(QUERY, { filter, order: 'LAST_SIGN_IN' }))).toBeUndefined();
  });

  it('is refused to callers who may not read users, whatever they ask', async () => {
    const key = await server.keyWith('clients:read');
    expect(refusal(await server.call(QUERY, { filter: { statuses: 'ACTIVE' } }, key))).toBe('FORBIDDEN');
    const users = await server.keyWith('users:read');
    expect(refusal(await server.call(QUERY, { filter: { groupId: 'staff' } }, users))).toBe('FORBIDDEN');
    const both = await server.keyWith('users:read', 'groups:read');
    expect(refusal(await server.call(QUERY, { filter: { groupId: 'staff' } }, both))).toBeUndefined();
  });
});
