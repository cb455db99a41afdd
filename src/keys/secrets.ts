import { createCipheriv, createDecipheriv, hash, timingSafeEqual } from 'node:crypto';
import { v4, v7 } from 'uuid';
import type { Clock, Random } from '../model/deps.js';

function base64url(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64url');
}

/**
 * Makes a secret of 256 random bits in base64url. The secret is this long, because attackers must not be able to guess
 * tokens and codes (RFC 6749 §10.10).
 */
export function newSecret(random: Random): string {
  return base64url(random.bytes(32));
}

/** Makes a UUID from random bits (RFC 9562 §5.4). */
export function newUuid(random: Random): string {
  return v4({ random: random.bytes(16) });
}

/** Makes a unique id of 96 random bits in hexadecimal. The id is not a secret. */
export function newShortId(random: Random): string {
  return Buffer.from(random.bytes(12)).toString('hex');
}

/**
 * Makes a UUID from the time and random bits (RFC 9562 §5.7). These ids sort by creation time, so a list in the order
 * of ids is also in the order of creation.
 */
export function newOrderedId(clock: Clock, random: Random): string {
  return v7({ random: random.bytes(16), msecs: clock.now().getTime() });
}

/**
 * Returns a function that makes ids. The ids sort in the order of the calls, even if several calls happen in one
 * millisecond or the clock is set back (RFC 9562 §6.2).
 */
export function orderedIds(clock: Clock, random: Random): () => string {
  let last = 0;
  let count = 0;
  return () => {
    const now = clock.now().getTime();
    count = now > last ? 0 : count + 1;
    last = Math.max(now, last);
    return v7({ random: random.bytes(16), msecs: last, seq: count });
  };
}

/**
 * Returns the SHA-256 hash of a text in base64url. The server stores only the hash of a secret if it never needs the
 * secret itself.
 */
export function sha256(text: string | Uint8Array): string {
  return hash('sha256', text, 'base64url');
}

/**
 * Compares two texts in constant time, so that an attacker cannot find out how many characters of a guess are right.
 */
export function equalInConstantTime(a: string, b: string): boolean {
  return timingSafeEqual(hash('sha256', a, 'buffer'), hash('sha256', b, 'buffer'));
}

/** The two parts of a token, code or cookie value. The record with this `id` contains the hash of the `secret`. */
export interface Handle {
  readonly id: string;
  readonly secret: string;
}

export function handleText(handle: Handle): string {
  return `${handle.id}.${handle.secret}`;
}

/**
 * Splits a token, code or cookie value into its id and its secret. Returns `undefined` if the value does not consist of
 * an id and a secret. The id can contain dots, but the secret cannot.
 */
export function readHandle(text: string): Handle | undefined {
  const match = /^([A-Za-z0-9._~-]{1,64})\.([A-Za-z0-9_-]{43})$/.exec(text);
  return match?.[1] !== undefined && match[2] !== undefined ? { id: match[1], secret: match[2] } : undefined;
}

/**
 * Encrypts one block of 16 bytes (AES-256, FIPS 197). With the same key, equal blocks give equal results, so `blockKey`
 * derives a different key for each purpose.
 */
const BLOCK_ALGORITHM = 'aes-256-ecb';

/**
 * Encrypts a UUID with a key that is derived only from `purpose`. Therefore, the text `purpose` must contain a secret.
 */
export function encryptUuid(purpose: string, uuid: string): string {
  const cipher = createCipheriv(BLOCK_ALGORITHM, blockKey(purpose), null).setAutoPadding(false);
  return cipher.update(Buffer.from(uuid.replaceAll('-', ''), 'hex')).toString('base64url');
}

/**
 * Decrypts a text that `encryptUuid` returned for the same purpose. Any other text of the same length results in a
 * meaningless UUID. Returns `undefined` if the text has another length.
 */
export function decryptUuid(purpose: string, text: string): string | undefined {
  const block = Buffer.from(text, 'base64url');
  if (block.length !== 16) return undefined;
  const decipher = createDecipheriv(BLOCK_ALGORITHM, blockKey(purpose), null).setAutoPadding(false);
  const hex = decipher.update(block).toString('hex');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

function blockKey(purpose: string): Buffer {
  return hash('sha256', purpose, 'buffer');
}
