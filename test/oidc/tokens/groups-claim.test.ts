import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { decodeJwt } from 'jose';
import { makeMembership } from '../../../src/access/administration/make-membership.js';
import { basicLogin } from '../../../src/basic/basic-login.js';
import type { Client } from '../../../src/model/clients/client.js';
import type { Issuer } from '../../../src/model/clients/issuer.js';
import type { Deps } from '../../../src/model/deps.js';
import type { JsonObject } from '../../../src/model/json.js';
import { type Group, membershipKey } from '../../../src/model/people/group.js';
import type { User } from '../../../src/model/people/user.js';
import { discoveryDocument } from '../../../src/oidc/metadata/discovery.js';
import { introspect } from '../../../src/oidc/protected-resource/introspection.js';
import { userinfo } from '../../../src/oidc/protected-resource/userinfo.js';
import {
  answeredParameters,
  basicHeader,
  browserWith,
  codeFor,
  codeForm,
  type Query,
  requestToken,
} from '../../support/authorization.js';
import { makeClient, makeGroup, makeUser, permitGroup, signInAs } from '../../support/fixtures.js';
import { openWorld } from '../../support/world.js';

const SCOPES = ['openid', 'groups', 'offline_access'];
const EXCHANGE = 'urn:ietf:params:oauth:grant-type:token-exchange';
const ACCESS_TOKEN = 'urn:ietf:params:oauth:token-type:access_token';

type Credentials = { readonly client: Client; readonly secret: string };

let deps: Deps;
let issuer: Issuer;
let user: User;
let cookie: string;
let staff: Group;
let cooks: Group;

beforeAll(async () => {
  ({ deps, issuer } = await openWorld());
  user = await makeUser(deps);
  staff = await makeGroup(deps, 'Staff', [user]);
  cooks = await makeGroup(deps, 'Cooks', [user]);
  await makeGroup(deps, 'Others', [await makeUser(deps)]);
  ({ cookie } = await signInAs(deps, user));
});
afterAll(() => deps.store.close());

function app(changes: Partial<Client> = {}): Promise<Credentials> {
  return makeClient(deps, issuer, { scopes: SCOPES, ...changes });
}

async function tokens(
  { client, secret }: Credentials,
  changes: Query = {},
  session = cookie,
): Promise<Record<string, string>> {
  const code = await codeFor(deps, issuer, client, session, { scope: SCOPES.join(' '), ...changes });
  const answer = await requestToken(deps, issuer, codeForm(client, code), basicHeader(client, secret));
  return answer as Record<string, string>;
}

async function idToken(by: Credentials, changes: Query = {}, session = cookie) {
  return decodeJwt((await tokens(by, changes, session)).id_token ?? '');
}

async function atUserinfo(accessToken: unknown): Promise<JsonObject> {
  const answer = await userinfo(deps, issuer, { authorization: `Bearer ${accessToken}`, parameters: [] });
  return answer.kind === 'json' ? answer.claims : {};
}

async function introspected(by: Credentials, token: unknown): Promise<JsonObject> {
  const authorization = basicHeader(by.client, by.secret);
  const parameters: [string, string][] = [['token', String(token)]];
  const answer = await introspect(deps, issuer, { parameters, authorization, caller: {}, accept: undefined });
  return answer.kind === 'json' ? answer.body : {};
}

function ids(...groups: Group[]): string[] {
  return groups.map(({ id }) => id).toSorted();
}

