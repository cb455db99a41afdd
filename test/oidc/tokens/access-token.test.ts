import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { decodeJwt, decodeProtectedHeader, SignJWT, UnsecuredJWT } from 'jose';
import { validate } from 'uuid';
import type { Client } from '../../../src/model/clients/client.js';
import type { Issuer } from '../../../src/model/clients/issuer.js';
import type { Deps } from '../../../src/model/deps.js';
import type { JsonObject } from '../../../src/model/json.js';
import type { User } from '../../../src/model/people/user.js';
import { ASYMMETRIC_ALGS } from '../../../src/model/server/signing-key.js';
import { numericDate } from '../../../src/model/time.js';
import { jwks } from '../../../src/oidc/metadata/jwks.js';
import { userinfo } from '../../../src/oidc/protected-resource/userinfo.js';
import { basicHeader, codeFor, codeForm, type Query, refusalOf, requestToken } from '../../support/authorization.js';
import { makeClientKey } from '../../support/client-keys.js';
import type { FrozenClock } from '../../support/deps.js';
import { makeClient, makeIssuer, makeUser, signInAs } from '../../support/fixtures.js';
import { openWorld } from '../../support/world.js';

const ORDERS = 'https://orders.example/';
const ISSUER = 'http://localhost:3000';

let deps: Deps;
let clock: FrozenClock;
let issuer: Issuer;
let user: User;
let cookie: string;

beforeAll(async () => {
  ({ deps, clock, issuer } = await openWorld());
  await deps.store.scopes.insert({ id: 'orders', version: 1, claims: [], resource: ORDERS });
  await deps.store.scopes.insert({ id: 'bills', version: 1, claims: [], resource: 'https://bills.example/' });
  user = await makeUser(deps);
  ({ cookie } = await signInAs(deps, user));
});
afterAll(() => deps.store.close());

function made(changes: Partial<Client> = {}) {
  return makeClient(deps, issuer, {
    accessTokenFormat: 'JWT',
    scopes: ['openid', 'email', 'offline_access', 'orders', 'bills'],
    ...changes,
  });
}

async function answerOf(changes: Partial<Client> = {}, query: Query = { scope: 'orders' }): Promise<JsonObject> {
  const { client, secret } = await made(changes);
  const code = await codeFor(deps, issuer, client, cookie, query);
  return requestToken(deps, issuer, codeForm(client, code), basicHeader(client, secret));
}

async function jwtOf(changes: Partial<Client> = {}, query?: Query) {
  return String((await answerOf(changes, query)).access_token);
}

function isTaken(jwt: string, at = issuer) {
  return userinfo(deps, at, { authorization: `Bearer ${jwt}`, parameters: [] }).then(
    () => true,
    () => false,
  );
}

describe('RFC 9068 §2.1 Header', () => {
  it.each(ASYMMETRIC_ALGS)('MUST be signed, with %s if that is registered, and have the typ at+jwt', async (alg) => {
    const header = decodeProtectedHeader(await jwtOf({ accessTokenSigningAlg: alg }));
    expect(header).toEqual({ alg, kid: expect.any(String), typ: 'at+jwt' });
    const { keys } = await jwks(deps, issuer);
    expect(keys.map(({ kid }) => kid)).toContain(header.kid);
  });

  it('MUST NOT use none or HS256, whatever the client record contains', async () => {
    for (const alg of ['none', 'HS256']) {
      const jwt = await jwtOf({ accessTokenSigningAlg: alg as 'HS256' });
      expect([alg, decodeProtectedHeader(jwt).alg]).toEqual([alg, 'RS256']);
    }
  });
});

