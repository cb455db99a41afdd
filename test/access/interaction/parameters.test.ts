import { describe, expect, it } from '@jest/globals';
import { readParameters } from '../../../src/access/interaction/parameters.js';

describe('RFC 6749 §3.1 readParameters', () => {
  it('returns known parameters that have a value, and names the repeated ones', () => {
    const entries: [string, string][] = [
      ['state', 'a'],
      ['state', 'b'],
      ['scope', ''],
      ['other', 'x'],
      ['resource', 'r'],
    ];
    expect(readParameters(entries, ['state', 'scope'], ['resource'])).toEqual({
      single: { state: 'a' },
      repeated: { resource: ['r'] },
      duplicates: ['state'],
    });
  });

  it('limits the values of a repeatable parameter', () => {
    const entries = Array.from({ length: 6000 }, (): [string, string] => ['resource', 'r']);
    expect(readParameters(entries, [], ['resource']).repeated.resource).toHaveLength(50);
  });
});
