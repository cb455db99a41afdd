import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { calculateThumbprint, generateKeyPair, generateProof, type KeyPair } from 'dpop';
import { makeAudit } from '../../src/audit/audit-log.js';
import type { Client } from '../../src/model/clients/client.js';
import type { Issuer } from '../../src/model/clients/issuer.js';
import type { Deps } from '../../src/model/deps.js';
import type { AdminRole } from '../../src/model/people/user.js';
import { ADMIN_PERMISSIONS } from '../../src/model/server/administration.js';
import type { Store } from '../../src/model/store.js';
import { authorize } from '../../src/oidc/authorization/authorize.js';
import { pushAuthorizationRequest } from '../../src/oidc/authorization/pushed-authorization-request.js';
import { authorizeDevice } from '../../src/oidc/device/device-authorization.js';
import { introspect } from '../../src/oidc/protected-resource/introspection.js';
import { revoke } from '../../src/oidc/protected-resource/revocation.js';
import { userinfo } from '../../src/oidc/protected-resource/userinfo.js';
import { openStore } from '../../src/storage/open-store.js';
import { openEnrolmentLink } from '../../src/webauthn/enrolment/enrolment-code.js';
import { type Administration, type GraphqlAnswer, openAdministration, refusal } from '../support/administration.js';
import {
  basicHeader,
  browserWith,
  codeFor,
  codeForm,
  errorOf,
  type Query,
  queryOf,
  refusalOf,
  requestToken,
} from '../support/authorization.js';
import { systemClock } from '../support/deps.js';
import { makeClient, makeIssuer, makeUser, signInAs } from '../support/fixtures.js';
import { describeOnMongodb, mongodbDatabase, type TestDatabase } from '../support/stores.js';

const ID = 'passgraph:console';
const RESOURCE = 'http://localhost:3000/graphql';
const TOKEN_ENDPOINT = 'http://localhost:3000/oidc/token';
/** The parameters of the console's authorization requests. */
let request: Query;

let server: Administration;
let deps: Deps;
let issuer: Issuer;
let client: Client;
let keys: KeyPair;
async function start(store?: Store): Promise<void> {
  server = await openAdministration({ clock: systemClock, ...(store && { store }) });
  deps = server.deps;
  const [found, own] = await Promise.all([deps.store.issuers.find('default'), deps.store.clients.find(ID)]);
  if (found === undefined || own === undefined) throw new Error('no issuer or no console');
  [issuer, client] = [found, own];
  keys = await generateKeyPair('ES256');
  const scope = `openid ${ADMIN_PERMISSIONS.join(' ')}`;
  request = { scope, resource: RESOURCE, dpop_jkt: await calculateThumbprint(keys.publicKey) };
}

async function person(adminRole: AdminRole | undefined) {
  const user = await makeUser(deps, { adminRole });
  return { user, ...(await signInAs(deps, user)) };
}

async function tokenOf(cookie: string): Promise<string> {
  return String((await tokenResponseOf(cookie)).access_token);
}

async function tokenResponseOf(cookie: string) {
  const code = await codeFor(deps, issuer, client, cookie, request);
  const form = { ...codeForm(client, code), client_id: ID };
  const proof = await generateProof(keys, TOKEN_ENDPOINT, 'POST');
  const answer = await requestToken(deps, issuer, form, undefined, proof);
  expect(answer.refresh_token).toBeUndefined();
  return answer;
}

async function call(token: string, query: string, by = keys): Promise<GraphqlAnswer> {
  const response = await fetch(server.url, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/json',
      Authorization: `DPoP ${token}`,
      DPoP: await generateProof(by, RESOURCE, 'POST', undefined, token),
    },
    body: JSON.stringify({ query }),
  });
  return {
    status: response.status,
    headers: response.headers,
    ...((await response.json()) as Omit<GraphqlAnswer, 'status' | 'headers'>),
  };
}

