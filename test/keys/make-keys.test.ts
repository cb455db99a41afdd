import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { compactVerify, createLocalJWKSet, decodeProtectedHeader, type JSONWebKeySet, jwtVerify, SignJWT } from 'jose';
import type { Issuer } from '../../src/model/clients/issuer.js';
import { ASYMMETRIC_ALGS, keyRingId } from '../../src/model/server/signing-key.js';
import type { Store } from '../../src/model/store.js';
import { testDeps } from '../support/deps.js';
import { issuerRecord } from '../support/records.js';
import { openMemoryStore } from '../support/stores.js';

describe('RFC 7517 §5, RFC 8725 §3 signing keys', () => {
  let store: Store;
  let issuer: Issuer;
  beforeAll(async () => {
    store = await openMemoryStore();
    issuer = issuerRecord({ slug: 'one' });
  });
  afterAll(() => store.close());

  const iss = 'http://localhost:3000/i/one';

  it.each(ASYMMETRIC_ALGS)('sign JWTs with %s that the key set verifies', async (alg) => {
    const { keys } = testDeps(store);
    // The ring is opened with the same secret key that sealed it.
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

  it.each([2048, 3072])(
    'have %i bits for RS256 if the setting says so, in a new ring and after a rotation',
    async (bits) => {
      const { keys, audit } = testDeps(store, { config: { signingKeyBits: bits } });
      const event = () => audit.insertion({ type: 'SIGNING_KEY_ROTATED' });
      const own = issuerRecord({ slug: `bits-${bits}` });
      await keys.ensureRing(own, 'RS256');
      await keys.rotate(own, 'RS256', { compromised: true, event });
      const { keys: published } = await keys.jwks(own);
      expect(published.map(({ n }) => Buffer.from(String(n), 'base64url').length * 8)).toEqual([bits, bits]);
    },
  );

  it('are one ring per issuer and algorithm, even if several processes create it at once', async () => {
    const { keys } = testDeps(store);
    const own = issuerRecord({ slug: 'raced' });
    await Promise.all(Array.from({ length: 10 }, () => keys.ensureRing(own, 'ES256')));
    const jwts = await Promise.all(Array.from({ length: 10 }, () => keys.sign(own, 'ES256', { iss })));
    expect(new Set(jwts.map((jwt) => decodeProtectedHeader(jwt).kid)).size).toBe(1);
    expect((await keys.jwks(own)).keys).toHaveLength(2);
  });

  it('are stored without any private key in clear text', async () => {
    const { keys } = testDeps(store);
    const own = issuerRecord({ slug: 'sealed' });
    await keys.ensureRing(own, 'EdDSA');
    const ring = await store.keyRings.find(keyRingId(own, 'EdDSA'));
    expect(JSON.stringify(ring)).not.toContain('"d"');
  });

  it('use the UTF-8 bytes of a secret for HS256', async () => {
    const { keys } = testDeps(store);
    const jwt = await keys.signWithSecret('þögn', { n: 1 });
    const [header, payload, signature] = jwt.split('.');
    expect(createHmac('sha256', Buffer.from('þögn', 'utf8')).update(`${header}.${payload}`).digest('base64url')).toBe(
      signature,
    );
    await compactVerify(jwt, Buffer.from('þögn', 'utf8'), { algorithms: ['HS256'] });
  });

  it('verify only JWTs of this issuer with the expected typ', async () => {
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

  it('do not accept the public key as an HMAC secret, or none as an algorithm (RFC 8725 §3.1)', async () => {
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
