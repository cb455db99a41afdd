import { generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openClientSecret } from '../../src/keys/client-secrets.js';
import type { Client } from '../../src/model/clients/client.js';
import { type Administration, openAdministration, refusal } from '../support/administration.js';

let server: Administration;
beforeAll(async () => {
  server = await openAdministration({ config: { allowedPrivateHosts: ['app.internal'] } });
});
afterAll(() => server.close());

function publicJwk(type: 'rsa' | 'ed25519') {
  return (
    type === 'rsa' ? generateKeyPairSync('rsa', { modulusLength: 2048 }) : generateKeyPairSync('ed25519')
  ).publicKey.export({ format: 'jwk' });
}
const RSA = { keys: [publicJwk('rsa')] };
const ED25519 = { keys: [publicJwk('ed25519')] };

const SETTINGS =
  'id name issuerId enabled applicationType securityProfile integrations redirectUris postLogoutRedirectUris backchannelLogoutUri grantTypes tokenEndpointAuthMethod jwks jwksUri scopes audiences requirePkce requireSignedRequestObject requestObjectSigningAlg requirePushedAuthorizationRequests dpopBoundAccessTokens idTokenSignedResponseAlg claimsInIdToken userinfoSignedResponseAlg introspectionSignedResponseAlg accessTokenFormat accessTokenSigningAlg accessTokenLifetime refreshTokenIdleLifetime refreshTokenAbsoluteLifetime subjectType consent accessPolicy registrationEnabled logoUri clientUri policyUri tosUri secrets { id hint expiresAt }';

function create(input: object, key?: string) {
  return server.mutate('createClient', { name: 'App', ...input }, `clientSecret client { ${SETTINGS} }`, key);
}

function update(input: object) {
  return server.mutate('updateClient', input, `client { ${SETTINGS} }`);
}

async function made(
  input: object = {},
): Promise<{ id: string; clientSecret: string; client: Record<string, unknown> }> {
  const { data, errors } = await create(input);
  if (errors.length > 0) throw new Error(JSON.stringify(errors));
  const { client, clientSecret } = data.createClient;
  return { id: client.id, clientSecret, client };
}

async function recordOf(id: string): Promise<Client> {
  const client = await server.deps.store.clients.find(id);
  if (client === undefined) throw new Error(`no client ${id}`);
  return client;
}

/** Each setting otherwise than by default, where that goes together. */
const EVERYTHING = {
  name: 'Whole',
  integrations: ['OIDC', 'BASIC'],
  redirectUris: ['https://app.example/cb', 'http://localhost:8080/cb'],
  postLogoutRedirectUris: ['https://app.example/bye'],
  backchannelLogoutUri: 'https://app.example/logout',
  grantTypes: ['AUTHORIZATION_CODE', 'CLIENT_CREDENTIALS', 'TOKEN_EXCHANGE', 'DEVICE_CODE'],
  tokenEndpointAuthMethod: 'CLIENT_SECRET_JWT',
  jwks: RSA,
  scopes: ['openid', 'email'],
  audiences: ['https://api.example'],
  requirePkce: false,
  requestObjectSigningAlg: 'PS256',
  requirePushedAuthorizationRequests: true,
  dpopBoundAccessTokens: true,
  idTokenSignedResponseAlg: 'EDDSA',
  claimsInIdToken: false,
  userinfoSignedResponseAlg: 'ES256',
  introspectionSignedResponseAlg: 'HS256',
  accessTokenFormat: 'JWT',
  accessTokenSigningAlg: 'PS256',
  accessTokenLifetime: 60,
  refreshTokenIdleLifetime: 3600,
  refreshTokenAbsoluteLifetime: 7200,
  consent: 'ALWAYS',
  accessPolicy: 'ALL_USERS',
  registrationEnabled: true,
  logoUri: 'https://app.example/logo.png',
  clientUri: 'https://app.example',
  policyUri: 'https://app.example/privacy',
  tosUri: 'https://app.example/terms',
};

