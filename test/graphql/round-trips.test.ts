import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { systemCaller } from '../../src/admin/authenticate-caller.js';
import { createGroup } from '../../src/admin/change-groups.js';
import { createIssuer } from '../../src/admin/change-issuers.js';
import { grantPermission } from '../../src/admin/change-permissions.js';
import { ensureDefaultIssuer } from '../../src/admin/default-issuer.js';
import { createEnrolmentLink } from '../../src/admin/enrolment-links.js';
import { openStore } from '../../src/storage/open-store.js';
import { aConsent } from '../storage/records.js';
import { type Administration, openAdministration } from '../support/administration.js';
import { makeClient, makeUser, signInAs } from '../support/fixtures.js';

const statements: string[] = [];
let server: Administration;
beforeAll(async () => {
  const config = { kind: 'sqlite', path: ':memory:' } as const;
  const store = await openStore(config, { onStatement: ({ text }) => statements.push(text) });
  server = await openAdministration({ store });
  const { deps } = server;
  const issuer = await ensureDefaultIssuer(deps);
  for (let index = 0; index < 12; index += 1) {
    const user = await makeUser(deps);
    const { client } = await makeClient(deps, issuer);
    await grantPermission(deps, systemCaller, { clientId: client.id, userId: user.id });
    await signInAs(deps, user);
    const group = await createGroup(deps, systemCaller, { name: `Group ${index}`, memberIds: [user.id] });
    await grantPermission(deps, systemCaller, { clientId: client.id, groupId: group.id });
    await createEnrolmentLink(deps, systemCaller, { userId: user.id });
    await createIssuer(deps, systemCaller, { slug: `issuer-${index}` });
    await deps.store.consents.insert(aConsent(user, client));
  }
});
afterAll(() => server.close());

/** How many statements a query takes, that of the caller's key aside. */
const cost = async (query: string): Promise<number> => {
  statements.length = 0;
  const { errors } = await server.call(query);
  expect(errors).toEqual([]);
  return statements.length;
};

describe('what one noun refers to is read once for a whole list', () => {
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
    ['the keys of issuers', '{ issuers(first: N) { edges { node { id signingKeys { kid } } } } }'],
  ])('%s', async (_, query) => {
    const [few, many] = [await cost(query.replace('N', '2')), await cost(query.replace('N', '10'))];
    expect(few).toBeGreaterThan(0);
    expect(many).toBe(few);
  });

  it('nothing is counted unless it is asked for', async () => {
    await cost('{ users { edges { node { id } } } clients { edges { node { id } } } }');
    expect(statements.filter((text) => /count\(/i.test(text))).toEqual([]);
    await cost('{ users { totalCount } }');
    expect(statements.filter((text) => /count\(/i.test(text))).toHaveLength(1);
  });
});
