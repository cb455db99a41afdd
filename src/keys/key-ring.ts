import { calculateJwkThumbprint, exportJWK, generateKeyPair } from 'jose';
import type { Issuer } from '../model/clients/issuer.js';
import type { Clock } from '../model/deps.js';
import type { JsonObject } from '../model/json.js';
import type { SealPlace } from '../model/server/sealed-secret.js';
import {
  type AsymmetricAlg,
  KEY_SET_AGE,
  type KeyRing,
  keyRingId,
  type SigningKey,
  type SigningKeyStatus,
} from '../model/server/signing-key.js';
import type { Sealing } from './sealing.js';

/** Where the private half of a key is sealed. */
export function privateKeyPlace(ringId: string, kid: string): SealPlace {
  return {
    record: `keyRing:${ringId}:${kid}`,
    field: 'privateJwk',
  };
}

/** The keys of a ring, each under the key that seals now. Throws where no key opens one. */
export function resealedKeys(sealing: Pick<Sealing, 'reseal'>, { id, keys }: KeyRing): readonly SigningKey[] {
  return keys.map((key) => ({ ...key, privateJwk: sealing.reseal(key.privateJwk, privateKeyPlace(id, key.kid)) }));
}

/** A ring as it begins: one key that signs, and the next, published ahead. */
export async function newKeyRing(sealing: Sealing, clock: Clock, issuer: Issuer, alg: AsymmetricAlg): Promise<KeyRing> {
  const id = keyRingId(issuer, alg);
  const keys = await Promise.all([
    newSigningKey(sealing, clock, id, alg, 'ACTIVE'),
    newSigningKey(sealing, clock, id, alg, 'NEXT'),
  ]);
  return { id, version: 1, issuerId: issuer.id, issuerGeneration: issuer.generation, alg, keys };
}

/** A fresh key pair; `kid` is its thumbprint (RFC 7638). RSA keys have 3072 bits (NIST SP 800-57 Part 1, beyond 2030). */
export async function newSigningKey(
  sealing: Sealing,
  clock: Clock,
  ringId: string,
  alg: AsymmetricAlg,
  status: SigningKeyStatus,
): Promise<SigningKey> {
  const pair = await generateKeyPair(alg, { modulusLength: 3072, extractable: true });
  const publicPart = await exportJWK(pair.publicKey);
  const kid = await calculateJwkThumbprint(publicPart);
  const now = clock.now().getTime();
  return {
    kid,
    status,
    publicJwk: { ...(publicPart as JsonObject), kid, alg, use: 'sig' },
    privateJwk: sealing.seal(JSON.stringify(await exportJWK(pair.privateKey)), privateKeyPlace(ringId, kid)),
    createdAt: now,
    ...(status === 'ACTIVE' && { activeFrom: now }),
  };
}

/** Seconds that a key is published before it signs: relying parties have it then, though another process was late. */
const PUBLISHED_AHEAD = KEY_SET_AGE + 5;

/** Whether the next key of a ring may sign, because relying parties know it. */
export function isRipe({ keys }: KeyRing, now: Date): boolean {
  return keys.some(({ status, createdAt }) => status === 'NEXT' && createdAt + PUBLISHED_AHEAD * 1000 <= now.getTime());
}

/** The keys after a rotation: the active one is retired and stays for what it signed, the next one signs. */
export function rotatedKeys({ keys }: Pick<KeyRing, 'keys'>, fresh: SigningKey, now: Date): readonly SigningKey[] {
  const at = now.getTime();
  const turned = keys.map((key): SigningKey => {
    if (key.status === 'ACTIVE') return { ...key, status: 'RETIRED', retiredAt: at };
    return key.status === 'NEXT' ? { ...key, status: 'ACTIVE', activeFrom: at } : key;
  });
  return [...turned, fresh];
}

/** The keys without a compromised one; where it was the active one, the next one signs, ripe or not. */
export function keysWithout({ keys }: KeyRing, kid: string, fresh: SigningKey, now: Date): readonly SigningKey[] {
  const left = keys.filter((key) => key.kid !== kid);
  const signs = left.some(({ status }) => status === 'ACTIVE');
  return signs ? left : rotatedKeys({ keys: left }, fresh, now);
}

/** A retired key stays in the key set until the last token it signed has expired, and a minute. */
export function isPublished(key: SigningKey, now: Date, maxTokenLifetime: number): boolean {
  return key.status !== 'RETIRED' || (key.retiredAt ?? 0) + (maxTokenLifetime + 60) * 1000 > now.getTime();
}
