import { describe, expect, it } from '@jest/globals';
import { isSameGeneration } from '../../src/model/generation.js';

describe('generations', () => {
  it('are the same if both are present and equal', () => {
    expect(isSameGeneration('a', 'a')).toBe(true);
  });

  it('differ if both are present and not equal', () => {
    expect(isSameGeneration('a', 'b')).toBe(false);
  });

  it('are never the same if one of them is missing', () => {
    expect(isSameGeneration(undefined, 'a')).toBe(false);
    expect(isSameGeneration('a', undefined)).toBe(false);
  });

  it('are never the same if both are missing', () => {
    expect(isSameGeneration(undefined, undefined)).toBe(false);
  });
});
