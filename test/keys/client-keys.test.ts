import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { validate } from 'uuid';
import { algsOfKey, clientJwksProblem } from '../../src/keys/client-jwks.js';
import { newClientSecret, openClientSecret } from '../../src/keys/client-secrets.js';
import { makeSealing } from '../../src/keys/sealing.js';
import { orderedIds } from '../../src/keys/secrets.js';
import type { JsonObject } from '../../src/model/json.js';
import type { Keys } from '../../src/model/server/keys.js';

function rsa(modulusLength: number, publicExponent = 65_537) {
  return generateKeyPairSync('rsa', { modulusLength, publicExponent });
}

function jwkOf(pair: { publicKey: { export(options: { format: 'jwk' }): object } }): JsonObject {
  return pair.publicKey.export({ format: 'jwk' }) as JsonObject;
}

const RSA = jwkOf(rsa(2048));
const P256 = jwkOf(generateKeyPairSync('ec', { namedCurve: 'P-256' }));
const ED25519 = jwkOf(generateKeyPairSync('ed25519'));

/** The points of order 1, 2, 4 and 8, and other encodings of them. */
const SMALL_ORDER = [
  '0100000000000000000000000000000000000000000000000000000000000000',
  'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  '0000000000000000000000000000000000000000000000000000000000000000',
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
  'edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
];

function problemOf(...keys: JsonObject[]) {
  const problem = clientJwksProblem({ keys });
  return problem?.path.join('.');
}

describe('RFC 7517 §4, §5, RFC 7518 §3.3, RFC 8725 §3.4 registered keys of a client', () => {
  it('can be RSA of 2048 bits, P-256 and Ed25519, each with its own kid', () => {
    expect(problemOf(RSA)).toBeUndefined();
    expect(
      problemOf({ ...RSA, kid: 'a', use: 'sig', alg: 'PS256' }, { ...P256, kid: 'b' }, { ...ED25519, kid: 'c' }),
    ).toBeUndefined();
  });

  it('can be used with the algorithms of their type', () => {
    expect(algsOfKey(RSA)).toEqual(['RS256', 'PS256']);
    expect(algsOfKey({ ...RSA, alg: 'PS256' })).toEqual(['PS256']);
    expect(algsOfKey(P256)).toEqual(['ES256']);
    expect(algsOfKey(ED25519)).toEqual(['EdDSA']);
    expect(algsOfKey({ ...ED25519, alg: 'Ed25519' })).toEqual(['EdDSA']);
  });

  it('must be at least one key and at most MAX_KEYS keys', () => {
    expect(clientJwksProblem({})?.path).toEqual(['keys']);
    expect(clientJwksProblem({ keys: [] })?.path).toEqual(['keys']);
    expect(clientJwksProblem({ keys: 'RSA' })?.path).toEqual(['keys']);
    expect(problemOf(...Array.from({ length: 21 }, (_, index) => ({ ...ED25519, kid: `${index}` })))).toBe('keys');
  });

  it('must not be private or secret', () => {
    const { privateKey } = generateKeyPairSync('ed25519');
    expect(problemOf(privateKey.export({ format: 'jwk' }) as JsonObject)).toBe('keys.0.d');
    expect(problemOf({ kty: 'oct', k: randomBytes(32).toString('base64url') })).toBe('keys.0.k');
  });

  it('must not have another key type or curve', () => {
    expect(problemOf(jwkOf(generateKeyPairSync('ec', { namedCurve: 'P-384' })))).toBe('keys.0.kty');
    expect(problemOf(jwkOf(generateKeyPairSync('x25519')))).toBe('keys.0.kty');
    expect(problemOf({ kty: 'oct' })).toBe('keys.0.kty');
    for (const odd of [{ toString: 1 }, ['EC'], null, 1]) {
      expect(problemOf({ ...P256, kty: odd })).toBe('keys.0.kty');
      expect(problemOf({ ...P256, crv: odd })).toBe('keys.0.kty');
    }
  });

  it('must not be RSA keys with fewer than 2048 bits, or with an exponent that is 1, 3, even or very long', () => {
    expect(problemOf({ ...RSA, e: Buffer.alloc(8, 0xff).toString('base64url') })).toBeUndefined();
    expect(problemOf({ ...RSA, e: Buffer.alloc(9, 0xff).toString('base64url') })).toBe('keys.0.e');
    expect(problemOf(jwkOf(rsa(1024)))).toBe('keys.0.n');
    expect(problemOf(jwkOf(rsa(2048, 3)))).toBe('keys.0.e');
    expect(problemOf({ ...RSA, e: 'AQ' })).toBe('keys.0.e');
    expect(problemOf({ ...RSA, e: Buffer.from([1, 0, 2]).toString('base64url') })).toBe('keys.0.e');
  });

  it.each(SMALL_ORDER)('must not be Ed25519 keys of small order: %s', (hex) => {
    for (const sign of [0, 0x80]) {
      const point = Buffer.from(hex, 'hex');
      point[31] = (point[31] ?? 0) | sign;
      expect(problemOf({ ...ED25519, x: point.toString('base64url') })).toBe('keys.0.x');
    }
  });

  it('must not be for encryption, other operations, or another algorithm', () => {
    expect(problemOf({ ...RSA, use: 'enc' })).toBe('keys.0.use');
    expect(problemOf({ ...RSA, key_ops: ['encrypt'] })).toBe('keys.0.key_ops');
    expect(problemOf({ ...RSA, alg: 'ES256' })).toBe('keys.0.alg');
    expect(problemOf({ ...RSA, alg: 'none' })).toBe('keys.0.alg');
  });

  it('must be base64url, with a point on the curve', () => {
    expect(problemOf({ ...RSA, n: `${RSA.n}=` })).toBe('keys.0.n');
    expect(problemOf({ ...RSA, e: 'AQ AB' })).toBe('keys.0.e');
    expect(problemOf({ ...P256, y: String(P256.x) })).toBe('keys.0');
  });

  it('must each have a different kid if there are several', () => {
    expect(problemOf({ ...RSA, kid: 'a' }, { ...P256, kid: 'a' })).toBe('keys.1.kid');
    expect(problemOf({ ...RSA, kid: 'a' }, P256)).toBe('keys.1.kid');
    expect(problemOf({ ...RSA, kid: '' })).toBe('keys.0.kid');
  });
});