describe('RFC 9068 §2.2 Data Structure', () => {
  it('contains each REQUIRED claim, and the authentication of the user (§2.2.1)', async () => {
    const now = numericDate(clock.now());
    const { client, secret } = await made();
    const code = await codeFor(deps, issuer, client, cookie, { scope: 'orders' });
    const answer = await requestToken(deps, issuer, codeForm(client, code), basicHeader(client, secret));
    expect(decodeJwt(String(answer.access_token))).toEqual({
      iss: ISSUER,
      exp: now + 300,
      aud: ORDERS,
      sub: user.id,
      client_id: client.id,
      iat: now,
      jti: expect.any(String),
      scope: 'orders',
      auth_time: expect.any(Number),
      acr: 'phr',
      amr: ['swk', 'user', 'mfa'],
      grantId: expect.any(String),
    });
  });

  it('has a unique jti', async () => {
    const ids = await Promise.all([jwtOf(), jwtOf(), jwtOf()].map(async (jwt) => decodeJwt(await jwt).jti));
    expect(new Set(ids).size).toBe(3);
  });

  it('keeps auth_time, acr and amr after a refresh, even after a further sign-in (§2.2.1)', async () => {
    const { client, secret } = await made();
    const header = basicHeader(client, secret);
    const code = await codeFor(deps, issuer, client, cookie, { scope: 'orders offline_access' });
    const first = await requestToken(deps, issuer, codeForm(client, code), header);
    clock.advance(100);
    const form = { grant_type: 'refresh_token', refresh_token: String(first.refresh_token) };
    const second = await requestToken(deps, issuer, form, header);
    const [before, after] = [first, second].map(({ access_token }) => decodeJwt(String(access_token)));
    for (const name of ['auth_time', 'acr', 'amr', 'sub']) expect(after?.[name]).toEqual(before?.[name]);
    expect(after?.iat).toBe(Number(before?.iat) + 100);
  });

  it('has the client as sub if no user is involved, which is never the sub of a user (§2.2, §5)', async () => {
    const { client, secret } = await made({ grant_types: ['client_credentials'] });
    const form = { grant_type: 'client_credentials', scope: 'orders' };
    const answer = await requestToken(deps, issuer, form, basicHeader(client, secret));
    const { sub, client_id, auth_time, acr } = decodeJwt(String(answer.access_token));
    expect([sub, client_id, auth_time, acr]).toEqual([client.id, client.id, undefined, undefined]);
    expect(validate(user.id)).toBe(true);
  });

  it('has the pairwise sub for its client', async () => {
    const { sub } = decodeJwt(await jwtOf({ subject_type: 'pairwise' }));
    expect(sub).not.toBe(user.id);
  });

  it('has the granted scopes that belong to its audience as scope (§2.2.3)', async () => {
    const asked = { scope: 'orders bills email unheard-of', resource: ORDERS };
    expect(decodeJwt(await jwtOf({}, asked))).toMatchObject({ scope: 'orders email', aud: ORDERS });
  });

  it('has no further claim about the user (§6)', async () => {
    const claims = decodeJwt(await jwtOf({}, { scope: 'openid email orders' }));
    for (const name of ['email', 'name', 'preferred_username', 'username']) expect(claims).not.toHaveProperty(name);
  });
});

describe('RFC 9068 §3 Requesting a JWT Access Token', () => {
  it('has the requested resource as aud, or else that of its scopes, or else the issuer', async () => {
    const audiences = [
      await jwtOf({}, { scope: 'orders', resource: ORDERS }),
      await jwtOf({}, { scope: 'orders' }),
      await jwtOf({}, { scope: 'openid orders' }),
      await jwtOf({}, { scope: 'email' }),
    ].map((jwt) => decodeJwt(jwt).aud);
    expect(audiences).toEqual([ORDERS, ORDERS, [ORDERS, ISSUER], ISSUER]);
  });

  it('MUST be rejected if the scopes belong to several resources and none is named', async () => {
    await expect(jwtOf({}, { scope: 'orders bills' })).rejects.toThrow('a code was expected');
  });
});

