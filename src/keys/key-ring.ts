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

/** Binds a sealed private key to its key ring and its `kid`. It cannot be opened for any other. */
export function privateKeyPlace(ringId: string, kid: string): SealPlace {
  return {
    record: `keyRing:${ringId}:${kid}`,
    field: 'privateJwk',
  };
}

/** Seals the private keys of a key ring with the first key in `SECRET_KEY`. Throws if one of them cannot be opened. */
export function resealedKeys(sealing: Pick<Sealing, 'reseal'>, { id, keys }: KeyRing): readonly SigningKey[] {
  return keys.map((key) => ({ ...key, privateJwk: sealing.reseal(key.privateJwk, privateKeyPlace(id, key.kid)) }));
}

/** Makes a key ring with two keys: one signs now, and the next one is published before it signs. */
export async function newKeyRing(sealing: Sealing, clock: Clock, issuer: Issuer, alg: AsymmetricAlg): Promise<KeyRing> {
  const id = keyRingId(issuer, alg);
  const keys = await Promise.all([
    newSigningKey({ sealing, clock }, id, alg, 'ACTIVE'),
    newSigningKey({ sealing, clock }, id, alg, 'NEXT'),
  ]);
  return { id, version: 1, issuerId: issuer.id, issuerGeneration: issuer.generation, alg, keys };
}

/**
 * Makes a key pair whose `kid` is its thumbprint (RFC 7638). RSA keys have 3072 bits, as NIST SP 800-57 Part 1 requires
 * beyond 2030.
 */
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

/** A key is published this long before it signs. By then, every relying party has fetched the key set again. */
const PUBLISHED_AHEAD_SECONDS = KEY_SET_AGE + 5;

/** Whether the next key has been published long enough to sign. */
export function isNextKeyReady({ keys }: KeyRing, now: Date): boolean {
  return keys.some(
    ({ status, createdAt }) => status === 'NEXT' && createdAt + PUBLISHED_AHEAD_SECONDS * 1000 <= now.getTime(),
  );
}

/**
 * Returns the keys after a rotation. The next key signs from now on. The retired key no longer signs, but what it
 * signed can still be verified.
 */
export function rotatedKeys({ keys }: Pick<KeyRing, 'keys'>, fresh: SigningKey, now: Date): readonly SigningKey[] {
  const at = now.getTime();
  const moved = keys.map((key): SigningKey => {
    if (key.status === 'ACTIVE') return { ...key, status: 'RETIRED', retiredAt: at };
    return key.status === 'NEXT' ? { ...key, status: 'ACTIVE', activeFrom: at } : key;
  });
  return [...moved, fresh];
}

/** Returns the keys without a compromised key. If that key was the active one, the next key signs at once. */
export function keysWithout({ keys }: KeyRing, kid: string, fresh: SigningKey, now: Date): readonly SigningKey[] {
  const left = keys.filter((key) => key.kid !== kid);
  const hasActiveKey = left.some(({ status }) => status === 'ACTIVE');
  return hasActiveKey ? left : rotatedKeys({ keys: left }, fresh, now);
}

/** A retired key stays in the published key set until a minute after the last token that it signed has expired. */
export function isPublished(key: SigningKey, now: Date, maxTokenLifetimeSeconds: number): boolean {
  return key.status !== 'RETIRED' || (key.retiredAt ?? 0) + (maxTokenLifetimeSeconds + 60) * 1000 > now.getTime();
}
