import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { decodeJwt } from 'jose';
import { systemCaller } from '../../../src/admin/caller-authentication.js';
import { updateClient } from '../../../src/admin/clients/client-update.js';
import { assignRole } from '../../../src/admin/roles/role-assignments.js';
import { putRole } from '../../../src/admin/roles/role-changes.js';
import { basicLogin } from '../../../src/basic/basic-login.js';
import type { Client } from '../../../src/model/clients/client.js';
import type { Issuer } from '../../../src/model/clients/issuer.js';
import type { Deps } from '../../../src/model/deps.js';
import type { User } from '../../../src/model/people/user.js';
import { discoveryDocument } from '../../../src/oidc/metadata/discovery.js';
import { userinfo } from '../../../src/oidc/protected-resource/userinfo.js';
import {
  answeredParameters,
  basicHeader,
  browserWith,
  codeFor,
  codeForm,
  requestToken,
} from '../../support/authorization.js';
import { makeClient, makeUser, signInAs } from '../../support/fixtures.js';
import { openWorld } from '../../support/world.js';

const API = 'https://orders.example/';
const EXCHANGE = 'urn:ietf:params:oauth:grant-type:token-exchange';
const ACCESS_TOKEN = 'urn:ietf:params:oauth:token-type:access_token';

let deps: Deps;
let issuer: Issuer;
let user: User;
let cookie: string;

beforeAll(async () => {
  ({ deps, issuer } = await openWorld());
  user = await makeUser(deps, { claims: { roles: ['written by hand'] } });
  ({ cookie } = await signInAs(deps, user));
  await deps.store.scopes.insert({ id: 'orders', version: 1, claims: [], resource: API });
  await deps.store.scopes.insert({ id: 'refund', version: 1, claims: [], resource: API, requiresRole: true });
  await give({ resource: API, name: 'clerk', scopes: ['refund'] });
});
afterAll(() => deps.store.close());

async function give(role: Parameters<typeof putRole>[2], to = user): Promise<void> {
  const { id } = await putRole(deps, systemCaller, role);
  await assignRole(deps, systemCaller, { roleId: id, userId: to.id });
}

async function app(changes: Partial<Client> = {}) {
  const scopes = ['openid', 'orders', 'refund'];
  const made = await makeClient(deps, issuer, { scopes, accessTokenFormat: 'JWT', ...changes });
  await give({ clientId: made.client.id, name: 'editor' });
  return made;
}

async function tokens({ client, secret }: Awaited<ReturnType<typeof app>>, scope: string, session = cookie) {
  const code = await codeFor(deps, issuer, client, session, { scope });
  const answer = await requestToken(deps, issuer, codeForm(client, code), basicHeader(client, secret));
  return answer as Record<string, string>;
}

