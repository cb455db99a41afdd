import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Client } from '../../../src/model/clients/client.js';
import type { Issuer } from '../../../src/model/clients/issuer.js';
import type { Deps } from '../../../src/model/deps.js';
import { revoke } from '../../../src/oidc/protected-resource/revocation.js';
import { findAccessToken } from '../../../src/oidc/tokens/find-access-token.js';
import { basicHeader, codeFor, codeForm, madeUpHandle, refusalOf, requestToken } from '../../support/authorization.js';
import { makeClient, makeIssuer, makeUser, signInAs } from '../../support/fixtures.js';
import { openWorld } from '../../support/world.js';

let deps: Deps;
let issuer: Issuer;
let cookie: string;

beforeAll(async () => {
  ({ deps, issuer } = await openWorld());
  ({ cookie } = await signInAs(deps, await makeUser(deps)));
});
afterAll(() => deps.store.close());

async function tokensOf(changes: Partial<Client> = {}) {
  const { client, secret } = await makeClient(deps, issuer, changes);
  const header = client.token_endpoint_auth_method === 'none' ? undefined : basicHeader(client, secret);
  const code = await codeFor(deps, issuer, client, cookie, { scope: 'openid offline_access' });
  const id = { client_id: client.id };
  const answer = await requestToken(deps, issuer, codeForm(client, code, id), header);
  const { access_token, refresh_token } = answer as { access_token: string; refresh_token: string };
  const refresh = () => requestToken(deps, issuer, { grant_type: 'refresh_token', refresh_token, ...id }, header);
  const end = (token: string, hint?: string, at = issuer) => {
    const hinted: [string, string][] = hint === undefined ? [] : [['token_type_hint', hint]];
    const parameters: [string, string][] = [['token', token], ['client_id', client.id], ...hinted];
    return revoke(deps, at, { parameters, authorization: header, caller: { ipAddress: '192.0.2.1' } });
  };
  return { client, access_token, refresh_token, refresh, end };
}

async function isLive(text: string) {
  return (await findAccessToken(deps, issuer, text)) !== undefined;
}

describe('RFC 7009 §2.1 Revocation Request', () => {
  it('revokes only the opaque access token', async () => {
    const { client, access_token, end, refresh } = await tokensOf();
    await end(access_token);
    expect(await isLive(access_token)).toBe(false);
    expect(await refresh()).toHaveProperty('access_token');
    const filter = { clientId: client.id, types: ['TOKEN_REVOKED'] as const };
    const { items } = await deps.store.auditEvents.page({ first: 9 }, 'NEWEST_FIRST', filter);
    expect(items.map(({ record }) => record.resource)).toEqual(['token']);
    expect(JSON.stringify(items)).not.toContain(access_token);
  });

  it('revokes the grant of a refresh token, and all its access tokens', async () => {
    const { access_token, refresh_token, end, refresh } = await tokensOf();
    await end(refresh_token);
    expect(await isLive(access_token)).toBe(false);
    expect((await refusalOf(refresh())).error).toBe('invalid_grant');
  });

  it('revokes the grant of a user’s JWT access token', async () => {
    const { access_token, end, refresh } = await tokensOf({ accessTokenFormat: 'JWT' });
    await end(access_token);
    expect(await isLive(access_token)).toBe(false);
    expect((await refusalOf(refresh())).error).toBe('invalid_grant');
  });

  it('finds the token whatever the hint is', async () => {
    const { access_token, refresh_token, end } = await tokensOf();
    await end(access_token, 'refresh_token');
    expect(await isLive(access_token)).toBe(false);
    await expect(end(refresh_token, 'unheard-of')).resolves.toBeUndefined();
  });

  it('accepts a public client’s own token', async () => {
    const { access_token, end } = await tokensOf({ token_endpoint_auth_method: 'none' });
    await end(access_token);
    expect(await isLive(access_token)).toBe(false);
  });

  it.each(['OPAQUE', 'JWT'] as const)('rejects another client’s %s access token, which stays valid', async (format) => {
    const { access_token, refresh_token } = await tokensOf({ accessTokenFormat: format });
    const thief = await tokensOf();
    for (const text of [access_token, refresh_token]) {
      expect((await refusalOf(thief.end(text))).error).toBe('invalid_grant');
    }
    expect(await isLive(access_token)).toBe(true);
  });

  it('requires a token', async () => {
    const { client, secret } = await makeClient(deps, issuer);
    const input = { parameters: [], authorization: basicHeader(client, secret), caller: {} };
    expect((await refusalOf(revoke(deps, issuer, input))).error).toBe('invalid_request');
    const wrong = { ...input, authorization: basicHeader(client, 'wrong') };
    expect((await refusalOf(revoke(deps, issuer, wrong))).status).toBe(401);
  });
});

describe('RFC 7009 §2.2 Revocation Response', () => {
  it('is the same for an unknown token and a revoked one', async () => {
    const { access_token, refresh_token, end } = await tokensOf();
    for (const text of [madeUpHandle(deps), 'abc', access_token, access_token, refresh_token, refresh_token]) {
      await expect(end(text)).resolves.toBeUndefined();
    }
  });

  it('is an error for a client’s own JWT, which cannot be revoked (§2.2.1)', async () => {
    const { client, secret } = await makeClient(deps, issuer, {
      accessTokenFormat: 'JWT',
      grant_types: ['client_credentials'],
    });
    const authorization = basicHeader(client, secret);
    const { access_token } = await requestToken(deps, issuer, { grant_type: 'client_credentials' }, authorization);
    const parameters: [string, string][] = [['token', String(access_token)]];
    const answer = revoke(deps, issuer, { parameters, authorization, caller: {} });
    expect((await refusalOf(answer)).error).toBe('unsupported_token_type');
  });

  it('does not revoke a token of another issuer', async () => {
    const { access_token, refresh_token } = await tokensOf();
    const other = await makeIssuer(deps, 'other');
    const { client, secret } = await makeClient(deps, other);
    for (const text of [access_token, refresh_token]) {
      const input = { parameters: [['token', text]] as [string, string][], caller: {} };
      await revoke(deps, other, { ...input, authorization: basicHeader(client, secret) });
    }
    expect(await isLive(access_token)).toBe(true);
  });
});
