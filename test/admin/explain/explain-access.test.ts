import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { decodeJwt } from 'jose';
import { systemCaller } from '../../../src/admin/caller-authentication.js';
import { explainAccess } from '../../../src/admin/explain/access-explain.js';
import { createGroup } from '../../../src/admin/groups/group-changes.js';
import { grantPermission } from '../../../src/admin/permissions/permission-changes.js';
import { assignRole, unassignRole } from '../../../src/admin/roles/role-assignments.js';
import { putRole } from '../../../src/admin/roles/role-changes.js';
import { basicTokenClaims } from '../../../src/basic/basic-token.js';
import type { Client } from '../../../src/model/clients/client.js';
import type { JsonObject } from '../../../src/model/json.js';
import type { User } from '../../../src/model/people/user.js';
import { introspect } from '../../../src/oidc/protected-resource/introspection.js';
import { userinfo } from '../../../src/oidc/protected-resource/userinfo.js';
import { basicHeader, codeFor, codeForm, requestToken } from '../../support/authorization.js';
import { makeClient, makeUser, permit, signInAs } from '../../support/fixtures.js';
import { openWorld, type World } from '../../support/world.js';

let world: World;
let user: User;
beforeAll(async () => {
  world = await openWorld();
  user = await makeUser(world.deps, { passkeyIds: ['passkey'], claims: { department: 'Engines' } });
  await world.deps.store.scopes.insert({ id: 'department', version: 1, claims: ['department'] });
  await world.deps.store.scopes.insert({ id: 'orders', version: 1, claims: [], resource: 'https://orders.example/' });
});
afterAll(() => world.deps.store.close());

const explain = (client: Client, input: { userId?: string; scope?: string; resource?: string[] } = {}) =>
  explainAccess(world.deps, systemCaller, { clientId: client.id, userId: user.id, ...input });
const application = async (changes: Partial<Client> = {}) => makeClient(world.deps, world.issuer, changes);

describe('explainAccess: who may sign in', () => {
  it('names the policy that lets everybody in', async () => {
    const { client } = await application();
    const { outcome, summary, rules, problems } = await explain(client);
    expect([outcome, problems]).toEqual(['ALLOWED', []]);
    expect(summary).toBe(`${user.username} can sign in to Wiki.`);
    expect(rules).toMatchObject([
      { kind: 'POLICY', applies: true, decides: true },
      { kind: 'USER_PERMISSION', applies: false, decides: false },
    ]);
  });

  it('says what to do if no passkey of the user is bound to one device', async () => {
    const { client } = await application({ requireDeviceBound: true, defaultAcr: 'phrh' });
    const { outcome, problems } = await explain(client);
    expect(outcome).toBe('REQUEST_REFUSED');
    const advice =
      'The user adds a security key at /account, or you set requireDeviceBound to false and defaultAcr to null with updateClient.';
    expect(problems).toMatchObject([{ code: 'REQUEST', advice }]);
  });

  it('says that no rule lets the user in, and which groups would', async () => {
    const { client } = await application({ accessPolicy: 'PERMITTED_USERS' });
    const { group } = { group: await createGroup(world.deps, systemCaller, { id: 'others', name: 'Others' }) };
    await grantPermission(world.deps, systemCaller, { clientId: client.id, groupId: group.id });
    const { outcome, rules, problems } = await explain(client);
    expect(outcome).toBe('NO_PERMISSION');
    expect(problems).toEqual([
      {
        code: 'NO_PERMISSION',
        description: expect.stringContaining('no permission for the client'),
        advice: expect.stringContaining('grantPermission'),
      },
    ]);
    expect(rules.filter(({ applies }) => applies)).toEqual([]);
    expect(rules.at(-1)).toMatchObject({ kind: 'GROUP_PERMISSION', groupId: 'others', applies: false });
  });

  it('names the permission of the user, or of the group, on which the sign-in rests', async () => {
    const { client } = await application({ accessPolicy: 'PERMITTED_USERS' });
    await createGroup(world.deps, systemCaller, { id: 'staff', name: 'Staff', memberIds: [user.id] });
    await grantPermission(world.deps, systemCaller, { clientId: client.id, groupId: 'staff' });
    const byGroup = await explain(client);
    expect(byGroup.outcome).toBe('ALLOWED');
    expect(byGroup.rules.filter(({ decides }) => decides)).toMatchObject([
      { kind: 'GROUP_PERMISSION', groupId: 'staff', text: expect.stringContaining('Staff') },
    ]);
    await permit(world.deps, client, user);
    const byUser = await explain(client);
    expect(byUser.rules.filter(({ decides }) => decides)).toMatchObject([{ kind: 'USER_PERMISSION' }]);
    expect(byUser.rules.filter(({ applies }) => applies)).toHaveLength(2);
  });

  it.each<[string, Partial<Client>, Partial<User>]>([
    ['CLIENT_DISABLED', { enabled: false }, {}],
    ['NO_SIGN_IN', { grant_types: ['client_credentials'] }, {}],
    ['USER_DISABLED', {}, { enabled: false }],
    ['NO_PASSKEY', {}, { passkeyIds: [] }],
  ])('says what keeps the user out: %s', async (code, changesOfClient, changesOfUser) => {
    const { client } = await application(changesOfClient);
    const other = await makeUser(world.deps, { passkeyIds: ['passkey'], ...changesOfUser });
    const { outcome, problems } = await explain(client, { userId: other.id });
    expect(outcome).toBe('CANNOT_SIGN_IN');
    expect(problems.map((problem) => problem.code)).toContain(code);
  });

  it('says whether the user has to consent', async () => {
    const { client } = await application({ consent: 'REMEMBERED' });
    expect((await explain(client)).outcome).toBe('CONSENT_REQUIRED');
  });
});

