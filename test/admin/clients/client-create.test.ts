import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openClientSecret } from '../../../src/keys/client-secrets.js';
import { type Administration, openAdministration, refusal } from '../../support/administration.js';
import {
  CLIENT_FIELDS,
  clientCalls,
  ED25519_KEY_SET,
  OTHER_SETTINGS,
  RSA_KEY_SET,
} from '../../support/client-calls.js';

let server: Administration;
beforeAll(async () => {
  server = await openAdministration();
});
afterAll(() => server.close());

const { created, create, recordOf } = clientCalls(() => server);

describe('createClient', () => {
  it('creates a client from a name alone, with the defaults of the contract', async () => {
    const { client, clientSecret } = await created();
    expect(clientSecret).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(client).toMatchObject({
      name: 'App',
      issuerId: 'default',
      enabled: true,
      applicationType: 'WEB',
      securityProfile: 'STANDARD',
      integrations: ['OIDC'],
      redirectUris: [],
      redirectUriPolicy: 'STRICT',
      postLogoutRedirectUris: [],
      backchannelLogoutUri: null,
      grantTypes: ['AUTHORIZATION_CODE', 'REFRESH_TOKEN'],
      tokenEndpointAuthMethod: 'CLIENT_SECRET',
      jwks: null,
      jwksUri: null,
      scopes: ['openid', 'profile', 'email', 'groups', 'offline_access'],
      audiences: [],
      requirePkce: false,
      requireSignedRequestObject: false,
      requestObjectSigningAlg: null,
      requirePushedAuthorizationRequests: false,
      dpopBoundAccessTokens: false,
      idTokenSignedResponseAlg: 'RS256',
      claimsInIdToken: true,
      groupsClaimFormat: 'IDS',
      groupsClaimFilter: null,
      claimRules: [],
      userinfoSignedResponseAlg: null,
      introspectionSignedResponseAlg: null,
      accessTokenFormat: 'OPAQUE',
      accessTokenSigningAlg: 'RS256',
      accessTokenLifetime: 300,
      refreshTokenIdleLifetime: 1_209_600,
      refreshTokenAbsoluteLifetime: 7_776_000,
      subjectType: 'PUBLIC',
      consent: 'NEVER',
      accessPolicy: 'PERMITTED_USERS',
      registrationEnabled: false,
      logoUri: null,
    });
  });

  it('stores every given setting and creates the signing keys that they need', async () => {
    const input = { id: 'whole', ...OTHER_SETTINGS };
    const { client } = await created(input);
    expect(client).toMatchObject(input);
    const { data } = await server.call(`{ client(id: "whole") { ${CLIENT_FIELDS} } }`);
    expect(data.client).toEqual(client);
    const rings = await server.deps.store.keyRings.findOfIssuer(
      (await server.deps.store.issuers.find('default'))?.generation ?? '',
    );
    expect(rings.map(({ alg }) => alg)).toEqual(expect.arrayContaining(['EdDSA', 'ES256', 'PS256']));
  });

  it('returns the secret once and stores it sealed', async () => {
    const { id, clientSecret } = await created();
    const record = await recordOf(id);
    expect(record.secrets).toHaveLength(1);
    expect(JSON.stringify(record)).not.toContain(clientSecret);
    const [secret] = record.secrets;
    expect(secret && openClientSecret(server.deps.keys, record, secret)).toBe(clientSecret);
    const { data } = await server.call(`{ client(id: "${id}") { secrets { id hint createdAt } } }`);
    expect(data.client.secrets).toEqual([
      { id: secret?.id, hint: clientSecret.slice(0, 4), createdAt: '2040-11-21T12:00:00.000Z' },
    ]);
  });

  it('creates a secret only if the client needs one', async () => {
    const secretFor = async (input: object) => (await created(input)).clientSecret;
    expect(await secretFor({ tokenEndpointAuthMethod: 'CLIENT_SECRET_POST' })).toBeTruthy();
    expect(await secretFor({ tokenEndpointAuthMethod: 'NONE' })).toBeNull();
    expect(await secretFor({ applicationType: 'NATIVE' })).toBeNull();
    const keyed = { tokenEndpointAuthMethod: 'PRIVATE_KEY_JWT', jwks: ED25519_KEY_SET };
    expect(await secretFor(keyed)).toBeNull();
    expect(await secretFor({ ...keyed, integrations: ['BASIC'] })).toBeTruthy();
    expect(await secretFor({ ...keyed, idTokenSignedResponseAlg: 'HS256' })).toBeTruthy();
  });

  it.each([
    ['a native application', { applicationType: 'NATIVE' }],
    ['a native application with a secret', { applicationType: 'NATIVE', tokenEndpointAuthMethod: 'CLIENT_SECRET' }],
    ['a public web application', { tokenEndpointAuthMethod: 'NONE' }],
    ['a client with relaxed redirect URIs', { redirectUriPolicy: 'RELAXED' }],
    ['a FAPI2 client', { securityProfile: 'FAPI2', jwks: RSA_KEY_SET }],
  ])('demands PKCE of %s by default', async (_, input) => {
    expect((await created(input)).client).toMatchObject({ requirePkce: true });
  });

  it('uses the defaults of FAPI2 for a FAPI2 client', async () => {
    const { client, clientSecret } = await created({ securityProfile: 'FAPI2', jwks: RSA_KEY_SET });
    expect(clientSecret).toBeNull();
    expect(client).toMatchObject({
      tokenEndpointAuthMethod: 'PRIVATE_KEY_JWT',
      requirePushedAuthorizationRequests: true,
      dpopBoundAccessTokens: true,
      requirePkce: true,
      idTokenSignedResponseAlg: 'PS256',
    });
  });

  it('accepts an id of letters, digits, dots, underscores, tildes and hyphens, which no other client can have', async () => {
    expect((await created({ id: 'My.app_1~x-2' })).id).toBe('My.app_1~x-2');
    expect(refusal(await create({ id: 'My.app_1~x-2' }))).toBe('ALREADY_EXISTS id');
  });

  it.each(['', 'a b', 'a/b', 'é', 'a'.repeat(65), '..'])('rejects the id %j', async (id) => {
    expect(refusal(await create({ id }))).toBe('INVALID_INPUT id');
  });

  it('creates one client if twenty requests want the same id', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => create({ id: 'contended' })));
    expect(answers.filter(({ errors }) => errors.length === 0)).toHaveLength(1);
    expect(answers.filter((answer) => refusal(answer) === 'ALREADY_EXISTS id')).toHaveLength(19);
  });

  it('writes the new client without its secret to the audit log', async () => {
    const { id, clientSecret } = await created();
    const event = (await server.events()).find(({ resourceId, type }) => type === 'CREATED' && resourceId === id);
    expect(event).toMatchObject({ actorKind: 'API_KEY', actorId: 'bootstrap', resource: 'client', clientId: id });
    expect(JSON.stringify(event)).not.toContain(clientSecret);
    expect(event?.detail).toMatchObject({
      to: { name: 'App', scopes: ['openid', 'profile', 'email', 'groups', 'offline_access'] },
    });
  });
});