describe('The claim groups', () => {
  it('is in the ID token, at userinfo, in JWT access tokens and in introspection responses', async () => {
    const by = await app({ accessTokenFormat: 'JWT' });
    const { id_token = '', access_token = '' } = await tokens(by);
    const expected = { groups: ids(staff, cooks) };
    expect(decodeJwt(id_token)).toMatchObject(expected);
    expect(decodeJwt(access_token)).toMatchObject(expected);
    expect(await atUserinfo(access_token)).toMatchObject(expected);
    expect(await introspected(by, access_token)).toMatchObject({ active: true, ...expected });
  });

  it('is in the token of Basic', async () => {
    const { client } = await app({ integrations: ['BASIC'] });
    const parameters: [string, string][] = [['redirectUri', 'https://wiki.example/callback']];
    const answer = await basicLogin(deps, { clientId: client.id, parameters, ...browserWith(cookie) });
    expect(decodeJwt(answeredParameters(answer).token ?? '')).toMatchObject({ groups: ids(staff, cooks) });
  });

  it('needs its scope, and the client must be allowed to request the scope', async () => {
    expect(await idToken(await app(), { scope: 'openid' })).not.toHaveProperty('groups');
    expect(await idToken(await app({ scopes: ['openid'] }))).not.toHaveProperty('groups');
  });

  it('is an empty list for a user without groups, so that an application notices the loss of the last one', async () => {
    const { cookie: other } = await signInAs(deps, await makeUser(deps));
    expect(await idToken(await app(), {}, other)).toMatchObject({ groups: [] });
  });

  it('can be requested alone with the claims parameter', async () => {
    const claims = JSON.stringify({ id_token: { groups: null } });
    const by = await app({ claimsInIdToken: false });
    expect(await idToken(by)).not.toHaveProperty('groups');
    expect(await idToken(by, { scope: 'openid', claims })).toMatchObject({ groups: ids(staff, cooks) });
    expect(await idToken(await app({ scopes: ['openid'] }), { scope: 'openid', claims })).not.toHaveProperty('groups');
  });

  it('lists names if the client wants names', async () => {
    expect(await idToken(await app({ groupsClaimFormat: 'NAMES' }))).toMatchObject({ groups: ['Cooks', 'Staff'] });
  });

  it('lists only the permitted groups of a client for permitted users, unless the client says otherwise', async () => {
    const by = await app({ accessPolicy: 'PERMITTED_USERS' });
    await permitGroup(deps, by.client, staff);
    const { id_token = '', access_token = '' } = await tokens(by);
    expect(decodeJwt(id_token)).toMatchObject({ groups: [staff.id] });
    expect(await atUserinfo(access_token)).toMatchObject({ groups: [staff.id] });
    await deps.store.clients.update(by.client, { groupsClaimFilter: 'ALL' });
    expect(await idToken(by)).toMatchObject({ groups: ids(staff, cooks) });
    const open = await app({ groupsClaimFilter: 'PERMITTED' });
    expect(await idToken(open)).toMatchObject({ groups: [] });
    await permitGroup(deps, open.client, cooks);
    expect(await idToken(open)).toMatchObject({ groups: [cooks.id] });
  });

  it('is current at every refresh and at userinfo', async () => {
    const by = await app();
    const other = await makeUser(deps);
    const { cookie: session } = await signInAs(deps, other);
    const { refresh_token, access_token, id_token = '' } = await tokens(by, {}, session);
    expect(decodeJwt(id_token)).toMatchObject({ groups: [] });
    const membership = makeMembership(deps, staff, other.id);
    await deps.store.memberships.insert(membership);
    expect(await atUserinfo(access_token)).toMatchObject({ groups: [staff.id] });
    const form = { grant_type: 'refresh_token', refresh_token };
    const answer = await requestToken(deps, issuer, form, basicHeader(by.client, by.secret));
    expect(decodeJwt(String(answer.id_token))).toMatchObject({ groups: [staff.id] });
    await deps.store.memberships.delete(membership.id);
    expect(await atUserinfo(access_token)).toMatchObject({ groups: [] });
  });

  it('does not contain a group that was deleted and created again with the same id', async () => {
    const other = await makeUser(deps);
    const { cookie: session } = await signInAs(deps, other);
    const group = await makeGroup(deps, 'Guests', [other]);
    await deps.store.groups.delete(group.id);
    await deps.store.groups.insert({ ...group, generation: 'another', name: 'Administrators' });
    expect(await deps.store.memberships.findByKey(membershipKey(group, other.id))).toBeDefined();
    expect(await idToken(await app({ groupsClaimFormat: 'NAMES' }), {}, session)).toMatchObject({ groups: [] });
  });

  it('follows the settings of the client that a token exchange issues a token to', async () => {
    const audience = 'https://orders.example/';
    await deps.store.scopes.insert({ id: 'orders', version: 1, claims: [], resource: audience });
    const api = await app({
      grant_types: [EXCHANGE],
      audiences: [audience],
      scopes: [...SCOPES, 'orders'],
      accessTokenFormat: 'JWT',
      groupsClaimFilter: 'PERMITTED',
    });
    await permitGroup(deps, api.client, cooks);
    const by = await app({ scopes: [...SCOPES, 'orders'] });
    const { access_token: subject_token } = await tokens(by, { scope: [...SCOPES, 'orders'].join(' ') });
    const form = { grant_type: EXCHANGE, subject_token, subject_token_type: ACCESS_TOKEN };
    const answer = await requestToken(deps, issuer, form, basicHeader(api.client, api.secret));
    expect(decodeJwt(String(answer.access_token))).toMatchObject({ groups: [cooks.id] });
    expect(await atUserinfo(answer.access_token)).toMatchObject({ groups: [cooks.id] });
  });

  it('is left out of tokens with a warning if there are more than 200 groups, and complete at userinfo', async () => {
    const other = await makeUser(deps);
    const { cookie: session } = await signInAs(deps, other);
    for (let count = 0; count < 201; count += 1) await makeGroup(deps, `Group ${count}`, [other]);
    const warnings: object[] = [];
    const log = { ...deps.log, warn: (detail: object) => void warnings.push(detail) };
    const by = await app();
    const code = await codeFor(deps, issuer, by.client, session, { scope: SCOPES.join(' ') });
    const header = basicHeader(by.client, by.secret);
    const answer = await requestToken({ ...deps, log }, issuer, codeForm(by.client, code), header);
    expect(decodeJwt(String(answer.id_token))).not.toHaveProperty('groups');
    expect(warnings).toEqual([
      expect.objectContaining({ claim: 'groups', clientId: by.client.id, userId: other.id, place: 'ID_TOKEN' }),
    ]);
    expect((await atUserinfo(answer.access_token)).groups).toHaveLength(201);
  });

  it('is in the discovery document, with its scope', async () => {
    const { scopes_supported, claims_supported } = await discoveryDocument(deps, issuer);
    expect(scopes_supported).toContain('groups');
    expect(claims_supported).toContain('groups');
  });
});

describe('A scope groups that an older version stored', () => {
  it('keeps its meaning until it is deleted', async () => {
    const older = await openWorld();
    const owner = await makeUser(older.deps, { claims: { groups: ['written by hand'] } });
    await makeGroup(older.deps, 'Staff', [owner]);
    await older.deps.store.scopes.insert({ id: 'groups', version: 1, claims: ['groups'] });
    const { client, secret } = await makeClient(older.deps, older.issuer, {
      scopes: SCOPES,
      groupsClaimFormat: 'NAMES',
    });
    const { cookie: session } = await signInAs(older.deps, owner);
    const read = async () => {
      const code = await codeFor(older.deps, older.issuer, client, session, { scope: SCOPES.join(' ') });
      const answer = await requestToken(older.deps, older.issuer, codeForm(client, code), basicHeader(client, secret));
      return decodeJwt(String(answer.id_token)).groups;
    };
    expect(await read()).toEqual(['written by hand']);
    await older.deps.store.scopes.delete('groups');
    expect(await read()).toEqual(['Staff']);
    await older.deps.store.close();
  });
});
