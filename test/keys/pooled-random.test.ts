import { describe, expect, it } from '@jest/globals';
import { makePooledRandom } from '../../src/keys/pooled-random.js';

describe('Random bytes from a pool', () => {
  it('have the asked length, and never occur twice', () => {
    const { bytes } = makePooledRandom();
    const made = Array.from({ length: 1000 }, () => bytes(16));
    expect(made.every(({ length }) => length === 16)).toBe(true);
    expect(new Set(made.map((one) => Buffer.from(one).toString('hex'))).size).toBe(1000);
    expect(bytes(5000)).toHaveLength(5000);
  });

  it('stay the same after others were taken, and share no memory with them', () => {
    const { bytes } = makePooledRandom();
    const first = bytes(32);
    const before = Buffer.from(first).toString('hex');
    for (let taken = 0; taken < 1000; taken += 1) bytes(32);
    expect(Buffer.from(first).toString('hex')).toBe(before);
    expect(first.buffer.byteLength).toBe(32);
  });
});