const OUTLIVES =
  'makes keys, links and groups that do not end with the token or session, and keys that do no more than the user may';

/** On a server that has no other owner than the user. */
async function checkThatAllOutlives(): Promise<void> {
  const { user, cookie, session } = await person('OWNER');
  const owners = await deps.store.owners.find('owners');
  if (owners !== undefined) await deps.store.owners.update(owners, { userIds: [user.id] });
  const [other, third] = [await makeUser(deps), await makeUser(deps)];
  const { data, errors } = await call(
    await tokenOf(cookie),
    `mutation {
      createApiKey(input: { name: "Script", permissions: ["users:read"] }) {
        key apiKey { expiresAt maker { kind userId clientId } }
      }
      createEnrolmentLink(input: { userId: "${other.id}" }) { enrolmentLink { url } }
      createGroup(input: { id: "crew", name: "Crew", memberIds: ["${other.id}"] }) { group { id } }
      updateGroup(input: { id: "crew", description: "On board", addMemberIds: ["${third.id}"] }) { group { id } }
    }`,
  );
  expect(errors).toBeUndefined();
  const { key, apiKey } = data.createApiKey;
  expect(apiKey).toEqual({ expiresAt: null, maker: { kind: 'USER', userId: user.id, clientId: null } });
  await server.mutate('revokeSession', { id: session.id }, 'deleted');
  const permissions = async () => (await server.call('{ viewer { permissions } }', {}, key)).data.viewer.permissions;
  expect(await permissions()).toEqual(['users:read']);
  const code = data.createEnrolmentLink.enrolmentLink.url.split('/').at(-1);
  expect((await openEnrolmentLink(deps, code)).userId).toBe(other.id);
  const { group } = (await server.call('{ group(id: "crew") { name description members { totalCount } } }')).data;
  expect(group).toEqual({ name: 'Crew', description: 'On board', members: { totalCount: 2 } });
  const seen = await deps.store.users.find(user.id);
  if (seen !== undefined) await deps.store.users.update(seen, { adminRole: undefined });
  expect(await permissions()).toEqual([]);
}

describeOnMongodb('The client of the console, MongoDB', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await mongodbDatabase();
    await start(await openStore(database.config));
  });
  afterAll(async () => {
    await server?.close();
    await database?.drop();
  });

  it(OUTLIVES, checkThatAllOutlives);
});

