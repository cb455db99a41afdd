import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { endSession } from '../../../src/access/sessions/session.js';
import { readHandle } from '../../../src/keys/secrets.js';
import type { Session } from '../../../src/model/access/session.js';
import type { Client } from '../../../src/model/clients/client.js';
import type { Issuer } from '../../../src/model/clients/issuer.js';
import type { Deps } from '../../../src/model/deps.js';
import type { User } from '../../../src/model/people/user.js';
import { token } from '../../../src/oidc/grants/token-endpoint.js';
import { userinfo } from '../../../src/oidc/protected-resource/userinfo.js';
import {
  basicHeader,
  codeFor,
  codeForm,
  madeUpHandle,
  type Query,
  refusalOf,
  requestToken,
  VERIFIER,
} from '../../support/authorization.js';
import { countingStore } from '../../support/counting-store.js';
import type { FrozenClock } from '../../support/deps.js';
import { makeClient, makeIssuer, makeUser, permit, signInAs } from '../../support/fixtures.js';
import { openWorld } from '../../support/world.js';

let deps: Deps;
let clock: FrozenClock;
let issuer: Issuer;
let client: Client;
let secret: string;
let cookie: string;

beforeAll(async () => {
  ({ deps, clock, issuer } = await openWorld());
  ({ client, secret } = await makeClient(deps, issuer));
  ({ cookie } = await signInAs(deps, await makeUser(deps)));
});
afterAll(() => deps.store.close());

function code(changes: Query = {}) {
  return codeFor(deps, issuer, client, cookie, changes);
}

function exchange(text: string, changes: Query = {}) {
  return requestToken(deps, issuer, codeForm(client, text, changes), basicHeader(client, secret));
}

function bearer(accessToken: unknown) {
  return userinfo(deps, issuer, { authorization: `Bearer ${accessToken}`, parameters: [] });
}

describe('RFC 6749 §4.1.4, §5.1 Access Token Response', () => {
  it('returns an access token and an ID token that must not be cached', async () => {
    const parameters = Object.entries(codeForm(client, await code({ scope: 'openid email phone' }))) as [
      string,
      string,
    ][];
    const answer = await token(deps, issuer, { parameters, authorization: basicHeader(client, secret), caller: {} });
    expect(answer.headers).toEqual({ 'Cache-Control': 'no-store', Pragma: 'no-cache' });
    const { access_token, id_token, ...rest } = answer.body;
    expect(rest).toEqual({ token_type: 'Bearer', expires_in: 300, scope: 'openid email' });
    expect(readHandle(access_token as string)).toBeDefined();
    expect((id_token as string).split('.')).toHaveLength(3);
  });

  it('returns no ID token without openid, and no scope member without scopes', async () => {
    expect(await exchange(await code({ scope: 'email' }))).not.toHaveProperty('id_token');
    expect(await exchange(await code({ scope: undefined }))).not.toHaveProperty('scope');
  });

  it('returns tokens to a public client with its client_id and code_verifier', async () => {
    const { client: open } = await makeClient(deps, issuer, { token_endpoint_auth_method: 'none' });
    const form = codeForm(open, await codeFor(deps, issuer, open, cookie), { client_id: open.id });
    expect(await requestToken(deps, issuer, form)).toHaveProperty('access_token');
  });

  it('limits every client to the maximum lifetime of the server', async () => {
    const { client: greedy, secret: own } = await makeClient(deps, issuer, { accessTokenLifetime: 86_400 });
    const form = codeForm(greedy, await codeFor(deps, issuer, greedy, cookie));
    expect((await requestToken(deps, issuer, form, basicHeader(greedy, own))).expires_in).toBe(300);
  });

  it('writes to the audit log whether the client used PKCE and a nonce', async () => {
    const { client: lax, secret: own } = await makeClient(deps, issuer, { requirePkce: false });
    const detailOf = async (changes: Query, verifier: Query = {}) => {
      const form = codeForm(lax, await codeFor(deps, issuer, lax, cookie, changes), verifier);
      await requestToken(deps, issuer, form, basicHeader(lax, own));
      const { items } = await deps.store.auditEvents.page({ first: 1 }, 'NEWEST_FIRST', { types: ['TOKEN_ISSUED'] });
      return items[0]?.record.detail;
    };
    const without = { code_challenge: undefined, code_challenge_method: undefined };
    expect(await detailOf({ nonce: 'n' })).toEqual({ scope: 'openid', pkce: true, nonce: true });
    expect(await detailOf(without, { code_verifier: undefined })).toEqual({
      scope: 'openid',
      pkce: false,
      nonce: false,
    });
  });

  it('stores only a hash of the token', async () => {
    const { access_token } = await exchange(await code());
    const handle = readHandle(access_token as string);
    const record = await deps.store.tokens.find(handle?.id ?? '');
    expect(record?.clientGeneration).toBe(client.generation);
    expect(JSON.stringify(record)).not.toContain(handle?.secret);
  });
});

