import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { createOwnApiKey } from '../../../src/account/own-api-keys.js';
import { systemCaller } from '../../../src/admin/caller-authentication.js';
import { issueEnrolmentLink } from '../../../src/admin/users/enrolment-link-issue.js';
import type { Client } from '../../../src/model/clients/client.js';
import type { AdminRole } from '../../../src/model/people/user.js';
import { openStore } from '../../../src/storage/open-store.js';
import { recoveryCodeHash } from '../../../src/webauthn/enrolment/recovery-codes.js';
import { type Administration, openAdministration, refusal } from '../../support/administration.js';
import { basicHeader, codeFor, codeForm, requestToken } from '../../support/authorization.js';
import { register } from '../../support/ceremonies.js';
import { makeClient, makeUser, signInAs } from '../../support/fixtures.js';
import { enrolUser } from '../../support/own-account.js';
import { softwareAuthenticator } from '../../support/software-authenticator.js';
import { describeOnEachDatabase, type TestDatabase } from '../../support/stores.js';

const RESOURCE = 'http://localhost:3000/graphql';

describeOnEachDatabase('An API key', (makeDatabase) => {
  let database: TestDatabase;
  let server: Administration;

  beforeEach(async () => {
    database = await makeDatabase();
    server = await openAdministration({ store: await openStore(database.config) });
  });

  afterEach(async () => {
    await server.close();
    await database.drop();
  });

  const create = async (by: string | undefined, input: object = {}) => {
    const answer = await server.mutate(
      'createApiKey',
      { name: 'Key', permissions: ['users:read'], ...input },
      'key apiKey { id expiresAt }',
      by,
    );
    expect(answer.errors).toEqual([]);
    return answer.data.createApiKey as { key: string; apiKey: { id: string; expiresAt: string | null } };
  };
  const held = async (key: string) => {
    const answer = await server.call('{ viewer { permissions } }', {}, key);
    return answer.data?.viewer.permissions ?? refusal(answer);
  };
  const mutate = async (field: string, input: object, selection: string) => {
    expect((await server.mutate(field, input, selection)).errors).toEqual([]);
  };

  /** An owner with an access token of a client, for 300 seconds. */
  async function ownerWithToken(scopes = ['users:read', 'users:write', 'apiKeys:write']) {
    const { deps } = server;
    const issuer = await deps.store.issuers.find('default');
    if (issuer === undefined) throw new Error('no issuer');
    const user = await makeUser(deps, { adminRole: 'OWNER', passkeyIds: ['passkey'] });
    const owners = await deps.store.owners.find('owners');
    if (owners === undefined) throw new Error('no owners');
    await deps.store.owners.update(owners, { userIds: [...owners.userIds, user.id] });
    const { client, secret } = await makeClient(deps, issuer, { scopes: ['openid', ...scopes] });
    const { cookie } = await signInAs(deps, user);
    const code = await codeFor(deps, issuer, client, cookie, { scope: scopes.join(' '), resource: RESOURCE });
    const form = { ...codeForm(client, code), resource: RESOURCE };
    const { access_token } = await requestToken(deps, issuer, form, basicHeader(client, secret));
    const { items } = await deps.store.grants.page({ first: 1 }, { userId: user.id });
    const grant = items[0]?.record;
    if (grant === undefined) throw new Error('no grant');
    return { user, client, grant, token: String(access_token) };
  }
  const changeClient = (client: Client, input: object) =>
    mutate('updateClient', { id: client.id, ...input }, 'client { id }');

  it('that was made with an access token of a user expires with the grant of the token', async () => {
    const { grant, token } = await ownerWithToken();
    const { key, apiKey } = await create(token);
    expect(apiKey.expiresAt).toBe(grant.expiresAt.toISOString());
    expect((await create(token, { expiresIn: 86_400 })).apiKey.expiresAt).toBe(grant.expiresAt.toISOString());
    expect(await held(key)).toEqual(['users:read']);
    server.clock.set(grant.expiresAt);
    expect(await held(key)).toBe('UNAUTHENTICATED');
  });

  it('that was made with an access token of a user stops with the grant of the token', async () => {
    const { grant, token } = await ownerWithToken();
    const { key } = await create(token);
    await mutate('revokeGrant', { id: grant.id }, 'deleted');
    expect(await held(key)).toBe('UNAUTHENTICATED');
  });

  it('that was made with an access token of a user has no permission that the client lost', async () => {
    const { client, token } = await ownerWithToken();
    const { key } = await create(token, { permissions: ['users:write', 'apiKeys:write'] });
    const child = await create(key, { permissions: ['users:write'] });
    await changeClient(client, { scopes: ['openid', 'users:read'] });
    expect([await held(key), await held(child.key)]).toEqual([['users:read'], ['users:read']]);
    await changeClient(client, { scopes: ['openid'] });
    expect([await held(key), await held(child.key)]).toEqual([[], []]);
  });

  it.each<readonly [string, (client: Client) => Promise<void>]>([
    ['is deleted', ({ id }) => mutate('deleteClient', { id }, 'deleted')],
    ['is disabled', (client) => changeClient(client, { enabled: false })],
  ])('that was made with an access token of a user stops when the client %s', async (_, end) => {
    const { client, token } = await ownerWithToken();
    const { key } = await create(token);
    await end(client);
    expect(await held(key)).toBe('UNAUTHENTICATED');
  });

  it('stops with the key that made it, even if another key gets its id', async () => {
    const permissions = ['users:read', 'apiKeys:write'];
    const parent = await create(undefined, { id: 'parent', permissions });
    const child = await create(parent.key, { permissions });
    const grandchild = await create(child.key);
    expect(await held(grandchild.key)).toEqual(['users:read']);
    await mutate('deleteApiKey', { id: 'parent' }, 'deleted');
    expect([await held(child.key), await held(grandchild.key)]).toEqual(['UNAUTHENTICATED', 'UNAUTHENTICATED']);
    await create(undefined, { id: 'parent', permissions: ['*'] });
    expect([await held(child.key), await held(grandchild.key)]).toEqual(['UNAUTHENTICATED', 'UNAUTHENTICATED']);
  });

  it('is refused when it would be the sixth in a row of keys that made each other', async () => {
    const permissions = ['users:read', 'apiKeys:write'];
    let { key } = await create(undefined, { permissions });
    for (let depth = 1; depth < 5; depth += 1) key = (await create(key, { permissions })).key;
    expect(await held(key)).toEqual(permissions);
    const sixth = await server.mutate('createApiKey', { name: 'Sixth', permissions }, 'key', key);
    expect(refusal(sixth)).toBe('CONFLICT');
  });

  it('that a client made stays invalid when the client is disabled and enabled again', async () => {
    const { deps } = server;
    const issuer = await deps.store.issuers.find('default');
    if (issuer === undefined) throw new Error('no issuer');
    const scopes = ['users:read', 'apiKeys:write'];
    const { client, secret } = await makeClient(deps, issuer, { grant_types: ['client_credentials'], scopes });
    const form = { grant_type: 'client_credentials', scope: scopes.join(' '), resource: RESOURCE };
    const { access_token } = await requestToken(deps, issuer, form, basicHeader(client, secret));
    const { key } = await create(String(access_token));
    expect(await held(key)).toEqual(['users:read']);
    await changeClient(client, { enabled: false });
    await changeClient(client, { enabled: true });
    expect(await held(key)).toBe('UNAUTHENTICATED');
  });

  /** An administrator with an API key from the account page. */
  async function ownKey(adminRole: AdminRole = 'ADMIN') {
    const enrolled = await enrolUser(server.deps, { adminRole });
    const input = { name: 'Laptop', permissions: ['users:read'] };
    const { key } = await createOwnApiKey(server.deps, await enrolled.active(), input, {});
    expect(await held(key)).toEqual(['users:read']);
    return { enrolled, user: enrolled.registered.user, key };
  }

  it('of a user can do nothing without the role, and what the role allows when it is given back', async () => {
    const { user, key } = await ownKey();
    const setRole = (adminRole: AdminRole | null) => mutate('updateUser', { id: user.id, adminRole }, 'user { id }');
    await setRole(null);
    expect(await held(key)).toEqual([]);
    await setRole('AUDITOR');
    expect(await held(key)).toEqual(['users:read']);
  });

  it('of a user stays invalid when the user is disabled and enabled again', async () => {
    const { user, key } = await ownKey();
    await mutate('setUserEnabled', { id: user.id, enabled: false }, 'user { id }');
    expect(await held(key)).toBe('UNAUTHENTICATED');
    await mutate('setUserEnabled', { id: user.id, enabled: true }, 'user { id }');
    expect(await held(key)).toBe('UNAUTHENTICATED');
  });

  it('of a user stops when the user recovers the account', async () => {
    const { enrolled, user, key } = await ownKey();
    const hash = recoveryCodeHash(user.id, 'ABCD-EFGH');
    await server.deps.store.users.update(await enrolled.user(), { recoveryCodeHashes: [hash] });
    const request = { username: user.username, recoveryCode: 'ABCD-EFGH' };
    await register(server.deps, softwareAuthenticator(), { request });
    expect(await held(key)).toBe('UNAUTHENTICATED');
  });

  it('of a user stops when the user registers a passkey with an enrolment link', async () => {
    const { enrolled, key } = await ownKey();
    const { url } = await issueEnrolmentLink(server.deps, systemCaller, await enrolled.user());
    expect(await held(key)).toEqual(['users:read']);
    await register(server.deps, softwareAuthenticator(), { request: { enrolment: url.split('/').at(-1) } });
    expect(await held(key)).toBe('UNAUTHENTICATED');
  });
});
