import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createLocalJWKSet, type JSONWebKeySet, jwtVerify } from 'jose';
import { newOrderedId } from '../../../src/keys/secrets.js';
import type { Client } from '../../../src/model/clients/client.js';
import type { Issuer } from '../../../src/model/clients/issuer.js';
import type { Deps } from '../../../src/model/deps.js';
import type { User } from '../../../src/model/people/user.js';
import { numericDate } from '../../../src/model/time.js';
import { jwks } from '../../../src/oidc/metadata/jwks.js';
import { userinfo } from '../../../src/oidc/protected-resource/userinfo.js';
import { basicHeader, codeFor, codeForm, madeUpHandle, refusalOf, requestToken } from '../../support/authorization.js';
import type { FrozenClock } from '../../support/deps.js';
import { makeClient, makeIssuer, makeUser, signInAs } from '../../support/fixtures.js';
import { openWorld } from '../../support/world.js';

let deps: Deps;
let clock: FrozenClock;
let issuer: Issuer;
let user: User;
let cookie: string;

beforeAll(async () => {
  ({ deps, clock, issuer } = await openWorld());
  user = await makeUser(deps);
  ({ cookie } = await signInAs(deps, user));
});
afterAll(() => deps.store.close());

async function tokenOf(changes: Partial<Client> = {}, scope = 'openid email', at: Issuer = issuer) {
  const { client, secret } = await makeClient(deps, at, changes);
  const code = await codeFor(deps, at, client, cookie, { scope });
  const { access_token } = await requestToken(deps, at, codeForm(client, code), basicHeader(client, secret));
  return { client, secret, accessToken: access_token as string };
}

function ask(authorization: string | undefined, parameters: [string, string][] = [], at: Issuer = issuer) {
  return userinfo(deps, at, { authorization, parameters });
}

describe.each(['OPAQUE', 'JWT'] as const)('OpenID Connect Core §5.3 UserInfo with an %s access token', (format) => {
  const accessTokenFormat = format;

  it('returns sub and the claims of the token’s scopes', async () => {
    const { accessToken } = await tokenOf({ accessTokenFormat });
    expect(await ask(`Bearer ${accessToken}`)).toEqual({
      kind: 'json',
      claims: { sub: user.id, email: 'ada@example.org', email_verified: true },
    });
  });

  it('accepts the token in the header or the form, with Bearer in any case (RFC 6750 §2.1, §2.2)', async () => {
    const { accessToken } = await tokenOf({ accessTokenFormat });
    expect((await ask(`bearer ${accessToken}`)).kind).toBe('json');
    expect((await ask(undefined, [['access_token', accessToken]])).kind).toBe('json');
  });

  it('rejects an expired token', async () => {
    const { accessToken } = await tokenOf({ accessTokenFormat });
    clock.advance(299);
    expect((await ask(`Bearer ${accessToken}`)).kind).toBe('json');
    clock.advance(1);
    expect(await refusalOf(ask(`Bearer ${accessToken}`))).toMatchObject({ error: 'invalid_token', status: 401 });
  });

  it('requires the scope openid (RFC 6750 §3.1 insufficient_scope)', async () => {
    const { accessToken } = await tokenOf({ accessTokenFormat }, 'email');
    const error = await refusalOf(ask(`Bearer ${accessToken}`));
    expect([error.error, error.status]).toEqual(['insufficient_scope', 403]);
    expect(error.headers['WWW-Authenticate']).toContain('scope="openid"');
  });

  it('releases no claim of a scope that was removed from the client', async () => {
    const { accessToken, client } = await tokenOf({ accessTokenFormat });
    expect(await deps.store.clients.update(client, { scopes: ['openid'] })).toBeDefined();
    expect(await ask(`Bearer ${accessToken}`)).toEqual({ kind: 'json', claims: { sub: user.id } });
    const changed = (await deps.store.clients.find(client.id)) ?? client;
    await deps.store.clients.update(changed, { scopes: ['email'] });
    expect((await refusalOf(ask(`Bearer ${accessToken}`))).error).toBe('insufficient_scope');
  });

  it('rejects a token of another issuer', async () => {
    const other = await makeIssuer(deps, `other-${format.toLowerCase()}`);
    const { accessToken } = await tokenOf({ accessTokenFormat }, 'openid', other);
    expect((await ask(`Bearer ${accessToken}`, [], other)).kind).toBe('json');
    expect((await refusalOf(ask(`Bearer ${accessToken}`))).error).toBe('invalid_token');
  });

  it('rejects a token of a client that was deleted and re-created with the same id', async () => {
    const { accessToken, client } = await tokenOf({ accessTokenFormat });
    await deps.store.clients.delete(client.id);
    await makeClient(deps, issuer, { id: client.id });
    expect((await refusalOf(ask(`Bearer ${accessToken}`))).error).toBe('invalid_token');
  });
});