describe('RFC 6749 §4.1.3 Access Token Request', () => {
  const refusals: [string, Query, string][] = [
    ['no code', { code: undefined }, 'invalid_request'],
    ['a malformed code', { code: 'abc' }, 'invalid_grant'],
    ['no redirect_uri although the authorization request had one', { redirect_uri: undefined }, 'invalid_grant'],
    ['another redirect_uri', { redirect_uri: 'https://wiki.example/other' }, 'invalid_grant'],
    ['no code_verifier', { code_verifier: undefined }, 'invalid_grant'],
    ['another code_verifier', { code_verifier: `${VERIFIER.slice(0, -1)}A` }, 'invalid_grant'],
    ['the challenge as verifier', { code_verifier: 'x' }, 'invalid_grant'],
    ['no grant_type', { grant_type: undefined }, 'invalid_request'],
    ['an unknown grant_type', { grant_type: 'password' }, 'unsupported_grant_type'],
  ];
  it.each(refusals)('rejects %s, and the code stays valid', async (_, changes, error) => {
    const text = await code();
    expect(await refusalOf(exchange(text, changes))).toMatchObject({ error, status: 400 });
    expect(await exchange(text)).toHaveProperty('access_token');
  });

  it('rejects an unknown code, and one with a wrong secret', async () => {
    expect((await refusalOf(exchange(madeUpHandle(deps)))).error).toBe('invalid_grant');
    const { id } = readHandle(await code()) ?? { id: '' };
    expect((await refusalOf(exchange(`${id}.${'A'.repeat(43)}`))).error).toBe('invalid_grant');
  });

  it('rejects a parameter that is included twice (§3.2)', async () => {
    const parameters = Object.entries(codeForm(client, await code())) as [string, string][];
    const input = { authorization: basicHeader(client, secret), caller: {} };
    const twice = token(deps, issuer, { ...input, parameters: [...parameters, ['code_verifier', VERIFIER]] });
    expect((await refusalOf(twice)).error).toBe('invalid_request');
  });

  it('rejects a grant type that the client is not registered for (§5.2)', async () => {
    const { client: machine, secret: own } = await makeClient(deps, issuer, { grant_types: [] });
    const form = codeForm(client, await code());
    expect((await refusalOf(requestToken(deps, issuer, form, basicHeader(machine, own)))).error).toBe(
      'unauthorized_client',
    );
  });

  it('rejects another client, and revokes nothing', async () => {
    const { client: thief, secret: own } = await makeClient(deps, issuer);
    const text = await code();
    const stolen = () => refusalOf(requestToken(deps, issuer, codeForm(client, text), basicHeader(thief, own)));
    expect((await stolen()).error).toBe('invalid_grant');
    const { access_token } = await exchange(text);
    expect((await stolen()).error).toBe('invalid_grant');
    expect((await bearer(access_token)).kind).toBe('json');
  });

  it('rejects a code of another issuer', async () => {
    const other = await makeIssuer(deps, 'other');
    const { client: twin, secret: own } = await makeClient(deps, other);
    const form = codeForm(client, await code());
    expect((await refusalOf(requestToken(deps, other, form, basicHeader(twin, own)))).error).toBe('invalid_grant');
  });

  it('accepts a request without redirect_uri if the authorization request had none', async () => {
    const text = await code({ redirect_uri: undefined, scope: 'email' });
    expect(await exchange(text, { redirect_uri: undefined })).toHaveProperty('access_token');
  });

  it('rejects a code after 60 seconds', async () => {
    const text = await code();
    clock.advance(60);
    expect((await refusalOf(exchange(text))).error).toBe('invalid_grant');
    const inTime = await code();
    clock.advance(59);
    expect(await exchange(inTime)).toHaveProperty('access_token');
  });

  it('leaves out a scope that the client has lost since the code was issued', async () => {
    const { client: shrinking, secret: own } = await makeClient(deps, issuer);
    const text = await codeFor(deps, issuer, shrinking, cookie, { scope: 'openid email' });
    await deps.store.clients.update(shrinking, { scopes: ['openid'] });
    const { scope } = await requestToken(deps, issuer, codeForm(shrinking, text), basicHeader(shrinking, own));
    expect(scope).toBe('openid');
  });

  it('records rejected requests without any secret', async () => {
    const text = await code();
    await refusalOf(exchange(text, { code_verifier: 'x' }));
    await (deps.audit as unknown as { flush(): Promise<void> }).flush();
    const filter = { clientId: client.id, types: ['TOKEN_REFUSED'] as const };
    const { items } = await deps.store.auditEvents.page({ first: 1 }, 'NEWEST_FIRST', filter);
    expect(items[0]?.record).toMatchObject({ outcome: 'FAILURE', actorId: client.id });
    expect(JSON.stringify(items[0]?.record)).not.toContain(text);
  });
});