describe('createClient', () => {
  it('makes a client of its name alone, with the defaults of the contract', async () => {
    const { client, clientSecret } = await made();
    expect(clientSecret).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(client).toMatchObject({
      name: 'App',
      issuerId: 'default',
      enabled: true,
      applicationType: 'WEB',
      securityProfile: 'STANDARD',
      integrations: ['OIDC'],
      redirectUris: [],
      postLogoutRedirectUris: [],
      backchannelLogoutUri: null,
      grantTypes: ['AUTHORIZATION_CODE', 'REFRESH_TOKEN'],
      tokenEndpointAuthMethod: 'CLIENT_SECRET_BASIC',
      jwks: null,
      jwksUri: null,
      scopes: ['openid', 'profile', 'email', 'offline_access'],
      audiences: [],
      requirePkce: true,
      requireSignedRequestObject: false,
      requestObjectSigningAlg: null,
      requirePushedAuthorizationRequests: false,
      dpopBoundAccessTokens: false,
      idTokenSignedResponseAlg: 'RS256',
      claimsInIdToken: true,
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

  it('keeps every setting that it is given', async () => {
    const input = { id: 'whole', ...EVERYTHING };
    const { client } = await made(input);
    expect(client).toMatchObject(input);
    const { data } = await server.call(`{ client(id: "whole") { ${SETTINGS} } }`);
    expect(data.client).toEqual(client);
    const rings = await server.deps.store.keyRings.findOfIssuer(
      (await server.deps.store.issuers.find('default'))?.generation ?? '',
    );
    expect(rings.map(({ alg }) => alg)).toEqual(expect.arrayContaining(['EdDSA', 'ES256', 'PS256']));
  });

  it('shows the secret once, and keeps it sealed', async () => {
    const { id, clientSecret } = await made();
    const record = await recordOf(id);
    expect(record.secrets).toHaveLength(1);
    expect(JSON.stringify(record)).not.toContain(clientSecret);
    const [secret] = record.secrets;
    expect(secret && openClientSecret(server.deps.keys, record, secret)).toBe(clientSecret);
    const { data } = await server.call(`{ client(id: "${id}") { secrets { id hint createdAt } } }`);
    expect(data.client.secrets).toEqual([
      { id: secret?.id, hint: clientSecret.slice(0, 4), createdAt: '2026-11-21T12:00:00.000Z' },
    ]);
  });

  it('gives a secret to those who need one, and to nobody else', async () => {
    const secretFor = async (input: object) => (await made(input)).clientSecret;
    expect(await secretFor({ tokenEndpointAuthMethod: 'CLIENT_SECRET_POST' })).toBeTruthy();
    expect(await secretFor({ tokenEndpointAuthMethod: 'NONE' })).toBeNull();
    expect(await secretFor({ applicationType: 'NATIVE' })).toBeNull();
    const keyed = { tokenEndpointAuthMethod: 'PRIVATE_KEY_JWT', jwks: ED25519 };
    expect(await secretFor(keyed)).toBeNull();
    expect(await secretFor({ ...keyed, integrations: ['BASIC'] })).toBeTruthy();
    expect(await secretFor({ ...keyed, idTokenSignedResponseAlg: 'HS256' })).toBeTruthy();
  });

  it('applies the defaults of FAPI2', async () => {
    const { client, clientSecret } = await made({ securityProfile: 'FAPI2', jwks: RSA });
    expect(clientSecret).toBeNull();
    expect(client).toMatchObject({
      tokenEndpointAuthMethod: 'PRIVATE_KEY_JWT',
      requirePushedAuthorizationRequests: true,
      dpopBoundAccessTokens: true,
      requirePkce: true,
      idTokenSignedResponseAlg: 'PS256',
    });
  });

  it('takes an id of letters, digits, dots, underscores, tildes and hyphens, once', async () => {
    expect((await made({ id: 'My.app_1~x-2' })).id).toBe('My.app_1~x-2');
    expect(refusal(await create({ id: 'My.app_1~x-2' }))).toBe('ALREADY_EXISTS id');
  });

  it.each([
    '',
    'a b',
    'a/b',
    'é',
    'a'.repeat(65),
    '..',
    '0b5c2d60-4b0a-4d9b-8a51-6c3d0c5a8f11',
    '0B5C2D60-4B0A-0D9B-0A51-6C3D0C5A8F11',
  ])('refuses the id %j', async (id) => {
    expect(refusal(await create({ id }))).toBe('INVALID_INPUT id');
  });

  it('of twenty who want one id makes one', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => create({ id: 'contended' })));
    expect(answers.filter(({ errors }) => errors.length === 0)).toHaveLength(1);
    expect(answers.filter((answer) => refusal(answer) === 'ALREADY_EXISTS id')).toHaveLength(19);
  });

  it('is written in the audit log, without the secret', async () => {
    const { id, clientSecret } = await made();
    const event = (await server.events()).find(({ resourceId, type }) => type === 'CREATED' && resourceId === id);
    expect(event).toMatchObject({ actorKind: 'API_KEY', actorId: 'bootstrap', resource: 'client', clientId: id });
    expect(JSON.stringify(event)).not.toContain(clientSecret);
    expect(event?.detail).toMatchObject({
      to: { name: 'App', scopes: ['openid', 'profile', 'email', 'offline_access'] },
    });
  });
});

describe('settings of a client are refused by the name of the field', () => {
  const NONE = { tokenEndpointAuthMethod: 'NONE' };
  const FAPI2 = { securityProfile: 'FAPI2', jwks: RSA };
  const privateJwk = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' });
  const cases: [reason: string, input: object, field: string][] = [
    ['an empty name', { name: ' ' }, 'name'],
    ['a name of two lines', { name: 'a\nb' }, 'name'],
    ['no integration', { integrations: [] }, 'integrations'],
    ['a relative redirect URI', { redirectUris: ['https://a.example/cb', '/cb'] }, 'redirectUris.1'],
    ['a redirect URI with a fragment', { redirectUris: ['https://a.example/cb#x'] }, 'redirectUris.0'],
    ['a redirect URI with an empty fragment', { redirectUris: ['https://a.example/cb#'] }, 'redirectUris.0'],
    ['plain http', { redirectUris: ['http://a.example/cb'] }, 'redirectUris.0'],
    [
      'plain http to what only begins like localhost',
      { redirectUris: ['http://localhost.example/cb'] },
      'redirectUris.0',
    ],
    ['a user name in a redirect URI', { redirectUris: ['https://a@b.example/cb'] }, 'redirectUris.0'],
    ['a wildcard', { redirectUris: ['https://*.a.example/cb'] }, 'redirectUris.0'],
    ['white space that parsers drop', { redirectUris: ['https://a.example/\tcb'] }, 'redirectUris.0'],
    ['a backslash that parsers turn', { redirectUris: ['https://a.example\\@b.example'] }, 'redirectUris.0'],
    ['javascript:', { redirectUris: ['javascript:alert(1)'] }, 'redirectUris.0'],
    ['data:', { redirectUris: ['data:text/html,x'] }, 'redirectUris.0'],
    ['a private-use scheme of a web application', { redirectUris: ['com.example.app:/cb'] }, 'redirectUris.0'],
    [
      'a native application that acts for itself by a secret (RFC 8252 §8.5)',
      {
        applicationType: 'NATIVE',
        tokenEndpointAuthMethod: 'CLIENT_SECRET_BASIC',
        grantTypes: ['CLIENT_CREDENTIALS'],
      },
      'grantTypes',
    ],
    [
      'a native application with a secret, without PKCE',
      { applicationType: 'NATIVE', tokenEndpointAuthMethod: 'CLIENT_SECRET_POST', requirePkce: false },
      'requirePkce',
    ],
    ['a scheme without a dot', { applicationType: 'NATIVE', redirectUris: ['myapp:/cb'] }, 'redirectUris.0'],
    ['plain http after logout', { postLogoutRedirectUris: ['http://a.example'] }, 'postLogoutRedirectUris.0'],
    ['a fragment for logout tokens', { backchannelLogoutUri: 'https://a.example/out#x' }, 'backchannelLogoutUri'],
    ['plain http for logout tokens', { backchannelLogoutUri: 'http://a.example/out' }, 'backchannelLogoutUri'],
    [
      'localhost for logout tokens, unless allowed',
      { backchannelLogoutUri: 'http://localhost/out' },
      'backchannelLogoutUri',
    ],
    ['plain http for keys', { jwksUri: 'http://a.example/jwks' }, 'jwksUri'],
    ['jwks beside jwksUri (RFC 7591 §2)', { jwks: RSA, jwksUri: 'https://a.example/jwks' }, 'jwksUri'],
    ['a private key', { jwks: { keys: [privateJwk] } }, 'jwks.keys.0.d'],
    ['no key to authenticate with', { tokenEndpointAuthMethod: 'PRIVATE_KEY_JWT' }, 'jwks'],
    [
      'client credentials of a public client (RFC 6749 §4.4)',
      { ...NONE, grantTypes: ['CLIENT_CREDENTIALS'] },
      'grantTypes',
    ],
    ['token exchange of a public client', { ...NONE, grantTypes: ['TOKEN_EXCHANGE'] }, 'grantTypes'],
    ['a public client without PKCE', { ...NONE, requirePkce: false }, 'requirePkce'],
    ['Basic without a secret', { ...NONE, integrations: ['BASIC'] }, 'integrations'],
    [
      'HS256 without a secret (OpenID Connect Core §10.1)',
      { ...NONE, idTokenSignedResponseAlg: 'HS256' },
      'idTokenSignedResponseAlg',
    ],
    [
      'HS256 for a native application, whose secret every copy has (OpenID Connect Core §10.1)',
      {
        applicationType: 'NATIVE',
        tokenEndpointAuthMethod: 'CLIENT_SECRET_BASIC',
        userinfoSignedResponseAlg: 'HS256',
      },
      'userinfoSignedResponseAlg',
    ],
    [
      'request objects by HS256 without a secret',
      { ...NONE, requestObjectSigningAlg: 'HS256' },
      'requestObjectSigningAlg',
    ],
    [
      'Basic with signed requests',
      { integrations: ['BASIC'], requireSignedRequestObject: true },
      'requireSignedRequestObject',
    ],
    ['signed requests without a key', { ...NONE, requireSignedRequestObject: true }, 'requireSignedRequestObject'],
    [
      'request objects by an algorithm without a key',
      { jwks: ED25519, requestObjectSigningAlg: 'PS256' },
      'requestObjectSigningAlg',
    ],
    ['access tokens under HS256', { accessTokenSigningAlg: 'HS256' }, 'accessTokenSigningAlg'],
    ['access tokens that live too long', { accessTokenLifetime: 301 }, 'accessTokenLifetime'],
    ['access tokens that do not live', { accessTokenLifetime: 0 }, 'accessTokenLifetime'],
    ['refresh tokens that do not live', { refreshTokenIdleLifetime: 0 }, 'refreshTokenIdleLifetime'],
    ['refresh tokens of a negative lifetime', { refreshTokenAbsoluteLifetime: -1 }, 'refreshTokenAbsoluteLifetime'],
    ['an unknown scope', { scopes: ['openid', 'nothing'] }, 'scopes.1'],
    ['the issuer as audience', { audiences: ['https://api.example', 'http://localhost:3000'] }, 'audiences.1'],
    ['the issuer as audience, written otherwise', { audiences: ['http://LOCALHOST:3000/'] }, 'audiences.0'],
    ['the administration API as audience', { audiences: ['http://localhost:3000/graphql'] }, 'audiences.0'],
    ['an issuer that may be made as audience', { audiences: ['http://localhost:3000/i/shop'] }, 'audiences.0'],
    ['an audience that is no URI', { audiences: ['https://'] }, 'audiences.0'],
    [
      'pairwise subjects for two hosts',
      { subjectType: 'PAIRWISE', redirectUris: ['https://a.example', 'https://b.example'] },
      'redirectUris.1',
    ],
    [
      'pairwise subjects for no host',
      { applicationType: 'NATIVE', subjectType: 'PAIRWISE', redirectUris: ['com.example.app:/cb'] },
      'redirectUris.0',
    ],
    ['a link that is none', { policyUri: 'javascript:alert(1)' }, 'policyUri'],
    ['a logo that is none', { logoUri: 'data:image/png;base64,AA' }, 'logoUri'],
    ['FAPI2 with a secret', { ...FAPI2, tokenEndpointAuthMethod: 'CLIENT_SECRET_BASIC' }, 'tokenEndpointAuthMethod'],
    ['FAPI2 without PKCE', { ...FAPI2, requirePkce: false }, 'requirePkce'],
    [
      'FAPI2 without PAR',
      { ...FAPI2, requirePushedAuthorizationRequests: false },
      'requirePushedAuthorizationRequests',
    ],
    ['FAPI2 without DPoP', { ...FAPI2, dpopBoundAccessTokens: false }, 'dpopBoundAccessTokens'],
    ['FAPI2 with RS256', { ...FAPI2, idTokenSignedResponseAlg: 'RS256' }, 'idTokenSignedResponseAlg'],
    ['FAPI2 with HS256', { ...FAPI2, userinfoSignedResponseAlg: 'HS256' }, 'userinfoSignedResponseAlg'],
    ['FAPI2 with Basic', { ...FAPI2, integrations: ['OIDC', 'BASIC'] }, 'integrations'],
    ['FAPI2 with http to localhost on the web', { ...FAPI2, redirectUris: ['http://localhost/cb'] }, 'redirectUris.0'],
  ];

  it.each(cases)('%s', async (_, input, field) => {
    expect(refusal(await create(input))).toBe(`INVALID_INPUT ${field}`);
  });

  it('but not what is right', async () => {
    const native = ['http://127.0.0.1/cb', 'http://[::1]:8000/cb', 'com.example.app:/cb', 'https://app.example/cb'];
    await made({ applicationType: 'NATIVE', redirectUris: native });
    await made({ backchannelLogoutUri: 'http://app.internal/out', jwksUri: 'http://app.internal/jwks' });
    await made({ subjectType: 'PAIRWISE', redirectUris: ['https://a.example/1', 'https://a.example:8443/2'] });
    await made({
      ...FAPI2,
      applicationType: 'NATIVE',
      redirectUris: ['http://127.0.0.1/cb'],
      idTokenSignedResponseAlg: 'EDDSA',
    });
    await made({ ...NONE, jwks: ED25519, requireSignedRequestObject: true, requestObjectSigningAlg: 'EDDSA' });
    await made({ audiences: ['billing', 'https://api.example/v1'] });
  });

  it('Basic, where only signed requests are taken of any client', async () => {
    const strict = await openAdministration({ config: { requireSignedRequestObject: true } });
    try {
      const input = { name: 'App', integrations: ['OIDC', 'BASIC'] };
      const answer = await strict.mutate('createClient', input, 'client { id }');
      expect(refusal(answer)).toBe('INVALID_INPUT integrations');
      expect(answer.errors[0]?.message).toContain('REQUIRE_SIGNED_REQUEST_OBJECT');
    } finally {
      await strict.close();
    }
  });

  it('says that an issuer is not there', async () => {
    expect(refusal(await create({ issuerId: 'nobody' }))).toBe('NOT_FOUND issuerId');
  });
});

describe('updateClient', () => {
  it('leaves what is left out, and clears with null what can be empty', async () => {
    const { id, client } = await made({ redirectUris: ['https://a.example/cb'], logoUri: 'https://a.example/logo' });
    const renamed = await update({ id, name: 'Renamed' });
    expect(renamed.data.updateClient.client).toEqual({ ...client, name: 'Renamed' });
    const cleared = await update({ id, redirectUris: null, logoUri: null });
    expect(cleared.data.updateClient.client).toEqual({ ...client, name: 'Renamed', redirectUris: [], logoUri: null });
  });

  const EMPTIED = [
    'redirectUris',
    'postLogoutRedirectUris',
    'backchannelLogoutUri',
    'grantTypes',
    'jwks',
    'scopes',
    'audiences',
    'requestObjectSigningAlg',
    'userinfoSignedResponseAlg',
    'introspectionSignedResponseAlg',
    'logoUri',
    'clientUri',
    'policyUri',
    'tosUri',
  ];
  const whole = () => made({ ...EVERYTHING, requestObjectSigningAlg: 'HS256' });

  it.each(EMPTIED)('clears %s with null, and nothing else', async (field) => {
    const { id, client } = await whole();
    const empty = Array.isArray(client[field]) ? [] : null;
    expect(client[field]).not.toEqual(empty);
    expect((await update({ id, [field]: null })).data.updateClient.client).toEqual({ ...client, [field]: empty });
  });

  it('clears jwksUri with null', async () => {
    const { id, client } = await made({ jwksUri: 'https://app.example/keys' });
    const { data } = await update({ id, jwksUri: null });
    expect(data.updateClient.client).toEqual({ ...client, jwksUri: null });
  });

  it('does not clear any other', async () => {
    const { id, client } = await whole();
    const fixed = ['id', 'issuerId', 'secrets', 'jwksUri', ...EMPTIED];
    const others = Object.keys(client).filter((field) => !fixed.includes(field));
    expect(others.length).toBeGreaterThan(20);
    for (const field of others) expect(refusal(await update({ id, [field]: null }))).toBe(`INVALID_INPUT ${field}`);
    expect((await server.call(`{ client(id: "${id}") { ${SETTINGS} } }`)).data.client).toEqual(client);
  });

  it('refuses what the whole would contradict', async () => {
    const { id } = await made({ integrations: ['BASIC'] });
    expect(refusal(await update({ id, tokenEndpointAuthMethod: 'NONE' }))).toBe('INVALID_INPUT integrations');
    expect(refusal(await update({ id, requireSignedRequestObject: true }))).toBe(
      'INVALID_INPUT requireSignedRequestObject',
    );
  });

  it('says that there is no such client', async () => {
    expect(refusal(await update({ id: 'nobody', name: 'x' }))).toBe('NOT_FOUND id');
  });

  it.each([
    ['disabling it', {}, { enabled: false }],
    ['closing it to all users', { accessPolicy: 'ALL_USERS' }, { accessPolicy: 'PERMITTED_USERS' }],
    ['another kind of subject', {}, { subjectType: 'PAIRWISE' }],
    ['switching to FAPI2', {}, { securityProfile: 'FAPI2', jwks: RSA }],
  ])('ends the grants of a client by %s', async (_, input, change) => {
    const { id } = await made(input);
    const before = await recordOf(id);
    expect((await update({ id, ...change })).errors).toEqual([]);
    expect((await recordOf(id)).grantEpoch).toBe(before.grantEpoch + 1);
  });

  it('does not end them by anything else, nor by enabling it', async () => {
    const { id } = await made();
    const { grantEpoch } = await recordOf(id);
    await update({ id, name: 'x', accessPolicy: 'ALL_USERS', redirectUris: ['https://b.example'] });
    expect((await recordOf(id)).grantEpoch).toBe(grantEpoch);
    await update({ id, enabled: false });
    await update({ id, enabled: true });
    expect((await recordOf(id)).grantEpoch).toBe(grantEpoch + 1);
  });

  it('switches to FAPI2 with its defaults, but refuses what contradicts it', async () => {
    const { id } = await made({ idTokenSignedResponseAlg: 'ES256' });
    expect(refusal(await update({ id, securityProfile: 'FAPI2' }))).toBe('INVALID_INPUT jwks');
    const contradicting = { id, securityProfile: 'FAPI2', jwks: RSA, requirePkce: false };
    expect(refusal(await update(contradicting))).toBe('INVALID_INPUT requirePkce');
    const { data } = await update({ id, securityProfile: 'FAPI2', jwks: RSA, idTokenSignedResponseAlg: 'ES256' });
    expect(data.updateClient.client).toMatchObject({
      securityProfile: 'FAPI2',
      tokenEndpointAuthMethod: 'PRIVATE_KEY_JWT',
      idTokenSignedResponseAlg: 'ES256',
      dpopBoundAccessTokens: true,
    });
    expect(refusal(await update({ id, dpopBoundAccessTokens: false }))).toBe('INVALID_INPUT dpopBoundAccessTokens');
  });

  it('loses no change to another at the same time', async () => {
    const { id } = await made();
    const answers = await Promise.all([
      update({ id, name: 'Raced' }),
      update({ id, scopes: ['openid'] }),
      update({ id, consent: 'ALWAYS' }),
    ]);
    expect(answers.flatMap(({ errors }) => errors)).toEqual([]);
    expect(await recordOf(id)).toMatchObject({ name: 'Raced', scopes: ['openid'], consent: 'ALWAYS', version: 4 });
  });

  it('holds against a change only what it changes: a client of older, wider limits can still be disabled', async () => {
    const { id } = await made();
    await server.deps.store.clients.update(await recordOf(id), {
      accessTokenLifetime: 900,
      scopes: ['openid', 'gone'],
    });
    expect((await update({ id, enabled: false })).errors).toEqual([]);
    expect(refusal(await update({ id, accessTokenLifetime: 800 }))).toBe('INVALID_INPUT accessTokenLifetime');
  });

  it('does not let an old fault hide a new one', async () => {
    const { id } = await made({ redirectUris: ['https://a.example/cb'] });
    await server.deps.store.clients.update(await recordOf(id), { redirect_uris: ['http://a.example/cb'] });
    expect((await update({ id, name: 'Still changed' })).errors).toEqual([]);
    const hidden = { id, postLogoutRedirectUris: ['javascript:alert(1)'] };
    expect(refusal(await update(hidden))).toBe('INVALID_INPUT postLogoutRedirectUris.0');
  });

  it('is written in the audit log with what changed, and not at all where nothing did', async () => {
    const { id } = await made();
    await update({ id, name: 'Other' });
    await update({ id, name: 'Other' });
    const events = (await server.events()).filter(({ resourceId, type }) => type === 'UPDATED' && resourceId === id);
    expect(events.map(({ detail }) => detail)).toEqual([
      { changed: ['name'], from: { name: 'App' }, to: { name: 'Other' } },
    ]);
  });
});

describe('addClientSecret, removeClientSecret', () => {
  const add = (clientId: string, expireOthersIn?: number) =>
    server.mutate('addClientSecret', { clientId, expireOthersIn }, 'clientSecret client { secrets { id expiresAt } }');
  const remove = (clientId: string, secretId: string) =>
    server.mutate('removeClientSecret', { clientId, secretId }, 'client { secrets { id } }');

  it('lets two secrets live at once; a third is CONFLICT', async () => {
    const { id, clientSecret } = await made();
    const { data } = await add(id);
    expect(data.addClientSecret.clientSecret).not.toBe(clientSecret);
    expect(data.addClientSecret.client.secrets).toHaveLength(2);
    expect(refusal(await add(id))).toBe('CONFLICT');
    expect(refusal(await add(id, 60))).toBe('CONFLICT');
  });

  it('lets those that stand expire, and makes room when they have', async () => {
    const { id } = await made();
    const { data } = await add(id, 60);
    expect(data.addClientSecret.client.secrets.map(({ expiresAt }: { expiresAt: string }) => expiresAt)).toEqual([
      '2026-11-21T12:01:00.000Z',
      null,
    ]);
    server.clock.advance(60);
    const third = await add(id, 0);
    expect(third.data.addClientSecret.client.secrets).toHaveLength(1);
  });

  it('of two that are added at once to one that stands lets one in', async () => {
    const { id } = await made();
    const answers = await Promise.all([add(id), add(id), add(id)]);
    expect(answers.map(refusal).filter((code) => code === 'CONFLICT')).toHaveLength(2);
    expect((await recordOf(id)).secrets).toHaveLength(2);
  });

  it('takes a secret away', async () => {
    const { id } = await made();
    const [secret] = (await recordOf(id)).secrets;
    expect((await remove(id, secret?.id ?? '')).data.removeClientSecret.client.secrets).toEqual([]);
    expect(refusal(await remove(id, secret?.id ?? ''))).toBe('NOT_FOUND secretId');
  });

  it('refuses what is not there and what is no time', async () => {
    const { id } = await made();
    expect(refusal(await add('nobody'))).toBe('NOT_FOUND clientId');
    expect(refusal(await remove('nobody', 'x'))).toBe('NOT_FOUND clientId');
    expect(refusal(await add(id, -1))).toBe('INVALID_INPUT expireOthersIn');
  });
});

describe('deleteClient', () => {
  const remove = (id: string) => server.mutate('deleteClient', { id }, 'deleted');

  it('deletes it once; then it is NOT_FOUND', async () => {
    const { id } = await made();
    expect((await remove(id)).data.deleteClient).toEqual({ deleted: true });
    expect(refusal(await remove(id))).toBe('NOT_FOUND id');
    expect((await server.call(`{ client(id: "${id}") { id } }`)).data.client).toBeNull();
  });

  it('gives a client of the same id nothing of the past', async () => {
    const { id, clientSecret } = await made({ id: 'phoenix' });
    const first = await recordOf(id);
    const user = await server.mutate('createUser', { username: 'phoenix-user' }, 'user { id }');
    const userId = user.data.createUser.user.id;
    await server.mutate('grantPermission', { clientId: id, userId }, 'permission { clientId }');
    await remove(id);
    const again = await made({ id: 'phoenix' });
    const second = await recordOf(id);
    expect(second.generation).not.toBe(first.generation);
    expect(again.clientSecret).not.toBe(clientSecret);
    const { data } = await server.call(
      `{ client(id: "phoenix") { permissions { totalCount edges { node { userId } } } } }`,
    );
    expect(data.client.permissions).toEqual({ totalCount: 0, edges: [] });
    expect(
      (await server.call(`{ user(id: "${userId}") { permissions { edges { cursor } } } }`)).data.user.permissions.edges,
    ).toEqual([]);
  });
});

describe('clients', () => {
  it('are listed newest first, page by page, and found by the beginning of id or name', async () => {
    for (const id of ['list-1', 'list-2', 'list-3']) {
      await made({ id, name: `Listed ${id}` });
      server.clock.advance(1);
    }
    const query =
      'query ($after: String, $search: String) { clients(first: 2, after: $after, search: $search) { edges { node { id } } pageInfo { hasNextPage endCursor } totalCount } }';
    const first = (await server.call(query, { search: 'listed' })).data.clients;
    expect(first.edges.map(({ node }: { node: { id: string } }) => node.id)).toEqual(['list-3', 'list-2']);
    expect(first.totalCount).toBe(3);
    expect(first.pageInfo.hasNextPage).toBe(true);
    const second = (await server.call(query, { search: 'list-', after: first.pageInfo.endCursor })).data.clients;
    expect(second.edges.map(({ node }: { node: { id: string } }) => node.id)).toEqual(['list-1']);
    expect(second.pageInfo.hasNextPage).toBe(false);
  });

  it.each([0, 101, -1])('refuse a page of %d', async (first) => {
    expect(refusal(await server.call(`{ clients(first: ${first}) { totalCount } }`))).toBe('INVALID_INPUT first');
  });

  it('refuse a cursor that is none', async () => {
    expect(refusal(await server.call('{ clients(after: "nonsense") { totalCount } }'))).toBe('INVALID_INPUT after');
  });

  it('lead to their issuer', async () => {
    const { id } = await made();
    const { data } = await server.call(
      `{ client(id: "${id}") { issuer { id url clients(first: 1) { totalCount } } } }`,
    );
    expect(data.client.issuer).toMatchObject({ id: 'default', url: 'http://localhost:3000' });
    expect(data.client.issuer.clients.totalCount).toBe(await server.deps.store.clients.count());
  });

  it('keep back what the caller may not read, with FORBIDDEN there, and give the rest', async () => {
    const { id } = await made();
    const key = await server.keyWith('clients:read');
    const { data, errors } = await server.call(
      `{ client(id: "${id}") { id issuerId issuer { id } permissions { totalCount } } }`,
      {},
      key,
    );
    expect(data.client).toEqual({ id, issuerId: 'default', issuer: null, permissions: null });
    expect(errors.map(({ path, extensions }) => [path?.join('.'), extensions.code])).toEqual([
      ['client.issuer', 'FORBIDDEN'],
      ['client.permissions', 'FORBIDDEN'],
    ]);
  });
});
