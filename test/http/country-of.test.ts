import { describe, expect, it } from '@jest/globals';
import { makeCountryOf } from '../../src/http/request/country-of.js';

describe('The country of an address', () => {
  const countryOf = makeCountryOf();

  it.each([
    ['194.144.0.1', 'IS'],
    ['::ffff:194.144.0.1', 'IS'],
    ['2001:4860:4860::8888', 'US'],
    ['127.0.0.1', undefined],
    ['10.1.2.3', undefined],
    ['192.168.0.1', undefined],
    ['::ffff:172.16.0.1', undefined],
    ['::1', undefined],
    ['fe80::1', undefined],
    ['nonsense', undefined],
    [undefined, undefined],
  ])('such as %s is %s.', (address, country) => {
    expect(countryOf(address)).toBe(country);
  });
});