describe('The client of the console', () => {
  beforeAll(() => start());
  afterAll(() => server.close());

  it('lets administrators call the API with what their role allows', async () => {
    const { user, cookie } = await person('AUDITOR');
    const answer = await tokenResponseOf(cookie);
    const scopes = String(answer.scope).split(' ');
    expect(scopes).toContain('users:read');
    expect(scopes.filter((scope) => !scope.endsWith(':read'))).toEqual(['openid']);
    const { data } = await call(String(answer.access_token), '{ viewer { subject permissions } }');
    expect(data.viewer.subject).toBe(user.id);
    expect(data.viewer.permissions).toContain('users:read');
    expect(data.viewer.permissions.filter((one: string) => one === '*' || one.endsWith(':write'))).toEqual([]);
  });

  it('lets no other user in, names the user and the reason in the log, and ends with the role', async () => {
    const { user, cookie, session } = await person(undefined);
    const audit = makeAudit(deps);
    // Without a page, and after a sign-in at a page: the console says both times what the user can do.
    for (const changes of [{ prompt: 'none' }, {}]) {
      const answer = await authorize({ ...deps, audit }, issuer, {
        parameters: queryOf(client, { ...request, ...changes }),
        ...browserWith(cookie),
      });
      expect(errorOf(answer)).toBe('access_denied');
    }
    await audit.flush();
    const { items } = await deps.store.auditEvents.page({ first: 10 }, 'NEWEST_FIRST', { userId: user.id });
    const refused = items.map(({ record }) => record).filter(({ outcome }) => outcome === 'FAILURE');
    expect(refused).toMatchObject([
      {
        type: 'REQUEST_REFUSED',
        clientId: 'passgraph:console',
        sessionId: session.id,
        detail: {
          reason: 'access_denied',
          description: 'The user has no administration role. Ask an owner of the server to give the user one.',
        },
      },
    ]);
    const owner = await person('OWNER');
    const token = await tokenOf(owner.cookie);
    const seen = await deps.store.users.find(owner.user.id);
    if (seen !== undefined) await deps.store.users.update(seen, { adminRole: undefined });
    expect((await call(token, '{ viewer { subject } }')).status).toBe(401);
  });

  it('has tokens that work only with the key of the browser, and only as long as the session', async () => {
    const { cookie, session } = await person('OWNER');
    const token = await tokenOf(cookie);
    expect((await call(token, '{ viewer { subject } }')).status).toBe(200);
    expect((await call(token, '{ viewer { subject } }', await generateKeyPair('ES256'))).status).toBe(401);
    expect((await server.call('{ viewer { subject } }', {}, token)).status).toBe(401);
    await server.mutate('revokeSession', { id: session.id }, 'deleted');
    expect((await call(token, '{ viewer { subject } }')).status).toBe(401);
  });

  it(OUTLIVES, checkThatAllOutlives);

  it('needs PKCE and DPoP, and has one redirect URI and one way to get a token', async () => {
    const { cookie } = await person('OWNER');
    const parameters = (changes: Query) => ({
      parameters: queryOf(client, { ...request, ...changes }),
      ...browserWith(cookie),
    });
    expect(
      errorOf(
        await authorize(deps, issuer, parameters({ code_challenge: undefined, code_challenge_method: undefined })),
      ),
    ).toBe('invalid_request');
    expect(errorOf(await authorize(deps, issuer, parameters({ dpop_jkt: undefined })))).toBe('invalid_request');
    for (const redirect_uri of [
      'http://localhost:3000/console/other',
      'http://localhost:3000/console/callback/x',
      'http://127.0.0.1:3000/console/callback',
    ])
      expect((await authorize(deps, issuer, parameters({ redirect_uri }))).kind).toBe('errorPage');
    const form = { ...codeForm(client, await codeFor(deps, issuer, client, cookie, request)), client_id: ID };
    expect((await refusalOf(requestToken(deps, issuer, form))).error).toBe('invalid_request');
    for (const grant_type of [
      'client_credentials',
      'refresh_token',
      'urn:ietf:params:oauth:grant-type:token-exchange',
      'urn:ietf:params:oauth:grant-type:device_code',
    ])
      expect(
        (
          await refusalOf(
            requestToken(
              deps,
              issuer,
              { grant_type, client_id: ID },
              undefined,
              await generateProof(keys, TOKEN_ENDPOINT, 'POST'),
            ),
          )
        ).error,
      ).toMatch(/^(unauthorized_client|invalid_client|invalid_request)$/);
  });

  it('cannot be used with a pushed request without a key, a device, a request object or another issuer', async () => {
    const { cookie } = await person('OWNER');
    const caller = { ipAddress: '192.0.2.1' };
    const pushed = (changes: Query) => {
      const parameters = queryOf(client, { ...request, ...changes });
      return pushAuthorizationRequest(deps, issuer, { parameters, authorization: undefined, caller });
    };
    await expect(pushed({ dpop_jkt: undefined })).rejects.toMatchObject({ error: 'invalid_request' });
    await expect(pushed({ redirect_uri: 'https://evil.example/' })).rejects.toMatchObject({ error: 'invalid_request' });
    const device = { parameters: [['client_id', ID]] as [string, string][], authorization: undefined, caller };
    await expect(authorizeDevice(deps, issuer, device)).rejects.toMatchObject({ error: 'unauthorized_client' });
    const other = await makeIssuer(deps, 'other');
    const visit = (at: Issuer, changes: Query, by = deps) =>
      authorize(by, at, { parameters: queryOf(client, { ...request, ...changes }), ...browserWith(cookie) });
    expect((await visit(other, {})).kind).toBe('errorPage');
    const object = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${Buffer.from('{}').toString('base64url')}.`;
    for (const changes of [{ request: object }, { request_uri: 'https://evil.example/request' }])
      expect([
        'invalid_request_object',
        'invalid_request_uri',
        'request_uri_not_supported',
        'invalid_request',
      ]).toContain(errorOf(await visit(issuer, changes)));
  });

  it('stays usable while the server demands signed request objects, which a browser cannot sign', async () => {
    const { cookie } = await person('OWNER');
    const strict = { ...deps, config: { ...deps.config, requireSignedRequestObject: true } };
    expect(await codeFor(strict, issuer, client, cookie, { ...request, prompt: 'none' })).not.toBe('');
  });

  it.each([
    ['updateClient', { id: ID, name: 'Mine' }, 'client { id }'],
    ['deleteClient', { id: ID }, 'deleted'],
    ['addClientSecret', { clientId: ID }, 'clientSecret'],
    ['grantPermission', { clientId: ID, userId: 'ada' }, 'permission { createdAt }'],
    ['putRole', { clientId: ID, name: 'reader' }, 'role { id }'],
    ['createClient', { id: ID, name: 'Mine' }, 'client { id }'],
  ])('cannot be changed with %s', async (field, input, selection) => {
    await makeUser(deps, { id: 'ada' }).catch(() => undefined);
    const answer = await server.mutate(field, input, selection);
    expect(refusal(answer)).toMatch(/^(INVALID_INPUT|NOT_FOUND)/);
    expect(await deps.store.clients.find(ID)).toEqual(client);
  });

  it('is in no list of clients', async () => {
    const { data } = await server.call('{ clients { edges { node { id } } totalCount } }');
    expect(data.clients).toEqual({ edges: [], totalCount: 0 });
  });

  it('has tokens that only its own API accepts, and that no other client can read, exchange or revoke', async () => {
    const { user, cookie } = await person('OWNER');
    const token = await tokenOf(cookie);
    const { client: other, secret } = await makeClient(deps, issuer, {
      grant_types: ['authorization_code', 'urn:ietf:params:oauth:grant-type:token-exchange'],
      scopes: ['openid', ...ADMIN_PERMISSIONS],
      audiences: ['https://api.example'],
    });
    const authorization = basicHeader(other, secret);
    const form = { parameters: [['token', token]] as [string, string][], authorization, caller: {}, accept: undefined };
    expect(await introspect(deps, issuer, form)).toMatchObject({ body: { active: false } });
    await expect(revoke(deps, issuer, form)).rejects.toMatchObject({ error: 'invalid_grant' });
    const type = 'urn:ietf:params:oauth:token-type:access_token';
    const exchange = { grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange', subject_token_type: type };
    const exchanged = requestToken(deps, issuer, { ...exchange, subject_token: token }, authorization);
    expect((await refusalOf(exchanged)).error).toBe('invalid_request');
    const own = requestToken(deps, issuer, { ...exchange, subject_token: token, client_id: ID });
    expect((await refusalOf(own)).error).toMatch(/unauthorized_client|invalid_request/);
    const dpop = await generateProof(keys, 'http://localhost:3000/oidc/userinfo', 'GET', undefined, token);
    const asked = userinfo(deps, issuer, { authorization: `DPoP ${token}`, dpop, method: 'GET', parameters: [] });
    expect(await asked).toEqual({ kind: 'json', claims: { sub: user.id } });
    expect((await call(token, '{ viewer { subject } }')).status).toBe(200);
    const elsewhere = await server.mutate('updateClient', { id: other.id, audiences: [RESOURCE] }, 'client { id }');
    expect(refusal(elsewhere)).toBe('INVALID_INPUT audiences.0');
  });
});
