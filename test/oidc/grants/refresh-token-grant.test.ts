import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { decodeJwt } from 'jose';
import { endSession } from '../../../src/access/sessions/session.js';
import { systemCaller } from '../../../src/admin/caller-authentication.js';
import { updateClient } from '../../../src/admin/clients/client-update.js';
import { findToken } from '../../../src/admin/tokens/token-find.js';
import { readHandle } from '../../../src/keys/secrets.js';
import type { Client } from '../../../src/model/clients/client.js';
import type { Issuer } from '../../../src/model/clients/issuer.js';
import type { Deps } from '../../../src/model/deps.js';
import type { User } from '../../../src/model/people/user.js';
import { userinfo } from '../../../src/oidc/protected-resource/userinfo.js';
import { basicHeader, codeFor, codeForm, madeUpHandle, refusalOf, requestToken } from '../../support/authorization.js';
import { makeClientKey } from '../../support/client-keys.js';
import { countingStore } from '../../support/counting-store.js';
import type { FrozenClock } from '../../support/deps.js';
import { makeClient, makeIssuer, makeUser, permit, signInAs } from '../../support/fixtures.js';
import { countReuses, makeOffline, PUBLIC } from '../../support/offline.js';
import { racingStore } from '../../support/racing-store.js';
import { openWorld } from '../../support/world.js';

let deps: Deps;
let clock: FrozenClock;
let issuer: Issuer;
let user: User;

beforeAll(async () => {
  ({ deps, clock, issuer } = await openWorld());
  user = await makeUser(deps);
});
afterAll(() => deps.store.close());

const IDLE = 1_209_600;
const ABSOLUTE = 7_776_000;

const offline = (changes: Partial<Client> = {}, scope?: string) => makeOffline(deps, { issuer, user }, changes, scope);

async function refused(answer: Promise<unknown>): Promise<string> {
  return (await refusalOf(answer)).error;
}

function bearer(accessToken: unknown) {
  return userinfo(deps, issuer, { authorization: `Bearer ${accessToken}`, parameters: [] });
}

describe('OpenID Connect Core §11 Offline Access', () => {
  it('returns a refresh token only with offline_access', async () => {
    expect((await offline()).token).toBeDefined();
    expect((await offline({}, 'openid email')).first).not.toHaveProperty('refresh_token');
  });

  it('returns no refresh token to a client without the scope or the grant type', async () => {
    const { first } = await offline({ grant_types: ['authorization_code'] });
    expect(first).toMatchObject({ scope: 'openid email' });
    expect(first).not.toHaveProperty('refresh_token');
    expect((await offline({ scopes: ['openid', 'email'] })).first).not.toHaveProperty('refresh_token');
  });

  it('stays valid after sign-out and after the end of the session', async () => {
    const { token, session, refresh } = await offline();
    await endSession(deps, session);
    expect(await refresh(token)).toHaveProperty('access_token');
  });
});

describe('RFC 6749 §6 Refreshing an Access Token', () => {
  it('returns new tokens for the same scopes', async () => {
    const { token, refresh } = await offline();
    const answer = await refresh(token);
    expect(answer).toMatchObject({ token_type: 'Bearer', expires_in: 300, scope: 'openid email offline_access' });
    expect((await bearer(answer.access_token)).kind).toBe('json');
    expect(answer.refresh_token).not.toBe(token);
  });

  it('narrows the scopes of the access token, not of the refresh token', async () => {
    const { token, refresh } = await offline();
    const narrowed = await refresh(token, { scope: 'openid' });
    expect(narrowed.scope).toBe('openid');
    expect((await refresh(narrowed.refresh_token)).scope).toBe('openid email offline_access');
  });

  it('rejects a scope that was not granted, and the token stays valid', async () => {
    const { token, refresh } = await offline();
    expect(await refused(refresh(token, { scope: 'openid profile' }))).toBe('invalid_scope');
    expect(await refresh(token)).toHaveProperty('access_token');
  });

  it('leaves out a scope that the client has lost', async () => {
    const { token, refresh, client } = await offline();
    await deps.store.clients.update(client, { scopes: ['openid', 'offline_access'] });
    expect((await refresh(token)).scope).toBe('openid offline_access');
  });

  it('leaves out a scope that was deleted in the meantime', async () => {
    await deps.store.scopes.insert({ id: 'passing', version: 1, claims: [] });
    const changes = { scopes: ['openid', 'offline_access', 'passing'] };
    const { refresh, token, first } = await offline(changes, 'openid offline_access passing');
    expect(first.scope).toBe('openid offline_access passing');
    await deps.store.scopes.delete('passing');
    expect((await refresh(token)).scope).toBe('openid offline_access');
  });

  it('rejects a token that is not a refresh token of this client, and revokes nothing', async () => {
    const { token, refresh, first } = await offline();
    const other = await offline();
    const [id] = token.split('.');
    expect(await refused(refresh(madeUpHandle(deps)))).toBe('invalid_grant');
    expect(await refused(refresh('abc'))).toBe('invalid_grant');
    expect(await refused(refresh(`${id}.${'A'.repeat(43)}`))).toBe('invalid_grant');
    expect(await refused(refresh(first.access_token))).toBe('invalid_grant');
    expect(await refused(refresh(token, { refresh_token: undefined }))).toBe('invalid_request');
    expect(await refused(other.refresh(token))).toBe('invalid_grant');
    const { refresh_token } = await refresh(token);
    clock.advance(60);
    await refresh(refresh_token);
    expect(await refused(other.refresh(token))).toBe('invalid_grant');
    expect(await countReuses(deps, other.client)).toBe(0);
  });

  it('is not accepted as an access token by userinfo', async () => {
    const { token } = await offline();
    expect((await refusalOf(bearer(token))).error).toBe('invalid_token');
  });

  it('is rejected at another issuer', async () => {
    const { token } = await offline();
    const other = await makeIssuer(deps, 'other');
    const { client: twin, secret } = await makeClient(deps, other);
    const form = { grant_type: 'refresh_token', refresh_token: token };
    expect(await refused(requestToken(deps, other, form, basicHeader(twin, secret)))).toBe('invalid_grant');
  });

  it('updates the last-used time of the grant at most once a minute', async () => {
    const { token, refresh } = await offline();
    const record = await deps.store.tokens.find(readHandle(token)?.id ?? '');
    const usedAt = async () => (await deps.store.grants.find(record?.grantId ?? ''))?.lastUsedAt;
    const exchangedAt = clock.now();
    expect(await usedAt()).toEqual(exchangedAt);
    clock.advance(59);
    const second = await refresh(token);
    expect(await usedAt()).toEqual(exchangedAt);
    clock.advance(1);
    await refresh(second.refresh_token);
    expect(await usedAt()).toEqual(clock.now());
  });

  it('returns tokens to a public client with its client_id', async () => {
    const { token, refresh } = await offline({ token_endpoint_auth_method: 'none' });
    expect(await refresh(token)).toHaveProperty('refresh_token');
  });
});

