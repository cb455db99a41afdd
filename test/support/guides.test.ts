import { describe, expect, it } from '@jest/globals';
import { replaceAddresses } from './guides.js';

describe('replaceAddresses', () => {
  it('does not replace a part of an address that it has inserted', () => {
    const replaced = replaceAddresses('http://localhost:4000/a http://localhost:4500/b http://localhost:45001/c', {
      'http://localhost:4000': 'http://localhost:45002',
      'http://localhost:4500': 'http://localhost:40003',
    });
    expect(replaced).toBe('http://localhost:45002/a http://localhost:40003/b http://localhost:45001/c');
  });
});
