import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { systemCaller } from '../../src/admin/authenticate-caller.js';
import { grantPermission } from '../../src/admin/change-permissions.js';
import { ensureDefaultIssuer } from '../../src/admin/default-issuer.js';
import { openStore } from '../../src/storage/open-store.js';
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
