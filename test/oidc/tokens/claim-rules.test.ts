import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { decodeJwt } from 'jose';
import { systemCaller } from '../../../src/admin/caller-authentication.js';
import { explainAccess } from '../../../src/admin/explain/access-explain.js';
import type { Client } from '../../../src/model/clients/client.js';
import type { Issuer } from '../../../src/model/clients/issuer.js';
import type { Deps } from '../../../src/model/deps.js';
import type { JsonObject } from '../../../src/model/json.js';
import type { Group } from '../../../src/model/people/group.js';
import { introspect } from '../../../src/oidc/protected-resource/introspection.js';
import { userinfo } from '../../../src/oidc/protected-resource/userinfo.js';
import { basicHeader, codeFor, codeForm, requestToken } from '../../support/authorization.js';
import { makeClient, makeGroup, makeUser, signInAs } from '../../support/fixtures.js';
import { openWorld } from '../../support/world.js';

const SCOPES = ['openid', 'profile', 'email', 'groups'];

let deps: Deps;
let issuer: Issuer;
let userId: string;
let cookie: string;
let staff: Group;
/** The details of the warnings in the log. */
let warnings: JsonObject[] = [];

beforeAll(async () => {
  const ignore = () => undefined;
  const warn = (detail: object) => warnings.push(detail as JsonObject);
  ({ deps, issuer } = await openWorld({ log: { debug: ignore, info: ignore, warn, error: ignore } }));
  const user = await makeUser(deps, { username: 'Ada', usernameKey: 'ada' });
  userId = user.id;
  staff = await makeGroup(deps, 'Staff', [user]);
  ({ cookie } = await signInAs(deps, user));
});
afterAll(() => deps.store.close());
beforeEach(() => {
  warnings = [];
});

/** The claims about the user in each place, for a client with these rules. */
async function claimsWith(rules: Readonly<Record<string, string>>, changes: Partial<Client> = {}, scopes = SCOPES) {
  const claimRules = Object.entries(rules).map(([claim, expression]) => ({ claim, expression }));
  const settings = { scopes: SCOPES, accessTokenFormat: 'JWT', claimRules, ...changes } as const;
  const { client, secret } = await makeClient(deps, issuer, settings);
  const code = await codeFor(deps, issuer, client, cookie, { scope: scopes.join(' ') });
  const authorization = basicHeader(client, secret);
  const answer = await requestToken(deps, issuer, codeForm(client, code), authorization);
  const { id_token, access_token } = answer as Record<'id_token' | 'access_token', string>;
  const atUserinfo = await userinfo(deps, issuer, { authorization: `Bearer ${access_token}`, parameters: [] });
  const parameters: [string, string][] = [['token', access_token]];
  const introspected = await introspect(deps, issuer, { parameters, authorization, caller: {}, accept: undefined });
  return {
    idToken: decodeJwt(id_token) as JsonObject,
    accessToken: decodeJwt(access_token) as JsonObject,
    userinfo: atUserinfo.kind === 'json' ? atUserinfo.claims : {},
    introspection: introspected.kind === 'json' ? introspected.body : {},
  };
}