describe('RFC 7636 §4.1, §4.4–§4.6 Proof Key for Code Exchange', () => {
  const challengeOf = (verifier: string) => createHash('sha256').update(verifier).digest('base64url');
  const ALL = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~';

  it('accepts the verifier of Appendix B, and every allowed length and character', async () => {
    expect(challengeOf(VERIFIER)).toBe('E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM');
    for (const code_verifier of ['a'.repeat(43), '~'.repeat(128), ALL]) {
      const text = await code({ code_challenge: challengeOf(code_verifier) });
      expect(await exchange(text, { code_verifier })).toHaveProperty('access_token');
    }
  });

  it.each([
    ['is too short', 'a'.repeat(42)],
    ['is too long', 'a'.repeat(129)],
    ['has another character', `${'a'.repeat(42)}+`],
    ['ends with white space', `${'a'.repeat(43)} `],
  ])('rejects a verifier that %s, although it matches the challenge', async (_, code_verifier) => {
    const text = await code({ code_challenge: challengeOf(code_verifier) });
    expect((await refusalOf(exchange(text, { code_verifier }))).error).toBe('invalid_grant');
  });

  it('binds the challenge to its code, and rejects the verifier of another one (§4.4, RFC 9700 §4.5.3)', async () => {
    const other = 'b'.repeat(43);
    const mine = await code();
    const theirs = await code({ code_challenge: challengeOf(other) });
    expect((await refusalOf(exchange(theirs, {}))).error).toBe('invalid_grant');
    expect((await refusalOf(exchange(mine, { code_verifier: other }))).error).toBe('invalid_grant');
    expect(await exchange(mine)).toHaveProperty('access_token');
  });

  it('compares the hash, so that the challenge is not its own verifier (§4.6)', async () => {
    const text = await code();
    expect((await refusalOf(exchange(text, { code_verifier: challengeOf(VERIFIER) }))).error).toBe('invalid_grant');
  });

  it('does not reveal the challenge in the code (§4.4)', async () => {
    expect(await code()).not.toContain(challengeOf(VERIFIER));
  });
});

describe('RFC 9700 §2.1.1, §4.8.2 PKCE downgrade', () => {
  it('rejects a verifier if there was no challenge', async () => {
    const { client: old, secret: own } = await makeClient(deps, issuer, { requirePkce: false });
    const without = { code_challenge: undefined, code_challenge_method: undefined };
    const text = await codeFor(deps, issuer, old, cookie, without);
    const ask = (changes: Query) => requestToken(deps, issuer, codeForm(old, text, changes), basicHeader(old, own));
    expect((await refusalOf(ask({}))).error).toBe('invalid_grant');
    expect(await ask({ code_verifier: undefined })).toHaveProperty('access_token');
  });
});