describe('explainAccess: scopes', () => {
  it('says why each scope falls away', async () => {
    const scopes = ['openid', 'email', 'offline_access', 'orders'];
    const { client } = await application({ scopes, grant_types: ['authorization_code'] });
    const { scopes: decided } = await explain(client, { scope: 'openid email phone unknown offline_access' });
    expect(decided.map(({ scope, granted, reason }) => [scope, granted, reason])).toEqual([
      ['openid', true, undefined],
      ['email', true, undefined],
      ['phone', false, 'NOT_ALLOWED'],
      ['unknown', false, 'UNKNOWN'],
      ['offline_access', false, 'NO_REFRESH_TOKENS'],
    ]);
    await world.deps.store.scopes.insert({ id: 'till', version: 1, claims: [], resource: 'https://till.example/' });
    const { client: both } = await application({ scopes: [...scopes, 'till'] });
    const narrowed = await explain(both, { scope: 'openid orders till', resource: ['https://till.example/'] });
    expect(narrowed.scopes.at(1)).toMatchObject({ scope: 'orders', reason: 'OTHER_RESOURCE' });
    expect(narrowed.resource).toEqual(['https://till.example/']);
  });

  it.each([
    [{ scope: 'phone' }, 'scope'],
    [{ scope: 'a"b' }, 'scope'],
    [{ resource: ['https://unknown.example/'] }, 'resource'],
  ])('refuses a request that no client could send: %j', async (input, field) => {
    const { client } = await application({ scopes: ['openid'] });
    await expect(explain(client, input)).rejects.toMatchObject({ code: 'INVALID_INPUT', field });
  });
});

describe('explainAccess: scopes that require a role', () => {
  it('says that the user lacks the role, and that nothing is left of a request', async () => {
    await world.deps.store.scopes.insert({ id: 'stock', version: 1, claims: [], requiresRole: true });
    const { client } = await application({ scopes: ['openid', 'stock'] });
    const without = await explain(client, { scope: 'openid stock' });
    expect([without.outcome, without.scopes]).toEqual([
      'ALLOWED',
      [
        expect.objectContaining({ scope: 'openid', granted: true }),
        { scope: 'stock', granted: false, reason: 'NO_ROLE', text: expect.stringContaining('assignRole') },
      ],
    ]);
    const nothing = await explain(client, { scope: 'stock' });
    expect([nothing.outcome, nothing.problems]).toEqual([
      'REQUEST_REFUSED',
      [expect.objectContaining({ code: 'REQUEST', description: expect.stringContaining('requires a role') })],
    ]);
    const role = await putRole(world.deps, systemCaller, { clientId: client.id, name: 'packer', scopes: ['stock'] });
    await assignRole(world.deps, systemCaller, { roleId: role.id, groupId: 'staff' });
    expect((await explain(client, { scope: 'stock' })).scopes).toMatchObject([{ scope: 'stock', granted: true }]);
  });
});