describe('RFC 6750 §3 The WWW-Authenticate Response Header Field', () => {
  it('contains only the schemes if there is no token', async () => {
    const error = await refusalOf(ask(undefined));
    expect([error.status, error.headers]).toEqual([
      401,
      { 'WWW-Authenticate': 'Bearer realm="access", DPoP algs="RS256 PS256 ES256 EdDSA Ed25519"' },
    ]);
  });

  it('is an error if the token is sent more than once', async () => {
    const { accessToken } = await tokenOf();
    const twice: [string, string][] = [['access_token', accessToken]];
    expect(await refusalOf(ask(`Bearer ${accessToken}`, twice))).toMatchObject({
      error: 'invalid_request',
      status: 400,
    });
    expect((await refusalOf(ask(undefined, [...twice, ...twice]))).status).toBe(400);
  });

  it('is an error for any other text', async () => {
    const { accessToken, client, secret } = await tokenOf();
    const [id] = accessToken.split('.');
    const texts = [madeUpHandle(deps), `${id}.${'A'.repeat(43)}`, 'abc', 'a.b.c'];
    for (const text of texts) {
      const error = await refusalOf(ask(`Bearer ${text}`));
      expect([text, error.status]).toEqual([text, 401]);
      expect(error.headers['WWW-Authenticate']).toMatch(/^Bearer error="invalid_token", error_description="[^"\\]+"$/);
    }
    for (const header of ['Bearer', 'Bearer a b']) {
      expect([header, (await refusalOf(ask(header))).status]).toEqual([header, 400]);
    }
    // §3.1: credentials of another scheme are not a token.
    const { status, headers } = await refusalOf(ask(basicHeader(client, secret)));
    expect([status, headers['WWW-Authenticate']]).toEqual([401, expect.not.stringContaining('error')]);
  });

  it('is an error for an ID token, and for a JWT with another type, key or grant', async () => {
    const { client, secret } = await makeClient(deps, issuer);
    const code = await codeFor(deps, issuer, client, cookie);
    const { id_token } = await requestToken(deps, issuer, codeForm(client, code), basicHeader(client, secret));
    expect((await refusalOf(ask(`Bearer ${id_token}`))).error).toBe('invalid_token');
    const claims = {
      iss: 'http://localhost:3000',
      aud: 'http://localhost:3000',
      scope: 'openid',
      exp: numericDate(clock.now()) + 300,
      grantId: newOrderedId(deps.clock, deps.random),
    };
    const unknownGrant = await deps.keys.sign(issuer, 'RS256', claims, 'at+jwt');
    const byClientSecret = await deps.keys.signWithSecret(secret, claims, { typ: 'at+jwt' });
    for (const jwt of [unknownGrant, byClientSecret]) expect((await refusalOf(ask(`Bearer ${jwt}`))).status).toBe(401);
  });
});

describe('OpenID Connect Core §5.3.2 signed UserInfo', () => {
  it('is a JWT with iss and aud if the client registered for it', async () => {
    const { accessToken, client } = await tokenOf({ userinfo_signed_response_alg: 'ES256' });
    const answer = await ask(`Bearer ${accessToken}`);
    if (answer.kind !== 'jwt') throw new Error('a JWT was expected');
    const keys = createLocalJWKSet((await jwks(deps, issuer)) as unknown as JSONWebKeySet);
    const { payload } = await jwtVerify(answer.jwt, keys, { audience: client.id, algorithms: ['ES256'] });
    expect(payload).toEqual({
      sub: user.id,
      email: 'ada@example.org',
      email_verified: true,
      iss: 'http://localhost:3000',
      aud: client.id,
    });
  });

  it('is signed with the client’s secret if it registered HS256', async () => {
    const { accessToken, secret } = await tokenOf({ userinfo_signed_response_alg: 'HS256' });
    const answer = await ask(`Bearer ${accessToken}`);
    if (answer.kind !== 'jwt') throw new Error('a JWT was expected');
    const { payload } = await jwtVerify(answer.jwt, new TextEncoder().encode(secret), { algorithms: ['HS256'] });
    expect(payload.sub).toBe(user.id);
  });
});
