import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { systemCaller } from '../../src/admin/caller-authentication.js';
import { createGroup } from '../../src/admin/groups/group-changes.js';
import { createIssuer } from '../../src/admin/issuers/issuer-changes.js';
import { ensureDefaultIssuer } from '../../src/admin/issuers/issuer-default.js';
import { grantPermission } from '../../src/admin/permissions/permission-changes.js';
import { createEnrolmentLink } from '../../src/admin/users/enrolment-links.js';
import { secondsAfter } from '../../src/model/time.js';
import { openStore } from '../../src/storage/open-store.js';
import { aConsent, aGrant, anApiKey, anInvitation, aUser } from '../storage/records.js';
import { type Administration, openAdministration } from '../support/administration.js';
import { makeClient, makeUser, signInAs } from '../support/fixtures.js';

const statements: string[] = [];
let server: Administration;
beforeAll(async () => {
  const config = { kind: 'sqlite', path: ':memory:' } as const;
  const store = await openStore(config, { onStatement: ({ text }) => statements.push(text) });
  server = await openAdministration({ store });
  const { deps } = server;
  await ensureDefaultIssuer(deps);
  for (let index = 0; index < 12; index += 1) {
    const user = await makeUser(deps);
    const issuer = await createIssuer(deps, systemCaller, { slug: `issuer-${index}` });
    const { client } = await makeClient(deps, issuer);
    await grantPermission(deps, systemCaller, { clientId: client.id, userId: user.id });
    await signInAs(deps, user);
    const group = await createGroup(deps, systemCaller, { name: `Group ${index}`, memberIds: [user.id] });
    await grantPermission(deps, systemCaller, { clientId: client.id, groupId: group.id });
    await createEnrolmentLink(deps, systemCaller, { userId: user.id });
    await deps.store.consents.insert(aConsent(user, client));
    const parent = anApiKey({ userId: user.id });
    const maker = { userId: user.id, makerKeyId: parent.id, makerKeyOrder: parent.order };
    const invitation = anInvitation({ maker, keptUntil: secondsAfter(deps.clock.now(), 3600) });
    await deps.store.apiKeys.insert(parent);
    await deps.store.apiKeys.insert(anApiKey(maker));
    await deps.store.invitations.insert(invitation);
    await deps.store.users.insert(
      aUser({ enabled: false, awaitsApproval: true, awaitsGroups: true, invitationId: invitation.id }),
    );
    await deps.store.grants.insert(aGrant(user, client, { expiresAt: secondsAfter(deps.clock.now(), 3600) }));
  }
  while (!(await deps.store.auditEvents.countEvents(20)));
});
afterAll(() => server.close());

/** The number of statements of a query for the first entries of a list. */
async function costOfFirst(query: string, first: number): Promise<number> {
  const [list] = Object.values(await run(query.replace('N', String(first)))) as { readonly edges: object[] }[];
  expect(list?.edges).toHaveLength(first);
  return statements.length;
}

/** Runs a query with empty caches. */
async function run(query: string): Promise<object> {
  server.clock.advance(3);
  statements.length = 0;
  const { data, errors } = await server.call(query);
  expect(errors).toEqual([]);
  return data;
}

