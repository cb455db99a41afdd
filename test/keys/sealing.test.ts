import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { makeSealing } from '../../src/keys/sealing.js';

const random = { bytes: (size: number) => new Uint8Array(randomBytes(size)) };

function newKey() {
  return randomBytes(32).toString('base64url');
}
const place = { record: 'client:1', field: 'secret' };

describe('Sealing with AES-256-GCM', () => {
  it('opens a sealed value, and never produces the same one twice', () => {
    const sealing = makeSealing([newKey()], random);
    const sealed = sealing.seal('þögn 🔑', place);
    expect(sealing.open(sealed, place)).toBe('þögn 🔑');
    expect(sealing.seal('þögn 🔑', place)).not.toEqual(sealed);
    expect(JSON.stringify(sealed)).not.toContain('þögn');
  });

  it('does not open a value that was moved to another record or field', () => {
    const sealing = makeSealing([newKey()], random);
    const sealed = sealing.seal('secret', place);
    expect(() => sealing.open(sealed, { ...place, record: 'client:2' })).toThrow();
    expect(() => sealing.open(sealed, { ...place, field: 'other' })).toThrow();
  });

  it('does not open a value with a changed bit or a missing end', () => {
    const sealing = makeSealing([newKey()], random);
    const [id, body] = sealing.seal('secret', place).sealed.split('.') as [string, string];
    const bytes = Buffer.from(body, 'base64url');
    for (let index = 0; index < bytes.length; index += 1) {
      const changed = Buffer.from(bytes);
      changed[index] = (changed[index] ?? 0) ^ 1;
      expect(() => sealing.open({ sealed: `${id}.${changed.toString('base64url')}` }, place)).toThrow();
    }
    expect(() => sealing.open({ sealed: `${id}.${bytes.subarray(0, 20).toString('base64url')}` }, place)).toThrow();
  });

  it('seals with the first of several keys and opens with any', () => {
    const [older, newer] = [newKey(), newKey()];
    const sealed = makeSealing([older], random).seal('secret', place);
    const both = makeSealing([newer, older], random);
    expect(both.open(sealed, place)).toBe('secret');
    expect(makeSealing([newer], random).open(both.seal('secret', place), place)).toBe('secret');
  });

  it('seals a value again if another key sealed it, and otherwise does not change it', () => {
    const [older, newer] = [newKey(), newKey()];
    const [old, both, present] = [[older], [newer, older], [newer]].map((keys) => makeSealing(keys, random));
    const sealed = old?.seal('secret', place) ?? { sealed: '' };
    const resealed = both?.reseal(sealed, place) ?? sealed;
    expect(present?.open(resealed, place)).toBe('secret');
    expect(both?.reseal(resealed, place)).toBe(resealed);
    expect(() => present?.reseal(sealed, place)).toThrow(/SECRET_KEY/);
    expect(() => both?.reseal(sealed, { ...place, record: 'client:2' })).toThrow();
  });

  it('names SECRET_KEY if no key opens a value', () => {
    const sealed = makeSealing([newKey()], random).seal('secret', place);
    expect(() => makeSealing([newKey()], random).open(sealed, place)).toThrow(/SECRET_KEY/);
  });
});
