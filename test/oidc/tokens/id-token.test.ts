import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createLocalJWKSet, type JSONWebKeySet, type JWTPayload, jwtVerify } from 'jose';
import { sessionIdOf } from '../../../src/access/names/subject.js';
import { newClientSecret } from '../../../src/keys/client-secrets.js';
import type { Session } from '../../../src/model/access/session.js';
import type { Client } from '../../../src/model/clients/client.js';
import type { Issuer } from '../../../src/model/clients/issuer.js';
import type { Deps } from '../../../src/model/deps.js';
import type { User } from '../../../src/model/people/user.js';
import { SIGNING_ALGS } from '../../../src/model/server/signing-key.js';
import { numericDate } from '../../../src/model/time.js';
import { jwks } from '../../../src/oidc/metadata/jwks.js';
import { userinfo } from '../../../src/oidc/protected-resource/userinfo.js';
import { basicHeader, codeFor, codeForm, requestToken } from '../../support/authorization.js';
import type { FrozenClock } from '../../support/deps.js';
import { makeClient, makeIssuer, makeUser, signInAs } from '../../support/fixtures.js';
import { clientRecord } from '../../support/records.js';
import { openWorld } from '../../support/world.js';

let deps: Deps;
let clock: FrozenClock;
let issuer: Issuer;
let user: User;
let session: Session;
let cookie: string;

beforeAll(async () => {
  ({ deps, clock, issuer } = await openWorld());
  user = await makeUser(deps, { claims: { national_id: '0123', nonce: 'forged', nickname: 'Countess' } });
  await deps.store.scopes.insert({ id: 'national_id', version: 1, claims: ['national_id', 'nonce'] });
  ({ cookie, session } = await signInAs(deps, user));
  clock.advance(30);
});
afterAll(() => deps.store.close());

/** An ID token, verified as a relying party does, and the access token of the same response. */
async function idToken(changes: Partial<Client>, scope = 'openid', at: Issuer = issuer) {
  const { client, secret } = await makeClient(deps, at, changes);
  const code = await codeFor(deps, at, client, cookie, { scope, nonce: 'n-0S6_WzA2Mj' });
  const answer = await requestToken(deps, at, codeForm(client, code), basicHeader(client, secret));
  const alg = client.id_token_signed_response_alg;
  const options = { algorithms: [alg], currentDate: clock.now(), audience: client.id };
  const jwt = answer.id_token as string;
  const { payload, protectedHeader } =
    alg === 'HS256'
      ? await jwtVerify(jwt, new TextEncoder().encode(secret), options)
      : await jwtVerify(jwt, createLocalJWKSet((await jwks(deps, at)) as unknown as JSONWebKeySet), options);
  return { payload, protectedHeader, client, accessToken: answer.access_token as string };
}

describe('OpenID Connect Core §2 ID Token', () => {
  it('contains the user, the client, the time and the method of the sign-in', async () => {
    const { payload, protectedHeader, client, accessToken } = await idToken({});
    const now = numericDate(clock.now());
    expect(payload).toEqual({
      iss: 'http://localhost:3000',
      sub: user.id,
      aud: client.id,
      iat: now,
      exp: now + 3600,
      auth_time: now - 30,
      nonce: 'n-0S6_WzA2Mj',
      acr: 'phr',
      amr: ['swk', 'user', 'mfa'],
      sid: session.id,
      at_hash: createHash('sha256').update(accessToken).digest().subarray(0, 16).toString('base64url'),
    });
    expect(protectedHeader).toMatchObject({ alg: 'RS256', kid: expect.any(String) });
  });

  it.each(SIGNING_ALGS)('is signed with %s if the client registered it', async (alg) => {
    const { protectedHeader } = await idToken({ id_token_signed_response_alg: alg });
    expect(protectedHeader.alg).toBe(alg);
  });

  it('is signed with the secret that the client authenticated with, which kid names', async () => {
    const { client, secret: old } = await makeClient(deps, issuer, { id_token_signed_response_alg: 'HS256' });
    const { secret: fresh, record } = newClientSecret(deps, client);
    await deps.store.clients.update(client, { secrets: [...client.secrets, record] });
    for (const [secret, id] of [[old, client.secrets[0]?.id] as const, [fresh, record.id] as const]) {
      const code = await codeFor(deps, issuer, client, cookie);
      const { id_token } = await requestToken(deps, issuer, codeForm(client, code), basicHeader(client, secret));
      const options = { algorithms: ['HS256'], currentDate: clock.now() };
      const { protectedHeader } = await jwtVerify(String(id_token), new TextEncoder().encode(secret), options);
      expect(protectedHeader.kid).toBe(id);
    }
  });

  it('has an at_hash with SHA-512 for EdDSA (§3.1.3.6)', async () => {
    const { payload, accessToken } = await idToken({ id_token_signed_response_alg: 'EdDSA' });
    expect(payload.at_hash).toBe(
      createHash('sha512').update(accessToken).digest().subarray(0, 32).toString('base64url'),
    );
  });

  it('names its issuer, and is signed with a key of that issuer', async () => {
    const other = await makeIssuer(deps, 'tenant');
    expect((await idToken({}, 'openid', other)).payload.iss).toBe('http://localhost:3000/i/tenant');
    const kids = async (of: Issuer) => (await jwks(deps, of)).keys.map(({ kid }) => kid);
    const ours = await kids(issuer);
    expect((await kids(other)).filter((kid) => ours.includes(kid))).toEqual([]);
  });
});