describe('RFC 6749 §4.1.2 a code is used once', () => {
  it('is rejected the second time, and the tokens of the first are revoked', async () => {
    const text = await code();
    const { access_token } = await exchange(text);
    expect((await bearer(access_token)).kind).toBe('json');
    expect((await refusalOf(exchange(text))).error).toBe('invalid_grant');
    expect((await refusalOf(bearer(access_token))).error).toBe('invalid_token');
    const { items } = await deps.store.auditEvents.page({ first: 1 }, 'NEWEST_FIRST', { types: ['CODE_REUSED'] });
    expect(items[0]?.record.resourceId).toBe(readHandle(text)?.id);
  });

  it('revokes nothing if the second request lacks the verifier', async () => {
    const text = await code();
    const { access_token } = await exchange(text);
    expect((await refusalOf(exchange(text, { code_verifier: undefined }))).error).toBe('invalid_grant');
    expect((await bearer(access_token)).kind).toBe('json');
  });

  it('detects the second use even after the code has expired', async () => {
    const text = await code();
    const { access_token } = await exchange(text);
    clock.advance(120);
    expect((await refusalOf(exchange(text))).error).toBe('invalid_grant');
    expect((await refusalOf(bearer(access_token))).error).toBe('invalid_token');
  });

  it('returns tokens to exactly one of twenty requests at once', async () => {
    const text = await code();
    const answers = await Promise.allSettled(Array.from({ length: 20 }, () => exchange(text)));
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const errors = answers.flatMap((answer) => (answer.status === 'rejected' ? [answer.reason.error] : []));
    expect(errors).toEqual(Array.from({ length: 19 }, () => 'invalid_grant'));
  });
});

describe('RFC 6749 §4.1.3, §10.5 a code and its tokens', () => {
  interface Standing {
    readonly user: User;
    readonly session: Session;
    readonly closed: Client;
    readonly permissionId: string;
  }
  const ends: [string, (standing: Standing) => Promise<unknown>][] = [
    ['disabling the user', ({ user }) => deps.store.users.update(user, { enabled: false })],
    ['deleting the user', ({ user }) => deps.store.users.delete(user.id)],
    ['revoking the user’s grants', ({ user }) => deps.store.users.update(user, { grantEpoch: 1 })],
    ['disabling the client', ({ closed }) => deps.store.clients.update(closed, { enabled: false })],
    ['revoking the client’s grants', ({ closed }) => deps.store.clients.update(closed, { grantEpoch: 1 })],
    ['ending the session', ({ session }) => endSession(deps, session)],
    ['ending all of the user’s sessions', ({ user }) => deps.store.users.update(user, { sessionEpoch: 1 })],
    ['revoking the permission', ({ permissionId }) => deps.store.permissions.delete(permissionId)],
  ];
  it.each(ends)('become invalid by %s', async (_, end) => {
    const { client: closed, secret: own } = await makeClient(deps, issuer, { accessPolicy: 'PERMITTED_USERS' });
    const user = await makeUser(deps);
    const permissionId = await permit(deps, closed, user);
    const { cookie: known, session } = await signInAs(deps, user);
    const ask = async (text: string) => requestToken(deps, issuer, codeForm(closed, text), basicHeader(closed, own));
    const { access_token } = await ask(await codeFor(deps, issuer, closed, known));
    const text = await codeFor(deps, issuer, closed, known);
    expect((await bearer(access_token)).kind).toBe('json');
    await end({ user, session, closed, permissionId });
    expect(['invalid_grant', 'invalid_client']).toContain((await refusalOf(ask(text))).error);
    expect((await refusalOf(bearer(access_token))).error).toBe('invalid_token');
  });

  it('are not restored if a permission is revoked and granted again', async () => {
    const { client: closed, secret: own } = await makeClient(deps, issuer, { accessPolicy: 'PERMITTED_USERS' });
    const user = await makeUser(deps);
    const permissionId = await permit(deps, closed, user);
    const { cookie: known } = await signInAs(deps, user);
    const text = await codeFor(deps, issuer, closed, known);
    await deps.store.permissions.delete(permissionId);
    await permit(deps, closed, user);
    const ask = requestToken(deps, issuer, codeForm(closed, text), basicHeader(closed, own));
    expect((await refusalOf(ask)).error).toBe('invalid_grant');
  });
});

describe('Round trips', () => {
  it('are three for a code: read, conditional write, insert', async () => {
    const calls: string[] = [];
    const text = await code();
    const counted = { ...deps, store: countingStore(deps.store, calls) };
    await requestToken(counted, issuer, codeForm(client, text), basicHeader(client, secret));
    expect(calls).toEqual(['readLive', 'commit']);
  });
});