describe('RFC 6749 §10.10, RFC 8725 §3.5 client secrets', () => {
  const random = { bytes: (size: number) => new Uint8Array(randomBytes(size)) };
  const clock = { now: () => new Date('2040-11-21T12:00:00Z') };
  const keys = makeSealing([randomBytes(32).toString('base64url')], random) as unknown as Keys;

  it('have 256 bits, can be opened, and reveal only their first characters', () => {
    const { secret, record } = newClientSecret({ keys, random, clock }, { generation: 'one' });
    expect(secret).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(openClientSecret(keys, { generation: 'one' }, record)).toBe(secret);
    expect(record.hint).toBe(secret.slice(0, 4));
    expect(JSON.stringify(record)).not.toContain(secret);
  });

  it('cannot be opened for another generation of the client, or with the id of another secret', () => {
    const { record } = newClientSecret({ keys, random, clock }, { generation: 'one' });
    expect(() => openClientSecret(keys, { generation: 'two' }, record)).toThrow();
    expect(() => openClientSecret(keys, { generation: 'one' }, { ...record, id: 'other' })).toThrow();
  });
});

describe('RFC 9562 §6.2 ordered ids', () => {
  it('sort in the order of the calls, even within a millisecond and if the clock steps back', () => {
    const random = { bytes: (size: number) => new Uint8Array(randomBytes(size)) };
    const times = [1000, 1000, 1000, 999, 1000, 1001, 1001, 500, 1002];
    const clock = { now: () => new Date(times.shift() ?? 0) };
    const nextId = orderedIds(clock, random);
    const ids = Array.from({ length: 9 }, () => nextId());
    expect([...ids].sort()).toEqual(ids);
    expect(new Set(ids).size).toBe(9);
    expect(ids.every((id) => validate(id))).toBe(true);
  });
});
