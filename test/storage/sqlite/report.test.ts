import { describe, expect, it } from '@jest/globals';
import { placeOf } from '../../../src/storage/sqlite/files/report.js';

describe('The place of an SQLite file', () => {
  it.each([
    [0xef53, 'DISK'],
    [0x6969, 'NETWORK'],
    [0xfe534d42, 'NETWORK'],
    // The number of SMB 2, as a signed integer.
    [-28095166, 'NETWORK'],
    [0x01021994, 'MEMORY'],
    [0x794c7630, 'CONTAINER'],
  ])('is known by the file system %i', (type, place) => {
    expect(placeOf(type)).toBe(place);
  });
});
