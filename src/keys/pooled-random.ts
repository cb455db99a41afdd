import { randomBytes } from 'node:crypto';
import type { Random } from '../model/deps.js';

const POOL_BYTES = 4096;
/** More bytes are not taken from the pool. */
const MAX_TAKEN_BYTES = 256;

/**
 * Makes random bytes from the generator of the operating system, many at once, because each call of the generator costs
 * more than its bytes. Bytes that were returned are erased from the pool.
 */
export function makePooledRandom(): Random {
  let pool = Buffer.alloc(0);
  let taken = 0;
  return {
    bytes: (size) => {
      if (size > MAX_TAKEN_BYTES) return new Uint8Array(randomBytes(size));
      if (taken + size > pool.length) {
        pool = randomBytes(POOL_BYTES);
        taken = 0;
      }
      const bytes = Uint8Array.prototype.slice.call(pool, taken, taken + size);
      pool.fill(0, taken, taken + size);
      taken += size;
      return new Uint8Array(bytes.buffer, bytes.byteOffset, size);
    },
  };
}