describe('OpenID Connect Core §12.2 Successful Refresh Response', () => {
  it('contains an ID token of the same authentication, without nonce', async () => {
    const { token, refresh, first } = await offline();
    clock.advance(100);
    const before = decodeJwt(first.id_token as string);
    const after = decodeJwt((await refresh(token)).id_token as string);
    for (const same of ['iss', 'sub', 'aud', 'auth_time', 'acr', 'sid']) expect(after[same]).toEqual(before[same]);
    expect(after.iat).toBe((before.iat ?? 0) + 100);
    expect(before.nonce).toBe('n-0S6');
    expect(after).not.toHaveProperty('nonce');
  });
});

describe('RFC 9700 §4.14.2 lifetimes', () => {
  it('expire a token that is not used', async () => {
    const { token, refresh } = await offline();
    clock.advance(IDLE - 1);
    const { refresh_token } = await refresh(token);
    clock.advance(IDLE - 1);
    const { refresh_token: last } = await refresh(refresh_token);
    clock.advance(IDLE);
    expect(await refused(refresh(last))).toBe('invalid_grant');
  });

  it('expire a grant however often it is used, together with its access tokens', async () => {
    const { token, refresh } = await offline({ refreshTokenIdleLifetime: ABSOLUTE });
    clock.advance(ABSOLUTE - 100);
    const last = await refresh(token);
    expect(last.expires_in).toBe(100);
    clock.advance(100);
    expect(await refused(refresh(last.refresh_token))).toBe('invalid_grant');
    expect(await refused(bearer(last.access_token))).toBe('invalid_token');
  });
});

describe('RFC 9700 §4.14.2 rotation', () => {
  it('gives a slow process the successor that a faster one has stored', async () => {
    const { client, token, refresh } = await offline(PUBLIC);
    let next: unknown;
    const race = async () => {
      clock.advance(60);
      next = (await refresh(token)).refresh_token;
    };
    const slow = { ...deps, store: racingStore(deps.store, race) };
    expect((await refresh(token, {}, { on: slow })).refresh_token).toBe(next);
    expect(await refresh(String(next))).toHaveProperty('access_token');
    expect(await countReuses(deps, client)).toBe(0);
  });

  it('refuses a slow process if the successor that a faster one has stored was used meanwhile', async () => {
    const { client, token, refresh } = await offline(PUBLIC);
    const race = async () => {
      const { refresh_token } = await refresh(token);
      clock.advance(60);
      await refresh(refresh_token);
    };
    const slow = { ...deps, store: racingStore(deps.store, race) };
    expect(await refused(refresh(token, {}, { on: slow }))).toBe('invalid_grant');
    expect(await countReuses(deps, client)).toBe(1);
  });

  it('revokes the grant if a retired token is used, even if the tokens of the client no longer rotate', async () => {
    const { client, token, refresh, next } = await offline();
    const retired = await next(token);
    expect(await deps.store.tokens.retire(readHandle(retired)?.id ?? '', clock.now())).toBe(true);
    await deps.store.clients.update(client, { dpop_bound_access_tokens: true });
    const key = await makeClientKey('ES256');
    expect(await refused(refresh(retired, {}, { key }))).toBe('invalid_grant');
    expect(await countReuses(deps, client)).toBe(1);
    expect(await refused(refresh(token, {}, { key }))).toBe('invalid_grant');
  });

  it('marks the replaced token', async () => {
    const { token, refresh } = await offline();
    const { id } = readHandle(token) ?? { id: '' };
    expect((await deps.store.tokens.find(id))?.replacedAt).toBeUndefined();
    await refresh(token);
    expect((await deps.store.tokens.find(id))?.replacedAt).toEqual(clock.now());
  });
});