describe('explainAccess: previews of claims', () => {
  /** The claims of a real token that do not depend on the sign-in. */
  const lasting = (claims: JsonObject, atIssue: readonly string[]) =>
    Object.fromEntries(Object.entries(claims).filter(([name]) => !atIssue.includes(name)));

  it('are what the tokens of a real sign-in contain', async () => {
    const scopes = ['openid', 'profile', 'email', 'groups', 'department', 'orders'];
    const { client, secret } = await application({
      scopes,
      audiences: ['https://orders.example/'],
      accessTokenFormat: 'JWT',
      integrations: ['OIDC', 'BASIC'],
      groupsClaimFilter: 'ALL',
    });
    const { previews } = await explain(client);
    const { cookie, session } = await signInAs(world.deps, user);
    const code = await codeFor(world.deps, world.issuer, client, cookie, { scope: scopes.join(' '), nonce: 'n' });
    const answer = await requestToken(world.deps, world.issuer, codeForm(client, code), basicHeader(client, secret));
    const payload = (jwt: unknown) => JSON.parse(Buffer.from(String(jwt).split('.')[1] ?? '', 'base64url').toString());
    const asked = {
      authorization: `Bearer ${answer.access_token}`,
      parameters: [],
      method: 'GET',
      caller: {},
    } as never;
    const info = await userinfo(world.deps, world.issuer, asked);
    const introspection = await introspect(world.deps, world.issuer, {
      parameters: [['token', String(answer.access_token)]],
      authorization: basicHeader(client, secret),
      accept: undefined,
      caller: {},
    });
    const records = await world.deps.store.readSession(session.id, client);
    if (records?.user === undefined) throw new Error('there is no session');
    const active = { session, user: records.user, records };
    const redirectUri = client.redirect_uris[0] ?? '';
    const real: Record<string, JsonObject> = {
      ID_TOKEN: payload(answer.id_token),
      USERINFO: info.kind === 'json' ? info.claims : {},
      ACCESS_TOKEN: payload(answer.access_token),
      INTROSPECTION: introspection.kind === 'json' ? introspection.body : {},
      BASIC: await basicTokenClaims(world.deps, world.issuer, client, { ...active, redirectUri }),
    };
    expect(previews.map(({ place }) => place)).toEqual(Object.keys(real));
    for (const { place, claims, atIssue } of previews) {
      const made = real[place] ?? {};
      expect([place, claims]).toEqual([place, lasting(made, [...atIssue, 'nonce'])]);
      expect(Object.keys(made)).toEqual(expect.arrayContaining([...atIssue]));
    }
    expect(previews[0]?.claims).toMatchObject({ email: user.email, department: 'Engines', groups: ['staff'] });
  });

  it('have the roles and the audience that the tokens of a real sign-in have', async () => {
    const scopes = ['openid', 'orders', 'orders:write'];
    const requiresRole = { version: 1, claims: [], requiresRole: true };
    await world.deps.store.scopes.insert({ ...requiresRole, id: 'orders:write', resource: 'https://orders.example/' });
    const { client, secret } = await application({ scopes, accessTokenFormat: 'JWT' });
    const editor = await putRole(world.deps, systemCaller, { clientId: client.id, name: 'editor' });
    await assignRole(world.deps, systemCaller, { roleId: editor.id, userId: user.id });
    const tokensFor = async (scope: string) => {
      const { cookie } = await signInAs(world.deps, user);
      const code = await codeFor(world.deps, world.issuer, client, cookie, { scope });
      return requestToken(world.deps, world.issuer, codeForm(client, code), basicHeader(client, secret));
    };
    const compared = async (scope: string) => {
      const { previews } = await explain(client, { scope });
      const { id_token, access_token } = await tokensFor(scope);
      const real = { ID_TOKEN: decodeJwt(String(id_token)), ACCESS_TOKEN: decodeJwt(String(access_token)) };
      for (const [place, claims] of Object.entries(real)) {
        const preview = previews.find((one) => one.place === place);
        const atIssue = [...(preview?.atIssue ?? []), 'nonce'];
        expect([place, preview?.claims]).toEqual([place, lasting(claims as JsonObject, atIssue)]);
      }
      return real.ACCESS_TOKEN;
    };
    // Without the role, nothing remains for the API, so the access token is for the client, and has its roles.
    expect(await compared('openid orders:write')).toMatchObject({ aud: expect.any(String), roles: ['editor'] });
    const clerk = { resource: 'https://orders.example/', name: 'clerk', scopes: ['orders:write'] };
    const { id: roleId } = await putRole(world.deps, systemCaller, clerk);
    await assignRole(world.deps, systemCaller, { roleId, userId: user.id });
    const both = await compared('openid orders:write');
    expect([both.aud, both.roles]).toEqual([expect.any(Array), undefined]);
    await unassignRole(world.deps, systemCaller, { roleId, userId: user.id });
  });

  it('say why there is no such token', async () => {
    const { client } = await application({ scopes: ['openid', 'email'] });
    const { previews } = await explain(client, { scope: 'email' });
    expect(previews.map(({ place, claims, notes }) => [place, claims === undefined, notes[0] ?? ''])).toEqual([
      ['ID_TOKEN', true, 'The scope openid is not granted.'],
      ['USERINFO', true, 'The scope openid is not granted.'],
      ['ACCESS_TOKEN', true, expect.stringContaining('opaque')],
      ['INTROSPECTION', false, ''],
    ]);
  });
});

describe('explainAccess: forward auth', () => {
  it('shows the headers that the application would get', async () => {
    const forwardAuth = { hosts: ['app.example'], rules: [], userHeader: 'USERNAME' } as const;
    const { client } = await application({ integrations: ['FORWARD_AUTH'], forwardAuth, scopes: [] });
    const { outcome, previews } = await explain(client);
    expect(outcome).toBe('ALLOWED');
    expect(previews).toEqual([
      {
        place: 'FORWARD_AUTH',
        claims: expect.objectContaining({ 'Remote-User': user.username, 'Remote-Name': 'Ada Lovelace' }),
        atIssue: [],
        notes: [],
      },
    ]);
  });
});
