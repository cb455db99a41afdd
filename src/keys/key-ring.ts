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

/** The private key can be opened only in this ring and under this `kid`. */
export function privateKeyPlace(ringId: string, kid: string): SealPlace {
  return {
    record: `keyRing:${ringId}:${kid}`,
    field: 'privateJwk',
  };
}

/** The keys of a ring, sealed with the first secret key. Throws if one cannot be opened. */
export function resealedKeys(sealing: Pick<Sealing, 'reseal'>, { id, keys }: KeyRing): readonly SigningKey[] {
  return keys.map((key) => ({ ...key, privateJwk: sealing.reseal(key.privateJwk, privateKeyPlace(id, key.kid)) }));
}

/** A new ring: one key that signs, and the next one, which is published in advance. */
export async function newKeyRing(sealing: Sealing, clock: Clock, issuer: Issuer, alg: AsymmetricAlg): Promise<KeyRing> {
  const id = keyRingId(issuer, alg);
  const keys = await Promise.all([
    newSigningKey({ sealing, clock }, id, alg, 'ACTIVE'),
    newSigningKey({ sealing, clock }, id, alg, 'NEXT'),
  ]);
  return { id, version: 1, issuerId: issuer.id, issuerGeneration: issuer.generation, alg, keys };
}

/** A new key pair; `kid` is its thumbprint (RFC 7638). RSA keys have 3072 bits (NIST SP 800-57 Part 1, beyond 2030). */
export async function newSigningKey(
  { sealing, clock }: { readonly sealing: Sealing; readonly clock: Clock },
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

/** A key is published this long before it signs, so that every relying party has it by then. */
const PUBLISHED_AHEAD_SECONDS = KEY_SET_AGE + 5;

/** Whether the next key may sign: it has been published long enough. */
export function isNextKeyReady({ keys }: KeyRing, now: Date): boolean {
  return keys.some(
    ({ status, createdAt }) => status === 'NEXT' && createdAt + PUBLISHED_AHEAD_SECONDS * 1000 <= now.getTime(),
  );
}

/** The keys after a rotation: the active key is retired and still verifies what it signed, the next key signs. */
export function rotatedKeys({ keys }: Pick<KeyRing, 'keys'>, fresh: SigningKey, now: Date): readonly SigningKey[] {
  const at = now.getTime();
  const moved = keys.map((key): SigningKey => {
    if (key.status === 'ACTIVE') return { ...key, status: 'RETIRED', retiredAt: at };
    return key.status === 'NEXT' ? { ...key, status: 'ACTIVE', activeFrom: at } : key;
  });
  return [...moved, fresh];
}

/** The keys without a compromised one. If it was the active key, the next key signs at once. */
export function keysWithout({ keys }: KeyRing, kid: string, fresh: SigningKey, now: Date): readonly SigningKey[] {
  const left = keys.filter((key) => key.kid !== kid);
  const hasActiveKey = left.some(({ status }) => status === 'ACTIVE');
  return hasActiveKey ? left : rotatedKeys({ keys: left }, fresh, now);
}

/** A retired key stays in the key set until a minute after the last token it signed has expired. */
export function isPublished(key: SigningKey, now: Date, maxTokenLifetimeSeconds: number): boolean {
  return key.status !== 'RETIRED' || (key.retiredAt ?? 0) + (maxTokenLifetimeSeconds + 60) * 1000 > now.getTime();
}