describe('Claim rules', () => {
  it('add a claim to every token and response', async () => {
    const claims = await claimsWith({ role: `"${staff.id}" in groups ? "Admin" : "Viewer"` });
    for (const place of Object.values(claims)) expect(place).toMatchObject({ role: 'Admin' });
  });

  it('replace a claim in the places in which it is, and only if its scope was granted', async () => {
    const rule = { preferred_username: 'user.preferred_username.lowerAscii() + "@home"', email: '"a@home.example"' };
    const claims = await claimsWith(rule, {}, ['openid', 'profile']);
    expect(claims.idToken).toMatchObject({ preferred_username: 'ada@home' });
    expect(claims.userinfo).toMatchObject({ preferred_username: 'ada@home' });
    for (const place of Object.values(claims)) expect(place).not.toHaveProperty('email');
    expect(claims.accessToken).not.toHaveProperty('preferred_username');
  });

  it('replace the groups only if their scope was granted', async () => {
    const rule = { groups: '["owners"]' };
    for (const place of Object.values(await claimsWith(rule))) expect(place).toMatchObject({ groups: ['owners'] });
    const without = await claimsWith(rule, {}, ['openid', 'profile']);
    for (const place of Object.values(without)) expect(place).not.toHaveProperty('groups');
  });

  it('do not send that a changed address is verified', async () => {
    const { userinfo: changed } = await claimsWith({ email: '"another@example.org"' });
    expect(changed).toMatchObject({ email: 'another@example.org' });
    expect(changed).not.toHaveProperty('email_verified');
    const { userinfo: same } = await claimsWith({ email: 'user.email' });
    expect(same).toMatchObject({ email: 'ada@example.org', email_verified: true });
  });

  it('send neither a result nor the original claim if the rule fails', async () => {
    const { idToken } = await claimsWith({ name: 'user.nickname', role: '"Admin"' });
    expect(idToken).not.toHaveProperty('name');
    expect(idToken).toMatchObject({ role: 'Admin' });
  });

  it('that fail are logged once, without a value, and not at all by an explanation', async () => {
    const claimRules = Object.entries({ name: 'user.nickname', team: 'user.name[0]' }).map(([claim, expression]) => ({
      claim,
      expression,
    }));
    const { client, secret } = await makeClient(deps, issuer, { scopes: SCOPES, claimRules });
    await explainAccess(deps, systemCaller, { clientId: client.id, userId });
    expect(warnings).toEqual([]);
    for (let signIn = 0; signIn < 2; signIn += 1) {
      const code = await codeFor(deps, issuer, client, cookie, { scope: SCOPES.join(' ') });
      await requestToken(deps, issuer, codeForm(client, code), basicHeader(client, secret));
    }
    expect(warnings.map(({ claim }) => claim)).toEqual(['name', 'team']);
    expect(JSON.stringify(warnings)).not.toContain('Lovelace');
  });

  it('see only what the granted scopes release', async () => {
    const rules = { mail: 'user.email', groupCount: 'groups.size()', hasMail: 'has(user.email)' };
    const { idToken } = await claimsWith(rules, {}, ['openid', 'profile']);
    expect(idToken).toMatchObject({ hasMail: false });
    expect(idToken).not.toHaveProperty('mail');
    expect(idToken).not.toHaveProperty('groupCount');
  });

  it('see the original claims, not the results of other rules', async () => {
    const { idToken } = await claimsWith({ name: '"X"', greeting: '"Hello, " + user.name' });
    expect(idToken).toMatchObject({ name: 'X', greeting: 'Hello, Ada Lovelace' });
  });

  it('that name a group add it to the claim groups, even if it has no permission', async () => {
    const settings = { accessPolicy: 'ALL_USERS', groupsClaimFilter: 'PERMITTED' } as const;
    expect((await claimsWith({}, settings)).idToken).toMatchObject({ groups: [] });
    const named = await claimsWith({ isStaff: `groups.exists(group, group == "${staff.id}")` }, settings);
    expect(named.idToken).toMatchObject({ groups: [staff.id], isStaff: true });
  });

  it('change nothing in access tokens for APIs, and nothing in the introspection of these', async () => {
    await deps.store.scopes.insert({ id: 'orders', version: 1, claims: [], resource: 'https://orders.example/' });
    const rules = { role: '"Admin"', groups: '["owners"]' };
    const settings = { scopes: [...SCOPES, 'orders'] };
    const { idToken, accessToken, introspection } = await claimsWith(rules, settings, [...SCOPES, 'orders']);
    expect(idToken).toMatchObject({ role: 'Admin', groups: ['owners'] });
    for (const place of [accessToken, introspection]) {
      expect(place.aud).toContain('https://orders.example/');
      expect(place).not.toHaveProperty('role');
      expect(place).toMatchObject({ groups: [staff.id] });
    }
  });

  it('leave the ID token alone if it has no claims of scopes', async () => {
    const claims = await claimsWith({ role: '"Admin"' }, { claimsInIdToken: false });
    expect(claims.idToken).not.toHaveProperty('role');
    expect(claims.userinfo).toMatchObject({ role: 'Admin' });
  });
});
