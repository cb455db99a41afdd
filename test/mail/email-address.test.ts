import { describe, expect, it } from '@jest/globals';
import { mailboxOf } from '../../src/access/names/mailbox.js';
import { isEmailAddress, isSendable } from '../../src/mail/email-address.js';

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
    'ada@BÜCHER.example',
    'ada@XN--BCHER-KVA.example',
    'ada@straße.example',
    'ada@bücher.例え.example',
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
    'ada@exam\u00adple.com',
    'ada@xn--bcher-kva.例え.example',
    'ada@bu\u0308cher.example',
    'ada@ｅxample.com',
    'ada@example。com',
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

describe('The spellings of an address', () => {
  it('are one mailbox, with composed and decomposed letters', () => {
    const mailbox = mailboxOf('Zoë@bücher.example');
    for (const spelling of ['zoe\u0308@bücher.example', 'ZOË@xn--bcher-kva.example', 'zoë@BÜCHER.example'])
      expect(mailboxOf(spelling)).toBe(mailbox);
  });

  it('can be mailed to if they were stored before', () => {
    expect([isSendable('ada@exam\u00adple.com'), isSendable('ada@example.com\r\nBcc: x@example.com')]).toEqual([
      true,
      false,
    ]);
  });
});
