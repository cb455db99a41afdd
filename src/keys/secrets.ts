import { createHash, timingSafeEqual } from 'node:crypto';
import { v4, v7 } from 'uuid';
import type { Clock, Random } from '../model/deps.js';

function base64url(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64url');
}

/** 256 random bits, base64url. RFC 6749 §10.10: an attacker MUST NOT be able to guess tokens and codes. */
export function newSecret(random: Random): string {
  return base64url(random.bytes(32));
}

/** Random UUID (RFC 9562 §5.4). */
export function newUuid(random: Random): string {
  return v4({ random: random.bytes(16) });
}

/** 96 random bits, hexadecimal: a unique id without the form of a UUID. Not a secret. */
export function newShortId(random: Random): string {
  return Buffer.from(random.bytes(12)).toString('hex');
}

/** UUID of time and random bits (RFC 9562 §5.7): sorts by creation time, so that lists can be read in key order. */
export function newOrderedId(clock: Clock, random: Random): string {
  return v7({ random: random.bytes(16), msecs: clock.now().getTime() });
}

/**
 * A generator whose ids sort in the order of the calls, even within one millisecond and if the clock steps back
 * (RFC 9562 §6.2).
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

/** SHA-256, base64url: the stored form of secrets that are only compared. */
export function sha256(text: string | Uint8Array): string {
  return createHash('sha256').update(text).digest('base64url');
}

/** Compares in a time that does not depend on where the texts differ. */
export function equalInConstantTime(a: string, b: string): boolean {
  return timingSafeEqual(createHash('sha256').update(a).digest(), createHash('sha256').update(b).digest());
}

/** A token, code or cookie value: `id` finds the record, and the record holds the hash of `secret`. */
export interface Handle {
  readonly id: string;
  readonly secret: string;
}

export function handleText(handle: Handle): string {
  return `${handle.id}.${handle.secret}`;
}

/** `undefined` if the text does not have the form of a handle. An id may contain dots, a secret does not. */
export function parseHandle(text: string): Handle | undefined {
  const match = /^([A-Za-z0-9._~-]{1,64})\.([A-Za-z0-9_-]{43})$/.exec(text);
  return match?.[1] !== undefined && match[2] !== undefined ? { id: match[1], secret: match[2] } : undefined;
}
