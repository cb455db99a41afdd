import { sha256 } from '../../keys/secrets.js';
import type { Random } from '../../model/deps.js';

/** {@link https://www.rfc-editor.org/rfc/rfc8628#section-6.1 | RFC 8628 §6.1}: letters that spell no words. */
const LETTERS = 'BCDFGHJKLMNPQRSTVWXZ';
const LENGTH = 8;

/** Eight letters, each as likely as any other: 34 bits, good for minutes and few attempts. */
export function newUserCode(random: Random): string {
  const fair = [...random.bytes(64)].filter((byte) => byte < LETTERS.length * 12);
  const code = fair.slice(0, LENGTH).map((byte) => LETTERS[byte % LETTERS.length]);
  return code.length === LENGTH ? code.join('') : newUserCode(random);
}

/** As people read it: in two halves. */
export function shownUserCode(code: string): string {
  return `${code.slice(0, LENGTH / 2)}-${code.slice(LENGTH / 2)}`;
}

/** As it was meant: in capitals, without what was put between. `undefined` where it cannot be one. */
export function typedUserCode(typed: string): string | undefined {
  const code = typed.toUpperCase().replace(/[^A-Z0-9]/g, '');
  return code.length === LENGTH && [...code].every((letter) => LETTERS.includes(letter)) ? code : undefined;
}

/** What finds the device that shows this code. */
export function userCodeDigest(code: string): string {
  return sha256(JSON.stringify(['user_code', code]));
}
