import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { systemCaller } from '../../../src/admin/caller-authentication.js';
import { issueEnrolmentLink } from '../../../src/admin/users/enrolment-link-issue.js';
import type { User } from '../../../src/model/people/user.js';
import { openStore } from '../../../src/storage/open-store.js';
import { recoveryCodeHash } from '../../../src/webauthn/enrolment/recovery-codes.js';
import { type Administration, openAdministration } from '../../support/administration.js';
import { basicHeader, codeFor, codeForm, requestToken } from '../../support/authorization.js';
import { ceremonyErrorOf, register } from '../../support/ceremonies.js';
import { makeClient, makeUser, signInAs } from '../../support/fixtures.js';
import { softwareAuthenticator } from '../../support/software-authenticator.js';
import { describeOnEachDatabase, type TestDatabase } from '../../support/stores.js';

const RESOURCE = 'http://localhost:3000/graphql';

describeOnEachDatabase('An enrolment link', (makeDatabase) => {
  let database: TestDatabase;
  let server: Administration;
  let user: User;

  beforeEach(async () => {
    database = await makeDatabase();
    server = await openAdministration({ store: await openStore(database.config) });
    user = await makeUser(server.deps);
  });

  afterEach(async () => {
    await server.close();
    await database.drop();
  });

  const mutate = async (field: string, input: object, selection: string, by?: string) => {
    const answer = await server.mutate(field, input, selection, by);
    expect(answer.errors).toEqual([]);
    return answer.data[field];
  };
  const newLink = async (by: string, of = user): Promise<string> => {
    const input = { userId: of.id, lifetime: 604_800 };
    const { enrolmentLink } = await mutate('createEnrolmentLink', input, 'enrolmentLink { url }', by);
    return enrolmentLink.url.split('/').at(-1);
  };
  const linkOf = async (of: User): Promise<string | undefined> =>
    (await issueEnrolmentLink(server.deps, systemCaller, of)).url.split('/').at(-1);
  const use = (enrolment: string | undefined) =>
    register(server.deps, softwareAuthenticator(), { request: { enrolment } });
  const reasonOf = async (enrolment: string | undefined) => (await ceremonyErrorOf(use(enrolment))).reason;
  const pending = async (of = user): Promise<number> => {
    const { data } = await server.call(`{ user(id: "${of.id}") { enrolmentLinks { id } } }`);
    return data.user.enrolmentLinks.length;
  };

  it('becomes invalid when another link of the user is used', async () => {
    const [older, used, newer] = [await linkOf(user), await linkOf(user), await linkOf(user)];
    expect(await pending()).toBe(3);
    await use(used);
    expect(await pending()).toBe(0);
    expect([await reasonOf(older), await reasonOf(newer)]).toEqual(['user has changed', 'user has changed']);
  });

  it('is the only one that works if two links of the user are used at the same time', async () => {
    const results = await Promise.allSettled([await linkOf(user), await linkOf(user)].map(use));
    expect(results.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    const added = (await server.deps.store.users.find(user.id))?.passkeyIds.filter(
      (id) => !user.passkeyIds.includes(id),
    );
    expect(added).toHaveLength(1);
  });

  it('becomes invalid when the user recovers the account', async () => {
    const link = await linkOf(user);
    const recoveryCodeHashes = [recoveryCodeHash(user.id, 'ABCD-EFGH')];
    await server.deps.store.users.update(user, { recoveryCodeHashes });
    const request = { username: user.username, recoveryCode: 'ABCD-EFGH' };
    await register(server.deps, softwareAuthenticator(), { request });
    expect(await pending()).toBe(0);
    expect(await reasonOf(link)).toBe('user has changed');
  });

  /** Checks that the change makes a link invalid, also one whose ceremony has begun. */
  async function isVoidedBy(link: string, change: () => Promise<unknown>, of = user) {
    expect(await pending(of)).toBe(1);
    await change();
    expect(await pending(of)).toBe(0);
    expect(await reasonOf(link)).toBe('maker of the link');
  }

  it('of an API key becomes invalid when the key is deleted, even if another key gets its id', async () => {
    const input = { id: 'hr', name: 'HR', permissions: ['users:write'] };
    const { key } = await mutate('createApiKey', input, 'key');
    const link = await newLink(key);
    await isVoidedBy(link, () => mutate('deleteApiKey', { id: 'hr' }, 'deleted'));
    await mutate('createApiKey', input, 'key');
    expect(await reasonOf(link)).toBe('maker of the link');
  });

  it('of an API key becomes invalid when the key expires', async () => {
    const input = { name: 'HR', permissions: ['users:write'], expiresIn: 60 };
    const link = await newLink((await mutate('createApiKey', input, 'key')).key);
    await isVoidedBy(link, async () => server.clock.advance(60));
  });

  /** An administrator with an access token, which is valid for 300 seconds. */
  async function administrator() {
    const { deps } = server;
    const issuer = await deps.store.issuers.find('default');
    if (issuer === undefined) throw new Error('no issuer');
    const maker = await makeUser(deps, { adminRole: 'ADMIN', passkeyIds: ['passkey'] });
    const { client, secret } = await makeClient(deps, issuer, { scopes: ['openid', 'users:write', 'clients:write'] });
    const { cookie } = await signInAs(deps, maker);
    const scope = 'users:write clients:write';
    const code = await codeFor(deps, issuer, client, cookie, { scope, resource: RESOURCE });
    const form = { ...codeForm(client, code), resource: RESOURCE };
    const { access_token } = await requestToken(deps, issuer, form, basicHeader(client, secret));
    return { maker, client, token: String(access_token) };
  }

  it('of an administrator outlasts the access token with which it was made', async () => {
    const { token } = await administrator();
    const link = await newLink(token);
    server.clock.advance(86_400);
    await use(link);
  });

  it.each(['is disabled', 'is deleted', 'loses the role', 'recovers the account'] as const)(
    'of an administrator becomes invalid when the administrator %s',
    async (what) => {
      const { maker, token } = await administrator();
      const link = await newLink(token);
      const changes = {
        'is disabled': () => mutate('setUserEnabled', { id: maker.id, enabled: false }, 'user { id }'),
        'is deleted': () => mutate('deleteUser', { id: maker.id }, 'deleted'),
        'loses the role': () => mutate('updateUser', { id: maker.id, adminRole: 'AUDITOR' }, 'user { id }'),
        'recovers the account': async () => use(await linkOf(maker)),
      };
      await isVoidedBy(link, changes[what]);
      if (what !== 'is disabled') return;
      await mutate('setUserEnabled', { id: maker.id, enabled: true }, 'user { id }');
      expect(await reasonOf(link)).toBe('maker of the link');
    },
  );

  it('stays valid if its maker gets another role that allows it', async () => {
    const { maker, token } = await administrator();
    const link = await newLink(token);
    await mutate('updateUser', { id: maker.id, adminRole: 'USER_MANAGER' }, 'user { id }');
    expect(await pending()).toBe(1);
    await use(link);
  });

  it('for an administrator becomes invalid when its maker loses a permission of that administrator', async () => {
    const other = await makeUser(server.deps, { adminRole: 'USER_MANAGER' });
    const { deps } = server;
    const scopes = ['users:write', 'groups:write', 'permissions:write', 'sessions:write', 'tokens:write'];
    const issuer = await deps.store.issuers.find('default');
    if (issuer === undefined) throw new Error('no issuer');
    const { client, secret } = await makeClient(deps, issuer, { grant_types: ['client_credentials'], scopes });
    const form = { grant_type: 'client_credentials', scope: scopes.join(' '), resource: RESOURCE };
    const { access_token } = await requestToken(deps, issuer, form, basicHeader(client, secret));
    const [link, plain] = [await newLink(String(access_token), other), await newLink(String(access_token))];
    const change = () => mutate('updateClient', { id: client.id, scopes: ['users:write'] }, 'client { id }');
    await isVoidedBy(link, change, other);
    await isVoidedBy(plain, () => mutate('updateClient', { id: client.id, scopes: [] }, 'client { id }'));
  });
});
