import { describe, expect, it } from '@jest/globals';
import { isEmailAddress } from '../../src/mail/email-address.js';

describe('e-mail addresses (RFC 5321 §4.1.2, RFC 6531 §3.3)', () => {
  it.each([
    'ada@example.com',
    'root@localhost',
    'ada@intranet',
    "a.b+c_d-e!#$%&'*/=?^`{|}~@example.com",
    'þóra@example.is',
    '学生@例え.テスト',
    'ada@bücher.example',
    'ada@xn--bcher-kva.example',
    'ADA@EXAMPLE.COM',
    'ada@1.example',
    `${'a'.repeat(64)}@example.com`,
  ])('can be %s', (address) => {
    expect(isEmailAddress(address)).toBe(true);
  });

  it.each([
    '',
    'ada',
    '@example.com',
    'ada@',
    'ada@@example.com',
    'ada lovelace@example.com',
    '.ada@example.com',
    'ada.@example.com',
    'a..b@example.com',
    '"ada lovelace"@example.com',
    'ada@[192.0.2.1]',
    'ada@192.0.2.1',
    'ada@example.com.',
    'ada@.example.com',
    'ada@-example.com',
    'ada@exa_mple.com',
    'ada@example.com\n',
    'ada\r\nBcc: x@example.com',
    'ada@example.com?x',
    'ada\u202e@example.com',
    'ada\u200b@example.com',
    '<ada@example.com>',
    'ada@example.com,eve@example.com',
    `${'a'.repeat(65)}@example.com`,
    `ada@${'a'.repeat(64)}.com`,
    `ada@${'a.'.repeat(130)}com`,
    `${'学'.repeat(22)}@example.com`,
  ])('cannot be %j', (address) => {
    expect(isEmailAddress(address)).toBe(false);
  });
});