describe('RFC 9068 §4 Validating JWT Access Tokens, at userinfo', () => {
  const claims = async () => decodeJwt(await jwtOf({}, { scope: 'openid' })) as JsonObject;
  const signed = (changes: JsonObject = {}, typ = 'at+jwt', by: Issuer = issuer) =>
    claims().then((all) => deps.keys.sign(by, 'RS256', { ...all, ...changes }, typ));

  it('accepts a valid token', async () => {
    expect(await isTaken(await jwtOf({}, { scope: 'openid' }))).toBe(true);
    expect(await isTaken(await signed())).toBe(true);
  });

  it.each<[string, () => Promise<string>]>([
    ['an ID token', async () => String((await answerOf({}, { scope: 'openid' })).id_token)],
    ['another typ', () => signed({}, 'JWT')],
    ['the typ of a logout token', () => signed({}, 'logout+jwt')],
    ['another iss', () => signed({ iss: 'https://evil.example' })],
    ['an aud that is not here', () => signed({ aud: ORDERS })],
    ['no aud', () => signed({ aud: [] })],
    ['an exp that has passed', () => signed({ exp: numericDate(clock.now()) })],
    ['no exp', () => signed({ exp: null })],
    ['an exp that is a text', () => signed({ exp: '9999999999' })],
    ['another client_id than its grant’s', () => signed({ client_id: 'another' })],
    ['the key of another issuer', async () => signed({}, 'at+jwt', await makeIssuer(deps, 'elsewhere'))],
  ])('rejects %s', async (_, jwt) => {
    expect(await isTaken(await jwt())).toBe(false);
  });

  it('MUST reject alg none, and an HMAC with the public key (RFC 8725 §2.1)', async () => {
    const all = await claims();
    const { keys } = await jwks(deps, issuer);
    const { kid } = decodeProtectedHeader(await jwtOf({}, { scope: 'openid' }));
    const key = keys.find((one) => one.kid === kid) ?? {};
    const secrets = [JSON.stringify(key), String(key.n), Buffer.from(String(key.n), 'base64url')];
    const forged = await Promise.all(
      secrets.map((secret) =>
        new SignJWT(all)
          .setProtectedHeader({ alg: 'HS256', typ: 'at+jwt', kid: String(kid) })
          .sign(typeof secret === 'string' ? Buffer.from(secret) : secret),
      ),
    );
    const none = new UnsecuredJWT(all).encode();
    const header = Buffer.from(JSON.stringify({ alg: 'none', typ: 'at+jwt', kid })).toString('base64url');
    for (const jwt of [...forged, none, `${header}.${none.split('.')[1]}.`]) expect(await isTaken(jwt)).toBe(false);
  });

  it('MUST NOT use the key in the header: jwk, jku, x5u, x5c, another kid (RFC 8725 §3.10)', async () => {
    const all = await claims();
    const own = await makeClientKey('RS256', 'own');
    const { kid } = decodeProtectedHeader(await jwtOf({}, { scope: 'openid' }));
    for (const more of [
      { jwk: own.publicJwk },
      { jku: 'https://evil.example/jwks' },
      { x5u: 'https://evil.example/cert' },
      { x5c: ['AAAA'] },
      { kid },
      { kid: '../../etc/passwd' },
      { kid: "' OR 1=1 --" },
      { kid: '__proto__' },
    ]) {
      const jwt = await own.sign(all, { typ: 'at+jwt', ...more });
      expect([more, await isTaken(jwt)]).toEqual([more, false]);
    }
  });

  it('MUST reject a modified token, and one that is not a JWS of three parts', async () => {
    const jwt = await jwtOf({}, { scope: 'openid' });
    const [header, payload, signature] = jwt.split('.') as [string, string, string];
    const changed = Buffer.from(JSON.stringify({ ...decodeJwt(jwt), sub: 'root' })).toString('base64url');
    const broken = [`${header}.${changed}.${signature}`, `${header}.${payload}.`, `${header}.${payload}`, `${jwt}.x.y`];
    for (const one of [...broken, `${header}.${payload}.${signature.slice(0, -6)}AAAAAA`]) {
      expect(await isTaken(one)).toBe(false);
    }
  });

  it('rejects a token of another issuer, although both have the same user', async () => {
    const other = await makeIssuer(deps, 'shop');
    expect(await isTaken(await jwtOf({}, { scope: 'openid' }), other)).toBe(false);
  });

  it('returns invalid_token with status 401 (§4, RFC 6750 §3.1)', async () => {
    const authorization = `Bearer ${await signed({ aud: ORDERS })}`;
    const error = await refusalOf(userinfo(deps, issuer, { authorization, parameters: [] }));
    expect([error.status, error.error]).toEqual([401, 'invalid_token']);
  });
});
