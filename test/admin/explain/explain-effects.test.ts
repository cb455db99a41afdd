import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { systemCaller } from '../../../src/admin/caller-authentication.js';
import { explainAccess } from '../../../src/admin/explain/access-explain.js';
import { explainAuthorizationRequest } from '../../../src/admin/explain/authorization-request-explain.js';
import { previewClaimRules } from '../../../src/admin/explain/claim-rules-preview.js';
import { withoutEffects } from '../../../src/admin/explain/without-effects.js';
import type { Deps } from '../../../src/model/deps.js';
import type { JsonObject } from '../../../src/model/json.js';
import { type Administration, openAdministration, refusal } from '../../support/administration.js';
import { queryOf } from '../../support/authorization.js';
import { countingStore } from '../../support/counting-store.js';
import { makeClient, makeGroup, makeUser, permitGroup } from '../../support/fixtures.js';

let server: Administration;
let ids: { clientId: string; userId: string };
let url: string;
beforeAll(async () => {
  server = await openAdministration();
  const issuer = await server.deps.store.issuers.find('default');
  if (issuer === undefined) throw new Error('there is no issuer');
  const { client } = await makeClient(server.deps, issuer, {
    integrations: ['OIDC', 'BASIC'],
    accessTokenFormat: 'JWT',
    jwks_uri: 'https://wiki.example/jwks',
  });
  const user = await makeUser(server.deps, { passkeyIds: ['passkey'] });
  await permitGroup(server.deps, client, await makeGroup(server.deps, 'Staff'));
  ids = { clientId: client.id, userId: user.id };
  url = `http://localhost:3000/oidc/authorize?${new URLSearchParams(queryOf(client))}`;
});
afterAll(() => server.close());

describe('An explanation', () => {
  it('only reads: it writes, fetches, signs, logs and counts nothing', async () => {
    const calls: string[] = [];
    const used: string[] = [];
    const spied = <T extends object>(name: string, target: T): T =>
      new Proxy(target, {
        get: (from, property) => {
          const value: unknown = Reflect.get(from, property);
          if (typeof value !== 'function') return value;
          return (...args: unknown[]) => {
            used.push(`${name}.${String(property)}`);
            return value.apply(from, args);
          };
        },
      });
    const deps: Deps = {
      ...server.deps,
      store: countingStore(server.deps.store, calls),
      keys: spied('keys', server.deps.keys),
      audit: spied('audit', server.deps.audit),
      limits: spied('limits', server.deps.limits),
      log: spied('log', server.deps.log),
      fetch: async () => {
        used.push('fetch');
        throw new Error('nothing is fetched');
      },
    };
    const before = await server.events();
    await explainAccess(deps, systemCaller, ids);
    await explainAuthorizationRequest(deps, systemCaller, { url, userId: ids.userId });
    await previewClaimRules(deps, systemCaller, {
      ...ids,
      claimRules: [{ claim: 'role', expression: 'user.missing' }],
    });
    const wrong = url.replace('response_type=code', 'response_type=token');
    await explainAuthorizationRequest(deps, systemCaller, { url: wrong });
    await explainAuthorizationRequest(deps, systemCaller, { url: `${url}&request=e30.e30.eA` });
    expect(used.filter((name) => !/^keys\.(open|digest|verifyOwn)$/.test(name))).toEqual([]);
    expect(calls.length).toBeGreaterThan(5);
    expect(calls.filter((name) => !/(^|\.)(find|page|count|read|all)/.test(name))).toEqual([]);
    expect(await server.events()).toEqual(before);
  });

  it('cannot have an effect, whatever the code does', () => {
    const quiet = withoutEffects(server.deps);
    for (const effect of [
      () => quiet.store.commit([]),
      () => quiet.store.users.delete(ids.userId),
      () => quiet.store.usedOnce.take('once', new Date()),
      () => quiet.keys.sign({} as never, 'RS256', {}),
      () => quiet.keys.remoteJwks('https://wiki.example/jwks', undefined),
      () => quiet.fetch('https://wiki.example'),
      () => quiet.audit.recordRefusal({} as never),
      () => quiet.limits.take('graphql', 'key'),
    ]) {
      expect(effect).toThrow('An explanation tried to use');
    }
  });
});

