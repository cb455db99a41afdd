import { calculateJwkThumbprint, exportJWK, generateKeyPair } from 'jose';
import type { Clock } from '../model/deps.js';
import type { Issuer } from '../model/issuer.js';
import type { JsonObject } from '../model/json.js';
import type { SealPlace } from '../model/sealed-secret.js';
import {
  type AsymmetricAlg,
  type KeyRing,
  keyRingId,
  type SigningKey,
  type SigningKeyStatus,
} from '../model/signing-key.js';
import type { Sealing } from './sealing.js';

/** Where the private half of a key is sealed. */
export const privateKeyPlace = (ringId: string, kid: string): SealPlace => ({
  record: `keyRing:${ringId}:${kid}`,
  field: 'privateJwk',
});

/** A ring as it begins: one key that signs, and the next, published ahead. */
export const newKeyRing = async (
  sealing: Sealing,
  clock: Clock,
  issuer: Issuer,
  alg: AsymmetricAlg,
): Promise<KeyRing> => {
  const id = keyRingId(issuer, alg);
  const keys = await Promise.all([
    newSigningKey(sealing, clock, id, alg, 'ACTIVE'),
    newSigningKey(sealing, clock, id, alg, 'NEXT'),
  ]);
  return { id, version: 1, issuerId: issuer.id, issuerIncarnation: issuer.incarnation, alg, keys };
};

/** A fresh key pair; `kid` is its thumbprint (RFC 7638). RSA keys have 3072 bits (NIST SP 800-57 Part 1, beyond 2030). */
export const newSigningKey = async (
  sealing: Sealing,
  clock: Clock,
  ringId: string,
  alg: AsymmetricAlg,
  status: SigningKeyStatus,
): Promise<SigningKey> => {
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
};

/** A retired key stays in the key set until the last token it signed has expired, and a minute. */
export const isPublished = (key: SigningKey, now: Date, maxTokenLifetime: number): boolean =>
  key.status !== 'RETIRED' || (key.retiredAt ?? 0) + (maxTokenLifetime + 60) * 1000 > now.getTime();