describe('OpenID Connect Core §5.4 claims of scopes', () => {
  const profile = {
    preferred_username: expect.any(String),
    name: 'Ada Lovelace',
    nickname: 'Countess',
    updated_at: expect.any(Number),
  };

  it('are in the ID token with claimsInIdToken, and otherwise only in userinfo', async () => {
    const { payload } = await idToken({}, 'openid profile email');
    expect(payload).toMatchObject({ ...profile, email: 'ada@example.org', email_verified: true });
    const { payload: bare, accessToken } = await idToken({ claimsInIdToken: false }, 'openid profile email');
    for (const name of ['email', 'name', 'preferred_username']) expect(bare).not.toHaveProperty(name);
    const answer = await userinfo(deps, issuer, { authorization: `Bearer ${accessToken}`, parameters: [] });
    expect(answer).toMatchObject({ claims: { ...profile, email: 'ada@example.org' } });
  });

  it('are omitted if they have no value (§5.3.2)', async () => {
    const { payload } = await idToken({ scopes: ['openid', 'phone', 'profile'] }, 'openid phone profile');
    for (const name of ['phone_number', 'phone_number_verified', 'picture', 'birthdate']) {
      expect(payload).not.toHaveProperty(name);
    }
  });

  it('include the custom claims of a custom scope, and never replace protocol claims', async () => {
    const { payload } = await idToken({ scopes: ['openid', 'national_id'] }, 'openid national_id');
    expect(payload.national_id).toBe('0123');
    expect(payload.nonce).toBe('n-0S6_WzA2Mj');
  });
});

describe('OpenID Connect Core §8.1 Pairwise Identifier Algorithm', () => {
  const pairwise = (host: string): Partial<Client> => ({
    subject_type: 'pairwise',
    redirect_uris: [`https://${host}/callback`, `https://${host}:8443/other`],
  });
  const subOf = async (changes: Partial<Client>, at = issuer): Promise<JWTPayload['sub']> =>
    (await idToken(changes, 'openid', at)).payload.sub;

  it('is the same within a sector, differs in other sectors and issuers, and is never the user id', async () => {
    const here = await subOf(pairwise('a.example'));
    expect(await subOf(pairwise('a.example'))).toBe(here);
    expect(await subOf(pairwise('b.example'))).not.toBe(here);
    expect(await subOf(pairwise('a.example'), await makeIssuer(deps, 'salted'))).not.toBe(here);
    expect(here).not.toContain(user.id);
  });

  it('has its equal in sid, which tells clients of different sectors nothing about the session', async () => {
    const claimsAt = async (changes: Partial<Client>, at = issuer) => (await idToken(changes, 'openid', at)).payload;
    const open = await claimsAt({ subject_type: 'public' });
    const [here, alike, elsewhere] = [
      await claimsAt(pairwise('a.example')),
      await claimsAt(pairwise('a.example')),
      await claimsAt(pairwise('b.example')),
    ];
    expect(here.sid).toBe(alike.sid);
    expect(new Set([open.sid, here.sid, elsewhere.sid]).size).toBe(3);
    const salted = await makeIssuer(deps, 'salted-sid');
    expect((await claimsAt(pairwise('a.example'), salted)).sid).not.toBe(here.sid);
    const client = clientRecord(issuer, pairwise('a.example'));
    expect(sessionIdOf(issuer, client, here.sid)).toBe(open.sid);
    // Until version 0.2, pairwise clients received the id of the session.
    expect(sessionIdOf(issuer, client, open.sid)).toBe(open.sid);
    for (const sid of [undefined, 7, '', 'x', elsewhere.sid])
      expect(sessionIdOf(issuer, client, sid)).not.toBe(open.sid);
  });

  it('is the same in userinfo', async () => {
    const { payload, accessToken } = await idToken(pairwise('a.example'));
    const answer = await userinfo(deps, issuer, { authorization: `Bearer ${accessToken}`, parameters: [] });
    expect(answer).toMatchObject({ claims: { sub: payload.sub } });
  });
});