describe('The queries explainAccess, explainAuthorizationRequest and previewClaimRules', () => {
  const ACCESS = `query ($clientId: ID!, $userId: ID!, $scope: String) {
    explainAccess(clientId: $clientId, userId: $userId, scope: $scope) {
      outcome summary client { id } user { id } resource
      rules { kind groupId group { name } applies decides text } problems { code description advice }
      scopes { scope granted reason text } previews { place claims claimsAtIssue notes }
    }
  }`;
  const REQUEST = `query ($url: String!, $userId: ID) {
    explainAuthorizationRequest(url: $url, userId: $userId) {
      outcome summary issuerId client { id } source parameters redirectUri notVerified
      problems { error parameter description advice } scopes { scope granted } access { outcome }
    }
  }`;
  const PREVIEW = `query ($clientId: ID!, $userId: ID!, $expression: String!) {
    previewClaimRules(clientId: $clientId, userId: $userId, claimRules: [{ claim: "role", expression: $expression }]) {
      mistakes { rule message line column } claims failures { rule message line column } steps maxSteps
      scopes { scope granted } previews { place claims claimsAtIssue notes }
    }
  }`;
  const PERMISSIONS = ['users:read', 'groups:read', 'permissions:read', 'clients:read'] as const;

  it('answer to a caller with the four permissions', async () => {
    const key = await server.keyWith(...PERMISSIONS);
    const access = await server.call(ACCESS, { ...ids, scope: 'openid none' }, key);
    expect(access.errors).toEqual([]);
    expect(access.data.explainAccess).toMatchObject({
      outcome: 'ALLOWED',
      client: { id: ids.clientId },
      user: { id: ids.userId },
      scopes: [
        { granted: true, reason: null },
        { granted: false, reason: 'UNKNOWN' },
      ],
    });
    const { rules } = access.data.explainAccess as { rules: { group: object | null }[] };
    expect(rules.map(({ group }) => group)).toEqual([null, null, { name: 'Staff' }]);
    const places = (access.data.explainAccess.previews as JsonObject[]).map(({ place }) => place);
    expect(places).toEqual(['ID_TOKEN', 'USERINFO', 'ACCESS_TOKEN', 'INTROSPECTION', 'BASIC']);
    const request = await server.call(REQUEST, { url: `${url}&${'x'.repeat(4000)}=1`, userId: ids.userId }, key);
    expect(request.errors).toEqual([]);
    expect(request.data.explainAuthorizationRequest).toMatchObject({
      outcome: 'ACCEPTED',
      summary: expect.stringMatching(/^The request is correct\. .* can sign in to Wiki\.$/),
      issuerId: 'default',
      access: { outcome: 'ALLOWED' },
    });
    const preview = await server.call(PREVIEW, { ...ids, expression: '"Admin"' }, key);
    expect(preview.errors).toEqual([]);
    expect(preview.data.previewClaimRules).toMatchObject({ mistakes: [], claims: { role: 'Admin' }, steps: 1 });
    const wrong = await server.call(PREVIEW, { ...ids, expression: '1 +' }, key);
    expect(wrong.data.previewClaimRules).toMatchObject({ mistakes: [{ rule: 0, line: 1, column: 4 }], claims: {} });
  });

  it('are limited in one operation, if they evaluate rules', async () => {
    const one = `previewClaimRules(clientId: "x", userId: "x", claimRules: [{ claim: "a", expression: "1" }]) { steps }`;
    const many = Array.from({ length: 30 }, (_, index) => `p${index}: ${one}`);
    expect(JSON.stringify(await server.call(`{ ${many.join(' ')} }`))).toContain('the limit is 20000');
  });

  it.each(PERMISSIONS)('are refused to a caller without %s', async (missing) => {
    const key = await server.keyWith(...PERMISSIONS.filter((permission) => permission !== missing));
    expect(refusal(await server.call(ACCESS, ids, key))).toBe('FORBIDDEN');
    expect(refusal(await server.call(REQUEST, { url }, key))).toBe('FORBIDDEN');
    for (const expression of ['"x"', '1 +']) {
      expect(refusal(await server.call(PREVIEW, { ...ids, expression }, key))).toBe('FORBIDDEN');
    }
  });

  it('say which record does not exist', async () => {
    expect(refusal(await server.call(ACCESS, { ...ids, clientId: 'none' }))).toBe('NOT_FOUND clientId');
    expect(refusal(await server.call(ACCESS, { ...ids, userId: 'none' }))).toBe('NOT_FOUND userId');
    expect(refusal(await server.call(REQUEST, { url, userId: 'none' }))).toBe('NOT_FOUND userId');
    const expression = '1 +';
    expect(refusal(await server.call(PREVIEW, { ...ids, expression, userId: 'none' }))).toBe('NOT_FOUND userId');
    expect(refusal(await server.call(PREVIEW, { ...ids, expression, clientId: 'none' }))).toBe('NOT_FOUND clientId');
  });
});
