import { describe, expect, it } from '@jest/globals';
import { addressKey } from '../../src/access/address-key.js';
import { LIMITS, makeLimits } from '../../src/http/limits.js';

describe('limits of attempts', () => {
  it('let each key try so often, and no more', async () => {
    const limits = makeLimits({ ...LIMITS, recovery: { points: 2, duration: 60 } });
    const tries = await Promise.all([1, 2, 3, 4].map(() => limits.take('recovery', 'ada')));
    expect(tries.filter(Boolean)).toHaveLength(2);
    expect(await limits.take('recovery', 'bob')).toBe(true);
    expect(await limits.take('ceremony', 'ada')).toBe(true);
  });

  it('count an IPv6 subscriber as one, and an IPv4 address as itself, however it is written', () => {
    expect(addressKey('2001:db8:1:2:3:4:5:6')).toBe(addressKey('2001:db8:1:2::9'));
    expect(addressKey('2001:db8:1:2::1')).not.toBe(addressKey('2001:db8:1:3::1'));
    expect(addressKey('::ffff:192.0.2.1')).toBe('192.0.2.1');
    expect(addressKey('192.0.2.1')).toBe('192.0.2.1');
    expect(addressKey(undefined)).toBe(addressKey('nonsense'));
  });
});
