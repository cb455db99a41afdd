import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { consentKey } from '../../../src/model/access/consent.js';
import type { Issuer } from '../../../src/model/clients/issuer.js';
import type { Deps } from '../../../src/model/deps.js';
import { type Administration, openAdministration, refusal } from '../../support/administration.js';
import { makeClient } from '../../support/fixtures.js';
import { tokenCalls } from '../../support/token-calls.js';

let server: Administration;
let deps: Deps;
let issuer: Issuer;
beforeAll(async () => {
  server = await openAdministration();
  deps = server.deps;
  issuer = await defaultIssuer();
});
afterAll(() => server.close());

const { defaultIssuer, tokensFor, isActive, signedIn, grantsOf } = tokenCalls(() => server);

describe('revokeGrant', () => {
  it('revokes every token of the grant, once', async () => {
    const { user, tokens } = await signedIn();
    const [id] = await grantsOf(`userId: "${user.id}"`);
    const revoke = () => server.mutate('revokeGrant', { id }, 'deleted');
    expect((await revoke()).data.revokeGrant).toEqual({ deleted: true });
    expect([await isActive(tokens.access), await isActive(tokens.refresh)]).toEqual([false, false]);
    expect(refusal(await revoke())).toBe('NOT_FOUND id');
    expect(refusal(await server.mutate('revokeGrant', { id: 'unknown' }, 'deleted'))).toBe('NOT_FOUND id');
  });

  it('changes no other grant of the user', async () => {
    const { user, cookie, tokens } = await signedIn();
    const { client, secret } = await makeClient(deps, issuer);
    server.clock.advance(1);
    const other = await tokensFor({ client, secret, cookie });
    const [, first] = await grantsOf(`userId: "${user.id}"`);
    await server.mutate('revokeGrant', { id: first }, 'deleted');
    expect([await isActive(tokens.access), await isActive(other.access)]).toEqual([false, true]);
  });
});

describe('Consents', () => {
  it('are listed, and can be revoked once together with the grants that depend on them', async () => {
    const { user, client, tokens } = await signedIn();
    const consent = {
      id: 'the-consent',
      version: 1,
      key: consentKey(client, user.id),
      userId: user.id,
      clientId: client.id,
      clientGeneration: client.generation,
      scopes: ['openid'],
      claims: [],
      createdAt: server.clock.now(),
    };
    await deps.store.consents.insert(consent);
    const [grantId = ''] = await grantsOf(`userId: "${user.id}"`);
    const grant = await deps.store.grants.find(grantId);
    if (grant === undefined) throw new Error('no grant');
    await deps.store.grants.delete(grantId);
    await deps.store.grants.insert({ ...grant, consentId: consent.id });
    expect(await isActive(tokens.refresh)).toBe(true);
    expect(await grantsOf(`userId: "${user.id}"`)).toEqual([grantId]);
    const { data } = await server.call(
      `{ user(id: "${user.id}") { consents { totalCount edges { node { clientId scopes client { name } lastUsedAt } } } } }`,
    );
    expect(data.user.consents).toEqual({
      totalCount: 1,
      edges: [{ node: { clientId: client.id, scopes: ['openid'], client: { name: 'Wiki' }, lastUsedAt: null } }],
    });
    const revoke = () => server.mutate('revokeConsent', { userId: user.id, clientId: client.id }, 'deleted');
    expect((await revoke()).data.revokeConsent).toEqual({ deleted: true });
    expect(refusal(await revoke())).toBe('NOT_FOUND');
    expect(await isActive(tokens.refresh)).toBe(false);
    expect(await grantsOf(`userId: "${user.id}"`)).toEqual([]);
  });

  it('name the user or client that does not exist', async () => {
    const { user, client } = await signedIn();
    const revoke = (input: object) => server.mutate('revokeConsent', input, 'deleted');
    expect(refusal(await revoke({ userId: 'unknown', clientId: client.id }))).toBe('NOT_FOUND userId');
    expect(refusal(await revoke({ userId: user.id, clientId: 'unknown' }))).toBe('NOT_FOUND clientId');
  });
});
