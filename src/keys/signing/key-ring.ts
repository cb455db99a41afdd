/*
 * This folder makes the signing keys of issuers, rotates them, and signs JWTs with them. It does not verify JWTs, and
 * knows nothing about tokens and their claims. To understand this folder, read this file first.
 */

import { calculateJwkThumbprint, exportJWK, generateKeyPair } from 'jose';
import type { Issuer } from '../../model/clients/issuer.js';
import type { Config } from '../../model/config.js';
import type { Clock, Random } from '../../model/deps.js';
import type { JsonObject } from '../../model/json.js';
import type { SealPlace } from '../../model/server/sealed-secret.js';
import {
  type AsymmetricAlg,
  KEY_SET_AGE,
  type KeyRing,
  keyRingId,
  type SigningKey,
  type SigningKeyStatus,
} from '../../model/server/signing-key.js';
import type { Sealing } from '../sealing.js';

/**
 * Returns the record and field for which a private key is encrypted. The private key cannot be decrypted for another
 * key ring or `kid`, so a copy of the encrypted key in another record is useless.
 */
export function privateKeyPlace(ringId: string, kid: string): SealPlace {
  return {
    record: `keyRing:${ringId}:${kid}`,
    field: 'privateJwk',
  };
}

/**
 * Encrypts the private keys of a key ring again with the first key in `SECRET_KEY`. Throws if no key in `SECRET_KEY`
 * can decrypt one of the private keys.
 */
export function resealedKeys(sealing: Pick<Sealing, 'reseal'>, { id, keys }: KeyRing): readonly SigningKey[] {
  return keys.map((key) => ({ ...key, privateJwk: sealing.reseal(key.privateJwk, privateKeyPlace(id, key.kid)) }));
}

/** What the making of a key needs. */
export interface KeyDeps {
  readonly config: Pick<Config, 'signingKeyBits'>;
  readonly sealing: Sealing;
  readonly clock: Clock;
  readonly random: Random;
}

/**
 * Makes a key ring with two keys. The active key signs. The next key does not sign yet, but is already published, so
 * that clients know the next key before it signs.
 */
export async function newKeyRing(deps: KeyDeps, issuer: Issuer, alg: AsymmetricAlg): Promise<KeyRing> {
  const id = keyRingId(issuer, alg);
  const keys = await Promise.all([newSigningKey(deps, id, alg, 'ACTIVE'), newSigningKey(deps, id, alg, 'NEXT')]);
  return { id, version: 1, issuerId: issuer.id, issuerGeneration: issuer.generation, alg, keys };
}

/**
 * Makes a key pair for signatures. The `kid` is the thumbprint of the public key (RFC 7638). By default, RSA keys have
 * 3072 bits, as NIST SP 800-57 Part 1 requires for use after 2030.
 */
export async function newSigningKey(
  { config, sealing, clock, random }: KeyDeps,
  ringId: string,
  alg: AsymmetricAlg,
  status: SigningKeyStatus,
): Promise<SigningKey> {
  const pair = await newKeyPair(random, alg, config.signingKeyBits);
  const kid = await calculateJwkThumbprint(pair.publicJwk);
  const now = clock.now().getTime();
  return {
    kid,
    status,
    publicJwk: { ...pair.publicJwk, kid, alg, use: 'sig' },
    privateJwk: sealing.seal(JSON.stringify(pair.privateJwk), privateKeyPlace(ringId, kid)),
    createdAt: now,
    ...(status === 'ACTIVE' && { activeFrom: now }),
  };
}

interface KeyPair {
  readonly publicJwk: JsonObject;
  readonly privateJwk: JsonObject;
}

async function newKeyPair(random: Random, alg: AsymmetricAlg, bits: number): Promise<KeyPair> {
  const privateJwk = RSA_ALG.test(alg) ? random.rsaKey?.(bits) : undefined;
  if (privateJwk !== undefined) {
    const { kty = null, n = null, e = null } = privateJwk;
    return { publicJwk: { kty, n, e }, privateJwk };
  }
  const { publicKey, privateKey } = await generateKeyPair(alg, { modulusLength: bits, extractable: true });
  return {
    publicJwk: (await exportJWK(publicKey)) as JsonObject,
    privateJwk: (await exportJWK(privateKey)) as JsonObject,
  };
}

const RSA_ALG = /^[RP]S/;

/** A key is published for this long before it signs, so that every client has fetched the key set again by then. */
const PUBLISHED_AHEAD_SECONDS = KEY_SET_AGE + 5;

/** Whether the next key has been published for long enough to start signing. */
export function isNextKeyReady({ keys }: KeyRing, now: Date): boolean {
  return keys.some(
    ({ status, createdAt }) => status === 'NEXT' && createdAt + PUBLISHED_AHEAD_SECONDS * 1000 <= now.getTime(),
  );
}

/**
 * Returns the keys after a rotation: the next key becomes active, `fresh` becomes the next key, and the active key is
 * retired. A retired key signs nothing, but stays published so that its tokens can be verified.
 */
export function rotatedKeys({ keys }: Pick<KeyRing, 'keys'>, fresh: SigningKey, now: Date): readonly SigningKey[] {
  const at = now.getTime();
  const moved = keys.map((key): SigningKey => {
    if (key.status === 'ACTIVE') return { ...key, status: 'RETIRED', retiredAt: at };
    return key.status === 'NEXT' ? { ...key, status: 'ACTIVE', activeFrom: at } : key;
  });
  return [...moved, fresh];
}

/**
 * Returns the keys without the compromised key `kid`. If the compromised key was the active key, the next key becomes
 * active at once.
 */
export function keysWithout({ keys }: KeyRing, kid: string, fresh: SigningKey, now: Date): readonly SigningKey[] {
  const left = keys.filter((key) => key.kid !== kid);
  const hasActiveKey = left.some(({ status }) => status === 'ACTIVE');
  return hasActiveKey ? left : rotatedKeys({ keys: left }, fresh, now);
}

/**
 * A retired key stays in the published key set for one minute longer than the lifetime of the last token that it
 * signed.
 */
export function isPublished(key: SigningKey, now: Date, maxTokenLifetimeSeconds: number): boolean {
  return key.status !== 'RETIRED' || (key.retiredAt ?? 0) + (maxTokenLifetimeSeconds + 60) * 1000 > now.getTime();
}
