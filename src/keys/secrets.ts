import { createHash, timingSafeEqual } from 'node:crypto';
import { v4, v7 } from 'uuid';
import type { Clock, Random } from '../model/deps.js';

function base64url(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64url');
}

/** 256 random bits, base64url: more than RFC 6749 §10.10 asks of what an attacker may guess at. */
export function newSecret(random: Random): string {
  return base64url(random.bytes(32));
}

/** Random UUID (RFC 9562 §5.4). */
export function newUuid(random: Random): string {
  return v4({ random: random.bytes(16) });
}

/** 96 random bits, hexadecimal: a name that nobody else has, and not the form of a UUID. Proves nothing. */
export function newShortId(random: Random): string {
  return Buffer.from(random.bytes(12)).toString('hex');
}

/** UUID of the time and random bits (RFC 9562 §5.7): later ones sort behind, so that lists go by key. */
export function newOrderedId(clock: Clock, random: Random): string {
  return v7({ random: random.bytes(16), msecs: clock.now().getTime() });
}

/**
 * Makes such ids in the order in which they are asked for, within one millisecond too, and when the clock steps back
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

/** SHA-256, base64url: the stored form of what is only compared. */
export function sha256(text: string | Uint8Array): string {
  return createHash('sha256').update(text).digest('base64url');
}

/** In a time that does not depend on where they differ. */
export function equalInConstantTime(a: string, b: string): boolean {
  return timingSafeEqual(createHash('sha256').update(a).digest(), createHash('sha256').update(b).digest());
}

/** A handle that finds its record by id and proves itself by a secret, of which the record has the hash. */
export interface Handle {
  readonly id: string;
  readonly secret: string;
}

export function handleText(handle: Handle): string {
  return `${handle.id}.${handle.secret}`;
}

/** `undefined` where the text has not the form of a handle; the secret has no dot, an id may. */
export function parseHandle(text: string): Handle | undefined {
  const match = /^([A-Za-z0-9._~-]{1,64})\.([A-Za-z0-9_-]{43})$/.exec(text);
  return match?.[1] !== undefined && match[2] !== undefined ? { id: match[1], secret: match[2] } : undefined;
}