describe('What invalidates a refresh token', () => {
  it('is everything that invalidates its grant', async () => {
    const closed = await offline({ accessPolicy: 'ALL_USERS' });
    await deps.store.clients.update(closed.client, { accessPolicy: 'PERMITTED_USERS' });
    expect(await refused(closed.refresh(closed.token))).toBe('invalid_grant');
    const ended = await offline();
    await deps.store.clients.update(ended.client, { grantEpoch: 1 });
    expect(await refused(ended.refresh(ended.token))).toBe('invalid_grant');
  });

  it('is not the permission of another user', async () => {
    const { client, secret } = await makeClient(deps, issuer, { accessPolicy: 'PERMITTED_USERS' });
    const permissionId = await permit(deps, client, user);
    const { cookie } = await signInAs(deps, user);
    const code = await codeFor(deps, issuer, client, cookie, { scope: 'openid offline_access' });
    const header = basicHeader(client, secret);
    const { refresh_token } = await requestToken(deps, issuer, codeForm(client, code), header);
    const refresh = (text: unknown) =>
      requestToken(deps, issuer, { grant_type: 'refresh_token', refresh_token: String(text) }, header);
    await permit(deps, client, await makeUser(deps));
    const next = await refresh(refresh_token);
    await deps.store.permissions.delete(permissionId);
    expect(await refused(refresh(next.refresh_token))).toBe('invalid_grant');
  });
});

describe('A client that loses the right to refresh tokens', () => {
  const SCOPES = ['openid', 'email', 'offline_access'];
  const update = (id: string, changes: Partial<Parameters<typeof updateClient>[2]>) =>
    updateClient(deps, systemCaller, { id, ...changes });
  const WAYS: [string, Parameters<typeof update>[1], Parameters<typeof update>[1]][] = [
    ['the scope offline_access', { scopes: ['openid', 'email'] }, { scopes: SCOPES }],
    ['the grant type', { grantTypes: ['authorization_code'] }, { grantTypes: ['authorization_code', 'refresh_token'] }],
  ];
  const isActive = async (token: string) => (await findToken(deps, token)) !== undefined;

  it.each(WAYS)('loses those that it has, for good: %s', async (_, take, giveBack) => {
    const { token, refresh, client } = await offline({ scopes: SCOPES });
    expect(await isActive(token)).toBe(true);
    await update(client.id, take);
    expect(await refused(refresh(token))).toMatch(/^(invalid_grant|unauthorized_client)$/);
    expect(await isActive(token)).toBe(false);
    await update(client.id, giveBack);
    expect(await refused(refresh(token))).toBe('invalid_grant');
    expect(await isActive(token)).toBe(false);
  });

  it.each(WAYS)('gets none for a code of before: %s', async (_, take, giveBack) => {
    const { client, secret, cookie } = await offline({ scopes: SCOPES });
    const header = basicHeader(client, secret);
    for (const change of [take, giveBack]) {
      const code = await codeFor(deps, issuer, client, cookie, { scope: 'openid offline_access' });
      await update(client.id, change);
      expect(await requestToken(deps, issuer, codeForm(client, code), header)).not.toHaveProperty('refresh_token');
    }
    const later = await codeFor(deps, issuer, client, cookie, { scope: 'openid offline_access' });
    expect(await requestToken(deps, issuer, codeForm(client, later), header)).toHaveProperty('refresh_token');
  });

  it.each(WAYS)('has access only until the end of the session: %s', async (_, take) => {
    const { first, session, client } = await offline({ scopes: SCOPES });
    await update(client.id, take);
    expect((await bearer(first.access_token)).kind).toBe('json');
    await endSession(deps, session);
    expect(await refused(bearer(first.access_token))).toBe('invalid_token');
  });

  it('keeps them if it loses another scope, and gets narrower access tokens at once', async () => {
    const { token, refresh, client } = await offline({ scopes: SCOPES });
    await update(client.id, { scopes: ['openid', 'offline_access'] });
    expect((await refresh(token)).scope).toBe('openid offline_access');
  });
});

describe('Round trips', () => {
  it('are three: read, conditional write, insert', async () => {
    const { token, refresh } = await offline();
    const calls: string[] = [];
    await refresh(token, {}, { on: { ...deps, store: countingStore(deps.store, calls) } });
    expect(calls).toEqual(['readLive', 'commit']);
  });
});
