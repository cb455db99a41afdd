import { describe, expect, it } from '@jest/globals';
import { hasFreeSpace } from '../../../src/storage/sqlite/files/free-space.js';
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

describe('The disk of an SQLite file', () => {
  const space = { blocks: 1000, bsize: 4096, bfree: 500, bavail: 250 };

  it.each([
    ['with free blocks has space', space, false, true],
    ['with a few free blocks is full', { ...space, bavail: 200 }, false, false],
    ['whose last blocks belong to root is full', { ...space, bavail: 0 }, false, false],
    ['whose last blocks belong to root has space for root', { ...space, bavail: 0 }, true, true],
    ['of unknown size counts as one with space', { blocks: 0, bsize: 4096, bfree: 0, bavail: 0 }, false, true],
  ])('%s', (_name, statistics, isRoot, has) => {
    expect(hasFreeSpace(statistics, isRoot)).toBe(has);
  });
});
