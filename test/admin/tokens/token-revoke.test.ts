import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Issuer } from '../../../src/model/clients/issuer.js';
import type { Deps } from '../../../src/model/deps.js';
import { type Administration, openAdministration, refusal } from '../../support/administration.js';
import { basicHeader, requestToken } from '../../support/authorization.js';
import { makeClient, makeUser } from '../../support/fixtures.js';
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

const { defaultIssuer, tokensFor, introspect, isActive, signedIn } = tokenCalls(() => server);

describe('revokeToken', () => {
  const revoke = (input: object, key?: string) => server.mutate('revokeToken', input, 'count', key);

  it('revokes an opaque access token alone', async () => {
    const { tokens } = await signedIn();
    expect((await revoke({ token: tokens.access })).data.revokeToken).toEqual({ count: 1 });
    expect([await isActive(tokens.access), await isActive(tokens.refresh)]).toEqual([false, true]);
    expect((await revoke({ token: tokens.access })).data.revokeToken).toEqual({ count: 0 });
  });

  it('revokes the whole grant of a refresh token or of a JWT of a user', async () => {
    for (const which of ['refresh', 'access'] as const) {
      const { tokens } = await signedIn({ accessTokenFormat: 'JWT' });
      expect((await revoke({ token: tokens[which] })).data.revokeToken).toEqual({ count: 1 });
      expect([await isActive(tokens.access), await isActive(tokens.refresh)]).toEqual([false, false]);
    }
  });

  it('revokes the tokens that a client got for itself', async () => {
    const changes = { grant_types: ['client_credentials'], scopes: [] } as const;
    for (const accessTokenFormat of ['OPAQUE', 'JWT'] as const) {
      const { client, secret } = await makeClient(deps, issuer, { ...changes, accessTokenFormat });
      const answer = await requestToken(
        deps,
        issuer,
        { grant_type: 'client_credentials' },
        basicHeader(client, secret),
      );
      const token = String(answer.access_token);
      expect(await introspect(token)).toMatchObject({ active: true, clientId: client.id, userId: null, grantId: null });
      if (accessTokenFormat === 'JWT') expect(refusal(await revoke({ token }))).toBe('CONFLICT token');
      expect((await revoke({ clientId: client.id })).data.revokeToken).toEqual({ count: 1 });
      expect(await isActive(token)).toBe(false);
    }
  });

  it('revokes only the tokens of one user for one client', async () => {
    const { user, client, cookie, tokens } = await signedIn();
    const { client: other, secret } = await makeClient(deps, issuer);
    const elsewhere = await tokensFor({ client: other, secret, cookie });
    expect((await revoke({ userId: user.id, clientId: client.id })).data.revokeToken).toEqual({ count: 1 });
    expect([await isActive(tokens.access), await isActive(elsewhere.access)]).toEqual([false, true]);
  });

  it('rejects an ID token, and changes nothing for a string that is no token', async () => {
    const { tokens } = await signedIn();
    expect(refusal(await revoke({ token: tokens.id }))).toBe('CONFLICT token');
    expect((await revoke({ token: 'nothing' })).data.revokeToken).toEqual({ count: 0 });
  });

  it('requires either a token or ids of existing records', async () => {
    const user = await makeUser(deps);
    expect(refusal(await revoke({}))).toBe('INVALID_INPUT');
    expect(refusal(await revoke({ token: 'x', userId: user.id }))).toBe('INVALID_INPUT');
    expect(refusal(await revoke({ userId: 'unknown' }))).toBe('NOT_FOUND userId');
    expect(refusal(await revoke({ clientId: user.id }))).toBe('NOT_FOUND clientId');
    expect(refusal(await revoke({ userId: user.id, clientId: 'unknown' }))).toBe('NOT_FOUND clientId');
  });
});