describe('Statements do not grow with the length of the list', () => {
  it.each([
    ['the users of sessions', '{ sessions(first: N) { edges { node { id user { username } } } } }'],
    ['the issuers of clients', '{ clients(first: N) { edges { node { id issuer { url } } } } }'],
    ['the passkeys of users', '{ users(first: N) { edges { node { id passkeys { id } } } } }'],
    [
      'the clients and users of grants',
      '{ grants(first: N) { edges { node { id client { name } user { username } } } } }',
    ],
    ['the groups of users', '{ users(first: N) { edges { node { id groups { edges { node { id } } } } } } }'],
    ['the sessions of users', '{ users(first: N) { edges { node { id sessions { edges { node { id } } } } } } }'],
    [
      'the permissions of users, and how many',
      '{ users(first: N) { edges { node { id permissions { totalCount edges { node { client { id } } } } } } } }',
    ],
    ['the consents of users', '{ users(first: N) { edges { node { id consents { edges { node { clientId } } } } } } }'],
    ['the enrolment links of users', '{ users(first: N) { edges { node { id enrolmentLinks { id } } } } }'],
    [
      'the permissions of clients',
      '{ clients(first: N) { edges { node { id permissions { edges { node { user { id } } } } } } } }',
    ],
    [
      'the members of groups, and how many',
      '{ groups(first: N) { edges { node { id members { totalCount edges { node { id } } } } } } }',
    ],
    [
      'the clients of issuers',
      '{ issuers(first: N) { edges { node { id clients { totalCount edges { node { id } } } } } } }',
    ],
    [
      'the users of members of groups, and their groups',
      '{ groups(first: N) { edges { node { id members(first: 2) { edges { node { groups(first: 2) { edges { node { name } } } } } } } } } }',
    ],
    [
      'the issuers of clients of permissions of users',
      '{ users(first: N) { edges { node { permissions(first: 2) { edges { node { client { issuer { url } } } } } } } } }',
    ],
    [
      'the permissions of clients of issuers, with user and group',
      '{ issuers(first: N) { edges { node { clients(first: 2) { edges { node { permissions(first: 2) { edges { node { user { username } group { name } } } } } } } } } } }',
    ],
    [
      'the clients of permissions of groups of users, and how many',
      '{ users(first: N) { edges { node { groups(first: 2) { edges { node { permissions(first: 2) { totalCount edges { node { client { name } } } } } } } } } } }',
    ],
    [
      'the passkeys and sessions of users of sessions, and how many',
      '{ sessions(first: N) { edges { node { user { passkeys { id } sessions(first: 2) { totalCount edges { node { id } } } } } } } }',
    ],
    [
      'the clients of consents of users of grants',
      '{ grants(first: N) { edges { node { user { consents(first: 2) { totalCount edges { node { client { name secrets { id } } } } } } client { issuer { signingKeys { kid } } } } } } }',
    ],
    [
      'the enrolment links of users of groups',
      '{ groups(first: N) { edges { node { members(first: 2) { edges { node { enrolmentLinks { id } } } } } } } }',
    ],
    [
      'the actors, users, clients, sessions and records of audit events',
      '{ auditEvents(first: N, filter: { resource: "group" }) { edges { node { actor { __typename } user { username } client { name } session { id } record { ... on Group { name } } } } } }',
    ],
    ['the health of clients', '{ clients(first: N) { edges { node { health { lastSignInAt signIns } } } } }'],
    ['the clients of sessions', '{ sessions(first: N) { edges { node { clients { name } } } } }'],
    [
      'the makers and owners of API keys',
      '{ apiKeys(first: N) { edges { node { owner { id } maker { user { id } apiKey { id } } } } } }',
    ],
    [
      'the makers of the invitations of users who wait for approval',
      '{ usersToApprove(first: N) { edges { node { invitation { maker { user { username } client { name } apiKey { name } } } } } } }',
    ],
    ['the keys of issuers', '{ issuers(first: N) { edges { node { id signingKeys { kid } } } } }'],
  ])('for %s', async (_, query) => {
    const [few, many] = [await costOfFirst(query, 2), await costOfFirst(query, 10)];
    expect(few).toBeGreaterThan(0);
    expect(many).toBe(few);
  });

  it('and totals are counted only if they are requested', async () => {
    await run('{ users { edges { node { id } } } clients { edges { node { id } } } }');
    expect(statements.filter((text) => /count\(/i.test(text))).toEqual([]);
    await run('{ users { totalCount } }');
    expect(statements.filter((text) => /count\(/i.test(text))).toHaveLength(1);
  });
});
