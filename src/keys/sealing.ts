import { createCipheriv, createDecipheriv, hash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { Random } from '../model/deps.js';
import type { SealedSecret, SealPlace } from '../model/server/sealed-secret.js';
import { sha256 } from './secrets.js';

/**
 * A key that encrypts secrets. Every encrypted value begins with the `id` of its key, so that the server knows which
 * key decrypts the value.
 */
interface SealingKey {
  readonly id: string;
  readonly key: Buffer;
}

export interface Sealing {
  seal(secret: string, place: SealPlace): SealedSecret;
  open(secret: SealedSecret, place: SealPlace): string;
  /**
   * Returns the secret encrypted with the first key. If the secret is already encrypted with the first key, returns it
   * unchanged. Throws if no key can decrypt the secret.
   */
  reseal(secret: SealedSecret, place: SealPlace): SealedSecret;
}

/**
 * Makes the functions that encrypt and decrypt secrets with AES-256-GCM (NIST SP 800-38D). Each key is 32 bytes in
 * base64url. The first key encrypts new values. The other keys only decrypt older values. A value can be decrypted only
 * for the record and field for which it was encrypted.
 */
export function makeSealing(keys: readonly string[], random: Random): Sealing {
  const ring: SealingKey[] = keys.map((text) => {
    const key = Buffer.from(text, 'base64url');
    return { id: secretKeyId(key), key };
  });
  const [first] = ring;
  if (first === undefined) throw new Error('SECRET_KEY must contain at least one key.');
  const seal = (secret: string, place: SealPlace) => sealWith(first, random.bytes(12), secret, place);
  return {
    seal,
    open: (secret, place) => openWith(ring, secret, place),
    reseal: (secret, place) => {
      const opened = openWith(ring, secret, place);
      return secret.sealed.startsWith(`${first.id}.`) ? secret : seal(opened, place);
    },
  };
}

const MAX_DIGESTS = 10_000;

/**
 * Makes a function that returns the SHA-256 hash of an encrypted secret. It decrypts each secret once and remembers the
 * hash, not the secret.
 */
export function makeDigests({ open }: Sealing): (secret: SealedSecret, place: SealPlace) => Buffer {
  const digests = new LRUCache<string, Buffer>({ max: MAX_DIGESTS });
  return (secret, place) => {
    const name = `${place.record} ${place.field} ${secret.sealed}`;
    const known = digests.get(name);
    if (known !== undefined) return known;
    const digest = hash('sha256', open(secret, place), 'buffer');
    digests.set(name, digest);
    return digest;
  };
}

/** Returns the id of a key in `SECRET_KEY`. Each encrypted value begins with the id of its key. */
export function secretKeyId(key: Buffer): string {
  return sha256(key).slice(0, 11);
}

function sealWith({ id, key }: SealingKey, iv: Uint8Array, secret: string, place: SealPlace): SealedSecret {
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(associatedData(place));
  const sealed = Buffer.concat([iv, cipher.update(secret, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  return { sealed: `${id}.${sealed.toString('base64url')}` };
}

function openWith(ring: readonly SealingKey[], { sealed }: SealedSecret, place: SealPlace): string {
  const dot = sealed.indexOf('.');
  const key = ring.find(({ id }) => id === sealed.slice(0, dot))?.key;
  if (key === undefined) {
    throw new Error(
      `SECRET_KEY: none of the keys can decrypt the field ${place.field} of ${place.record}. It was encrypted with another key, which SECRET_KEY must contain too. If SECRET_KEY is not set, the server uses the key in the file secret-key beside the SQLite database.`,
    );
  }
  const bytes = Buffer.from(sealed.slice(dot + 1), 'base64url');
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12), { authTagLength: 16 })
    .setAAD(associatedData(place))
    .setAuthTag(bytes.subarray(-16));
  return Buffer.concat([decipher.update(bytes.subarray(12, -16)), decipher.final()]).toString('utf8');
}

function associatedData({ record, field }: SealPlace): Buffer {
  return Buffer.from(JSON.stringify([record, field]));
}
