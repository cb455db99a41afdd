import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import canonicalize from 'canonicalize';
import { hashOf as hashOfExport } from '../../packages/admin/src/audit/event-hash.js';
import { auditEventView } from '../../src/admin/audit-log/audit-event-view.js';
import { hashOf, withDigests } from '../../src/storage/log/event-hash.js';
import { anAuditEvent } from '../storage/records.js';

function sha256(...parts: (Uint8Array | string)[]): string {
  const digest = createHash('sha256');
  for (const part of parts) digest.update(part);
  return digest.digest('base64url');
}

describe('RFC 8785, the canonical form of JSON', () => {
  it('is as in the example of §3.2.2 to §3.2.4', () => {
    const value = {
      // biome-ignore lint/correctness/noPrecisionLoss: the number of the example
      numbers: [333333333.33333329, 1e30, 4.5, 2e-3, 0.000000000000000000000000001],
      string: '\u20ac$\u000f\nA\'B"\\\\"/',
      literals: [null, true, false],
    };
    expect(canonicalize(value)).toBe(
      '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
    );
  });

  it('sorts names by UTF-16 code units, as in §3.2.3', () => {
    const value = {
      '\u20ac': 'Euro Sign',
      '\r': 'Carriage Return',
      '\ufb33': 'Hebrew Letter Dalet With Dagesh',
      '1': 'One',
      '\ud83d\ude00': 'Emoji: Grinning Face',
      '\u0080': 'Control',
      '\u00f6': 'Latin Small Letter O With Diaeresis',
    };
    expect(Object.values(JSON.parse(canonicalize(value) ?? '') as object)).toEqual([
      'One',
      'Carriage Return',
      'Control',
      'Latin Small Letter O With Diaeresis',
      'Euro Sign',
      'Emoji: Grinning Face',
      'Hebrew Letter Dalet With Dagesh',
    ]);
    expect(canonicalize(value)).toMatch(/^\{"\\r":"Carriage Return","1":"One"/);
  });

  it.each([
    [0x0000000000000001n, '5e-324'],
    [0x7fefffffffffffffn, '1.7976931348623157e+308'],
    [0x8000000000000000n, '0'],
    [0x4340000000000000n, '9007199254740992'],
    [0x44b52d02c7e14af5n, '9.999999999999997e+22'],
    [0x444b1ae4d6e2ef4fn, '999999999999999900000'],
    [0x3eb0c6f7a0b5ed8dn, '0.000001'],
    [0x41b3de4355555553n, '333333333.3333332'],
  ])('writes the number %p of appendix B as %s', (bits, text) => {
    const view = new DataView(new ArrayBuffer(8));
    view.setBigUint64(0, bits);
    expect(canonicalize(view.getFloat64(0))).toBe(text);
  });
});

describe('the hash of an audit event', () => {
  const salt = Buffer.alloc(16, 7).toString('base64url');
  const event = {
    ...anAuditEvent({
      userId: 'ada',
      ipAddress: '192.0.2.1',
      detail: { username: 'ada', left: 3, to: { name: 'Ada' } },
    }),
    salts: { ipAddress: salt, 'detail.username': salt, 'detail.to.name': salt },
    sequence: 7,
  };
  const digest = (value: string) => sha256(Buffer.from(salt, 'base64url'), JSON.stringify(value));

  it('is SHA-256 of its canonical form, with the sequence, the hash before it and digests of personal values', () => {
    const form = canonicalize({
      id: event.id,
      type: 'SIGNED_IN',
      at: event.at.toISOString(),
      outcome: 'SUCCESS',
      userId: 'ada',
      detail: { left: 3, to: {} },
      sequence: 7,
      personal: {
        ipAddress: digest('192.0.2.1'),
        'detail.username': digest('ada'),
        'detail.to.name': digest('Ada'),
      },
      previous: 'before',
    });
    expect(hashOf(event, 'before')).toBe(sha256(form ?? ''));
  });

  it('stays the same if personal values and their salts are erased', () => {
    const { event: rest, digests } = withDigests(event);
    const erased = { ...rest, salts: undefined, erased: digests };
    expect(JSON.stringify(erased)).not.toMatch(/192\.0\.2\.1|"Ada"/);
    expect(hashOf(erased, 'before')).toBe(hashOf(event, 'before'));
  });

  it.each([
    ['its sequence', { sequence: 8 }],
    ['its time', { at: new Date(event.at.getTime() + 1) }],
    ['a personal value', { ipAddress: '192.0.2.2' }],
    ['a detail', { detail: { ...event.detail, left: 4 } }],
    ['a name in a detail', { detail: { ...event.detail, to: { name: 'Eve' } } }],
  ])('changes with %s', (_, changes) => {
    expect(hashOf({ ...event, ...changes }, 'before')).not.toBe(hashOf(event, 'before'));
  });

  it('is computed from an export as by the server, also of texts that are not well-formed', () => {
    for (const detail of [event.detail, { text: 'half \ud83d of a pair', 'name\udc00': ['\u20ac', null, 1.5e300] }]) {
      const salts = 'username' in detail ? event.salts : { ipAddress: salt };
      const changed = { ...event, detail, salts, hash: 'x' };
      const exported = JSON.parse(JSON.stringify(auditEventView(changed)));
      expect(hashOfExport(exported, 'before')).toBe(hashOf(changed, 'before'));
    }
  });
});