describe('The claim roles', () => {
  it('is in the token of Basic', async () => {
    const { client } = await app({ integrations: ['BASIC'] });
    const parameters: [string, string][] = [['redirectUri', 'https://wiki.example/callback']];
    const answer = await basicLogin(deps, { clientId: client.id, parameters, ...browserWith(cookie) });
    expect(decodeJwt(answeredParameters(answer).token ?? '')).toMatchObject({ roles: ['editor'] });
  });

  it('is not in the ID token if the client reads claims at userinfo', async () => {
    const by = await app({ claimsInIdToken: false });
    const { id_token = '', access_token } = await tokens(by, 'openid');
    expect(decodeJwt(id_token)).not.toHaveProperty('roles');
    const answer = await userinfo(deps, issuer, { authorization: `Bearer ${access_token}`, parameters: [] });
    expect(answer.kind === 'json' && answer.claims.roles).toEqual(['editor']);
  });

  it('is read and set by claim rules in the tokens of the client, and never set in those for an API', async () => {
    const claimRules = [
      { claim: 'level', expression: '"editor" in user.roles ? 2 : 1' },
      { claim: 'roles', expression: '["owner"]' },
    ];
    const by = await app();
    await updateClient(deps, systemCaller, { id: by.client.id, claimRules });
    const own = await tokens(by, 'openid');
    for (const token of [own.id_token, own.access_token]) {
      expect(decodeJwt(token ?? '')).toMatchObject({ roles: ['owner'], level: 2 });
    }
    const forApi = await tokens(by, 'orders');
    expect(decodeJwt(forApi.access_token ?? '')).toMatchObject({ aud: API, roles: ['clerk'] });
    const forBoth = await tokens(by, 'openid orders');
    expect(decodeJwt(forBoth.access_token ?? '')).not.toHaveProperty('roles');
    expect(decodeJwt(forBoth.id_token ?? '')).toMatchObject({ roles: ['owner'] });
  });

  it('lists the roles of the client that a token exchange issues a token to', async () => {
    const by = await app();
    const other = await app({ grant_types: [EXCHANGE], audiences: [API] });
    const { access_token: subject_token = '' } = await tokens(by, 'openid refund');
    const form = { grant_type: EXCHANGE, subject_token, subject_token_type: ACCESS_TOKEN };
    const exchanged = async (scope: string) => {
      const answer = await requestToken(deps, issuer, { ...form, scope }, basicHeader(other.client, other.secret));
      return decodeJwt(String(answer.access_token));
    };
    expect(await exchanged('refund')).toMatchObject({ scope: 'refund', aud: API, roles: ['clerk'] });
    expect(await exchanged('openid')).toMatchObject({ roles: ['editor'] });
  });

  it('and its scopes do not pass to another client by a token exchange if a role of the first client gave them', async () => {
    const person = await makeUser(deps);
    const { cookie: session } = await signInAs(deps, person);
    const by = await app();
    await give({ clientId: by.client.id, name: 'refunder', scopes: ['refund'] }, person);
    const other = await app({ grant_types: [EXCHANGE], audiences: [API] });
    const { access_token: subject_token = '', scope } = await tokens(by, 'openid refund', session);
    expect(scope).toBe('openid refund');
    const form = { grant_type: EXCHANGE, subject_token, subject_token_type: ACCESS_TOKEN };
    const header = basicHeader(other.client, other.secret);
    expect((await requestToken(deps, issuer, form, header)).scope).toBe('openid');
    const refused = requestToken(deps, issuer, { ...form, scope: 'refund' }, header);
    await expect(refused).rejects.toMatchObject({ error: 'invalid_scope' });
  });

  it('is not all that roles decide: without the role, the claims parameter gives no claim of a scope that requires it', async () => {
    await deps.store.scopes.insert({ id: 'pay', version: 1, claims: ['salary'], requiresRole: true });
    const person = await makeUser(deps, { claims: { salary: 7 } });
    const { cookie: session } = await signInAs(deps, person);
    const by = await app({ scopes: ['openid', 'pay'] });
    const read = async () => {
      const claims = JSON.stringify({ id_token: { salary: null }, userinfo: { salary: null } });
      const code = await codeFor(deps, issuer, by.client, session, { scope: 'openid', claims });
      const header = basicHeader(by.client, by.secret);
      const { id_token, access_token } = await requestToken(deps, issuer, codeForm(by.client, code), header);
      const answer = await userinfo(deps, issuer, { authorization: `Bearer ${access_token}`, parameters: [] });
      return [decodeJwt(String(id_token)).salary, answer.kind === 'json' ? answer.claims.salary : answer];
    };
    expect(await read()).toEqual([undefined, undefined]);
    await give({ clientId: by.client.id, name: 'payroll', scopes: ['pay'] }, person);
    expect(await read()).toEqual([7, 7]);
    await deps.store.scopes.delete('pay');
  });

  it('is left out of tokens if there are more than 200 roles', async () => {
    const person = await makeUser(deps);
    const { cookie: session } = await signInAs(deps, person);
    const by = await app();
    for (let count = 0; count < 201; count += 1) {
      await give({ clientId: by.client.id, name: `role ${count}` }, person);
    }
    const { id_token = '', access_token } = await tokens(by, 'openid', session);
    expect(decodeJwt(id_token)).not.toHaveProperty('roles');
    const answer = await userinfo(deps, issuer, { authorization: `Bearer ${access_token}`, parameters: [] });
    expect(answer.kind === 'json' && answer.claims.roles).toHaveLength(201);
  });

  it('is in the discovery document', async () => {
    expect((await discoveryDocument(deps, issuer)).claims_supported).toContain('roles');
  });

  it('keeps the meaning that a scope of an older version gave it, until this scope is deleted', async () => {
    await deps.store.scopes.insert({ id: 'titles', version: 1, claims: ['roles'] });
    const by = await app({ scopes: ['openid', 'titles'] });
    const roles = async (scope: string) => {
      const { id_token = '', access_token = '' } = await tokens(by, scope);
      return [decodeJwt(id_token).roles, decodeJwt(access_token).roles];
    };
    expect(await roles('openid titles')).toEqual([['written by hand'], undefined]);
    expect(await roles('openid')).toEqual([undefined, undefined]);
    await deps.store.scopes.delete('titles');
    expect(await roles('openid')).toEqual([['editor'], ['editor']]);
  });
});
