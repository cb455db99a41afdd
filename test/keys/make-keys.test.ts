import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { compactVerify, createLocalJWKSet, decodeProtectedHeader, type JSONWebKeySet, jwtVerify, SignJWT } from 'jose';
import type { Issuer } from '../../src/model/clients/issuer.js';
import { ASYMMETRIC_ALGS, keyRingId } from '../../src/model/server/signing-key.js';
import type { Store } from '../../src/model/store.js';
import { testDeps } from '../support/deps.js';
import { issuerRecord } from '../support/records.js';
import { openMemoryStore } from '../support/stores.js';

describe('RFC 7517 §5, RFC 8725 §3: signing keys', () => {
  let store: Store;
  let issuer: Issuer;
  beforeAll(async () => {
    store = await openMemoryStore();
    issuer = issuerRecord({ slug: 'one' });
  });
  afterAll(() => store.close());

  const iss = 'http://localhost:3000/i/one';

  it.each(ASYMMETRIC_ALGS)('%s: what it signs verifies by the key set', async (alg) => {
    const { keys } = testDeps(store);
    // Each alg is read under one secret key, so that the ring is opened by the keys that sealed it.
    const own = issuerRecord({ slug: `${alg.toLowerCase()}` });
    const jwt = await keys.sign(own, alg, { iss: 'x', n: 1 }, 'at+jwt');
    const jwks = (await keys.jwks(own)) as JSONWebKeySet;
    const { protectedHeader, payload } = await jwtVerify(jwt, createLocalJWKSet(jwks), {
      algorithms: [alg],
      typ: 'at+jwt',
    });
    expect(protectedHeader).toEqual({ alg, kid: expect.any(String), typ: 'at+jwt' });
    expect(payload.n).toBe(1);
    expect(jwks.keys).toHaveLength(2);
    expect(jwks.keys.every((key) => !('d' in key) && key.use === 'sig' && key.alg === alg)).toBe(true);
  });

  it('has one ring for an issuer and algorithm, however many make it at once', async () => {
    const { keys } = testDeps(store);
    const own = issuerRecord({ slug: 'raced' });
    await Promise.all(Array.from({ length: 10 }, () => keys.ensureRing(own, 'ES256')));
    const jwts = await Promise.all(Array.from({ length: 10 }, () => keys.sign(own, 'ES256', { iss })));
    expect(new Set(jwts.map((jwt) => decodeProtectedHeader(jwt).kid)).size).toBe(1);
    expect((await keys.jwks(own)).keys).toHaveLength(2);
  });

  it('stores no private key in the clear', async () => {
    const { keys } = testDeps(store);
    const own = issuerRecord({ slug: 'sealed' });
    await keys.ensureRing(own, 'EdDSA');
    const ring = await store.keyRings.find(keyRingId(own, 'EdDSA'));
    expect(JSON.stringify(ring)).not.toContain('"d"');
  });

  it('HS256 is keyed by the UTF-8 bytes of the secret', async () => {
    const { keys } = testDeps(store);
    const jwt = await keys.signWithSecret('þögn', { n: 1 });
    const [header, payload, signature] = jwt.split('.');
    expect(createHmac('sha256', Buffer.from('þögn', 'utf8')).update(`${header}.${payload}`).digest('base64url')).toBe(
      signature,
    );
    await compactVerify(jwt, Buffer.from('þögn', 'utf8'), { algorithms: ['HS256'] });
  });

  it('takes back only what this issuer signed, as the type that it was signed for', async () => {
    const { keys } = testDeps(store);
    const other = issuerRecord({ slug: 'two' });
    const jwt = await keys.sign(issuer, 'RS256', { iss, sub: 's' }, 'at+jwt');
    expect((await keys.verifyOwn(issuer, jwt, 'at+jwt'))?.claims.sub).toBe('s');
    expect(await keys.verifyOwn(issuer, jwt, 'logout+jwt')).toBeUndefined();
    expect(await keys.verifyOwn(other, jwt)).toBeUndefined();
    expect(
      await keys.verifyOwn(issuer, await keys.sign(issuer, 'RS256', { iss: 'http://localhost:3000/i/two' })),
    ).toBeUndefined();
    expect(await keys.verifyOwn(issuer, `${jwt.slice(0, -6)}AAAAAA`)).toBeUndefined();
    expect(await keys.verifyOwn(issuer, 'no.jwt.atall')).toBeUndefined();
    expect(await keys.verifyOwn(issuer, '')).toBeUndefined();
  });

  it('RFC 8725 §3.1: a public key is no HMAC secret, and `none` is no algorithm', async () => {
    const { keys } = testDeps(store);
    const own = issuerRecord({ slug: 'confused' });
    const confused = 'http://localhost:3000/i/confused';
    await keys.ensureRing(own, 'RS256');
    const [jwk] = (await keys.jwks(own)).keys;
    const forged = await new SignJWT({ iss: confused })
      .setProtectedHeader({ alg: 'HS256', kid: String(jwk?.kid) })
      .sign(Buffer.from(JSON.stringify(jwk)));
    expect(await keys.verifyOwn(own, forged)).toBeUndefined();
    const header = Buffer.from(JSON.stringify({ alg: 'none', kid: jwk?.kid })).toString('base64url');
    const payload = Buffer.from(JSON.stringify({ iss: confused })).toString('base64url');
    expect(await keys.verifyOwn(own, `${header}.${payload}.`)).toBeUndefined();
  });
});
