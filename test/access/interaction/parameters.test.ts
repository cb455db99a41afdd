import { describe, expect, it } from '@jest/globals';
import { readParameters } from '../../../src/access/interaction/parameters.js';

describe('RFC 6749 §3.1 parameters', () => {
  it('are known ones, with a value; what came twice is named', () => {
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

  it('that may be repeated are read up to a number that nobody needs', () => {
    const entries = Array.from({ length: 6000 }, (): [string, string] => ['resource', 'r']);
    expect(readParameters(entries, [], ['resource']).repeated.resource).toHaveLength(50);
  });
});
