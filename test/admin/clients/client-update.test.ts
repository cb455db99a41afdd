import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Administration, openAdministration, refusal } from '../../support/administration.js';
import { CLIENT_FIELDS, clientCalls, OTHER_SETTINGS, RSA_KEY_SET } from '../../support/client-calls.js';

let server: Administration;
beforeAll(async () => {
  server = await openAdministration();
});
afterAll(() => server.close());

const { created, update, recordOf } = clientCalls(() => server);

describe('updateClient', () => {
  it('keeps omitted settings and clears settings with null', async () => {
    const { id, client } = await created({ redirectUris: ['https://a.example/cb'], logoUri: 'https://a.example/logo' });
    const renamed = await update({ id, name: 'Renamed' });
    expect(renamed.data.updateClient.client).toEqual({ ...client, name: 'Renamed' });
    const cleared = await update({ id, redirectUris: null, logoUri: null });
    expect(cleared.data.updateClient.client).toEqual({ ...client, name: 'Renamed', redirectUris: [], logoUri: null });
  });

  const CLEARABLE = [
    'redirectUris',
    'postLogoutRedirectUris',
    'backchannelLogoutUri',
    'grantTypes',
    'jwks',
    'scopes',
    'audiences',
    'requestObjectSigningAlg',
    'groupsClaimFilter',
    'claimRules',
    'userinfoSignedResponseAlg',
    'introspectionSignedResponseAlg',
    'logoUri',
    'clientUri',
    'policyUri',
    'initiateLoginUri',
    'tosUri',
    'defaultAcr',
    'defaultMaxAge',
    'templateId',
  ];
  const whole = () => created({ ...OTHER_SETTINGS, requestObjectSigningAlg: 'HS256' });

  it.each(CLEARABLE)('clears %s with null and changes no other setting', async (field) => {
    const { id, client } = await whole();
    const empty = Array.isArray(client[field]) ? [] : null;
    expect(client[field]).not.toEqual(empty);
    expect((await update({ id, [field]: null })).data.updateClient.client).toEqual({ ...client, [field]: empty });
  });

  it('clears jwksUri with null', async () => {
    const { id, client } = await created({ jwksUri: 'https://app.example/keys' });
    const { data } = await update({ id, jwksUri: null });
    expect(data.updateClient.client).toEqual({ ...client, jwksUri: null });
  });

  it.each([
    'http://app.example/start',
    'https://app.example/start#top',
    'https://user@app.example/start',
    'https://app.example/start?iss=other',
    'https://app.example/start?login_hint=ada',
    'javascript:alert(1)',
  ])('rejects %s as initiateLoginUri', async (initiateLoginUri) => {
    const { id } = await created({});
    expect((await update({ id, initiateLoginUri })).errors?.[0]).toMatchObject({
      extensions: { code: 'INVALID_INPUT', field: 'initiateLoginUri' },
    });
  });

  it('rejects a user name or password in clientUri, but spares one that the client has', async () => {
    const { id } = await created({});
    const [clientUri, other] = ['https://bank.example:x@evil.example/', 'https://bank.example@evil.example/'];
    const client = await recordOf(id);
    await server.deps.store.clients.update(client, { client_uri: clientUri });
    expect((await update({ id, clientUri, name: 'Spared' })).errors).toEqual([]);
    expect((await update({ id, clientUri: other })).errors[0]).toMatchObject({
      extensions: { code: 'INVALID_INPUT', field: 'clientUri' },
    });
  });

  it('rejects null for every other setting', async () => {
    const { id, client } = await whole();
    // Without the integration FORWARD_AUTH, forwardAuth is null already.
    const fixed = ['id', 'issuerId', 'secrets', 'jwksUri', 'forwardAuth', ...CLEARABLE];
    const others = Object.keys(client).filter((field) => !fixed.includes(field));
    expect(others.length).toBeGreaterThan(20);
    for (const field of others) expect(refusal(await update({ id, [field]: null }))).toBe(`INVALID_INPUT ${field}`);
    expect((await server.call(`{ client(id: "${id}") { ${CLIENT_FIELDS} } }`)).data.client).toEqual(client);
  });

  it.each([
    ['a public client', { tokenEndpointAuthMethod: 'NONE' }],
    ['a native client with a secret', { applicationType: 'NATIVE' }],
    ['a client with relaxed redirect URIs', { redirectUriPolicy: 'RELAXED' }],
  ])('demands PKCE of a client that becomes %s', async (_, change) => {
    const { id, client } = await created();
    expect(client.requirePkce).toBe(false);
    expect(refusal(await update({ id, ...change, requirePkce: false }))).toBe('INVALID_INPUT requirePkce');
    expect((await update({ id, ...change })).data.updateClient.client).toMatchObject({ ...change, requirePkce: true });
  });

  it('rejects a change to STRICT while a redirect URI needs RELAXED, and records a change of the policy', async () => {
    const { id } = await created({ redirectUriPolicy: 'RELAXED', redirectUris: ['http://nas/cb'] });
    expect(refusal(await update({ id, redirectUriPolicy: 'STRICT' }))).toBe('INVALID_INPUT redirectUris.0');
    await update({ id, redirectUriPolicy: 'STRICT', redirectUris: [] });
    const { items } = await server.deps.store.auditEvents.page({ first: 1 }, 'NEWEST_FIRST', { clientId: id });
    expect(items[0]?.record.detail).toMatchObject({
      from: { redirectUriPolicy: 'RELAXED', redirectUris: ['http://nas/cb'] },
      to: { redirectUriPolicy: 'STRICT', redirectUris: [] },
    });
  });

  it('rejects a change that contradicts the other settings', async () => {
    const { id } = await created({ integrations: ['BASIC'] });
    expect(refusal(await update({ id, tokenEndpointAuthMethod: 'NONE' }))).toBe('INVALID_INPUT integrations');
    expect(refusal(await update({ id, requireSignedRequestObject: true }))).toBe(
      'INVALID_INPUT requireSignedRequestObject',
    );
  });

  it('rejects an id that no client has', async () => {
    expect(refusal(await update({ id: 'unknown', name: 'x' }))).toBe('NOT_FOUND id');
  });

  it.each([
    ['disabling it', {}, { enabled: false }],
    ['excluding users without a permission', { accessPolicy: 'ALL_USERS' }, { accessPolicy: 'PERMITTED_USERS' }],
    ['changing the kind of subject', {}, { subjectType: 'PAIRWISE' }],
    ['switching to FAPI2', {}, { securityProfile: 'FAPI2', jwks: RSA_KEY_SET }],
  ])('revokes the grants of a client by %s', async (_, input, change) => {
    const { id } = await created(input);
    const before = await recordOf(id);
    expect((await update({ id, ...change })).errors).toEqual([]);
    expect((await recordOf(id)).grantEpoch).toBe(before.grantEpoch + 1);
  });

  it('revokes no grants by another change, nor by enabling the client', async () => {
    const { id } = await created();
    const { grantEpoch } = await recordOf(id);
    await update({ id, name: 'x', accessPolicy: 'ALL_USERS', redirectUris: ['https://b.example'] });
    expect((await recordOf(id)).grantEpoch).toBe(grantEpoch);
    await update({ id, enabled: false });
    await update({ id, enabled: true });
    expect((await recordOf(id)).grantEpoch).toBe(grantEpoch + 1);
  });

  it('applies the defaults of FAPI2 when the client becomes a FAPI2 client, and rejects settings that contradict it', async () => {
    const { id } = await created({ idTokenSignedResponseAlg: 'ES256' });
    expect(refusal(await update({ id, securityProfile: 'FAPI2' }))).toBe('INVALID_INPUT jwks');
    const contradicting = { id, securityProfile: 'FAPI2', jwks: RSA_KEY_SET, requirePkce: false };
    expect(refusal(await update(contradicting))).toBe('INVALID_INPUT requirePkce');
    const { data } = await update({
      id,
      securityProfile: 'FAPI2',
      jwks: RSA_KEY_SET,
      idTokenSignedResponseAlg: 'ES256',
    });
    expect(data.updateClient.client).toMatchObject({
      securityProfile: 'FAPI2',
      tokenEndpointAuthMethod: 'PRIVATE_KEY_JWT',
      idTokenSignedResponseAlg: 'ES256',
      dpopBoundAccessTokens: true,
    });
    expect(refusal(await update({ id, dpopBoundAccessTokens: false }))).toBe('INVALID_INPUT dpopBoundAccessTokens');
  });

  it('loses no change if several are made at the same time', async () => {
    const { id } = await created();
    const answers = await Promise.all([
      update({ id, name: 'Raced' }),
      update({ id, scopes: ['openid'] }),
      update({ id, consent: 'ALWAYS' }),
    ]);
    expect(answers.flatMap(({ errors }) => errors)).toEqual([]);
    expect(await recordOf(id)).toMatchObject({ name: 'Raced', scopes: ['openid'], consent: 'ALWAYS', version: 4 });
  });

  it('ignores old faults in settings that do not change, so that the client can be disabled', async () => {
    const { id } = await created();
    await server.deps.store.clients.update(await recordOf(id), {
      accessTokenLifetime: 900,
      scopes: ['openid', 'gone'],
    });
    expect((await update({ id, enabled: false })).errors).toEqual([]);
    expect(refusal(await update({ id, accessTokenLifetime: 800 }))).toBe('INVALID_INPUT accessTokenLifetime');
  });

  it('finds a new fault beside an old one', async () => {
    const { id } = await created({ redirectUris: ['https://a.example/cb'] });
    await server.deps.store.clients.update(await recordOf(id), { redirect_uris: ['http://a.example/cb'] });
    expect((await update({ id, name: 'Still changed' })).errors).toEqual([]);
    const hidden = { id, postLogoutRedirectUris: ['javascript:alert(1)'] };
    expect(refusal(await update(hidden))).toBe('INVALID_INPUT postLogoutRedirectUris.0');
  });

  it('writes the changed settings to the audit log, and nothing if none changed', async () => {
    const { id } = await created();
    await update({ id, name: 'Other' });
    await update({ id, name: 'Other' });
    const events = (await server.events()).filter(({ resourceId, type }) => type === 'UPDATED' && resourceId === id);
    expect(events.map(({ detail }) => detail)).toEqual([
      { changed: ['name'], from: { name: 'App' }, to: { name: 'Other' } },
    ]);
  });
});
